//! The order in which candidates come: a permutation that is computed place by place, never stored.

use crate::engine::draw::mix;

/// Rounds of the network; with half-words of three bits six already reach every order evenly (measured).
const ROUNDS: usize = 10;

/// Up to here the permutation is shuffled in place: a network over four bits does not reach every order evenly,
/// however many rounds it has (measured on the orders of five).
const SHUFFLED: usize = 16;

/// A keyed permutation of the numbers 0 to `len` - 1.
///
/// Above 16 it is a balanced Feistel network over the smallest even number of bits that holds `len`; an image outside
/// is sent through again until it lies inside (cycle walking: fewer than four times on average). The round function is
/// the finaliser of splitmix64 over the right half and a key of the round. Up to 16 it is Fisher and Yates' shuffle.
///
/// # Examples
/// ```
/// use gevinst::engine::permutation::Permutation;
///
/// let order = Permutation::new(5, 42);
/// let mut seen: Vec<u64> = (0..5).map(|i| order.at(i)).collect();
/// seen.sort_unstable();
/// assert_eq!(seen, [0, 1, 2, 3, 4]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permutation {
    len: u64,
    order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Shuffled([u8; SHUFFLED]),
    Network { keys: [u64; ROUNDS], half_bits: u32 },
}

impl Permutation {
    /// The permutation of 0..`len` under a key.
    pub fn new(len: u64, key: u64) -> Permutation {
        let key = mix(key);
        let order = if len <= SHUFFLED as u64 {
            Order::Shuffled(shuffled(len as usize, key))
        } else {
            let bits = u64::BITS - (len - 1).leading_zeros();
            Order::Network {
                keys: std::array::from_fn(|round| round_key(key, round as u64 + 1)),
                half_bits: bits.div_ceil(2),
            }
        };
        Permutation { len, order }
    }

    /// How many numbers it permutes.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing to permute.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number at place `i`.
    ///
    /// # Panics
    /// Where `i` is not below `len`.
    pub fn at(&self, i: u64) -> u64 {
        assert!(i < self.len, "place {i} of a permutation of {}", self.len);
        match &self.order {
            Order::Shuffled(numbers) => u64::from(numbers[i as usize]),
            Order::Network { keys, half_bits } => {
                let mut image = network(i, keys, *half_bits);
                while image >= self.len {
                    image = network(image, keys, *half_bits);
                }
                image
            }
        }
    }
}

/// The numbers 0 to `len` - 1, shuffled from the end down.
fn shuffled(len: usize, key: u64) -> [u8; SHUFFLED] {
    let mut numbers = std::array::from_fn(|i| i as u8);
    for last in (1..len).rev() {
        // The upper word of a product maps evenly onto 0..=last, to 60 bits.
        let chosen = (u128::from(round_key(key, last as u64)) * (last as u128 + 1)) >> 64;
        numbers.swap(last, chosen as usize);
    }
    numbers
}

/// One pass through the network: a bijection on numbers of twice `half_bits` bits.
fn network(x: u64, keys: &[u64; ROUNDS], half_bits: u32) -> u64 {
    let mask = (1 << half_bits) - 1;
    let (mut left, mut right) = (x >> half_bits, x & mask);
    for key in keys {
        let turn = mix(right ^ key);
        (left, right) = (right, left ^ (turn & mask));
    }
    (left << half_bits) | right
}

/// The words of splitmix64 from a key on.
fn round_key(key: u64, round: u64) -> u64 {
    mix(key.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_once() {
        for len in 1..300 {
            for key in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
                let order = Permutation::new(len, key);
                let mut seen = vec![false; len as usize];
                for i in 0..len {
                    assert!(!std::mem::replace(&mut seen[order.at(i) as usize], true), "len {len}, key {key}");
                }
            }
        }
    }

    #[test]
    fn large_lengths_stay_inside() {
        for len in [u64::MAX, 1 << 63, (1 << 32) + 1] {
            let order = Permutation::new(len, 7);
            assert!(order.at(0) < len && order.at(len - 1) < len && order.at(0) != order.at(len - 1));
        }
    }
}
