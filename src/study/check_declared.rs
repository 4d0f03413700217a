//! Does the declared family make sense, and is it declared where it is used?

use crate::domain::benefit::Family;
use crate::domain::declared::DeclaredFamily;
use crate::domain::programme::Programme;
use crate::domain::transition::Origin;
use crate::study::check::{ABOVE_ZERO, Check, SHARE};

/// Amounts of a month that anybody can mean [kr/month].
const AMOUNT: (f64, f64) = (0.0, 1e6);

impl Check<'_> {
    /// The declared family by itself; or, where there is none, everything that uses it.
    pub(crate) fn declared(&mut self) {
        let study = self.study;
        if let Some(family) = &study.declared_family {
            return self.declared_family(family);
        }
        for cohort in study.cohorts.iter().filter(|cohort| cohort.family == Family::Declared) {
            self.undeclared(&format!("cohorts[{}].family", cohort.name));
        }
        for transition in study.transitions.iter().filter(|transition| transition.from == Origin::Declared) {
            self.undeclared(&format!("transitions[{}].from", transition.key()));
        }
        self.undeclared_in("baseline", &study.baseline);
        self.undeclared_in("programme", &study.programme);
    }

    fn undeclared_in(&mut self, arm: &str, programme: &Programme) {
        for enterprise in &programme.enterprises {
            let uses = enterprise.positions.iter().filter(|position| position.families.contains(&Family::Declared));
            for position in uses {
                let path = format!("{arm}.enterprises[{}].positions[{}].families", enterprise.name, position.name);
                self.undeclared(&path);
            }
        }
    }

    fn undeclared(&mut self, path: &str) {
        self.report(path, "no family is declared", "describe it under [declared_family], or name another family");
    }

    fn declared_family(&mut self, family: &DeclaredFamily) {
        let at = |key: &str| format!("declared_family.{key}");
        self.require(!family.name.trim().is_empty(), at("name"), "the name is empty", "write what tables shall show");
        self.quantity(&at("amount"), &family.amount, AMOUNT);
        self.quantity(&at("free_amount"), &family.free_amount, AMOUNT);
        self.quantity(&at("taper"), &family.taper, SHARE);
        if let Some(ceiling) = &family.ceiling {
            self.quantity(&at("ceiling"), ceiling, (ABOVE_ZERO, AMOUNT.1));
        }
        if let Some(uprating) = &family.uprating_per_year {
            self.quantity(&at("uprating_per_year"), uprating, (-0.2, 0.2));
        }
        let first = family.ladder.first().is_some_and(|row| row.from_week == 1);
        self.require(first, at("ladder"), "the first row does not start at week 1", "add `from_week = 1`");
        let rising = family.ladder.windows(2).all(|pair| pair[0].from_week < pair[1].from_week);
        self.require(rising, at("ladder"), "the weeks do not increase", "put the rows in order");
        for row in &family.ladder {
            self.quantity(&at(&format!("ladder[{}].state_share", row.from_week)), &row.state_share, SHARE);
        }
    }
}
