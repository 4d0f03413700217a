//! Does what the scenario says of an arm's enterprises, places and costs make sense?

use crate::domain::assumption::{Quantity, Shape, Shares};
use crate::domain::benefit::Family;
use crate::domain::calendar::Month;
use crate::domain::enterprise::{Enterprise, LEAVES_TO, Position, StayCause};
use crate::domain::programme::Programme;
use crate::domain::work::Form;
use crate::study::check::legality::fits;
use crate::study::check::{ABOVE_ZERO, Check, FACTOR, HOURS, RATE, SHARE};
use crate::study::persons::COHORT;
use crate::study::privacy::LEAST;
use crate::study::reach::Told;

impl Check<'_> {
    pub(super) fn programme(&mut self, arm: &str, programme: &Programme) {
        let enterprises = format!("{arm}.enterprises");
        self.names(&enterprises, programme.enterprises.iter().map(|enterprise| enterprise.name.clone()).collect());
        for enterprise in &programme.enterprises {
            self.enterprise(&format!("{enterprises}[{}]", enterprise.name), enterprise);
        }
        self.partnership(arm, programme);
        self.names(&format!("{arm}.costs"), programme.costs.iter().map(|cost| cost.name.clone()).collect());
        for cost in &programme.costs {
            let path = format!("{arm}.costs[{}]", cost.name);
            self.quantity(&format!("{path}.amount"), &cost.amount, (0.0, 1e10));
            self.quantity(&format!("{path}.surplus"), &cost.surplus, SHARE);
            self.quantity(&format!("{path}.funded_share"), &cost.funded_share, SHARE);
            self.month(&format!("{path}.from"), cost.from, 0);
            self.month(&format!("{path}.until"), cost.until, 1);
            let ordered = cost.until.is_none_or(|until| cost.from.unwrap_or(self.study.time.start) < until);
            self.require(ordered, format!("{path}.until"), "it ends before it starts", "write a later month");
        }
        self.reforms(arm, &programme.reforms);
    }

    /// The places must reach nobody of a file, or so many that no figure tells of few.
    pub(super) fn reach(&mut self) {
        let wrong = format!(
            "the places can take fewer than {LEAST} persons of the file, or so few more than those of the baseline, and \
             every figure would tell of them"
        );
        let remedy =
            "widen `families`, `target_groups` or `cohorts` of the positions, or describe the people as a cohort";
        self.require(!Told::of(self.study).of_few(), "programme.enterprises", &wrong, remedy);
    }

    pub(super) fn enterprise(&mut self, path: &str, enterprise: &Enterprise) {
        self.month(&format!("{path}.opens"), enterprise.opens, 0);
        let opens = enterprise.opens.unwrap_or(self.study.time.start);
        self.closes(path, enterprise.closes, opens);
        self.quantity(&format!("{path}.closing_rate_per_year"), &enterprise.closing_rate_per_year, RATE);
        self.revenue(path, enterprise);
        let positions = format!("{path}.positions");
        self.names(&positions, enterprise.positions.iter().map(|position| position.name.clone()).collect());
        for position in &enterprise.positions {
            let path = format!("{positions}[{}]", position.name);
            self.closes(&path, position.closes, opens);
            self.position(&path, position);
        }
    }

    /// What closes has been open before, and does it within the study.
    fn closes(&mut self, path: &str, closes: Option<Month>, opens: Month) {
        let path = format!("{path}.closes");
        self.month(&path, closes, 1);
        let after = closes.is_none_or(|closes| closes > opens);
        self.require(after, path, "it closes before it opens", "write a month after that in which it opens");
    }

    fn position(&mut self, path: &str, position: &Position) {
        let at = |key: &str| format!("{path}.{key}");
        self.quantity(&at("places"), &position.places, (0.0, 1e5));
        let whole = position.places.number().is_none_or(|places| places.fract() == 0.0);
        self.require(whole, at("places"), "a part of a place stands here", "write a whole number");
        self.number(&at("shortlist"), f64::from(position.shortlist), (1.0, 1e4));
        self.number(&at("ramp_up_months"), f64::from(position.ramp_up_months), (0.0, 1200.0));
        self.number(&at("again_after_months"), f64::from(position.again_after_months), (0.0, 1200.0));
        let stay = &position.stay;
        for (key, quantity, range) in [
            ("hours", &position.hours, HOURS),
            ("filling_chance_per_month", &position.filling_chance_per_month, SHARE),
            ("delivery", &position.delivery, SHARE),
            ("creaming", &position.creaming, (-10.0, 10.0)),
            ("productivity", &position.productivity, FACTOR),
            ("supervision_hours", &position.supervision_hours, HOURS),
            ("supervision_hourly", &position.supervision_hourly, (0.0, 5000.0)),
            ("materials_per_month", &position.materials_per_month, (0.0, 1e6)),
            ("stay.step_hours", &stay.step_hours, HOURS),
            ("stay.step_rate_per_year", &stay.step_rate_per_year, RATE),
            ("stay.lock_in", &stay.lock_in, FACTOR),
            ("stay.after_effect", &stay.after_effect, FACTOR),
            ("stay.after_effect_half_life_months", &stay.after_effect_half_life_months, (ABOVE_ZERO, 1200.0)),
            ("stay.pension_factor", &stay.pension_factor, FACTOR),
            ("stay.flex_factor", &stay.flex_factor, FACTOR),
        ] {
            self.quantity(&at(key), quantity, range);
        }
        if let Some(hours) = &stay.next_hours {
            self.quantity(&at("stay.next_hours"), hours, HOURS);
        }
        if let Some(pay) = &stay.next_pay {
            self.pay(&at("stay.next_pay"), pay);
        }
        let stated = stay.next_hours.is_some() || stay.next_pay.is_some();
        let (wrong, remedy) = ("there is no next form up", "add `next_form = \"...\"`, or leave its hours and pay out");
        self.require(!stated || stay.next_form.is_some(), at("stay.next_form"), wrong, remedy);
        if let Some(most) = &stay.max_hours {
            self.quantity(&at("stay.max_hours"), most, HOURS);
        }
        self.place(path, position);
        match &position.pay {
            Some(pay) if position.form.is_paid() => self.pay(&at("pay"), pay),
            Some(_) => self.report(at("pay"), "an internship has no pay", "take `pay` out, or choose another form"),
            None => self.require(
                !position.form.is_paid(),
                at("pay"),
                "the pay is missing",
                "add `pay = { hourly = ... }`; only an internship has none",
            ),
        }
        self.survival(&at("stay"), &stay.survival);
        for name in &position.cohorts {
            let file = self.study.persons.iter().map(|_| COHORT);
            let known = self.study.cohorts.iter().map(|cohort| cohort.name.as_str()).chain(file).collect();
            self.known(&at("cohorts"), name, "cohort", known);
        }
        for group in &position.target_groups {
            self.target_group(&at("target_groups"), group);
        }
        let somebody = !position.families.is_empty();
        self.require(somebody, at("families"), "nobody is eligible", "name at least one family");
        self.families(&at("families"), position.form, &position.families);
        self.leaves_to(&at("stay"), position);
    }

    fn families(&mut self, path: &str, form: Form, families: &[Family]) {
        for family in families.iter().filter(|family| !fits(form, **family)) {
            let can: Vec<&str> = Family::ALL.iter().filter(|f| fits(form, **f)).map(|f| f.key()).collect();
            let wrong = format!("people on `{}` cannot have work of the form `{}`", family.key(), form.key());
            self.report(path, wrong, format!("only {}", can.join(", ")));
        }
    }

    fn leaves_to(&mut self, path: &str, position: &Position) {
        let stay = &position.stay;
        let Shares(shares) = &stay.leaves_to;
        let at = format!("{path}.leaves_to");
        for (key, share) in shares {
            self.known(&format!("{at}.{key}"), key, "way out of a stay called", LEAVES_TO.into());
            self.quantity(&format!("{at}.{key}"), share, SHARE);
        }
        let is_count = |share: &Quantity| self.assumption(share).is_some_and(|a| a.shape == Some(Shape::Dirichlet));
        let counts = shares.values().filter(|share| is_count(share)).count();
        let sum: f64 = shares.values().map(|share| self.central(share)).sum();
        let mixed = counts > 0 && counts < shares.len();
        self.require(!mixed, &at, "counts and shares are mixed", "give all as shares, or all as counts");
        if counts == 0 && (sum - 1.0).abs() > 1e-9 {
            self.report(&at, format!("the shares sum to {sum}"), "they must sum to 1");
        }
        let has = |key: &str| shares.get(key).is_some_and(|share| share.number() != Some(0.0));
        if has("ordinary_job") {
            let key = format!("{at}.ordinary_job");
            self.outside(&key, Form::OrdinaryJob);
            let apart = stay.cause == StayCause::All;
            let remedy = "write 0 here, or cause = \"all\": with cause = \"place\" jobs come from the transitions";
            self.require(apart, &key, "ordinary jobs would be counted twice", remedy);
            if position.form != Form::FlexJob {
                self.families(&key, Form::OrdinaryJob, &position.families);
            }
        }
        if has("next_form") {
            match stay.next_form {
                Some(form) if !Form::OUTSIDE.contains(&form) => {
                    self.found_outside(&format!("{path}.next_form"), form);
                }
                Some(form) => {
                    self.outside(&format!("{path}.next_form"), form);
                    self.families(&format!("{path}.next_form"), form, &position.families);
                }
                None => {
                    self.report(format!("{at}.next_form"), "the next form is not named", "add `next_form = \"...\"`")
                }
            }
        }
    }
}
