//! How long pieces of work take here and now: measured on the spot, never asserted.

use std::ops::Range;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::failure::Failure;

/// The shortest time of each of some works over so many rounds, in which they take turns: what else the machine does can
/// only make a round longer.
pub fn fastest<const N: usize>(
    rounds: u32,
    mut works: [Box<dyn FnMut() -> Result<(), Failure> + '_>; N],
) -> Result<[Duration; N], Failure> {
    let mut shortest = [Duration::MAX; N];
    for _ in 0..rounds {
        for (work, shortest) in works.iter_mut().zip(&mut shortest) {
            let began = Instant::now();
            work()?;
            *shortest = began.elapsed().min(*shortest);
        }
    }
    Ok(shortest)
}

/// Nanoseconds of each of so many things that took some time together.
pub fn nanoseconds(time: Duration, things: f64) -> f64 {
    time.as_secs_f64() * 1e9 / things
}

/// What numbered pieces of work give, in their order, done on all threads.
pub fn shared<T: Send>(
    pieces: Range<usize>,
    work: impl Fn(usize) -> Result<T, Failure> + Sync + Send,
) -> Result<Vec<T>, Failure> {
    pieces.into_par_iter().map(work).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{fastest, nanoseconds, shared};

    #[test]
    fn pieces_come_back_in_their_order() {
        let squares = shared(5..40, |piece| Ok(piece * piece)).expect("squares");
        assert_eq!(squares, (5..40).map(|piece| piece * piece).collect::<Vec<usize>>());
    }

    #[test]
    fn works_take_turns() {
        let order = std::cell::RefCell::new(Vec::new());
        let work = |name: &'static str| {
            let order = &order;
            move || {
                order.borrow_mut().push(name);
                Ok(())
            }
        };
        fastest(2, [Box::new(work("a")), Box::new(work("b"))]).expect("two works");
        assert_eq!(*order.borrow(), ["a", "b", "a", "b"]);
    }

    #[test]
    fn nanoseconds_of_each() {
        assert_eq!(nanoseconds(Duration::from_micros(3), 100.0), 30.0);
    }
}
