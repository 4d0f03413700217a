//! How long pieces of work take here and now: measured on the spot, never asserted.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

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

/// What numbered pieces of work give, in their order, done on so many threads.
pub fn shared<T: Send>(
    threads: usize,
    pieces: Range<usize>,
    work: impl Fn(usize) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let next = AtomicUsize::new(pieces.start);
    let worker = || -> Result<Vec<(usize, T)>, Failure> {
        let mut done = Vec::new();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces.end {
                return Ok(done);
            }
            done.push((piece, work(piece)?));
        }
    };
    let mut done = std::thread::scope(|scope| -> Result<Vec<(usize, T)>, Failure> {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut done = Vec::new();
        for worker in workers {
            done.extend(worker.join().expect("a worker does not panic")?);
        }
        Ok(done)
    })?;
    done.sort_by_key(|(piece, _)| *piece);
    Ok(done.into_iter().map(|(_, given)| given).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{fastest, nanoseconds, shared};

    #[test]
    fn pieces_come_back_in_their_order() {
        let squares = shared(3, 5..40, |piece| Ok(piece * piece)).expect("squares");
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
