//! What drives the answer of a study: its assumptions varied as the scenario declares, always with the same luck.

use rayon::prelude::*;

use crate::domain::assumption::{Assumption, Distribution};
use crate::domain::party::Perspective;
use crate::engine::quantile::quantile;
use crate::estimate::difference::Difference;
use crate::estimate::effect::Seen;
use crate::estimate::estimated::Estimated;
use crate::estimate::horizon::{Outlook, outlooks};
use crate::estimate::indices::indices_with_luck;
use crate::estimate::one_way::{AssumptionRange, Axis, OneWay, one_way, two_way};
use crate::estimate::summary::{Batches, mean, standard_error};
use crate::estimate::threshold::{Threshold, threshold};
use crate::report::decisions::{BarFinding, IndicesFinding, SensitivityFindings, ThresholdFinding, TwoWayFinding};
use crate::report::findings::Manifest;
use crate::study::analyses::{IndexPlan, Pair, Sensitivity};
use crate::study::assumptions::Listed;
use crate::study::conclusion::assumption;
use crate::study::error::Error;
use crate::study::manifest::manifest;
use crate::study::nested::{Nested, NestedDraws};
use crate::study::prepared::Prepared;
use crate::study::run::Runner;

/// Part of a range to which a threshold is found.
const THRESHOLD_TOLERANCE: f64 = 1.0 / 200.0;

/// Points that the search of a threshold takes, about: for the progress that is told.
const POINTS_PER_THRESHOLD: usize = 6;

/// Horizons that are shown where the scenario names none, as far as the study reaches \[years\].
const HORIZONS: [u32; 8] = [1, 2, 3, 5, 10, 15, 20, 30];

impl Runner<'_> {
    /// Finds out what drives the answer, as the study's `sensitivity` declares.
    ///
    /// # Errors
    /// As [`Runner::run`]; Sobol indices of correlated assumptions; [`Error::Cancelled`] where it was cancelled.
    ///
    /// # Examples
    /// ```no_run
    /// # fn main() -> Result<(), gevinst::study::error::Error> {
    /// use gevinst::domain::party::Perspective;
    /// use gevinst::study::scenario::Study;
    ///
    /// let found = Study::from_toml("examples/north_jutland.toml")?.runner().sensitivity()?;
    /// let longest = found.bars.iter().map(|bar| bar.swing(Perspective::Municipality)).fold(0.0, f64::max);
    /// assert!(longest > 0.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn sensitivity(&self) -> Result<SensitivityFindings, Error> {
        let prepared = Prepared::of(&self.study().base_case())?;
        let analysis = Analysis { runner: self, prepared: &prepared, plan: &prepared.study.sensitivity };
        self.in_pool(|| analysis.findings())
    }
}

/// A sensitivity analysis on its way.
struct Analysis<'r> {
    runner: &'r Runner<'r>,
    prepared: &'r Prepared,
    plan: &'r Sensitivity,
}

