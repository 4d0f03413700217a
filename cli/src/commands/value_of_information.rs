//! `gevinst value-of-information`: what better knowledge would be worth.

use std::path::PathBuf;

use clap::Args;
use gevinst::report::information::{information_figures, information_headline, information_report};

use crate::failure::Failure;
use crate::output::{Output, foot, head, onto, tables};
use crate::{arguments, library};

/// What it would be worth to know the assumptions better before one decides
#[derive(Debug, Args)]
pub struct ValueOfInformation {
    /// Scenario file (TOML); its table `value_of_information` declares what the answer would serve
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

impl ValueOfInformation {
    /// Runs the analysis and shows what it found.
    pub fn run(self) -> Result<(), Failure> {
        let bar = self.output.bar();
        let threads = self.threads.map(usize::from);
        let findings =
            library::value_of_information((&self.scenario, self.output.perspective), &self.set, threads, onto(&bar));
        bar.finish_and_clear();
        let (findings, perspective) = (findings?, self.output.perspective);
        self.output.show(&findings, &information_figures(&findings, perspective), |words, look| {
            head(&findings.manifest, &information_headline(&findings, perspective), words, look)
                + &tables(&information_report(&findings, perspective), words, look)
                + &foot(&findings.manifest, words, look)
        })
    }
}
