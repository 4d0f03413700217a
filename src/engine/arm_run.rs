//! What one arm does differently in a draw: its places, who holds them, and what of the months of branched lives arises there.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::flow::{Flow, Line};
use crate::domain::money::Money;
use crate::domain::programme::CostPer;
use crate::engine::attribution::OpenAttribution;
use crate::engine::course::Course;
use crate::engine::draw::Draws;
use crate::engine::followed::Branch;
use crate::engine::instance::Instance;
use crate::engine::open_record::OpenRecord;
use crate::engine::placement::Places;
use crate::engine::progress::Stretch;
use crate::engine::standing::Bill;
use crate::engine::synthesis::People;
use crate::engine::terms::ArmTerms;
use crate::rules::error::LawError;

/// An arm during a draw, as far as it differs from the shadows.
pub(crate) struct ArmRun {
    /// Which are open, and who holds them.
    pub(crate) places: Places,
    /// Whether each of those who are followed holds one: shape `[number]`; nobody who is not in it.
    held: Vec<bool>,
    /// What differs from the record of the shadows.
    pub(crate) record: OpenRecord,
    /// Where it arises.
    pub(crate) attribution: OpenAttribution,
    /// Placements begun in the month that is being filled.
    placements: i64,
}

impl ArmRun {
    /// All places vacant, nobody branched off.
    pub(crate) fn new(instance: &Instance, terms: &ArmTerms, people: &People, draws: &Draws) -> ArmRun {
        let months = instance.model.months;
        ArmRun {
            places: Places::new(terms, people, months, draws),
            held: Vec::new(),
            record: OpenRecord::new(months),
            attribution: OpenAttribution::new(terms.positions.len(), instance.group_count(), months),
            placements: 0,
        }
    }

    /// Whether somebody who is followed holds a place.
    pub(crate) fn holds(&self, number: usize) -> bool {
        self.held.get(number).copied().unwrap_or(false)
    }

    /// Gives a place to somebody, or takes it back.
    pub(crate) fn hold(&mut self, place: usize, holder: Option<usize>) {
        let before = std::mem::replace(&mut self.places.holders[place], holder);
        if let Some(number) = before {
            self.held[number] = false;
        }
        if let Some(number) = holder {
            if self.held.len() <= number {
                self.held.resize(number + 1, false);
            }
            self.held[number] = true;
        }
    }

    /// Counts a placement in a cell; `first` where the person never had one.
    pub(crate) fn place(&mut self, cell: usize, month: usize, first: bool) {
        self.placements += 1;
        self.attribution.place(cell, first);
        self.record.count(month..month + 1, Indicator::Placements, 1);
        self.record.count(month..month + 1, Indicator::FirstPlacements, i64::from(first));
    }

    /// Posts months of a branched life with these stays, in the course of the arm.
    ///
    /// # Errors
    /// Where the law has no answer.
    pub(crate) fn with_places(
        &mut self,
        course: &Course,
        stays: &[(usize, usize)],
        Stretch { months, standing, .. }: &Stretch,
    ) -> Result<(), LawError> {
        let bill = &course.bill(standing)?;
        self.record.post(months.clone(), standing, bill, 1);
        for (cell, months) in cells(stays, months.clone()) {
            self.attribution.with_places(cell, months.clone(), &bill.flows);
            if let Some(job) = &standing.job
                && let Some(seat) = job.place
            {
                let (hours, village) = (job.month_hours(), course.position(seat).flows.village_hours(job.paid_hours()));
                self.record.post_flows(months.clone(), &bill.of_place, 1);
                self.attribution.with_places(cell, months.clone(), &bill.of_place);
                self.attribution.fill(cell, months.clone(), hours);
                self.record.count(months, Indicator::VillageHours, village);
            }
        }
        Ok(())
    }

    /// Takes months of the shadow out, from the branching on. What the shadow is worth by its own
    /// accord counts from that month on in which it parts from the frozen life.
    pub(crate) fn without_places(&mut self, branch: &Branch, Stretch { months, standing, .. }: &Stretch, bill: &Bill) {
        self.record.post(months.clone(), standing, bill, -1);
        for (cell, months) in cells(&branch.stays, months.clone()) {
            self.attribution.without_places(cell, months, &bill.flows);
        }
        if let Some(frozen) = &branch.frozen
            && frozen.from() < months.end
        {
            self.attribution.by_own_accord(months.start.max(frozen.from())..months.end, &bill.flows);
        }
    }

    /// Posts and counts what a month of an arm has beside its persons: costs, enquiries, enterprises.
    pub(crate) fn post_costs(&mut self, instance: &Instance, terms: &ArmTerms, month: usize) {
        let ArmRun { places, record, placements, .. } = self;
        let placements = std::mem::take(placements);
        let this = month..month + 1;
        let filled = places.holders.iter().flatten().count() as i64;
        let enquiries = i64::from(places.offer.enquiries[month]);
        record.count(this.clone(), Indicator::OpenEnterprises, places.open_enterprises(month));
        record.count(this.clone(), Indicator::Enquiries, enquiries);
        record.count(this.clone(), Indicator::LostEnquiries, i64::from(places.offer.lost[month]));
        for cost in terms.costs.iter().filter(|cost| cost.months.contains(&month)) {
            let amount = instance.money(cost.amount, month);
            let times = match cost.per {
                CostPer::Once => i64::from(month == cost.months.start),
                CostPer::Year => 1,
                CostPer::PlaceMonth => filled,
                CostPer::Placement => placements,
                CostPer::Enquiry => enquiries,
            };
            for (purpose, share) in &cost.moves {
                let amount = Money::from_ore(amount.times(*share).ore() * times);
                record.post_flows(this.clone(), &[Flow { line: Line::of(*purpose), amount, due_in: 0 }], 1);
            }
        }
    }
}

/// Months of a branched life by the cell to which they belong: that of the stay, or of the last one.
fn cells(stays: &[(usize, usize)], months: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let ends = stays.iter().skip(1).map(|(from, _)| *from).chain([usize::MAX]);
    stays.iter().zip(ends).filter_map(move |((from, cell), end)| {
        let part = months.start.max(*from)..months.end.min(end);
        (!part.is_empty()).then_some((*cell, part))
    })
}
