//! Programmes side by side: what each gains, and what a year in work costs by each.

use gevinst::domain::activity::Indicator;
use gevinst::domain::party::Perspective;
use gevinst::estimate::frontier::{Choice, Standing};
use gevinst::report::comparison::{comparison_report, programme_name};
use gevinst::report::decisions::{AIMS, ComparisonFindings, FrontierFinding};
use gevinst::report::number::decimal;
use gevinst::report::table::{Phrase, Unit};
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{axis_ticks, draw, of_table, said, unit};
use super::canvas::{Anchor, Ink, Point, Stroke, WIDTH};
use super::chart::Plot;
use super::money::Money;
use super::scale::{Scale, Ticks, extent};
use super::sheet::{EDGE, Sheet, present, seen_by, uncertainty};
use super::text::PLAIN;

/// Height of the plane \[units\].
const HEIGHT: f64 = 260.0;

/// Net present value of every programme with its interval; nothing where no money moves.
pub(super) fn programmes(findings: &ComparisonFindings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let tables = comparison_report(findings, perspective);
    let table = tables.iter().find(|table| table.key == "programmes")?;
    let bars = of_table(table, 0, words);
    let money = unit(&bars)?;
    let manifest = findings.manifests.first()?;
    let titles = [seen_by("picture.programmes", perspective), present(money, Some(manifest))];
    let mut sheet = Sheet::new("programmes", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&uncertainty("picture.whiskers", manifest));
    Some(sheet.finish(&said(&bars, words)))
}

/// An option on the plane.
struct Placed {
    name: String,
    effect: f64,
    cost: f64,
    on_frontier: bool,
}

/// Net cost against years in work, with the frontier; nothing where neither differs from doing nothing.
pub(super) fn plane(findings: &ComparisonFindings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let of_aim = |of: &&FrontierFinding| of.perspective == perspective && of.aim == Indicator::InWork;
    let found = findings.frontiers.iter().find(of_aim)?;
    let options = options(findings, found, words);
    let finite = options.iter().all(|option| option.effect.is_finite() && option.cost.is_finite());
    let moves = options.iter().any(|option| option.effect != 0.0 || option.cost != 0.0);
    if !finite || !moves {
        return None;
    }
    let money = Money::suiting(options.iter().map(|option| option.cost));
    let titles = [seen_by("picture.plane", perspective), present(money, findings.manifests.first())];
    let mut sheet = Sheet::new("cost_effectiveness", perspective, words, titles);
    let costs = wider(extent(options.iter().map(|option| option.cost).chain([0.0])));
    let effects = wider(extent(options.iter().map(|option| option.effect).chain([0.0])));
    let ticks = Ticks::within(costs, 5);
    let tick = |value: f64| money.tick(value, &ticks, words);
    let left = EDGE + 6.0 + ticks.values.iter().map(|value| PLAIN.width(&tick(*value))).fold(0.0, f64::max);
    let up_label = words.word("picture.net_cost");
    sheet.canvas.text((EDGE, sheet.down + PLAIN.size), Anchor::Start, PLAIN, Ink::Muted, up_label);
    let top = sheet.down + PLAIN.line() + 8.0;
    let plot = Plot {
        across: Scale { values: effects, places: (left, WIDTH - EDGE) },
        up: Scale { values: costs, places: (top + HEIGHT, top) },
    };
    plot.rows(&mut sheet, &ticks, tick);
    across(&mut sheet, &plot);
    let at = |choice: &Choice| match choice {
        Choice::Nothing => options.first(),
        Choice::Programme(number) => options.get(number + 1),
    };
    let line: Vec<Point> = found.frontier.line.iter().filter_map(at).map(|it| plot.at(it.effect, it.cost)).collect();
    if line.len() > 1 {
        sheet.canvas.curve(&line, Stroke::of(Ink::First, 2.0));
    }
    place_names(&mut sheet, &plot, &options);
    sheet.note(&Phrase::new("picture.plane_note"));
    // Cost and effect are means of the same draws as the savings and the aims, and as far off.
    let aim = AIMS.iter().position(|(aim, _)| *aim == Indicator::InWork);
    let each = options.iter().skip(1).zip(&findings.programmes).map(|(option, programme)| {
        let cost_error =
            programme.net_present_value.get(perspective as usize).map_or(0.0, |summary| summary.standard_error);
        let effect_error = aim.and_then(|at| programme.aims.get(at)).map_or(0.0, |summary| summary.standard_error);
        let cost = words.figure(option.cost, cost_error, Unit::Money);
        let effect = words.figure(option.effect, effect_error, Unit::Change);
        let phrase = Phrase::new("picture.plane_said").with("name", option.name.as_str());
        words.phrase(&phrase.with("effect", effect.as_str()).with("cost", cost.as_str()))
    });
    let each: Vec<String> = each.collect();
    Some(sheet.finish(&each.join(" ")))
}

