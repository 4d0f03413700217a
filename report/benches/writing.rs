//! How long does writing a report take, beyond the run and its analyses?

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use gevinst::report::language::Language;
use gevinst::study::scenario::Study;
use gevinst_report::{Options, write};

/// Few draws: what is written holds no draw, and is as long with many.
const FEW: [(&str, &str); 4] = [
    ("simulation.samples", "16"),
    ("sensitivity.replicates", "2"),
    ("value_of_information.samples", "60"),
    ("value_of_information.replicates", "2"),
];

/// The page, the workbook, every table and every picture of the largest example, in one language and in both.
fn writing(criterion: &mut Criterion) {
    let study = Study::from_toml_with("../examples/jammerbugt.toml", &FEW).expect("the example is sound");
    let dossier = study.runner().dossier().expect("the analyses run");
    let into = std::env::temp_dir().join(format!("gevinst-writing-{}", std::process::id()));
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10);
    for (name, languages) in [("in Danish", vec![Language::Danish]), ("in both languages", Language::ALL.to_vec())] {
        let options = Options { languages, ..Options::default() };
        group.bench_function(name, |b| b.iter(|| write(&dossier, &options, Path::new(&into)).expect("it is written")));
    }
    group.finish();
    std::fs::remove_dir_all(&into).expect("what was written can be taken away");
}

criterion_group!(benches, writing);
criterion_main!(benches);
