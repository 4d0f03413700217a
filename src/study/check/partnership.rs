//! Does what the scenario says of enterprises, agreement and entry point make sense?

use crate::domain::benefit::Family;
use crate::domain::enterprise::{Enterprise, Position, ReturnsTo};
use crate::domain::partnership::{Agreement, Enquiries, EntryPoint, FollowUp};
use crate::domain::programme::Programme;
use crate::domain::work::Form;
use crate::study::check::{Check, SHARE};

/// Members of a follow-up group that a sane agreement has.
const MEMBERS: (f64, f64) = (0.0, 1000.0);

impl Check<'_> {
    /// Agreement and entry point of an arm.
    pub(super) fn partnership(&mut self, arm: &str, programme: &Programme) {
        if let Some(agreement) = &programme.agreement {
            self.agreement(&format!("{arm}.agreement"), agreement, programme);
        }
        if let Some(entry_point) = &programme.entry_point {
            self.entry_point(&format!("{arm}.entry_point"), entry_point);
        }
    }

    fn agreement(&mut self, path: &str, agreement: &Agreement, programme: &Programme) {
        if let Some(group) = &agreement.follow_up {
            self.follow_up(&format!("{path}.follow_up"), group);
        }
        let tasks = format!("{path}.village_tasks");
        self.names(&tasks, agreement.village_tasks.iter().map(|task| task.name.clone()).collect());
        for task in &agreement.village_tasks {
            let path = format!("{tasks}[{}]", task.name);
            self.quantity(&format!("{path}.hours_share"), &task.hours_share, SHARE);
            self.quantity(&format!("{path}.value_hourly"), &task.value_hourly, (0.0, 5000.0));
            let study = self.study;
            let becomes = study.enquiries.iter().map(|enquiries| &enquiries.becomes);
            let enterprises: Vec<&Enterprise> = programme.enterprises.iter().chain(becomes).collect();
            let names = enterprises.iter().map(|enterprise| enterprise.name.as_str()).collect();
            self.known(&format!("{path}.enterprise"), &task.enterprise, "enterprise", names);
            if let Some(enterprise) = enterprises.iter().find(|enterprise| enterprise.name == task.enterprise) {
                let names = enterprise.positions.iter().map(|position| position.name.as_str()).collect();
                self.known(&format!("{path}.position"), &task.position, "position", names);
                let form =
                    enterprise.positions.iter().find(|known| known.name == task.position).map(|known| known.form);
                if let Some(form) = form.filter(|form| !form.is_paid()) {
                    let wrong = format!("`{}` is work of the form `{}`, without paid hours", task.position, form.key());
                    let remedy = "name a position with pay: the task takes a share of its paid hours";
                    self.report(format!("{path}.position"), wrong, remedy);
                }
            }
            let shares = agreement
                .village_tasks
                .iter()
                .filter(|other| other.enterprise == task.enterprise && other.position == task.position)
                .map(|other| self.central(&other.hours_share));
            let whole = shares.sum::<f64>() <= 1.0 + 1e-9;
            let wrong = "the village tasks of this position take more than all of its hours";
            self.require(whole, format!("{path}.hours_share"), wrong, "lower the shares: they sum to at most 1");
        }
    }

    fn follow_up(&mut self, path: &str, group: &FollowUp) {
        self.quantity(&format!("{path}.meetings_per_year"), &group.meetings_per_year, (0.0, 52.0));
        self.quantity(&format!("{path}.municipal_members"), &group.municipal_members, MEMBERS);
        self.quantity(&format!("{path}.enterprise_members"), &group.enterprise_members, MEMBERS);
        self.quantity(&format!("{path}.hours_per_meeting"), &group.hours_per_meeting, (0.0, 100.0));
        self.quantity(&format!("{path}.hourly"), &group.hourly, (0.0, 5000.0));
    }

    fn entry_point(&mut self, path: &str, entry_point: &EntryPoint) {
        self.quantity(&format!("{path}.hours_per_week"), &entry_point.hours_per_week, (0.0, 370.0));
        self.quantity(&format!("{path}.hours_per_enquiry"), &entry_point.hours_per_enquiry, (0.0, 2000.0));
        self.quantity(&format!("{path}.hourly"), &entry_point.hourly, (0.0, 5000.0));
    }

    /// Enquiries, and the enterprises that they become.
    pub(super) fn all_enquiries(&mut self) {
        let study = self.study;
        self.names("enquiries", study.enquiries.iter().map(|enquiries| enquiries.name.clone()).collect());
        for enquiries in &study.enquiries {
            self.enquiries(enquiries);
        }
    }

    fn enquiries(&mut self, enquiries: &Enquiries) {
        let path = format!("enquiries[{}]", enquiries.name);
        let (without, with) = (&enquiries.lost_without_entry_point, &enquiries.lost_with_entry_point);
        self.quantity(&format!("{path}.per_year"), &enquiries.per_year, (0.0, 1000.0));
        self.quantity(&format!("{path}.lost_without_entry_point"), without, SHARE);
        self.quantity(&format!("{path}.lost_with_entry_point"), with, SHARE);
        self.month(&format!("{path}.from"), enquiries.from, 0);
        self.month(&format!("{path}.until"), enquiries.until, 1);
        let ordered = enquiries.until.is_none_or(|until| enquiries.from.unwrap_or(self.study.time.start) < until);
        self.require(ordered, format!("{path}.until"), "they end before they start", "write a later month");
        let fewer = self.central(with) <= self.central(without);
        let (wrong, remedy) = ("more is lost with an entry point than without", "write the smaller share here");
        self.require(fewer, format!("{path}.lost_with_entry_point"), wrong, remedy);
        let months = f64::from(enquiries.months_to_opening);
        self.number(&format!("{path}.months_to_opening"), months, (0.0, 240.0));
        let becomes = format!("{path}.becomes");
        self.enterprise(&becomes, &enquiries.becomes);
        let remedy = "leave `opens` out: the enquiry and `months_to_opening` decide";
        self.require(enquiries.becomes.opens.is_none(), format!("{becomes}.opens"), "it opens on an enquiry", remedy);
        let closes = format!("{becomes}.closes");
        let remedy = "leave `closes` out, and let `closing_rate_per_year` say how long such enterprises last";
        self.require(enquiries.becomes.closes.is_none(), closes, "nobody knows when it opens", remedy);
        let study = self.study;
        let programmes = [&study.baseline, &study.programme];
        let named = programmes.iter().flat_map(|programme| &programme.enterprises);
        let others = study.enquiries.iter().filter(|other| other.name != enquiries.name).map(|other| &other.becomes);
        let taken = named.chain(others).any(|other| other.name == enquiries.becomes.name);
        let wrong = format!("another enterprise is called `{}`", enquiries.becomes.name);
        self.require(!taken, format!("{becomes}.name"), &wrong, "give what an enquiry becomes a name of its own");
    }

    /// The revenue mix of an enterprise.
    pub(super) fn revenue(&mut self, path: &str, enterprise: &Enterprise) {
        let Some(revenue) = enterprise.revenue else { return };
        let path = format!("{path}.revenue");
        for (key, share) in
            [("market", revenue.market), ("municipal_services", revenue.municipal_services), ("grants", revenue.grants)]
        {
            self.number(&format!("{path}.{key}"), share, SHARE);
        }
        if (revenue.sum() - 1.0).abs() > 1e-9 {
            self.report(&path, format!("the shares sum to {}", revenue.sum()), "they must sum to 1");
        }
    }

    /// What a place costs and displaces, and where its stays lead back to.
    pub(super) fn place(&mut self, path: &str, position: &Position) {
        self.quantity(&format!("{path}.payment_per_month"), &position.payment_per_month, (0.0, 1e6));
        self.quantity(&format!("{path}.payment_surplus"), &position.payment_surplus, SHARE);
        let pensioners = position.form == Form::PensionSubsidisedJob || !position.special_wage_subsidy;
        let wrong = "only the wage subsidy of disability pensioners has a rate of special cases";
        self.require(pensioners, format!("{path}.special_wage_subsidy"), wrong, "take it out");
        if let Some(displacement) = &position.displacement {
            self.quantity(&format!("{path}.displacement.share"), &displacement.share, SHARE);
            let months = f64::from(displacement.months);
            self.number(&format!("{path}.displacement.months"), months, (0.0, 1200.0));
            let wrong =
                format!("work of the form `{}` has no paid hours that others would have worked", position.form.key());
            let remedy = "leave `displacement` out, or offer the place with pay";
            self.require(position.form.is_paid(), format!("{path}.displacement"), &wrong, remedy);
        }
        if let Some(ReturnsTo { family, months }) = position.stay.returns_to {
            let path = format!("{path}.stay.returns_to");
            let open = [Family::CashBenefit, Family::SicknessBenefit, Family::UnemploymentBenefit].contains(&family);
            if !open {
                let wrong = format!("nobody goes back to `{}` from a stay: it needs an award of its own", family.key());
                self.report(&path, wrong, "name cash_benefit, sickness_benefit or unemployment_benefit");
            }
            let told = months.is_some() == family.is_temporary();
            let wrong = "a benefit that runs out needs its months, and no other has them";
            self.require(told, &path, wrong, "write { family = \"unemployment_benefit\", months = 24 }");
            self.number(&format!("{path}.months"), f64::from(months.unwrap_or(1)), (1.0, 1200.0));
            let bound = position.form == Form::FlexJob;
            let wrong = "a flex job ends in ledighedsydelse";
            self.require(!bound, &path, wrong, "leave `returns_to` out");
        }
    }
}
