//! `gevinst law`: the values of the law, each with its reference.

use clap::Args;
use gevinst::domain::calendar::Month;
use gevinst::report::language::Language;
use gevinst::report::series;
use gevinst::report::words::Words;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::{Look, drawn, say};

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
    /// List every value on file instead, with the month from which it holds
    #[arg(long)]
    coverage: bool,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Law {
    /// Lists the law.
    pub fn run(self) -> Result<(), Failure> {
        let policy = Policy::danish();
        let growth = Growth { wage: self.wage_growth };
        let named = |parameter: &str| self.name.as_deref().is_none_or(|name| parameter.starts_with(name));
        let mut values = if self.coverage { policy.coverage() } else { policy.values(self.month, growth) };
        // A name stands for its own book, not for another whose name begins alike.
        let own = |parameter: &str| self.name.as_deref().is_none_or(|name| parameter.starts_with(&format!("{name}.")));
        let whole_book = values.iter().any(|value| own(&value.parameter));
        values.retain(|value| if whole_book { own(&value.parameter) } else { named(&value.parameter) });
        if values.is_empty() || (self.name.is_some() && !whole_book && policy.names().any(own)) {
            return Err(self.nothing(&policy, growth));
        }
        let table = series::law(&values);
        say(&drawn(&table, Words::of(self.lang), Look::of(&std::io::stdout())))
    }

    /// Why no value is in force under the name.
    fn nothing(&self, policy: &Policy, growth: Growth) -> Failure {
        let name = self.name.as_deref().unwrap_or_default();
        let known = policy.names().find(|parameter| parameter.starts_with(&format!("{name}.")) || *parameter == name);
        match known.map(|parameter| policy.value(parameter, self.month, growth)) {
            Some(Err(refusal)) => Failure::from(refusal),
            _ => Failure::Refused(format!("no parameter begins with `{name}`: `gevinst law` without a name lists all")),
        }
    }
}
