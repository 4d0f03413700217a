//! `gevinst sensitivity`: what drives the answer.

use std::path::PathBuf;

use clap::Args;
use gevinst::report::sensitivity::{sensitivity_figures, sensitivity_headline, sensitivity_report};

use crate::failure::Failure;
use crate::output::{Output, foot, head, onto, tables};
use crate::{arguments, library};

/// What drives the answer: assumptions one by one and in pairs, threshold values, horizon and rate, luck and ignorance
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// Scenario file (TOML); its table `sensitivity` declares what is varied
    scenario: PathBuf,
    /// Threads; the figures are the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Another value for a key of the scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    output: Output,
}

impl Sensitivity {
    /// Runs the analysis and shows what it found.
    pub fn run(self) -> Result<(), Failure> {
        let bar = self.output.bar();
        let findings = library::sensitivity(
            (&self.scenario, self.output.perspective),
            &self.set,
            self.threads.map(usize::from),
            onto(&bar),
        );
        bar.finish_and_clear();
        let (findings, perspective) = (findings?, self.output.perspective);
        self.output.show(&findings, &sensitivity_figures(&findings, perspective), |words, look| {
            head(&findings.manifest, &sensitivity_headline(&findings, perspective), words, look)
                + &tables(&sensitivity_report(&findings, perspective), words, look)
                + &foot(&findings.manifest, words, look)
        })
    }
}
