//! What drives the answer, in tables and a few sentences.

use crate::domain::party::Perspective;
use crate::estimate::estimated::Estimated;
use crate::estimate::threshold::Threshold;
use crate::report::assumption_name::AssumptionName;
use crate::report::decisions::{BarFinding, SensitivityFindings, ThresholdFinding, TwoWayFinding};
use crate::report::savings::{label, perspective_key};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};
use crate::report::wording::{Tone, tone};

/// Bars that a reader is shown; files hold all of them.
const SHOWN_BARS: usize = 15;

/// Characters of a number that somebody wrote.
const LONGEST_NUMBER: usize = 10;

/// The answer in a few sentences: the expected saving, what it hangs on most, where each perspective breaks even.
pub fn sensitivity_headline(findings: &SensitivityFindings, perspective: Perspective) -> Vec<Phrase> {
    let base = findings.base[perspective as usize];
    // As many digits as the expected saving beside it.
    let failure = findings.no_effect[perspective as usize];
    let mut lines = vec![
        Phrase::new("sensitivity.base")
            .with("who", label(perspective))
            .with("amount", gain(base))
            .with("failure", gain(Estimated { standard_error: base.standard_error, ..failure })),
    ];
    if let Some(longest) = by_swing(findings, perspective).first().filter(|bar| bar.swing(perspective) > 0.0) {
        let at = |end: &crate::estimate::one_way::End| gain(end.figure[perspective as usize]);
        lines.push(
            Phrase::new("sensitivity.longest")
                .with("assumption", longest.assumption.name.quoted())
                .with("low", plain(longest.low.value))
                .with("at_low", at(&longest.low))
                .with("high", plain(longest.high.value))
                .with("at_high", at(&longest.high)),
        );
    }
    let mut told: Vec<Perspective> = findings.thresholds.iter().map(|threshold| threshold.perspective).collect();
    told.dedup();
    lines.extend(told.into_iter().map(|perspective| breaks_even(findings, perspective)));
    lines
}

/// At which values a perspective breaks even, those of the longest bars first.
fn breaks_even(findings: &SensitivityFindings, perspective: Perspective) -> Phrase {
    let who = Phrase::new(format!("who.{}", perspective_key(perspective)));
    let order = by_swing(findings, perspective);
    let place = |name: &AssumptionName| order.iter().position(|bar| bar.assumption.name == *name).unwrap_or(usize::MAX);
    let mut crossings: Vec<(&ThresholdFinding, Value)> =
        of(findings, perspective).filter_map(|finding| found(finding).map(|value| (finding, value))).collect();
    crossings.sort_by_key(|(finding, _)| place(&finding.assumption));
    let base = findings.base[perspective as usize];
    let told = base.value.abs() > 2.0 * base.standard_error;
    let gains = tone(&gain(base)) == Tone::Gain;
    let key = match (crossings.is_empty(), told, gains) {
        (true, false, _) => "sensitivity.not_told",
        (false, false, _) => "sensitivity.near_zero",
        (true, true, true) => "sensitivity.always_gains",
        (true, true, false) => "sensitivity.never_gains",
        (false, true, true) => "sensitivity.gains_until",
        (false, true, false) => "sensitivity.gains_from",
    };
    let said = crossings.iter().take(3).map(|(finding, value)| {
        Value::Phrase(
            Phrase::new("sensitivity.threshold")
                .with("assumption", finding.assumption.quoted())
                .with("value", value.clone())
                .with("now", plain(finding.value)),
        )
    });
    let list = Value::List(said.collect());
    let phrase = Phrase::new(key).with("who", who);
    if crossings.is_empty() { phrase } else { phrase.with("thresholds", list) }
}

/// The tables that a reader is shown.
pub fn sensitivity_report(findings: &SensitivityFindings, perspective: Perspective) -> Vec<Table> {
    let mut tables = vec![one_way(findings, perspective, SHOWN_BARS)];
    tables.extend(thresholds(findings));
    tables.extend(findings.two_way.iter().map(|pair| two_way(findings, pair, perspective)));
    tables.extend(outlooks(findings, perspective));
    tables.extend([no_effect(findings), variance(findings)]);
    tables.extend(indices(findings));
    tables
}

