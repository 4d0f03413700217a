//! What to know before one believes the figures: warnings, and what is left out.

use crate::domain::calendar::Month;
use crate::report::findings::{Findings, Manifest, Warning};
use crate::report::table::{Phrase, Unit, Value};

/// The warnings of a run, in words.
pub fn warnings(findings: &Findings) -> Vec<Phrase> {
    let cancelled = (!findings.manifest.complete).then(|| {
        Phrase::new("warning.incomplete").with("samples", Value::Number(i64::from(findings.manifest.samples)))
    });
    cancelled.into_iter().chain(findings.warnings.iter().map(warning)).collect()
}

/// One warning, in words.
pub fn warning(warning: &Warning) -> Phrase {
    let count = |count: usize| Value::exact(count as f64, Unit::Count);
    match warning {
        Warning::EnterprisesLack { per_year, municipality } => Phrase::new("warning.enterprises_lack")
            .with("per_year", Value::mean(*per_year, Unit::Money))
            .with("municipality", Value::mean(*municipality, Unit::Gain)),
        Warning::ProjectedLaw { from } => Phrase::new("warning.projected_law").with("from", month(from)),
        Warning::UnsettledLaw { from, what } => {
            Phrase::new("warning.unsettled_law").with("from", month(from)).with("what", what.as_str())
        }
        Warning::PoolChanges { first, last } => Phrase::new("warning.pool_changes")
            .with("first", Value::exact(*first as f64, Unit::Count))
            .with("last", Value::exact(*last as f64, Unit::Count)),
        Warning::WithoutRange { count: number } => Phrase::new("warning.without_range").with("count", count(*number)),
        Warning::WithoutSource { count: number } => Phrase::new("warning.without_source").with("count", count(*number)),
        Warning::Reading { what } => Phrase::new("warning.reading").with("what", what.as_str()),
        Warning::NeedEqualisation { low, high } => Phrase::new("warning.need_equalisation")
            .with("low", Value::exact(low * 100.0, Unit::Money))
            .with("high", Value::exact(high * 100.0, Unit::Money)),
        Warning::NotSure { samples } => {
            Phrase::new("warning.not_sure").with("samples", Value::exact(f64::from(*samples), Unit::Count))
        }
        Warning::VariantsLeftOut { count: number } => {
            Phrase::new("warning.variants_left_out").with("count", count(*number))
        }
        Warning::FewPersons { families } => {
            let names = families.iter().map(|family| Phrase::new(format!("family.{}", family.key())).into());
            Phrase::new("warning.few_persons").with("families", Value::List(names.collect()))
        }
        Warning::NotKept { count: number, reason } => {
            Phrase::new("warning.not_kept").with("count", count(*number)).with("reason", reason.as_str())
        }
        Warning::StayedInMemory { reason } => Phrase::new("warning.stayed_in_memory").with("reason", reason.as_str()),
        Warning::FewWithHours => Phrase::new("warning.few_with_hours"),
        Warning::FewWorking => Phrase::new("warning.few_working"),
        Warning::FewAtPlaces { parts } => {
            let names = parts.iter().map(|part| Value::from(part.as_str()));
            Phrase::new("warning.few_at_places").with("parts", Value::List(names.collect()))
        }
        Warning::DueLater { municipality_ore } => {
            // A mean of draws whose error is not kept: two or three digits of it are enough.
            let (value, error) = (*municipality_ore as f64, (*municipality_ore as f64).abs() / 20.0);
            Phrase::new("warning.due_later").with("amount", Value::Figure { value, error, unit: Unit::Gain })
        }
    }
}

/// A month written `2027-01`, as a month; as it stands where it is none.
fn month(written: &str) -> Value {
    written.parse::<Month>().map_or_else(|_| written.into(), Value::Month)
}

/// What the figures leave out: always printed.
pub fn left_out(findings: &Findings) -> Vec<Phrase> {
    let keys = ["benefits", "sanctions", "deductions"];
    let stated = &findings.manifest.other_services;
    let services = if stated.is_empty() {
        vec![Phrase::new("left_out.health"), Phrase::new("left_out.services")]
    } else {
        let names = stated.iter().map(|name| findings.manifest.named(name)).collect();
        vec![Phrase::new("left_out.beyond_services").with("names", Value::List(names))]
    };
    let uses = |book: &str| findings.law.iter().any(|value| value.parameter.split('.').next() == Some(book));
    let of_books = [
        ("supplementary_unemployment_benefit", "benefit_supplement"),
        ("resource_benefit", "hours_in_offer"),
        ("job_clarification_benefit", "hours_in_offer"),
        ("social_free_card", "free_card_entry"),
        ("wage_subsidy", "subsidised_places"),
    ];
    let mut of_law: Vec<&str> = of_books.into_iter().filter(|(book, _)| uses(book)).map(|(_, key)| key).collect();
    of_law.dedup();
    let displacement = (!findings.arising.displaces).then_some("displacement");
    let word = |key: &str| Phrase::new(format!("left_out.{key}"));
    keys.into_iter().map(word).chain(services).chain(displacement.into_iter().chain(of_law).map(word)).collect()
}

/// With what anybody gets the same figures.
pub fn provenance(manifest: &Manifest) -> Phrase {
    Phrase::new("run.provenance")
        .with("version", manifest.version.as_str())
        .with("seed", manifest.seed.to_string().as_str())
        .with("samples", Value::exact(f64::from(manifest.samples), Unit::Count))
        .with("replicates", Value::exact(f64::from(manifest.replicates), Unit::Count))
        .with("scenario", manifest.scenario_hash.as_str())
        .with("law", manifest.law_hash.as_str())
}

/// The line that every output begins with, where the scenario has one.
pub fn caveat(manifest: &Manifest) -> Option<Phrase> {
    let said = |caveat: &String| Value::said(caveat, manifest.caveat_da.as_deref());
    manifest.caveat.as_ref().map(|caveat| Phrase::new("run.caveat").with("caveat", said(caveat)))
}

/// The head of a report: who, what, when.
pub fn title(manifest: &Manifest) -> Phrase {
    titled(manifest, Value::said(&manifest.title, manifest.title_da.as_deref()))
}

/// The head of a comparison: so many programmes, for whom and when as the first of them.
pub fn comparison_title(first: &Manifest, programmes: usize) -> Phrase {
    let count = Value::Number(programmes as i64);
    titled(first, Phrase::new("document.compared").with("count", count).into())
}

/// The first and the last month of a study.
pub(crate) fn period(manifest: &Manifest) -> (Value, Value) {
    let start = manifest.start.parse::<Month>();
    let end = start.map_or(Value::None, |start| Value::Month(start + manifest.months.saturating_sub(1)));
    (month(&manifest.start), end)
}

fn titled(manifest: &Manifest, title: Value) -> Phrase {
    let (start, end) = period(manifest);
    Phrase::new("run.title")
        .with("title", title)
        .with("municipality", manifest.named(&manifest.municipality))
        .with("start", start)
        .with("end", end)
}
