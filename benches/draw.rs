//! What a draw costs: blocks, words, cause sets, orders of candidates, and each quantile.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gevinst::domain::assumption::Distribution as D;
use gevinst::engine::draw::{Chance, Decision, Draws, entity, uniform};
use gevinst::engine::permutation::Permutation;
use gevinst::engine::quantile::Sampler;

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    let draws = Draws::new(2026, 0, 7);
    let mut person = 0u64;
    let mut next = move || {
        person = person.wrapping_add(1);
        black_box(person)
    };
    group.bench_function("one block, four words", |b| b.iter(|| draws.block(next(), 3, 2, 0)));
    group.bench_function("one word", |b| b.iter(|| draws.word(next(), 3, Decision::JobEnd, 0)));
    group.bench_function("one uniform", |b| b.iter(|| draws.uniform(next(), 3, Decision::JobEnd, 0)));
    let chances = [1e-3, 2e-3, 3e-3, 4e-3, 0.01, 0.001, 0.02, 0.015].map(Chance::of);
    group.bench_function("a cause set, eight words", |b| b.iter(|| draws.causes(next(), 3, false)));
    group.bench_function("a cause set against eight chances", |b| {
        b.iter(|| {
            let words = draws.causes(next(), 3, false);
            chances.iter().zip(words).fold(0u32, |struck, (chance, word)| struck << 1 | u32::from(chance.strikes(word)))
        });
    });
    group.bench_function("an entity number", |b| b.iter(|| entity(&["long-term cash benefit"], next())));
    for len in [12, 1_000, 100_000] {
        let order = Permutation::new(len, 99);
        group.bench_function(format!("one of {len} candidates"), |b| b.iter(|| order.at(next() % len)));
    }
    group.finish();
}

fn quantiles(criterion: &mut Criterion) {
    let (low, median, high) = (1.0, 2.0, 5.0);
    let laws = [
        ("pert", D::Pert { low, mode: median, high }),
        ("triangular", D::Triangular { low, mode: median, high }),
        ("uniform", D::Uniform { low, high }),
        ("normal", D::Normal { low, median, high }),
        ("truncated normal", D::TruncatedNormal { low, median, high, min: 0.0, max: 6.0 }),
        ("lognormal", D::Lognormal { low, median, high }),
        ("gamma, shape 0.5", D::Gamma { shape: 0.5, rate: 1.0 }),
        ("gamma, shape 40", D::Gamma { shape: 40.0, rate: 1.0 }),
        ("gamma from percentiles", D::GammaPercentiles { low, high }),
        ("weibull from percentiles", D::WeibullPercentiles { low, high }),
        ("beta, 3 of 20", D::Beta { a: 3.5, b: 17.5 }),
        ("poisson, mean 3", D::Poisson { mean: 3.0 }),
        ("empirical", D::Empirical(vec![1.0, 2.0, 3.0, 5.0, 8.0])),
    ];
    let draws = Draws::new(2026, 0, 7);
    let words: Vec<f64> = (0..1024).map(|i| uniform(draws.word(i, 0, Decision::Assumption, 0))).collect();
    let mut group = criterion.benchmark_group("quantile");
    for (name, law) in &laws {
        let sampler = Sampler::new(law);
        let mut i = 0;
        group.bench_function(*name, |b| {
            b.iter(|| {
                i = (i + 1) % words.len();
                sampler.at(black_box(words[i]))
            });
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("compile");
    for (name, law) in laws.iter().filter(|(name, _)| name.contains("percentiles")) {
        group.bench_function(*name, |b| b.iter(|| Sampler::new(black_box(law))));
    }
    group.finish();
}

criterion_group!(benches, draws, quantiles);
criterion_main!(benches);