/// The same tables with every bar, for files.
pub fn sensitivity_figures(findings: &SensitivityFindings, perspective: Perspective) -> Vec<Table> {
    let all = one_way(findings, perspective, usize::MAX);
    std::iter::once(all).chain(sensitivity_report(findings, perspective).into_iter().skip(1)).collect()
}

/// The bars of a perspective, the longest first.
fn by_swing(findings: &SensitivityFindings, perspective: Perspective) -> Vec<&BarFinding> {
    let mut bars: Vec<&BarFinding> = findings.bars.iter().collect();
    bars.sort_by(|a, b| b.swing(perspective).total_cmp(&a.swing(perspective)));
    bars
}

/// Assumptions one by one, the longest bars first.
fn one_way(findings: &SensitivityFindings, perspective: Perspective, most: usize) -> Table {
    let bars = by_swing(findings, perspective);
    let rows = bars.iter().take(most).map(|bar| {
        let [low, high] = [&bar.low, &bar.high].map(|end| end.figure[perspective as usize]);
        let larger = |a: f64, b: f64| a.max(b);
        let error = [&bar.low, &bar.high].map(|end| end.change[perspective as usize].standard_error);
        let swing = Value::Figure {
            value: bar.swing(perspective),
            error: larger(error[0], error[1]),
            unit: Unit::MoneyInThousands,
        };
        let cells = vec![
            plain(bar.assumption.value),
            plain(bar.low.value),
            plain(bar.high.value),
            thousands(low),
            thousands(high),
            swing,
        ];
        Row::new(bar.assumption.name.key.as_str(), bar.assumption.name.shown(), cells)
    });
    let mut notes = vec![
        Phrase::new("note.one_way")
            .with("base", thousands(findings.base[perspective as usize]))
            .with("replicates", Value::Number(i64::from(findings.replicates))),
    ];
    if let Some(next) = bars.get(most) {
        let error = next.high.change[perspective as usize].standard_error;
        let largest = Value::Figure { value: next.swing(perspective), error, unit: Unit::Money };
        let count = Value::Number((bars.len() - most) as i64);
        notes.push(Phrase::new("note.short_bars").with("count", count).with("largest", largest));
    }
    if findings.without_range > 0 {
        notes.push(Phrase::new("note.no_bars").with("count", Value::Number(findings.without_range as i64)));
    }
    Table {
        key: "one_way",
        title: Phrase::new("title.one_way")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.assumption"),
        columns: ["value", "low", "high", "at_low", "at_high", "swing"].into_iter().map(Column::figures).collect(),
        rows: rows.collect(),
        notes,
    }
}

fn of(findings: &SensitivityFindings, perspective: Perspective) -> impl Iterator<Item = &ThresholdFinding> {
    findings.thresholds.iter().filter(move |finding| finding.perspective == perspective)
}

/// The value of a threshold that was found, with its Monte Carlo error; `None` where that is above a quarter of the range.
fn found(finding: &ThresholdFinding) -> Option<Value> {
    match finding.threshold {
        // So uncertain a value would only look like one.
        Threshold::At { .. } if finding.standard_error > (finding.to - finding.from) / 4.0 => None,
        Threshold::At { value, .. } => {
            Some(Value::Figure { value, error: finding.standard_error, unit: Unit::Significant })
        }
        Threshold::NoneWithinRange { .. } | Threshold::Undefined { .. } => None,
    }
}

/// How thresholds are found, and how many of the assumptions asked have none; nothing where none was asked. `shown` have one.
pub(crate) fn thresholds_note(findings: &SensitivityFindings, shown: usize) -> Option<Phrase> {
    let asked = of(findings, findings.thresholds.first()?.perspective).count();
    Some(Phrase::new("note.thresholds").with("none", Value::Number((asked - shown) as i64)))
}