impl Analysis<'_> {
    fn findings(&self) -> Result<SensitivityFindings, Error> {
        let (prepared, plan) = (self.prepared, self.plan);
        let luck = u64::from(plan.replicates.max(1));
        let base = prepared.assumptions.central();
        let ranges = self.ranges();
        let pairs: Vec<(Axis, Axis)> = plan.two_way.iter().map(|pair| self.axes(pair)).collect();
        let cells: usize = pairs.iter().map(|(rows, columns)| rows.values.len() * columns.values.len()).sum();
        let searches = plan.perspectives.len() * ranges.len().min(8) * POINTS_PER_THRESHOLD;
        let nested = Nested::of_study(prepared);
        self.runner.expect((2 + 2 * ranges.len() + cells + searches) * luck as usize + nested.len());
        let model = |values: &[f64], luck: u64| self.at(values, luck).map(|found| found.present_value);
        let bars = one_way(&base, &ranges, luck, model)?;
        let mut tables = Vec::new();
        for (pair, (rows, columns)) in plan.two_way.iter().zip(pairs) {
            let found = two_way(&base, rows, columns, luck, model)?;
            tables.push(TwoWayFinding {
                rows: self.listed(&pair.rows).1.called.clone(),
                row_values: found.first.values,
                columns: self.listed(&pair.columns).1.called.clone(),
                column_values: found.second.values,
                cells: found.cells,
            });
        }
        let failures = (0..luck).map(|luck| self.at(&base, luck).map(|found| found.no_effect));
        let failures = failures.collect::<Result<Vec<Seen>, Error>>()?;
        let thresholds = self.thresholds(&base, &bars)?;
        let draws = nested.draw(prepared, |values, number| self.checked(|| prepared.difference(values, number)))?;
        let ranges_exist = prepared.assumptions.any_range();
        let indices = plan.indices.as_ref().map(|plan| self.indices(plan, &bars)).transpose()?;
        let outlooks = |perspective| (perspective, self.outlooks(&draws, perspective));
        let variance = |perspective| (perspective, draws.split(perspective, ranges_exist));
        Ok(SensitivityFindings {
            manifest: Manifest { samples: (draws.draws.len() / prepared.replicates()) as u32, ..manifest(prepared) },
            replicates: luck as u32,
            no_effect: estimated(&failures),
            without_range: prepared.assumptions.len() - ranges.len(),
            thresholds,
            two_way: tables,
            outlooks: Perspective::ALL.into_iter().map(outlooks).collect(),
            variance: Perspective::ALL.into_iter().map(variance).collect(),
            indices,
            base: bars.base.clone(),
            bars: bars
                .bars
                .into_iter()
                .map(|bar| BarFinding {
                    assumption: assumption(&prepared.assumptions.entries[bar.assumption]),
                    low: bar.low,
                    high: bar.high,
                })
                .collect(),
        })
    }

    /// What the programme changes with these values and this luck.
    fn at(&self, values: &[f64], luck: u64) -> Result<Difference, Error> {
        self.checked(|| self.prepared.experiment(values, luck))
    }

    /// One run, told to the progress; none where the analysis was cancelled.
    fn checked(&self, run: impl FnOnce() -> Result<Difference, Error>) -> Result<Difference, Error> {
        if self.runner.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let found = run()?;
        self.runner.tell();
        Ok(found)
    }

    /// The ranges of the assumptions that are varied, in the order of their slots.
    fn ranges(&self) -> Vec<AssumptionRange> {
        let wanted =
            |name: &str| self.plan.assumptions.is_empty() || self.plan.assumptions.iter().any(|own| own == name);
        let entries = self.prepared.assumptions.entries.iter().enumerate();
        entries
            .filter(|(_, listed)| wanted(&listed.name))
            .filter_map(|(slot, listed)| {
                ends(listed).map(|[low, high]| AssumptionRange { assumption: slot, low, high })
            })
            .collect()
    }

    /// The values of both assumptions of a pair: evenly over their ranges.
    fn axes(&self, pair: &Pair) -> (Axis, Axis) {
        let axis = |name: &str| {
            let (slot, listed) = self.listed(name);
            let [low, high] = ends(listed).unwrap_or([listed.assumption.central(); 2]);
            let steps = pair.steps.max(2);
            let value = |step: u32| low + (high - low) * f64::from(step) / f64::from(steps - 1);
            Axis { assumption: slot, values: (0..steps).map(value).collect() }
        };
        (axis(&pair.rows), axis(&pair.columns))
    }

    /// An assumption by its name; the study was checked to have it.
    fn listed(&self, name: &str) -> (usize, &Listed) {
        let slot = self.prepared.assumptions.slot(name).expect("a checked study knows the names of its analyses");
        (slot, &self.prepared.assumptions.entries[slot])
    }

    /// The threshold of each assumption for each perspective, with the luck of the bars.
    fn thresholds(&self, base: &[f64], bars: &OneWay) -> Result<Vec<ThresholdFinding>, Error> {
        let mut searches: Vec<(usize, f64, f64)> =
            bars.bars.iter().map(|bar| (bar.assumption, bar.low.value, bar.high.value)).collect();
        for range in &self.plan.thresholds {
            let (slot, _) = self.listed(&range.assumption);
            searches.retain(|(other, _, _)| *other != slot);
            searches.push((slot, range.from, range.to));
        }
        searches.sort_by_key(|(slot, _, _)| *slot);
        let mut asked: Vec<Asked> = Vec::new();
        for bar in &bars.bars {
            let ends = [&bar.low, &bar.high].map(|end| (end.value, &end.figure));
            let known = ends.into_iter().chain([(base[bar.assumption], &bars.base)]);
            asked.extend(known.map(|(value, figure)| Asked { slot: bar.assumption, value, figure: figure.clone() }));
        }
        let mut found = Vec::new();
        for perspective in &self.plan.perspectives {
            for (slot, from, to) in &searches {
                let expected =
                    |value| self.expected(base, *slot, value, &mut asked).map(|of| of[*perspective as usize].value);
                let threshold = threshold(*from, *to, (to - from) * THRESHOLD_TOLERANCE, expected)?;
                let of_slot = || asked.iter().filter(|asked| asked.slot == *slot);
                let listed = &self.prepared.assumptions.entries[*slot];
                found.push(ThresholdFinding {
                    perspective: *perspective,
                    assumption: listed.called.clone(),
                    value: listed.assumption.central(),
                    from: *from,
                    to: *to,
                    standard_error: error_of(&threshold, (*from, *to), of_slot, *perspective),
                    threshold,
                });
            }
        }
        Ok(found)
    }

    /// The expected net saving of every perspective with one assumption at a value, over the luck of the bars \[øre\]: as it
    /// is known, or found and noted.
    fn expected(&self, base: &[f64], slot: usize, value: f64, asked: &mut Vec<Asked>) -> Result<Vec<Estimated>, Error> {
        if let Some(known) = asked.iter().find(|known| known.slot == slot && known.value == value) {
            return Ok(known.figure.clone());
        }
        let mut values = base.to_vec();
        values[slot] = value;
        let luck = 0..u64::from(self.plan.replicates.max(1));
        let figures = luck.into_par_iter().map(|luck| self.at(&values, luck).map(|found| found.present_value));
        let figure = estimated(&figures.collect::<Result<Vec<Seen>, Error>>()?);
        asked.push(Asked { slot, value, figure: figure.clone() });
        Ok(figure)
    }

    /// The chance of a gain at each horizon and rate.
    fn outlooks(&self, draws: &NestedDraws, perspective: Perspective) -> Vec<Outlook> {
        let years = self.prepared.study.time.years;
        let own = &self.plan.horizons;
        let mut horizons: Vec<u32> = if own.is_empty() { HORIZONS.to_vec() } else { own.clone() };
        horizons.retain(|horizon| *horizon < years);
        horizons.push(years);
        horizons.sort_unstable();
        horizons.dedup();
        let discounting = &self.prepared.study.economy.discounting;
        let settings = (horizons.as_slice(), self.plan.discount_rates.as_slice());
        outlooks(&draws.draws, perspective, self.prepared.batches(), discounting, settings)
    }

    /// Sobol indices of the assumptions with the longest bars, and of all others as one group.
    fn indices(&self, plan: &IndexPlan, bars: &OneWay) -> Result<IndicesFinding, Error> {
        let prepared = self.prepared;
        let perspective = self.plan.perspectives.first().copied().unwrap_or(Perspective::Municipality);
        let uncertain: Vec<usize> = (0..prepared.assumptions.len())
            .filter(|slot| !matches!(prepared.assumptions.entries[*slot].distribution, Distribution::Fixed(_)))
            .collect();
        let longest = bars.by_swing(perspective as usize).into_iter().map(|bar| bar.assumption);
        let shown: Vec<usize> = longest.take(plan.shown as usize).collect();
        let others: Vec<usize> = uncertain.iter().copied().filter(|slot| !shown.contains(slot)).collect();
        let mut groups: Vec<Vec<usize>> = shown.iter().map(|slot| vec![*slot]).collect();
        groups.extend((!others.is_empty()).then_some(others.clone()));
        let sides = prepared.sides(plan.rows)?;
        let halves = u64::from(plan.replicates.max(2) / 2);
        self.runner.expect((groups.len() + 2) * plan.rows as usize * 2 * halves as usize);
        let half = |values: &[f64], first: u64| -> Result<f64, Error> {
            let drawn = (first..first + halves).map(|luck| self.at(values, luck));
            Ok(mean(
                &drawn
                    .map(|found| Ok(found?.present_value[perspective as usize]))
                    .collect::<Result<Vec<i64>, Error>>()?,
            ))
        };
        // Each row has luck of its own, in two halves.
        let model = |values: &[f64], row: u64| {
            let first = 2 * halves * row;
            Ok::<[f64; 2], Error>([half(values, first)?, half(values, first + halves)?])
        };
        let point = |side, row| sides.values(side, row);
        let found = indices_with_luck(&groups, plan.rows as usize, prepared.model.seed, point, model)?;
        let name = |slot: usize| prepared.assumptions.entries[slot].called.clone();
        let names = shown.iter().map(|slot| Some(name(*slot))).chain((!others.is_empty()).then_some(None));
        Ok(IndicesFinding {
            perspective,
            rows: plan.rows,
            replicates: plan.replicates,
            runs: found.evaluations * 2 * halves,
            groups: names.zip(found.groups.unwrap_or_default()).collect(),
        })
    }
}

