//! How fast are a month of law, a draw of a whole population, and a run; and how far from the floor? Quote ratios within one
//! run.

use std::fs::File;
use std::hint::black_box;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::{BenefitFacts, Family};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::engine::draw::{Decision, Draws};
use gevinst::engine::instance::Instance;
use gevinst::engine::model::DrawNumber;
use gevinst::engine::plain;
use gevinst::engine::simulation::{self, Extent};
use gevinst::rules::assessment::assess;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;
use gevinst::study::partial::Medium;
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;

fn a_month_of_law(criterion: &mut Criterion) {
    let month = Month::january(2026);
    let rules = Policy::danish().at(month, Growth { wage: 0.033 });
    let terms =
        MunicipalTerms { tax_rate: 0.25, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };
    let mut group = criterion.benchmark_group("assess");
    let law = Policy::danish();
    let mut every = Vec::new();
    for family in Family::ALL.into_iter().filter(|family| law.in_force(*family, month).is_ok()) {
        let wage = MonthWage::of(8.0, PayRates { hourly: 145.0, ..PayRates::default() });
        let form = if family == Family::FlexSubsidy { Form::FlexJob } else { Form::SmallJob };
        let facts = MonthFacts {
            month,
            birth: month.plus(-480),
            status: Status::On(family),
            benefit: BenefitFacts {
                flex_approved: Some(month),
                pension_awarded: Some(month),
                ..BenefitFacts::default()
            },
            work: Some(Work {
                form,
                employer: Employer::Enterprise,
                public_employer: false,
                special_subsidy: false,
                hours_per_week: 8.0,
                wage,
                productivity: 0.6,
            }),
            clock: Weeks::whole(60),
            year_to_date: YearToDate::default(),
        };
        group.bench_function(family.key(), |bencher| bencher.iter(|| assess(&rules, &terms, black_box(&facts))));
        every.push(facts);
    }
    group.throughput(Throughput::Elements(every.len() as u64));
    group.bench_function("every family in turn", |bencher| {
        bencher.iter(|| every.iter().filter(|facts| assess(&rules, &terms, black_box(facts)).is_ok()).count());
    });
    group.finish();
}

/// The whole engine over a draw's person-months, all lives lived and only those that the arms ask for; beside it the floor
/// under any engine of this kind: one block of draws and one table look-up for each of the same person-months.
fn a_draw(criterion: &mut Criterion) {
    let draw = DrawNumber { sample: 0, replicate: 0 };
    let mut group = criterion.benchmark_group("draw: person-months of all arms, one core");
    for example in ["small_jobs", "jammerbugt", "north_jutland"] {
        let study = Study::from_toml(format!("examples/{example}.toml")).expect("the example is sound");
        let prepared = Prepared::of(&study).expect("the example is sound");
        let instance = Instance::of(&prepared.model, &prepared.values(0));
        let outcome = simulation::simulate(&instance, draw).expect("the law answers");
        let person_months: i64 = outcome.arms.iter().map(|arm| arm.activity.total(Indicator::People)).sum();
        group.throughput(Throughput::Elements(person_months as u64));
        group.bench_function(format!("{example}, engine"), |bencher| {
            bencher.iter(|| simulation::simulate(&instance, draw));
        });
        group.bench_function(format!("{example}, lazy engine"), |bencher| {
            bencher.iter(|| simulation::simulate_to(Extent::Lazy, &instance, draw));
        });
        group.bench_function(format!("{example}, floor"), |bencher| bencher.iter(|| floor(person_months as u64)));
        if example == "small_jobs" {
            group.bench_function("small_jobs, plain", |bencher| bencher.iter(|| plain::simulate(&instance, draw)));
        }
        group.bench_function(format!("{example}, numbers of a sample"), |bencher| {
            bencher.iter(|| Instance::of(&prepared.model, black_box(&prepared.values(1))).wage_index.len());
        });
    }
    group.finish();
}

/// One block of draws and one table look-up for each of so many person-months.
fn floor(person_months: u64) -> u64 {
    let draws = Draws::new(2026, 0, 0);
    let table: Vec<u64> = (0..256).collect();
    let of_month = |number: u64| {
        let words = draws.block(number / 120, (number % 120) as u32, Decision::Death.block(), 0);
        table[(words[0] >> 56) as usize] ^ words[1]
    };
    (0..black_box(person_months)).fold(0, |sum, number| sum ^ of_month(number))
}

fn a_run(criterion: &mut Criterion) {
    let mut study = Study::from_toml("examples/small_jobs.toml").expect("the example is sound");
    study.simulation.samples = 64.into();
    let mut group = criterion.benchmark_group("run of 64 draws");
    group.sample_size(10);
    group.bench_function("one thread", |bencher| bencher.iter(|| study.runner().threads(Some(1)).run()));
    group.bench_function("all threads", |bencher| bencher.iter(|| study.runner().run()));
    group.finish();
}

/// A file that tells how long it was written to.
struct Timed {
    file: File,
    nanoseconds: Arc<AtomicU64>,
}

impl Timed {
    fn timed<T>(&mut self, write: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        let began = Instant::now();
        let done = write(&mut self.file);
        self.nanoseconds.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
        done
    }
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.file.read(into)
    }
}

impl Seek for Timed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.timed(|file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.timed(File::flush)
    }
}

impl Medium for Timed {
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.timed(|file| file.set_len(length))
    }

    fn settle(&mut self) -> io::Result<()> {
        self.timed(|file| file.sync_data())
    }
}

/// What the checkpoint of a block of 64 draws takes on the disk for temporary files, the head of its file included.
fn a_checkpoint(criterion: &mut Criterion) {
    let mut study = Study::from_toml("examples/small_jobs.toml").expect("the example is sound");
    study.simulation.samples = 64.into();
    study.simulation.twins = 0;
    let path = std::env::temp_dir().join(format!("gevinst-bench-{}", std::process::id()));
    let once = || {
        let nanoseconds = Arc::new(AtomicU64::new(0));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let medium = Timed { file: file.expect("a temporary file"), nanoseconds: nanoseconds.clone() };
        let partial = study.partial_on(Box::new(medium), "a checkpoint").expect("a fresh file");
        study.runner().keeping(&partial).run().expect("the example runs");
        Duration::from_nanos(nanoseconds.load(Ordering::Relaxed))
    };
    let mut group = criterion.benchmark_group("checkpoint");
    // Only the writing is timed, and each needs a run of its own.
    group.sample_size(10).warm_up_time(Duration::from_millis(20)).measurement_time(Duration::from_millis(50));
    group.bench_function("a block of 64 draws, written and settled", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| once()).sum());
    });
    group.finish();
    // What stays behind there is no failure of the measurement.
    let _ = std::fs::remove_file(&path);
}

criterion_group!(benches, a_month_of_law, a_draw, a_run, a_checkpoint);
criterion_main!(benches);