/// Threshold values of the assumptions that have one for some perspective; nothing where none has.
fn thresholds(findings: &SensitivityFindings) -> Option<Table> {
    let mut perspectives: Vec<Perspective> = findings.thresholds.iter().map(|finding| finding.perspective).collect();
    perspectives.dedup();
    let first = *perspectives.first()?;
    let order = by_swing(findings, first);
    let place = |name: &AssumptionName| order.iter().position(|bar| bar.assumption.name == *name).unwrap_or(usize::MAX);
    let mut shown: Vec<&ThresholdFinding> = of(findings, first).collect();
    shown.sort_by_key(|finding| place(&finding.assumption));
    let value = |perspective: Perspective, name: &AssumptionName| {
        of(findings, perspective).find(|finding| finding.assumption == *name).and_then(found)
    };
    shown.retain(|finding| perspectives.iter().any(|of| value(*of, &finding.assumption).is_some()));
    if shown.is_empty() {
        return None;
    }
    let rows = shown.iter().map(|finding| {
        let mut cells = vec![plain(finding.value), plain(finding.from), plain(finding.to)];
        let breaks_even = |of: &Perspective| value(*of, &finding.assumption).unwrap_or(Value::None);
        cells.extend(perspectives.iter().map(breaks_even));
        Row::new(finding.assumption.key.as_str(), finding.assumption.shown(), cells)
    });
    let of_perspective = |perspective: &Perspective| {
        let key = perspective_key(*perspective);
        let heading = Phrase::new("column.breaks_even").with("who", Phrase::new(format!("short.{key}")));
        Column { key: key.to_owned(), ..Column::figures("value").headed(heading) }
    };
    let columns = ["value", "low", "high"].into_iter().map(Column::figures);
    Some(Table {
        key: "thresholds",
        title: Phrase::new("title.thresholds"),
        rows_heading: Phrase::new("rows.assumption"),
        columns: columns.chain(perspectives.iter().map(of_perspective)).collect(),
        rows: rows.collect(),
        notes: thresholds_note(findings, shown.len()).into_iter().collect(),
    })
}

/// Two assumptions together.
fn two_way(findings: &SensitivityFindings, pair: &TwoWayFinding, perspective: Perspective) -> Table {
    let rows = pair.row_values.iter().zip(&pair.cells).map(|(value, cells)| {
        let cells = cells.iter().map(|seen| thousands(seen[perspective as usize]));
        Row::new(format!("{}={value}", pair.rows.key), plain(*value), cells.collect())
    });
    let columns = pair.column_values.iter().map(|value| {
        let key = format!("{}={value}", pair.columns.key);
        Column { key, ..Column::figures("value").headed(plain(*value)) }
    });
    Table {
        key: "two_way",
        title: Phrase::new("title.two_way")
            .with("rows", pair.rows.quoted())
            .with("columns", pair.columns.quoted())
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.two_way").with("name", pair.rows.shown()),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: vec![Phrase::new("note.two_way").with("replicates", Value::Number(i64::from(findings.replicates)))],
    }
}

/// Chance of a gain by horizon and discount rate.
fn outlooks(findings: &SensitivityFindings, perspective: Perspective) -> Option<Table> {
    let (_, outlooks) = findings.outlooks.iter().find(|(of, _)| *of == perspective)?;
    let mut horizons: Vec<u32> = outlooks.iter().map(|outlook| outlook.years).collect();
    horizons.dedup();
    let at = |years: u32| outlooks.iter().filter(move |outlook| outlook.years == years);
    let rows = horizons.into_iter().map(|years| {
        let own = at(years).find(|outlook| outlook.rate.is_none());
        let value = own
            .map_or(Value::None, |own| Value::Summary { summary: own.net_present_value, unit: Unit::GainInThousands });
        let chances = at(years).map(|outlook| Value::Figure {
            value: outlook.chance_of_gain,
            error: outlook.chance_of_gain_error,
            unit: Unit::Chance,
        });
        Row::new(years.to_string(), Value::Number(i64::from(years)), std::iter::once(value).chain(chances).collect())
    });
    let rates = at(outlooks.first()?.years).map(|outlook| match outlook.rate {
        None => Column::figures("chance_of_gain"),
        Some(rate) => {
            let heading =
                Phrase::new("column.chance_at_rate").with("rate", Value::exact(rate * 100.0, Unit::Significant));
            Column { key: format!("chance_of_gain_at_{rate}"), ..Column::figures("chance_of_gain").headed(heading) }
        }
    });
    Some(Table {
        key: "outlooks",
        title: Phrase::new("title.outlooks")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.horizon"),
        columns: std::iter::once(Column::figures("net_present_value").with_interval()).chain(rates).collect(),
        rows: rows.collect(),
        notes: vec![Phrase::new("note.outlooks")],
    })
}

