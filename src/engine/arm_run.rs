//! What one arm does differently in a draw: its places, the lives that branched off, and what of the months arises there.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::flow::{Flow, Line};
use crate::domain::money::Money;
use crate::domain::person::Person;
use crate::domain::programme::CostPer;
use crate::engine::attribution::Attribution;
use crate::engine::draw::Draws;
use crate::engine::instance::Instance;
use crate::engine::outcome::Record;
use crate::engine::placement::Places;
use crate::engine::progress::Progress;
use crate::engine::standing::Standing;
use crate::engine::terms::ArmTerms;

/// An arm during a draw, as far as it differs from the shadows.
pub(crate) struct ArmRun {
    /// Which are open, and who holds them.
    pub(crate) places: Places,
    /// The lives that branched off.
    pub(crate) branches: Vec<Option<Box<Progress>>>,
    /// Month in which each life branched off; the number of months where it never did.
    pub(crate) branched_in: Vec<usize>,
    /// The stays of each life that branched off: first month and cell, in order.
    pub(crate) stays: Vec<Vec<(usize, usize)>>,
    /// The lives that branched off as they would go on if nobody found work by themselves.
    pub(crate) frozen: Vec<Option<Box<Progress>>>,
    /// What differs from the record of the shadows.
    pub(crate) record: Record,
    /// Where it arises.
    pub(crate) attribution: Attribution,
}

impl ArmRun {
    /// All places vacant, nobody branched off.
    pub(crate) fn new(instance: &Instance, terms: &ArmTerms, people: &[Person], draws: &Draws) -> ArmRun {
        let months = instance.model.months;
        ArmRun {
            places: Places::new(terms, people, months, draws),
            branches: vec![None; people.len()],
            branched_in: vec![months; people.len()],
            stays: vec![Vec::new(); people.len()],
            frozen: vec![None; people.len()],
            record: Record::new(months),
            attribution: Attribution::new(terms.positions.len(), instance.group_count(), months),
        }
    }

    /// Posts months of a branched life, all of one stay or after it.
    pub(crate) fn with_places(&mut self, person: usize, months: Range<usize>, standing: &Standing) {
        self.record.post(months.clone(), standing, 1);
        for (cell, months) in cells(&self.stays[person], months) {
            self.attribution.with_places(cell, months.clone(), &standing.assessment.flows);
            if let Some(place) = &standing.place {
                place.flows.iter().for_each(|flow| self.record.ledger.post_each(months.clone(), flow, 1));
                self.attribution.with_places(cell, months.clone(), &place.flows);
                self.attribution.fill(cell, months.clone(), place.hours);
                self.record.activity.count_each(months, Indicator::VillageHours, place.village_hours);
            }
        }
    }

    /// Takes the same months of the shadow out; nothing before the life has branched off.
    pub(crate) fn without_places(&mut self, person: usize, months: Range<usize>, standing: &Standing) {
        if self.branched_in[person] > months.start {
            return;
        }
        self.record.post(months.clone(), standing, -1);
        for (cell, months) in cells(&self.stays[person], months) {
            self.attribution.without_places(cell, months, &standing.assessment.flows);
        }
    }

    /// Posts and counts what a month of an arm has beside its persons: costs, enquiries, enterprises.
    pub(crate) fn post_costs(&mut self, instance: &Instance, terms: &ArmTerms, month: usize) {
        let ArmRun { places, record, .. } = self;
        let placements = record.activity.at(month, Indicator::Placements);
        let filled = places.holders.iter().flatten().count() as i64;
        let enquiries = i64::from(places.offer.enquiries[month]);
        record.activity.count(month, Indicator::OpenEnterprises, places.open_enterprises(month));
        record.activity.count(month, Indicator::Enquiries, enquiries);
        record.activity.count(month, Indicator::LostEnquiries, i64::from(places.offer.lost[month]));
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
                record.ledger.post(month, &Flow { line: Line::of(*purpose), amount, due_in: 0 });
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
