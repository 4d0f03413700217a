//! Numbers of the book as they hold in one month: what each family's rules are made from.

use crate::domain::calendar::Month;
use crate::rules::error::LawError;
use crate::rules::parameter::{Book, YearlyRates};

/// Looks numbers up for one month.
pub struct Lookup<'a> {
    book: &'a Book,
    month: Month,
    rates: &'a YearlyRates,
}

impl<'a> Lookup<'a> {
    /// A look into a book for one month, with the rates by which amounts are rolled forward: those of its year are among
    /// them.
    pub(crate) fn new(book: &'a Book, month: Month, rates: &'a YearlyRates) -> Lookup<'a> {
        Lookup { book, month, rates }
    }

    /// The number that holds.
    pub fn number(&self, name: &str) -> Result<f64, LawError> {
        let number = self.book.number_by(name, self.month, &|uprating, year| self.rates.of(uprating, year));
        number.map(|(number, _)| number)
    }

    /// The number that holds, or `None` after its repeal.
    pub fn until_repeal(&self, name: &str) -> Result<Option<f64>, LawError> {
        match self.number(name) {
            Ok(number) => Ok(Some(number)),
            Err(LawError::Repealed { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The rows that hold.
    pub fn rows(&self, name: &str) -> Result<&[Vec<f64>], LawError> {
        self.book.rows(name, self.month)
    }
}