/// What is left where nothing works.
fn no_effect(findings: &SensitivityFindings) -> Table {
    let rows = Perspective::ALL.into_iter().filter_map(|perspective| {
        let (base, failure) = (findings.base[perspective as usize], findings.no_effect[perspective as usize]);
        let concerned = base != Estimated::default() || failure != Estimated::default();
        let cells = vec![thousands(base), thousands(failure)];
        concerned.then(|| Row::new(perspective_key(perspective), label(perspective), cells))
    });
    Table {
        key: "no_effect_at_values",
        title: Phrase::new("title.no_effect_at_values")
            .with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![Column::figures("with_effect"), Column::figures("no_effect")],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.no_effect")],
    }
}

/// The predictive variance, split into luck and ignorance.
fn variance(findings: &SensitivityFindings) -> Table {
    let rows = findings.variance.iter().filter_map(|(perspective, split)| {
        let split = (*split)?;
        let share = |share: f64| Value::exact(share, Unit::Share);
        let (low, high) = split.interval.map_or((Value::None, Value::None), |(low, high)| (share(low), share(high)));
        let cells = vec![share(split.share_of_luck), share(split.share_of_ignorance), low, high];
        Some(Row::new(perspective_key(*perspective), label(*perspective), cells))
    });
    Table {
        key: "variance",
        title: Phrase::new("title.variance"),
        rows_heading: Phrase::new("rows.perspective"),
        columns: ["luck", "ignorance", "ignorance_low", "ignorance_high"].into_iter().map(Column::figures).collect(),
        rows: rows.collect(),
        notes: vec![Phrase::new("note.variance")],
    }
}

/// Sobol indices, the largest total first.
fn indices(findings: &SensitivityFindings) -> Option<Table> {
    let indices = findings.indices.as_ref()?;
    let mut groups: Vec<_> = indices.groups.iter().collect();
    groups.sort_by(|(a, x), (b, y)| {
        (a.is_none(), y.total.estimate)
            .partial_cmp(&(b.is_none(), x.total.estimate))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let rows = groups.into_iter().map(|(name, found)| {
        let share = |index: crate::estimate::indices::Index| Value::Figure {
            value: index.estimate,
            error: index.standard_error,
            unit: Unit::Share,
        };
        let interval = |index: crate::estimate::indices::Index| {
            let ends = [index.low, index.high].map(|end| Value::exact(end, Unit::Share));
            let [low, high] = ends;
            Value::Phrase(Phrase::new("value.interval").with("low", low).with("high", high))
        };
        let cells = vec![share(found.first), interval(found.first), share(found.total), interval(found.total)];
        match name {
            Some(name) => Row::new(name.key.as_str(), name.shown(), cells),
            None => Row::new("all_others", Phrase::new("rows.all_others"), cells),
        }
    });
    let interval = |key: &str| Column { words: false, ..Column::words(key).headed(Phrase::new("column.interval")) };
    Some(Table {
        key: "sobol_indices",
        title: Phrase::new("title.sobol_indices")
            .with("who", Phrase::new(format!("who.{}", perspective_key(indices.perspective)))),
        rows_heading: Phrase::new("rows.assumption"),
        columns: vec![
            Column::figures("first_order"),
            interval("first_order_interval"),
            Column::figures("total_order"),
            interval("total_order_interval"),
        ],
        rows: rows.collect(),
        notes: vec![
            Phrase::new("note.sobol_indices")
                .with("rows", Value::Number(i64::from(indices.rows)))
                .with("replicates", Value::Number(i64::from(indices.replicates)))
                .with("runs", Value::Number(indices.runs as i64)),
        ],
    })
}

/// Money that somebody gains, as it stands in sentences.
fn gain(estimated: Estimated) -> Value {
    Value::Figure { value: estimated.value, error: estimated.standard_error, unit: Unit::Gain }
}

/// The same in thousands.
fn thousands(estimated: Estimated) -> Value {
    Value::Figure { value: estimated.value, error: estimated.standard_error, unit: Unit::GainInThousands }
}

/// The value of an assumption as it was written; a percentile, which has digits without end, with three.
fn plain(value: f64) -> Value {
    let written = value.to_string().len() <= LONGEST_NUMBER;
    Value::exact(value, if written { Unit::Plain } else { Unit::Significant })
}
