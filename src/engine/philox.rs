//! Philox 4x64-10: the counter-based generator under every named draw.
//!
//! Salmon, Moraes, Dror and Shaw, *Parallel random numbers: as easy as 1, 2, 3* (SC 2011), library Random123.
//! A block is a pure function of a counter (256 bit) and a key (128 bit): there is no state to carry, to share
//! between threads or to lose.
//!
//! It is bit-equal to `numpy.random.Philox`, so that an analyst can check any draw. NumPy increments its counter
//! before the first block: our block at counter c + 1 is the first block of NumPy's `Philox(counter=c, key=k)`, and
//! NumPy's next blocks are ours at c + 2, c + 3 and so on. NumPy reads word 0 of counter and key as the lowest.

const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
/// Weyl constants: the golden ratio and the square root of 3 less 1, in 64 bits.
const KEY_STEPS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];
const ROUNDS: usize = 10;

/// The generator under a key: the keys of its rounds, made ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Philox {
    rounds: [[u64; 2]; ROUNDS],
}

impl Philox {
    /// The generator under a key.
    pub const fn new(key: [u64; 2]) -> Philox {
        let mut rounds = [key; ROUNDS];
        let mut round = 1;
        while round < ROUNDS {
            let [first, second] = rounds[round - 1];
            rounds[round] = [first.wrapping_add(KEY_STEPS[0]), second.wrapping_add(KEY_STEPS[1])];
            round += 1;
        }
        Philox { rounds }
    }

    /// The four 64-bit words at a counter.
    #[inline(always)]
    pub fn at(&self, mut counter: [u64; 4]) -> [u64; 4] {
        for key in &self.rounds {
            let (high_0, low_0) = multiply(MULTIPLIERS[0], counter[0]);
            let (high_1, low_1) = multiply(MULTIPLIERS[1], counter[2]);
            counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0];
        }
        counter
    }
}

/// The high and the low word of a product of 128 bit.
#[inline]
fn multiply(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    ((product >> 64) as u64, product as u64)
}

#[cfg(test)]
mod tests {
    use super::Philox;

    /// Known answers of Random123 (`kat_vectors`, lines `philox4x64 10`).
    #[test]
    fn agrees_with_the_known_answers_of_random123() {
        let zeros = Philox::new([0; 2]).at([0; 4]);
        assert_eq!(zeros, [0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b]);
        let ones = Philox::new([u64::MAX; 2]).at([u64::MAX; 4]);
        assert_eq!(ones, [0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0]);
        let pi = [0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89];
        let digits = Philox::new([0x452821e638d01377, 0xbe5466cf34e90c6c]).at(pi);
        assert_eq!(digits, [0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6]);
    }
}
