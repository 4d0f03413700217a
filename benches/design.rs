//! By which factor do stratified designs shrink the error, and what does a coordinate cost?

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gevinst::estimate::design::{Design, Points, RANDOMISATIONS};

const DESIGNS: [Design; 3] = [Design::Random, Design::LatinHypercube, Design::Sobol];
const DIMENSIONS: usize = 8;
const REPEATS: u64 = 400;

/// The mean squared error of the mean of a product of eight linear factors (mean 1, variance 0.897).
fn squared_error(design: Design, samples: u64) -> f64 {
    let names: Vec<String> = (0..DIMENSIONS).map(|dimension| format!("assumption {dimension}")).collect();
    let mut sum = 0.0;
    for seed in 0..REPEATS {
        let points = Points::new(design, seed, samples, DIMENSIONS).expect("a design");
        let factor = |sample, dimension: usize| points.uniform(sample, dimension, &names[dimension]) + 0.5;
        let outcome = |sample| (0..DIMENSIONS).map(|dimension| factor(sample, dimension)).product::<f64>();
        let error = (0..samples).map(outcome).sum::<f64>() / samples as f64 - 1.0;
        sum += error * error / REPEATS as f64;
    }
    sum
}

/// Prints by which factor each design divides the mean squared error of random points.
fn factors(_: &mut Criterion) {
    for points in [16, 64, 256] {
        let errors = DESIGNS.map(|design| squared_error(design, points * RANDOMISATIONS));
        for (design, error) in DESIGNS.iter().zip(errors).skip(1) {
            println!(
                "{RANDOMISATIONS} designs x {points} points, {design:?}: error of random / {:.1}",
                errors[0] / error
            );
        }
    }
    println!("(product of {DIMENSIONS} linear factors, mean squared errors over {REPEATS} repeats, each to 7 %)");
}

fn a_coordinate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("design");
    for design in DESIGNS {
        let points = Points::new(design, 2026, 64 * RANDOMISATIONS, DIMENSIONS).expect("a design");
        let mut sample = 0;
        group.bench_function(format!("a coordinate, {design:?}"), |b| {
            b.iter(|| {
                sample = (sample + 1) % (64 * RANDOMISATIONS);
                points.uniform(black_box(sample), 3, "after-effect")
            })
        });
    }
    group.finish();
}

criterion_group!(benches, factors, a_coordinate);
criterion_main!(benches);
