//! `gevinst law`: the values of the law, each with its reference.

use clap::Args;
use gevinst::domain::calendar::Month;
use gevinst::report::language::Language;
use gevinst::report::series;
use gevinst::report::table::{Column, Phrase, Row, Table, Value};
use gevinst::report::words::Words;

use crate::failure::Failure;
use crate::terminal::{Look, drawn, say};
use crate::{arguments, library};

/// List the values of the law in a month, with references; projected and unverified ones are marked.
#[derive(Debug, Args)]
pub struct Law {
    /// Only parameters whose name begins with this, such as cash_benefit
    name: Option<String>,
    /// The month
    #[arg(long, value_name = "YYYY-MM", default_value = "2026-01")]
    month: Month,
    /// Wage growth a year, for months after the last published value
    #[arg(long, value_name = "RATE", default_value_t = 0.03)]
    wage_growth: f64,
    /// List from when to when the book has each parameter instead
    #[arg(long)]
    coverage: bool,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Law {
    /// Lists the law.
    pub fn run(self) -> Result<(), Failure> {
        let named = |parameter: &str| self.name.as_deref().is_none_or(|name| parameter.starts_with(name));
        let table = if self.coverage {
            let mut covered = library::coverage()?;
            covered.retain(|covered| named(&covered.parameter));
            coverage(&covered)
        } else {
            let mut values = library::law(self.month, self.wage_growth)?;
            values.retain(|value| named(&value.parameter));
            series::law(&values)
        };
        if table.rows.is_empty() {
            let name = self.name.unwrap_or_default();
            let advice = "`gevinst law` without a name lists all";
            return Err(Failure::Refused(format!("no parameter in force begins with `{name}`: {advice}")));
        }
        say(&drawn(&table, Words::of(self.lang), Look::of(&std::io::stdout())))
    }
}

fn coverage(covered: &[library::Covered]) -> Table {
    let rows = covered.iter().map(|covered| {
        let cells = [&covered.from, &covered.until].map(|text| Value::Text(text.clone()));
        Row::new(covered.parameter.clone(), covered.parameter.as_str(), cells.to_vec())
    });
    Table {
        key: "coverage",
        title: Phrase::new("title.coverage"),
        rows_heading: Phrase::new("rows.parameter"),
        columns: vec![Column::words("since"), Column::words("until")],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
