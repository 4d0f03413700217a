//! What the command line asks of the library: the one place where the two meet.

use std::path::{Path, PathBuf};

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::{ComparisonFindings, Dossier, InformationFindings, SensitivityFindings};
use gevinst::report::findings::Findings;
use gevinst::study::blocks::Shard;
use gevinst::study::error::Error;
use gevinst::study::partial::Partial;
use gevinst::study::preview::Preview;
use gevinst::study::run::Runner;
use gevinst::study::scenario::Study;

use crate::failure::Failure;
use crate::interrupt;

/// Reads a scenario with the settings of the command line.
fn study(path: &Path, settings: &[(String, String)]) -> Result<Study, Error> {
    let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Study::from_toml_with(path, &settings)
}

/// A run that Ctrl-C stops.
fn runner<'a>(
    study: &'a Study,
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send + 'a,
) -> Runner<'a> {
    study.runner().threads(threads).on_progress(on_progress).cancelled_by(interrupt::listened())
}

/// Runs a scenario; with a file, keeps its blocks there. `on_progress` is told how many draws are done, of how many.
pub fn run(
    (path, keep): (&Path, Option<&Path>),
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<Findings, Failure> {
    let study = study(path, settings)?;
    let partial = keep.map(|keep| study.partial(keep)).transpose()?;
    let runner = runner(&study, threads, on_progress);
    Ok(match &partial {
        None => runner.run()?,
        Some(partial) => runner.keeping(partial).run()?,
    })
}

/// Makes one part of a run and keeps its blocks in a file: so many are made now.
pub fn shard(
    (path, keep): (&Path, &Path),
    shard: Shard,
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<usize, Failure> {
    let study = study(path, settings)?;
    let partial = study.partial(keep)?;
    Ok(runner(&study, threads, on_progress).keeping(&partial).shard(shard)?)
}

/// Joins the partial files of a run: so many blocks are in the new one.
pub fn merge(parts: &[PathBuf], into: &Path) -> Result<usize, Failure> {
    Ok(Partial::merge(parts, into)?)
}

/// Runs a scenario and its analyses.
pub fn dossier(
    path: &Path,
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<Dossier, Failure> {
    let study = study(path, settings)?;
    Ok(runner(&study, threads, on_progress).dossier()?)
}

/// Finds out what drives the answer of a scenario.
pub fn sensitivity(
    (path, perspective): (&Path, Perspective),
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<SensitivityFindings, Failure> {
    let mut study = study(path, settings)?;
    if !study.sensitivity.perspectives.contains(&perspective) {
        study.sensitivity.perspectives.insert(0, perspective);
    }
    Ok(runner(&study, threads, on_progress).sensitivity()?)
}

/// Finds out what better knowledge of the assumptions of a scenario would be worth.
pub fn value_of_information(
    (path, perspective): (&Path, Perspective),
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<InformationFindings, Failure> {
    let mut study = study(path, settings)?;
    if !study.value_of_information.perspectives.contains(&perspective) {
        study.value_of_information.perspectives.insert(0, perspective);
    }
    Ok(runner(&study, threads, on_progress).value_of_information()?)
}

/// Compares the programmes of scenarios.
pub fn compare(
    paths: &[PathBuf],
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<ComparisonFindings, Failure> {
    let studies = paths.iter().map(|path| study(path, settings)).collect::<Result<Vec<Study>, Error>>()?;
    let (first, others) = studies.split_first().expect("the arguments ask for two scenarios or more");
    Ok(runner(first, threads, on_progress).compare(others)?)
}

/// Reads a scenario and looks at what it implies, without running the programme.
pub fn preview(path: &Path, settings: &[(String, String)]) -> Result<Preview, Failure> {
    Ok(study(path, settings)?.preview()?)
}
