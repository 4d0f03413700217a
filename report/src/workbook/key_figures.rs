//! The sheet of key figures: each a cell with a name, for the budget office's own formulas.

use gevinst::domain::party::Perspective;
use gevinst::estimate::savings::BreakEven;
use gevinst::estimate::summary::Summary;
use gevinst::report::decisions::Dossier;
use gevinst::report::findings::Findings;
use gevinst::report::savings::{break_even, perspective_key};
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::Content;
use super::layout::Part;
use super::look::Kind;
use super::names::{Names, quoted};
use super::table_sheet::{FIRST_ROW, HEADING_ROW};
use super::{Error, Sheet, lines, look};

/// Widths of the labels, the values and the names [characters].
const WIDTHS: [f64; 3] = [52.0, 18.0, 52.0];

/// The sheet of key figures, seen from one perspective.
pub(super) fn sheet(
    name: String,
    dossier: &Dossier,
    perspective: Perspective,
    words: &Words,
    names: &mut Names,
) -> Result<Sheet, Error> {
    let title = words.phrase(
        &Phrase::new("workbook.key_figures")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", Value::Number(i64::from(dossier.run.manifest.price_year))),
    );
    let mut worksheet = Worksheet::new();
    let mut defined = Vec::new();
    let shown = figures(&dossier.run, perspective).into_iter().map(|(key, value)| {
        let label = words.word(&format!("key_figure.{key}")).to_owned();
        (names.defined(&label), label, Content::of(&value, Part::Whole, words))
    });
    let shown: Vec<(String, String, Content)> = shown.collect();
    for (at, (own, ..)) in shown.iter().enumerate() {
        let cell = row_col_to_cell_absolute(FIRST_ROW + at as u32, 1);
        defined.push((own.clone(), format!("={}!{cell}", quoted(&name))));
    }
    write(&mut worksheet, &name, &title, &shown, dossier, words).map_err(Error::at(&name))?;
    Ok(Sheet { name, title, worksheet, defined })
}

/// Title, headings and a row per key figure.
fn write(
    sheet: &mut Worksheet,
    name: &str,
    title: &str,
    shown: &[(String, String, Content)],
    dossier: &Dossier,
    words: &Words,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_tab_color(look::TAB);
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    lines::across(sheet, 0, title, &look::title(), (&WIDTHS, 20.0))?;
    if let Some(caveat) = lines::reservation(&dossier.run.manifest, words) {
        lines::across(sheet, 1, &caveat, &look::caveat(), (&WIDTHS, lines::LINE))?;
    }
    lines::across(sheet, 2, words.word("workbook.amounts"), &look::line(), (&WIDTHS, lines::LINE))?;
    let headings = ["workbook.figure", "workbook.value", "workbook.name"];
    for ((column, key), kind) in (0..).zip(headings).zip([Kind::Labels, Kind::Figures, Kind::Words]) {
        sheet.write_string_with_format(HEADING_ROW, column, words.word(key), &look::heading(kind))?;
    }
    for (row, (own, label, content)) in (FIRST_ROW..).zip(shown) {
        sheet.write_string_with_format(row, 0, label.as_str(), &look::cell(Kind::Labels, false))?;
        content.write(sheet, (row, 1), look::cell(Kind::Figures, false), None, words)?;
        sheet.write_string_with_format(row, 2, own.as_str(), &look::cell(Kind::Words, false))?;
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    lines::paper(sheet, &dossier.run.manifest, words, WIDTHS.iter().sum());
    Ok(())
}

/// The key figures in the order in which they are asked for: the whole, what can be taken out of the budget, what a
/// failure costs, what it costs and brings, and the sums of the parties.
fn figures(findings: &Findings, perspective: Perspective) -> Vec<(&'static str, Value)> {
    let savings = findings.savings(perspective);
    let whole = Measured {
        value: savings.net_present_value,
        chance: (savings.chance_of_gain, savings.chance_of_gain_error),
        break_even: savings.break_even,
        exposure: savings.largest_exposure,
    };
    let mut figures = whole.named(
        findings,
        [
            "net_present_value",
            "net_present_value_p05",
            "net_present_value_median",
            "net_present_value_p95",
            "net_present_value_error",
            "chance_of_gain",
            "chance_of_gain_error",
            "break_even",
            "never",
            "largest_exposure",
        ],
    );
    if let Some(part) = savings.cashable {
        let cashable = Measured {
            value: part.net_present_value,
            chance: (part.chance_of_gain, part.chance_of_gain_error),
            break_even: part.break_even,
            exposure: part.largest_exposure,
        };
        figures.extend(cashable.named(
            findings,
            [
                "cashable",
                "cashable_p05",
                "cashable_median",
                "cashable_p95",
                "cashable_error",
                "cashable_chance",
                "cashable_chance_error",
                "cashable_break_even",
                "cashable_never",
                "cashable_exposure",
            ],
        ));
    }
    let failure = findings.no_effect.iter().find(|failure| failure.perspective == perspective);
    figures.extend(failure.map(|failure| ("failure", Value::mean(failure.net_present_value, Unit::Gain))));
    figures.push(("programme_cost", Value::mean(savings.programme_cost, Unit::Money)));
    figures.extend(savings.benefit_cost_ratio.map(|ratio| ("benefit_cost_ratio", Value::exact(ratio, Unit::Ratio))));
    let split = findings.variance.get(perspective as usize).copied().flatten();
    figures.extend(split.map(|split| ("luck", Value::exact(split.share_of_luck, Unit::Share))));
    for (key, sum) in [("public_sector", Perspective::PublicSector), ("society", Perspective::Society)] {
        figures.push((key, Value::mean(findings.savings(sum).net_present_value, Unit::Gain)));
    }
    figures
}

/// A net saving with how sure it is and when it is paid back.
struct Measured {
    value: Summary,
    /// Chance of a gain and its Monte Carlo error [0-1].
    chance: (f64, f64),
    break_even: BreakEven,
    exposure: Summary,
}

impl Measured {
    /// Its figures: mean, percentiles, error, chance with error, break-even, share of never, exposure.
    fn named(&self, findings: &Findings, keys: [&'static str; 10]) -> Vec<(&'static str, Value)> {
        let gain = |value: f64| Value::exact(value, Unit::Gain);
        let share = |value: f64| Value::exact(value, Unit::Share);
        let values = [
            gain(self.value.mean),
            gain(self.value.p05),
            gain(self.value.median),
            gain(self.value.p95),
            Value::exact(self.value.standard_error, Unit::Money),
            Value::exact(self.chance.0, Unit::Chance),
            share(self.chance.1),
            break_even(findings, self.break_even),
            share(self.break_even.never),
            gain(self.exposure.mean),
        ];
        keys.into_iter().zip(values).collect()
    }
}
