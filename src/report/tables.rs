//! Which tables a reader gets, in which order.

use crate::domain::party::Perspective;
use crate::report::aims::aims;
use crate::report::arising::{by_enterprise, by_target_group, enterprises, gross_and_net};
use crate::report::budget::budget;
use crate::report::findings::Findings;
use crate::report::people::activity;
use crate::report::savings::{by_purpose, by_year, first_year_spending, no_effect, per_unit, perspectives};
use crate::report::series::{activity_by_month, assumptions, cumulated, law};
use crate::report::support::{by_support, pool};
use crate::report::table::Table;
use crate::report::variants::{variants, variants_by_perspective};

/// The tables of a report, seen from one perspective, from the answer to what it rests on.
pub fn report(findings: &Findings, perspective: Perspective) -> Vec<Table> {
    let mut tables = vec![by_year(findings, perspective), perspectives(findings)];
    tables.extend((!findings.variants.is_empty()).then(|| variants(findings, perspective)));
    tables.push(by_purpose(findings, perspective));
    tables.extend(by_support(findings, perspective));
    tables.extend([budget(findings), by_enterprise(findings, perspective)]);
    tables.extend(enterprises(findings));
    tables.extend(by_target_group(findings, perspective));
    tables.extend([
        gross_and_net(findings),
        per_unit(findings),
        aims(findings),
        activity(findings),
        no_effect(findings),
        pool(findings),
        first_year_spending(findings),
    ]);
    tables
}

/// The long tables, for files: by month and quarter, every assumption, every value of the law.
pub fn appendix(findings: &Findings) -> Vec<Table> {
    let variants = (!findings.variants.is_empty()).then(|| variants_by_perspective(findings));
    let long = [cumulated(findings), activity_by_month(findings), assumptions(findings), law(&findings.law)];
    variants.into_iter().chain(long).collect()
}