/// What is known of the expected net saving with one assumption at a value, all others at theirs.
struct Asked {
    slot: usize,
    value: f64,
    /// Shape `[perspective]`, øre.
    figure: Vec<Estimated>,
}

/// The error of a threshold [unit of the assumption]: the Monte Carlo standard error of the expected saving beside it over its
/// slope between the nearest points asked on either side, and the tolerance of the search; at most the range that was
/// searched. 0 where none was found.
fn error_of<'a, I: Iterator<Item = &'a Asked>>(
    threshold: &Threshold,
    (from, to): (f64, f64),
    asked: impl Fn() -> I,
    perspective: Perspective,
) -> f64 {
    let (Threshold::At { value, .. }, range) = (*threshold, to - from) else { return 0.0 };
    let of = |asked: &Asked| asked.figure[perspective as usize];
    // Near enough to tell a slope from the steps of few draws.
    let apart = |asked: &&Asked| (asked.value - value).abs() >= range / 20.0;
    let below = asked().filter(|asked| asked.value < value).filter(apart).max_by(|a, b| a.value.total_cmp(&b.value));
    let above = asked().filter(|asked| asked.value > value).filter(apart).min_by(|a, b| a.value.total_cmp(&b.value));
    let nearest = asked().min_by(|a, b| (a.value - value).abs().total_cmp(&(b.value - value).abs()));
    let ends = below.or(nearest).zip(above.or(nearest));
    let slope = ends
        .map_or(0.0, |(below, above)| (of(above).value - of(below).value).abs() / (above.value - below.value).abs());
    let error = nearest.map_or(0.0, |nearest| of(nearest).standard_error) / slope;
    let error = error + range * THRESHOLD_TOLERANCE / 2.0;
    if error.is_finite() { error.min(range) } else { range }
}

/// The ends between which an assumption is varied: those of its range, or its 5th and 95th percentile where it is described
/// by data; `None` where it is fixed.
///
/// So a bar shows what the scenario says can be, and does not hang on the shape; for shapes that are not bounded the ends
/// are percentiles too.
fn ends(listed: &Listed) -> Option<[f64; 2]> {
    if matches!(listed.distribution, Distribution::Fixed(_)) {
        return None;
    }
    let percentile = |share| quantile(&listed.distribution, share);
    let Assumption { low, high, .. } = listed.assumption;
    Some([low.unwrap_or_else(|| percentile(0.05)), high.unwrap_or_else(|| percentile(0.95))])
}

/// The mean of each perspective over replicates, from shape `[replicate][perspective]`.
fn estimated(figures: &[Seen]) -> Vec<Estimated> {
    let of = |at: usize| {
        let values: Vec<i64> = figures.iter().map(|seen| seen[at]).collect();
        Estimated { value: mean(&values), standard_error: standard_error(&values, Batches::of_samples(1)) }
    };
    (0..Perspective::COUNT).map(of).collect()
}
