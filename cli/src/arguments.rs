//! Values of arguments: the names that scenario files use, read by clap with its lists of what is possible.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use gevinst::domain::benefit::Family;
use gevinst::domain::party::Perspective;
use gevinst::domain::spell::Status;
use gevinst::domain::work::Form;
use gevinst::report::language::Language;
use gevinst::report::savings::perspective_key;

/// Reads one of `all` by its name.
fn named<T: Clone + Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let parser = PossibleValuesParser::new(all.iter().map(|one| name(*one)));
    parser.try_map(move |given| all.iter().copied().find(|one| name(*one) == given).ok_or("no such name"))
}

/// Reads a perspective.
pub fn perspective() -> impl TypedValueParser<Value = Perspective> {
    named(&Perspective::ALL, perspective_key)
}

/// Reads a language.
pub fn language() -> impl TypedValueParser<Value = Language> {
    named(&Language::ALL, Language::code)
}

/// The statuses that a person can be explained in; a declared family belongs to a scenario.
const STATUSES: [Status; Family::COUNT] = [
    Status::On(Family::CashBenefit),
    Status::On(Family::FlexWaitingBenefit),
    Status::On(Family::FlexSubsidy),
    Status::On(Family::DisabilityPension),
    Status::On(Family::SicknessBenefit),
    Status::On(Family::UnemploymentBenefit),
    Status::On(Family::ResourceBenefit),
    Status::On(Family::JobClarificationBenefit),
    Status::On(Family::SeniorPension),
    Status::On(Family::EducationBenefit),
    Status::On(Family::ShoBenefit),
    Status::On(Family::RehabilitationBenefit),
    Status::SelfSupporting,
];

/// Reads a benefit family, or `self_supporting`.
pub fn status() -> impl TypedValueParser<Value = Status> {
    named(&STATUSES, |status| match status {
        Status::On(family) => family.key(),
        Status::SelfSupporting | Status::Out(_) => "self_supporting",
    })
}

/// Reads a form of work.
pub fn form() -> impl TypedValueParser<Value = Form> {
    named(&Form::ALL, Form::key)
}

/// Reads `key=value`.
pub fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
        _ => Err(format!("`{text}` is not a setting: write key=value, such as municipality.tax_rate=0.262")),
    }
}
