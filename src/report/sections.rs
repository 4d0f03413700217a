//! Which section of a report holds what, from the balance over time to what everything rests on.

use crate::domain::party::Perspective;
use crate::report::aims::aims;
use crate::report::arising::{by_enterprise, by_target_group, enterprises, gross_and_net};
use crate::report::budget::budget;
use crate::report::checklist::checklist;
use crate::report::decisions::Dossier;
use crate::report::document::{Block, Section};
use crate::report::findings::Findings;
use crate::report::hour::per_hour;
use crate::report::information::{information_headline, information_report};
use crate::report::over_time::{cumulated_by_year, support_over_time};
use crate::report::people::activity;
use crate::report::reproduction::{Making, command, further, reproduction};
use crate::report::reservations::{left_out, warnings};
use crate::report::savings::{by_purpose, by_year, concerned, first_year_spending, no_effect, per_unit, perspectives};
use crate::report::sensitivity::{sensitivity_headline, sensitivity_report, thresholds_note};
use crate::report::series::{assumptions, law, law_text};
use crate::report::support::{by_support, pool};
use crate::report::table::{Column, Phrase, Table};
use crate::report::variants::variants;

/// Whose purposes are shown one under the other, after those of the chosen perspective.
const BY_PURPOSE: [Perspective; 5] = [
    Perspective::Municipality,
    Perspective::State,
    Perspective::Citizen,
    Perspective::Enterprise,
    Perspective::Society,
];

/// The sections of a report, in the order in which a reader asks.
pub(crate) fn sections(dossier: &Dossier, perspective: Perspective, making: &Making) -> Vec<Section> {
    let run = &dossier.run;
    let shown = |pictures: &[&'static str], tables: Vec<Table>| -> Vec<Block> {
        let pictures = pictures.iter().map(|key| Block::Picture { key, perspective });
        pictures.chain(tables.into_iter().map(Block::Table)).collect()
    };
    let mut all = vec![
        Section::new("cumulated", shown(&["cumulated"], vec![cumulated_by_year(run, perspective)])),
        Section::new("years", shown(&["by_year", "parties"], vec![by_year(run, perspective), perspectives(run)])),
        Section::new("purposes", purposes(run, perspective)),
        Section::new("budget", shown(&[], vec![budget(run)])),
        Section::new("self_support", shown(&["self_support"], support_over_time(run).into_iter().collect())),
    ];
    all.extend(drivers(dossier, perspective));
    all.push(Section::new("gross_and_net", shown(&["gross_and_net"], vec![gross_and_net(run), no_effect(run)])));
    if !run.variants.is_empty() {
        all.push(Section::new("variants", shown(&["variants"], vec![variants(run, perspective)])));
    }
    all.push(information(dossier, perspective));
    let further: Vec<_> = further(dossier, perspective).into_iter().chain(making.time()).collect();
    let places = std::iter::once(by_enterprise(run, perspective)).chain(enterprises(run));
    let places = places.chain(by_target_group(run, perspective));
    all.extend([
        Section::new("aims", shown(&[], vec![aims(run)])),
        Section::new("hour", shown(&[], vec![per_hour(run), per_unit(run)])),
        Section::new("arising", shown(&[], places.collect())),
        Section::new("people", shown(&[], vec![activity(run), pool(run), first_year_spending(run)])),
        Section::new("assumptions", shown(&[], vec![assumptions(run)])),
        Section::new("law", shown(&[], vec![law_with_addresses(run)])),
        Section::new("warnings", [Block::Points(warnings(run))]),
        Section::new("left_out", [Block::Points(left_out(run))]),
        Section::new("checklist", [Block::Answers(checklist(dossier))]),
        Section::new(
            "reproduction",
            [
                Block::Command(command(std::slice::from_ref(&run.manifest), making)),
                Block::Table(reproduction(&run.manifest, &further)),
            ],
        ),
    ]);
    all
}

/// By purpose for the chosen perspective and then the others, and through which benefits.
fn purposes(findings: &Findings, perspective: Perspective) -> Vec<Block> {
    let others = BY_PURPOSE.into_iter().filter(|other| *other != perspective);
    let shown = std::iter::once(perspective).chain(others).filter(|shown| concerned(findings.savings(*shown)));
    let blocks = shown.flat_map(|perspective| {
        [Block::Picture { key: "by_purpose", perspective }, Block::Table(by_purpose(findings, perspective))]
    });
    blocks.chain(by_support(findings, perspective).map(Block::Table)).collect()
}

/// What drives the answer, and at which values it turns.
fn drivers(dossier: &Dossier, perspective: Perspective) -> [Section; 2] {
    let Some(found) = &dossier.sensitivity else {
        return ["drivers", "thresholds"]
            .map(|key| Section::bare(key, vec![Block::Text(vec![Phrase::new("document.cancelled")])]));
    };
    let is_threshold = |table: &Table| table.key == "thresholds";
    let (turning, driving): (Vec<Table>, Vec<Table>) =
        sensitivity_report(found, perspective).into_iter().partition(is_threshold);
    let said = sensitivity_headline(found, perspective);
    let (drives, turns): (Vec<Phrase>, Vec<Phrase>) =
        said.into_iter().partition(|line| ["sensitivity.base", "sensitivity.longest"].contains(&line.key.as_str()));
    let mut blocks = vec![Block::Text(drives), Block::Picture { key: "one_way", perspective }];
    for table in driving {
        blocks.extend((table.key == "outlooks").then_some(Block::Picture { key: "outlooks", perspective }));
        blocks.push(Block::Table(table));
    }
    // Where no assumption has a threshold, the sentences and the note say all there is to say.
    let note = thresholds_note(found, 0).filter(|_| turning.is_empty()).map(|note| Block::Text(vec![note]));
    let turns = std::iter::once(Block::Points(turns)).chain(turning.into_iter().map(Block::Table)).chain(note);
    [Section::new("drivers", blocks), Section::new("thresholds", turns)]
}

/// What better knowledge would be worth.
fn information(dossier: &Dossier, perspective: Perspective) -> Section {
    let Some(found) = &dossier.information else {
        return Section::bare("information", vec![Block::Text(vec![Phrase::new("document.cancelled")])]);
    };
    let said = [Block::Text(information_headline(found, perspective)), Block::Picture { key: "worth", perspective }];
    let tables = information_report(found, perspective).into_iter().map(Block::Table);
    Section::new("information", said.into_iter().chain(tables))
}

/// The values of the law, each with the address of the page that was read and the computation of what is derived.
pub fn law_with_addresses(findings: &Findings) -> Table {
    let mut table = law(&findings.law);
    for (row, value) in table.rows.iter_mut().zip(&findings.law) {
        let derivation = law_text(value.derivation.as_deref().unwrap_or_default());
        row.cells.extend([derivation, value.reference.url.as_deref().unwrap_or_default().into()]);
    }
    table.columns.extend([Column::words("derivation"), Column::words("address")]);
    table
}
