//! With what anybody gets the same figures: what was run, and a hash of the scenario's content.

use crate::engine::draw::entity;
use crate::report::findings::Manifest;
use crate::study::prepared::Prepared;
use crate::study::scenario::Study;

/// What was run, with its own settings; whoever has other draws than the study says so.
pub(crate) fn manifest(prepared: &Prepared) -> Manifest {
    let Prepared { study, model, .. } = prepared;
    let law: Vec<String> = model.arms.iter().map(|arm| arm.policy.text()).collect();
    let law: Vec<&str> = law.iter().map(String::as_str).collect();
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: study.title.clone(),
        title_da: study.title_da.clone(),
        question: study.question.clone(),
        question_da: study.question_da.clone(),
        caveat: study.caveat.clone(),
        caveat_da: study.caveat_da.clone(),
        municipality: study.municipality.name.clone(),
        programme: study.programme.name.clone(),
        names_da: study.names_da.clone(),
        scenario_hash: format!("{:016x}", entity(&[&canonical(study)], 0)),
        declared_family: study.declared_family.as_ref().map(|family| family.name.clone()),
        law_hash: format!("{:016x}", entity(&law, 0)),
        seed: model.seed,
        samples: study.simulation.most(),
        replicates: study.simulation.replicates,
        design: study.simulation.design,
        engine: prepared.engine(),
        level_draws: 0,
        start: model.start.to_string(),
        months: model.months as u32,
        price_year: model.price_year,
        net_tax_factor: study.economy.market_prices.then_some(prepared.society),
        other_services: study.other_services.iter().map(|service| service.name.clone()).collect(),
        complete: true,
    }
}

/// The content of a scenario as text: independent of comments and of the order of keys and cohorts, and without the
/// settings of the draws, which the manifest states beside it. Of a file of persons there is a hash of what it holds, in
/// whichever order and place.
fn canonical(study: &Study) -> String {
    let mut content = study.clone();
    let persons = content.persons.take().map(|persons| persons.content_hash());
    let mut content = serde_json::to_value(&content).unwrap_or_default();
    if let Some(keys) = content.as_object_mut() {
        for settings in ["simulation", "sensitivity", "value_of_information"] {
            keys.remove(settings);
        }
    }
    content.to_string() + &persons.unwrap_or_default()
}
