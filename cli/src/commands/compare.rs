//! `gevinst compare`: programmes side by side.

use std::path::PathBuf;

use clap::Args;
use gevinst::report::comparison::{comparison_headline, comparison_report};

use crate::failure::Failure;
use crate::output::{Output, foot, head, onto, tables};
use crate::{arguments, library};

/// Compare the programmes of scenarios that share everything else: which is best, how surely, and what each aim costs
#[derive(Debug, Args)]
pub struct Compare {
    /// Scenario files (TOML), two or more; the draws are those of the first
    #[arg(required = true, num_args = 2..)]
    scenarios: Vec<PathBuf>,
    /// Threads; the figures are the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Another value for a key of every scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    output: Output,
}

impl Compare {
    /// Runs the programmes and shows how they compare.
    pub fn run(self) -> Result<(), Failure> {
        let bar = self.output.bar();
        let findings = library::compare(&self.scenarios, &self.set, self.threads.map(usize::from), onto(&bar));
        bar.finish_and_clear();
        let (findings, perspective) = (findings?, self.output.perspective);
        let shown = comparison_report(&findings, perspective);
        self.output.show(&findings, &shown, |words, look| {
            let feet = findings.manifests.iter().map(|manifest| foot(manifest, words, look));
            head(&findings.manifests[0], &comparison_headline(&findings, perspective), words, look)
                + &tables(&shown, words, look)
                + &feet.collect::<String>()
        })
    }
}
