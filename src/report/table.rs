//! A table, and the values in it, before any language or format.

use crate::domain::calendar::Month;
use crate::estimate::summary::Summary;

/// Words with places for values: a key of the word table, and what stands at its placeholders.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// Key in the word table.
    pub key: String,
    /// Name and value of each placeholder.
    pub values: Vec<(&'static str, Value)>,
}

impl Phrase {
    /// Words without placeholders.
    pub fn new(key: impl Into<String>) -> Phrase {
        Phrase { key: key.into(), values: Vec::new() }
    }

    /// The same with a value at a placeholder.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Phrase {
        self.values.push((name, value.into()));
        self
    }
}

/// What a figure is counted in, and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Money that somebody gains or loses \[øre\], shown in signed kroner.
    Gain,
    /// The same, shown in thousands of kroner.
    GainInThousands,
    /// Money without a winner, such as spending \[øre\], shown in kroner.
    Money,
    /// The same, shown in thousands of kroner.
    MoneyInThousands,
    /// Money with øre \[øre\], shown with two decimals.
    ExactMoney,
    /// A share [0-1], shown in per cent.
    Share,
    /// A chance estimated from draws [0-1]: never shown as certain.
    Chance,
    /// A degree [0-1], shown in per cent with one decimal.
    Degree,
    /// A difference of degrees, signed, in percentage points with one decimal; what it is in, the row says.
    DegreeChange,
    /// A ratio \[1\], two decimals.
    Ratio,
    /// A number of something \[1\].
    Count,
    /// A difference of numbers \[1\], signed.
    Change,
    /// Hundredths of hours, shown in hours.
    Hours,
    /// A difference in hundredths of hours, signed.
    HoursChange,
    /// A number as it was written.
    Plain,
    /// A number that was found, shown with three significant digits.
    Significant,
}

impl Unit {
    /// Whether the sign tells gain from loss.
    pub const fn is_gain(self) -> bool {
        matches!(self, Unit::Gain | Unit::GainInThousands)
    }

    /// How many of the figure's unit make one of the unit that tables of figures state (kroner, hours).
    pub const fn divisor(self) -> f64 {
        match self {
            Unit::Gain | Unit::GainInThousands | Unit::Money | Unit::MoneyInThousands | Unit::ExactMoney => 100.0,
            Unit::Hours | Unit::HoursChange => 100.0,
            Unit::Share | Unit::Chance | Unit::Degree | Unit::DegreeChange => 1.0,
            Unit::Ratio | Unit::Count | Unit::Change | Unit::Plain | Unit::Significant => 1.0,
        }
    }

    /// The unit's name in tables of figures, after division by [`Unit::divisor`].
    pub const fn key(self) -> &'static str {
        match self {
            Unit::Gain | Unit::GainInThousands | Unit::Money | Unit::MoneyInThousands | Unit::ExactMoney => "kr",
            Unit::Share | Unit::Chance | Unit::Degree | Unit::DegreeChange => "share",
            Unit::Ratio => "ratio",
            Unit::Count | Unit::Change => "count",
            Unit::Hours | Unit::HoursChange => "hours",
            Unit::Plain | Unit::Significant => "value",
        }
    }
}

/// One thing to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: not defined, or not asked.
    None,
    /// A name, as the scenario or the law writes it.
    Text(String),
    /// Words of the scenario, with their Danish where it gives that.
    Said {
        /// As the scenario writes them.
        text: String,
        /// In Danish.
        danish: Option<String>,
    },
    /// Words.
    Phrase(Phrase),
    /// Several things, said one after the other.
    List(Vec<Value>),
    /// One figure with its Monte Carlo error (0 where it has none).
    Figure {
        /// The figure, in the unit.
        value: f64,
        /// Its Monte Carlo standard error.
        error: f64,
        /// What it is counted in.
        unit: Unit,
    },
    /// A figure over the draws. A column shows its mean, its interval or both ([`Shows`]).
    Summary {
        /// The five numbers and the error.
        summary: Summary,
        /// What it is counted in.
        unit: Unit,
    },
    /// The 90 % interval of a figure over the draws.
    Interval {
        /// The five numbers and the error.
        summary: Summary,
        /// What it is counted in.
        unit: Unit,
    },
    /// From one figure to another; said once where both read alike.
    Range(Box<[Value; 2]>),
    /// A whole number as it is, such as a year or a seed.
    Number(i64),
    /// A calendar month.
    Month(Month),
}

impl Value {
    /// A figure known without Monte Carlo error.
    pub const fn exact(value: f64, unit: Unit) -> Value {
        Value::Figure { value, error: 0.0, unit }
    }

    /// Words of the scenario, with their Danish where it gives that.
    pub fn said(text: &str, danish: Option<&str>) -> Value {
        Value::Said { text: text.to_owned(), danish: danish.map(str::to_owned) }
    }

    /// The mean of a summary with its error.
    pub const fn mean(summary: Summary, unit: Unit) -> Value {
        Value::Figure { value: summary.mean, error: summary.standard_error, unit }
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Value {
        Value::Phrase(phrase)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

/// What a column shows of a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shows {
    /// The mean.
    #[default]
    Mean,
    /// The mean, and beside it the 90 % interval.
    MeanAndInterval,
}

/// A column of figures or words.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in tables of figures.
    pub key: String,
    /// Heading.
    pub heading: Value,
    /// What it shows of a summary.
    pub shows: Shows,
    /// Whether it holds words, which stand to the left; figures stand to the right.
    pub words: bool,
}

impl Column {
    /// A column of figures whose heading is the word `column.<key>`.
    pub fn figures(key: &str) -> Column {
        let heading = Value::Phrase(Phrase::new(format!("column.{key}")));
        Column { key: key.to_owned(), heading, shows: Shows::Mean, words: false }
    }

    /// A column of words whose heading is the word `column.<key>`.
    pub fn words(key: &str) -> Column {
        Column { words: true, ..Column::figures(key) }
    }

    /// The same with another heading.
    pub fn headed(mut self, heading: impl Into<Value>) -> Column {
        self.heading = heading.into();
        self
    }

    /// The same with the 90 % interval beside the mean.
    pub fn with_interval(mut self) -> Column {
        self.shows = Shows::MeanAndInterval;
        self
    }
}

/// A row: a label, and a value for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name in tables of figures.
    pub key: String,
    /// Label.
    pub label: Value,
    /// One value per column.
    pub cells: Vec<Value>,
    /// Whether it sums up the others.
    pub total: bool,
}

impl Row {
    /// A row.
    pub fn new(key: impl Into<String>, label: impl Into<Value>, cells: Vec<Value>) -> Row {
        Row { key: key.into(), label: label.into(), cells, total: false }
    }

    /// The same row as a total.
    pub fn total(mut self) -> Row {
        self.total = true;
        self
    }
}

/// A table of one thought.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name in tables of figures, and of files.
    pub key: &'static str,
    /// Title.
    pub title: Phrase,
    /// Heading over the labels of the rows.
    pub rows_heading: Phrase,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Lines under the table: which uncertainty the intervals show, and what to mind.
    pub notes: Vec<Phrase>,
}
