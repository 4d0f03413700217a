//! Reading a row: the figures of a draw by their names, each a combination of columns.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::flow::{Line, Purpose};
use crate::domain::party::{Party, Perspective};
use crate::estimate::figure::Figure;
use crate::estimate::row::{FRACTIONS, Group, RowLayout, Stay};

impl RowLayout {
    /// Present value of some lines to a perspective \[øre\].
    fn value(&self, perspective: Perspective, kept: impl Fn(Line) -> bool) -> Figure {
        let signed = Line::all().map(|line| (line, sign_for(line, perspective)));
        let terms = signed.filter(|(line, sign)| *sign != 0 && kept(*line));
        let figure = Figure::of(terms.map(|(line, sign)| (self.lines.at(0, line.index()), sign)));
        self.seen(perspective, figure.in_fractions(FRACTIONS))
    }

    /// The sum of a perspective's parties in one of a group of columns by party \[øre\].
    fn of_parties(&self, perspective: Perspective, group: Group, of: usize) -> Figure {
        let included = Party::ACCOUNTS.into_iter().zip(group.all(of)).filter(|(party, _)| perspective.includes(*party));
        self.seen(perspective, Figure::sum(included.map(|(_, column)| column)))
    }

    /// A figure in the prices in which the perspective states it.
    fn seen(&self, perspective: Perspective, figure: Figure) -> Figure {
        if perspective == Perspective::Society { figure.in_prices(self.society) } else { figure }
    }

    /// Net present value \[øre\].
    pub fn net_present_value(&self, perspective: Perspective) -> Figure {
        self.value(perspective, |_| true)
    }

    /// Present value of some purposes together \[øre\].
    pub fn of_purposes(&self, perspective: Perspective, purposes: &[Purpose]) -> Figure {
        self.value(perspective, |line| purposes.contains(&line.purpose))
    }

    /// Present value of the benefits of some families, with what the state and the municipality settle between them of each
    /// \[øre\]. The flex contribution stands at the flex subsidy.
    pub fn of_families(&self, perspective: Perspective, families: &[Family]) -> Figure {
        self.value(perspective, |line| {
            let settled = line.purpose == Purpose::Benefit || line.purpose.is_share_of_benefit();
            settled && families.contains(&line.family.unwrap_or(Family::FlexSubsidy))
        })
    }

    /// Present value of what the programme costs \[øre\]: what is paid, and the time and material that it is turned into;
    /// *positive where the perspective pays*.
    ///
    /// For the municipality the payment is the cost, for society the resources are: the payment stays within it.
    pub fn cost(&self, perspective: Perspective) -> Figure {
        let used = |purpose| matches!(purpose, Purpose::StaffResources | Purpose::EnterpriseResources);
        self.value(perspective, |line| line.purpose.is_programme_cost() || used(line.purpose)).negative()
    }

    /// Net present value when places fill and nobody's life changes \[øre\].
    pub fn no_effect(&self, perspective: Perspective) -> Figure {
        self.value(perspective, |line| !line.purpose.is_personal())
    }

    /// Present value of what the citizens have to live on \[øre\]: without the value of their own time.
    pub fn disposable(&self) -> Figure {
        self.value(Perspective::Citizen, |line| line.purpose != Purpose::OwnTime)
    }

    /// The balance in a calendar quarter, running prices \[øre\].
    pub fn quarter(&self, perspective: Perspective, quarter: usize) -> Figure {
        self.of_parties(perspective, self.quarters, quarter)
    }

    /// The balance in the calendar quarters within some months, running prices \[øre\].
    pub fn within(&self, perspective: Perspective, months: &Range<usize>) -> Figure {
        let inside = |quarter: &Range<usize>| months.start <= quarter.start && quarter.end <= months.end;
        let quarters = self.shape().quarters.iter().enumerate().filter(|(_, quarter)| inside(quarter));
        let none = self.seen(perspective, Figure::of([]));
        quarters.fold(none, |sum, (quarter, _)| sum.plus(self.quarter(perspective, quarter)))
    }

    /// The municipality's balance of what falls due after the last month, running prices \[øre\].
    pub fn later(&self) -> Figure {
        Figure::sum(self.later.all(0))
    }

    /// Present value of the last twelve months \[øre\].
    pub fn last_year(&self, perspective: Perspective) -> Figure {
        self.of_parties(perspective, self.last_year, 0)
    }

    /// Month of the break-even, counted from 1; 0 where it never comes.
    pub fn break_even(&self, perspective: Perspective) -> Figure {
        Figure::sum([self.break_even.at(0, perspective as usize)])
    }

