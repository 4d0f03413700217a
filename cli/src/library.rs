//! What the command line asks of the library: the one place where the two meet.

use std::path::Path;

use gevinst::report::findings::Findings;
use gevinst::study::error::Error;
use gevinst::study::preview::Preview;
use gevinst::study::scenario::Study;

use crate::failure::Failure;

/// Reads a scenario with the settings of the command line.
fn study(path: &Path, settings: &[(String, String)]) -> Result<Study, Error> {
    let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Study::from_toml_with(path, &settings)
}

/// Runs a scenario. `on_progress` is told how many draws are done, of how many.
pub fn run(
    path: &Path,
    settings: &[(String, String)],
    threads: Option<usize>,
    on_progress: impl Fn(usize, usize) + Sync + Send,
) -> Result<Findings, Failure> {
    let study = study(path, settings)?;
    Ok(study.runner().threads(threads).on_progress(on_progress).run()?)
}

/// Reads a scenario and looks at what it implies, without running the programme.
pub fn preview(path: &Path, settings: &[(String, String)]) -> Result<Preview, Failure> {
    Ok(study(path, settings)?.preview()?)
}
