//! A figure of a draw: a whole-number combination of the columns of its row.

/// A whole-number combination of columns, in the unit of the figure or in fractions of it.
///
/// Sums of figures are figures. Whatever comes to nothing in every column comes to nothing; and what is not in whole units
/// is rounded once, at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Columns, and how often each counts.
    terms: Vec<(usize, i64)>,
    /// How many of the combination make one of the figure.
    per_unit: i64,
    /// Factor where figures stand in other prices \[1\].
    factor: f64,
}

impl Figure {
    /// A combination of columns, each with how often it counts.
    pub fn of(terms: impl IntoIterator<Item = (usize, i64)>) -> Figure {
        Figure { terms: terms.into_iter().collect(), per_unit: 1, factor: 1.0 }
    }

    /// The sum of some columns.
    pub fn sum(columns: impl IntoIterator<Item = usize>) -> Figure {
        Figure::of(columns.into_iter().map(|column| (column, 1)))
    }

    /// The figure whose columns are in fractions, of which so many make one.
    pub fn in_fractions(self, per_unit: i64) -> Figure {
        Figure { per_unit: self.per_unit * per_unit, ..self }
    }

    /// The figure times a factor \[1\].
    pub fn in_prices(self, factor: f64) -> Figure {
        Figure { factor: self.factor * factor, ..self }
    }

    /// The figure and another in the same prices together.
    pub fn plus(mut self, mut other: Figure) -> Figure {
        debug_assert!(self.factor == other.factor, "figures in different prices are rounded apart");
        let finer = self.per_unit.max(other.per_unit);
        for figure in [&mut self, &mut other] {
            let more = finer / figure.per_unit;
            figure.terms.iter_mut().for_each(|(_, times)| *times *= more);
        }
        self.terms.extend(other.terms);
        Figure { per_unit: finer, ..self }
    }

    /// The figure less another in the same prices.
    pub fn minus(self, other: Figure) -> Figure {
        self.plus(other.negative())
    }

    /// The figure with the other sign.
    pub fn negative(mut self) -> Figure {
        self.terms.iter_mut().for_each(|(_, times)| *times = -*times);
        self
    }

    /// The columns, and how often each counts.
    pub fn terms(&self) -> &[(usize, i64)] {
        &self.terms
    }

    /// The figure of one row.
    pub fn in_row(&self, row: &[i64]) -> i64 {
        self.finished(self.terms.iter().map(|(column, times)| row[*column] * times).sum())
    }

    /// The figure, from the combination of the columns.
    pub fn finished(&self, combination: i64) -> i64 {
        in_units(combination, self.per_unit, self.factor)
    }
}

/// So many fractions, of which some make a unit, times a factor, rounded once; to the unit itself where there is nothing to
/// round.
pub fn in_units(fractions: i64, per_unit: i64, factor: f64) -> i64 {
    if per_unit == 1 && factor == 1.0 {
        return fractions;
    }
    (fractions as f64 / per_unit as f64 * factor).round() as i64
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn figures_add_up_and_are_rounded_once() {
        let (one, other) = (Figure::sum([0, 2]), Figure::of([(1, -1)]));
        let row = [10, 3, 5];
        assert_eq!((one.in_row(&row), other.in_row(&row)), (15, -3));
        assert_eq!(one.clone().plus(other.clone()).in_row(&row), 12);
        assert_eq!(one.clone().minus(other).in_row(&row), 18);
        let fine = Figure::sum([0]).in_fractions(4);
        assert_eq!(fine.in_row(&row), 3, "2.5, away from zero");
        assert_eq!(fine.clone().plus(one.clone()).in_row(&row), 18, "2.5 and 15");
        assert_eq!(one.clone().minus(fine).in_row(&row), 13, "15 less 2.5");
        assert_eq!(one.in_prices(1.1).negative().in_row(&row), -17, "-16.5, away from zero");
    }
}