    /// Deepest cumulated balance of the months \[øre\], zero or below.
    pub fn deepest(&self, perspective: Perspective) -> Figure {
        self.seen(perspective, Figure::sum([self.deepest.at(0, perspective as usize)]))
    }

    /// What some rows of the municipality's budget gain in a shown year, in the budget's prices \[øre\].
    pub fn budget(&self, rows: impl IntoIterator<Item = usize>, year: usize) -> Figure {
        Figure::sum(rows.into_iter().map(|row| self.budget.at(row, year)))
    }

    /// What of the municipality's gain in a shown year can be taken out of its budget, in the budget's prices \[øre\].
    pub fn cashable_in(&self, year: usize) -> Figure {
        Figure::sum([self.cashable_years.at(0, year)])
    }

    /// Present value of what can be taken out of the budget \[øre\].
    pub fn cashable_value(&self) -> Figure {
        Figure::sum([self.cashable.at(0, 0)])
    }

    /// Month of the break-even of what can be taken out of the budget, counted from 1; 0 where it never comes.
    pub fn cashable_break_even(&self) -> Figure {
        Figure::sum([self.cashable.at(0, 1)])
    }

    /// Deepest cumulated balance of what can be taken out of the budget \[øre\], zero or below.
    pub fn cashable_deepest(&self) -> Figure {
        Figure::sum([self.cashable.at(0, 2)])
    }

    /// Present value of one krone a month for each person more without employment, as equalisation of needs would give it
    /// within the horizon \[øre\].
    pub fn need_per_krone(&self) -> Figure {
        Figure::sum([self.need.at(0, 0)])
    }

    /// What is counted of some indicators together over all months, programme less baseline; hours in hundredths.
    pub fn change(&self, indicators: &[Indicator]) -> Figure {
        Figure::sum(indicators.iter().map(|indicator| self.change.at(0, *indicator as usize)))
    }

    /// What is counted of some indicators together over all months in the baseline; `None` where not all of them are of places, enterprises and enquiries.
    pub fn of_places(&self, indicators: &[Indicator]) -> Option<Figure> {
        let place = |indicator| Indicator::OF_PLACES.iter().position(|of_places| of_places == indicator);
        let columns = indicators.iter().map(|indicator| place(indicator).map(|at| self.of_places.at(0, at)));
        columns.collect::<Option<Vec<usize>>>().map(Figure::sum)
    }

    /// Present value of what arises at some parts of the programme \[øre\]. The rest of the effect is common to all.
    pub fn at_parts(&self, perspective: Perspective, parts: &[usize]) -> Figure {
        let none = self.seen(perspective, Figure::of([]));
        parts.iter().fold(none, |sum, part| sum.plus(self.of_parties(perspective, self.parts, *part)))
    }

    /// What is counted of the stays at some parts, programme less baseline.
    pub fn stays(&self, parts: &[usize], counted: Stay) -> Figure {
        Figure::sum(parts.iter().map(|part| self.stays.at(*part, counted as usize)))
    }

    /// Present value of what those who came to a place would have gained by their own accord \[øre\]: the deadweight.
    ///
    /// The effect is measured against lives without the places (*net*). Against frozen lives, in which nobody finds work
    /// by themselves, it would look larger by this (*gross*). A decomposition of the same draw, not a factor.
    pub fn own_accord(&self, perspective: Perspective) -> Figure {
        self.of_parties(perspective, self.own_accord, 0)
    }
}

/// What a krone on a line does to a perspective: 1, -1, or 0 where it neither pays nor receives, or does both.
pub fn sign_for(line: Line, perspective: Perspective) -> i64 {
    Party::ALL.into_iter().filter(|party| perspective.includes(*party)).map(|party| line.sign(party)).sum()
}

#[cfg(test)]
mod tests {
    use crate::domain::party::Perspective;
    use crate::estimate::row::{RowLayout, Shape};

    #[test]
    fn every_column_has_one_place() {
        let shape = Shape { quarters: vec![0..2, 2..5, 5..6], budget_rows: 4, budget_years: 2, parts: 3 };
        let layout = RowLayout::new(shape, 1.0);
        let last = layout.own_accord(Perspective::Others);
        assert_eq!(last.terms(), [(layout.width() - 1, 1)]);
        let row: Vec<i64> = (0..layout.width() as i64).collect();
        let quarter = |at| layout.quarter(Perspective::Municipality, at).in_row(&row);
        assert_eq!(layout.within(Perspective::Municipality, &(0..5)).in_row(&row), quarter(0) + quarter(1));
        assert_eq!(layout.within(Perspective::Municipality, &(0..0)).terms(), []);
    }
}
