//! `gevinst` on the command line: reads arguments, asks the library, draws its tables. It has no figures of its own.

mod arguments;
mod commands;
mod failure;
mod interrupt;
mod library;
mod measure;
mod output;
mod speed;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a Danish municipality gains, loses and risks when social enterprises employ citizens on public support.
///
/// Exit codes: 0 done, 1 the scenario or the law has a problem, 2 wrong usage, 3 cancelled, 4 could not write.
#[derive(Debug, Parser)]
#[command(version, about, long_about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(commands::run::Run),
    Merge(commands::merge::Merge),
    Report(commands::report::Report),
    Sensitivity(commands::sensitivity::Sensitivity),
    Compare(commands::compare::Compare),
    ValueOfInformation(commands::value_of_information::ValueOfInformation),
    Check(commands::check::Check),
    Law(commands::law::Law),
    Explain(commands::explain::Explain),
    New(commands::new::New),
    Schema(commands::schema::Schema),
    Bench(commands::bench::Bench),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(run) => run.run(),
        Command::Merge(merge) => merge.run(),
        Command::Report(report) => report.run(),
        Command::Sensitivity(sensitivity) => sensitivity.run(),
        Command::Compare(compare) => compare.run(),
        Command::ValueOfInformation(value) => value.run(),
        Command::Check(check) => check.run(),
        Command::Law(law) => law.run(),
        Command::Explain(explain) => explain.run(),
        Command::New(new) => new.run(),
        Command::Schema(schema) => schema.run(),
        Command::Bench(bench) => bench.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.drawn(terminal::Look::of(&std::io::stderr())));
            ExitCode::from(failure.code())
        }
    }
}