/// Doing nothing, then the programmes.
fn options(findings: &ComparisonFindings, found: &FrontierFinding, words: &Words) -> Vec<Placed> {
    let nothing = Placed {
        name: words.word("rows.nothing").to_owned(),
        effect: 0.0,
        cost: 0.0,
        on_frontier: matches!(found.frontier.nothing, Standing::Frontier { .. }),
    };
    let figures = found.programmes.iter().zip(&found.frontier.programmes).enumerate();
    let programmes = figures.map(|(at, (figure, standing))| Placed {
        name: words.value(&programme_name(findings, at)),
        effect: figure.effect,
        cost: figure.cost,
        on_frontier: matches!(standing, Standing::Frontier { .. }),
    });
    std::iter::once(nothing).chain(programmes).collect()
}

/// An extent with room for dots and names on either side.
fn wider((low, high): (f64, f64)) -> (f64, f64) {
    let room = 0.06 * (high - low);
    (low - room, high + room)
}

/// Ticks and name of the effect below the plane, and the line of no effect.
fn across(sheet: &mut Sheet, plot: &Plot) {
    let words = sheet.words;
    let ticks = axis_ticks(plot.across, Money::Kroner, words);
    let (below, top) = plot.up.places;
    for value in &ticks.values {
        let place = plot.across.at(*value);
        let stroke = if *value == 0.0 { Stroke::of(Ink::Text, 1.25) } else { Stroke::of(Ink::Grid, 0.75) };
        sheet.canvas.line((place, top), (place, below), stroke);
        let text = decimal(*value, ticks.decimals(1.0), words.language());
        let half = PLAIN.width(&text) / 2.0;
        let place = place.clamp(2.0 + half, WIDTH - 2.0 - half);
        sheet.canvas.text((place, below + 18.0), Anchor::Middle, PLAIN, Ink::Muted, &text);
    }
    sheet.down = below + 22.0;
    let (left, right) = plot.across.places;
    let name = words.word("picture.years_in_work");
    sheet.canvas.text(((left + right) / 2.0, sheet.down + PLAIN.size), Anchor::Middle, PLAIN, Ink::Muted, name);
    sheet.down += PLAIN.line();
}

/// Dots with their names where these are free of each other.
fn place_names(sheet: &mut Sheet, plot: &Plot, options: &[Placed]) {
    let dots: Vec<Point> = options.iter().map(|option| plot.at(option.effect, option.cost)).collect();
    // Left, right, top and bottom of what is taken.
    let mut taken: Vec<[f64; 4]> = dots.iter().map(|(x, y)| [x - 7.0, x + 7.0, y - 7.0, y + 7.0]).collect();
    let none = plot.across.at(0.0);
    taken.push([none - 1.0, none + 1.0, plot.up.places.1, plot.up.places.0]);
    for (option, (x, y)) in options.iter().zip(&dots) {
        let name = PLAIN.fitted(&option.name, 190.0);
        let wide = PLAIN.width(&name);
        let start = (x - wide / 2.0).clamp(plot.across.places.0 + 2.0, plot.across.places.1 - wide);
        let (beside, away) = ([x + 10.0, x - 10.0 - wide], [12.0, 28.0, 44.0, 60.0]);
        let sides = [start, x + 4.0, x - 4.0 - wide];
        let off = away
            .into_iter()
            .flat_map(|off| sides.into_iter().flat_map(move |left| [(left, y - off), (left, y + off + 10.0)]));
        let mut candidates = off.chain(beside.into_iter().map(|left| (left, y + 5.0)));
        let around = |(left, base): (f64, f64)| [left, left + wide, base - 12.0, base + 4.0];
        let inside = |[l, r, t, b]: [f64; 4]| {
            l >= plot.across.places.0 && r <= WIDTH - 2.0 && t >= plot.up.places.1 - 8.0 && b <= plot.up.places.0 + 2.0
        };
        let apart = |a: [f64; 4]| taken.iter().all(|b| a[1] < b[0] || a[0] > b[1] || a[3] < b[2] || a[2] > b[3]);
        let free = candidates.find(|at| inside(around(*at)) && apart(around(*at)));
        let at = free.unwrap_or((start, y - 11.0));
        taken.push(around(at));
        sheet.canvas.text_on_ground(at, Anchor::Start, PLAIN, Ink::Text, &name);
    }
    for (option, dot) in options.iter().zip(&dots) {
        sheet.canvas.dot(*dot, Ink::First, !option.on_frontier);
    }
}
