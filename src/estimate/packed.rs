//! Whole numbers packed in runs, each number in the bits that the range of its run needs.
//!
//! ```text
//! run:      how many numbers, the lowest, bits of a number (and 128 where zeros stand apart), then the numbers
//! number:   how far it lies above the lowest; where zeros stand apart a bit says before it whether it is any other
//! ```
//!
//! Runs stand behind each other, so that packed numbers are added behind others as they are.
//!
//! A column of a block has some sixty numbers, for which a library is too much: `pco`, made for many thousands, takes 19 bytes
//! more for each such column, which would bring a draw to the 2 KB that it may take, and 3 µs to read it back (both measured).

/// What is added to the bits of a number where zeros stand apart.
const APART: u8 = 128;

/// What stands before the numbers of a run, in the postcard format: how many they are, the lowest, and the bits of one.
type Head = (u64, i64, u8);

/// The form of a run.
#[derive(Clone, Copy, Default)]
struct Form {
    /// The lowest number; of those that are not zero where zeros stand apart.
    low: i64,
    /// Bits of a number.
    width: u32,
    /// Whether zeros stand apart.
    apart: bool,
}

impl Form {
    /// The form of some numbers, and how many bits they take.
    fn of(numbers: impl Iterator<Item = i64> + Clone, zeros: usize, apart: bool) -> (Form, usize) {
        let [low, high] = [numbers.clone().min(), numbers.clone().max()].map(Option::unwrap_or_default);
        let width = u64::BITS - high.wrapping_sub(low).cast_unsigned().leading_zeros();
        let count = numbers.count();
        let bits = count * width as usize + if apart { count + zeros } else { 0 };
        (Form { low, width, apart }, bits)
    }
}

/// Packs a run of numbers behind others.
pub fn pack(numbers: &[i64], bytes: &mut Vec<u8>) {
    let others = numbers.iter().copied().filter(|number| *number != 0);
    let zeros = numbers.len() - others.clone().count();
    let (together, room) = Form::of(numbers.iter().copied(), 0, false);
    let (apart, less) = Form::of(others, zeros, true);
    let form = if less < room { apart } else { together };
    let head: Head = (numbers.len() as u64, form.low, form.width as u8 + if form.apart { APART } else { 0 });
    bytes.extend(postcard::to_stdvec(&head).expect("numbers have a form"));
    let (mut held, mut count) = (0u128, 0);
    let mut put_bits = |value: u64, width: u32| {
        held |= u128::from(value) << count;
        count += width;
        while count >= u8::BITS {
            bytes.push(held as u8);
            held >>= u8::BITS;
            count -= u8::BITS;
        }
    };
    for number in numbers {
        if form.apart {
            put_bits(u64::from(*number != 0), 1);
        }
        if !form.apart || *number != 0 {
            put_bits(number.wrapping_sub(form.low).cast_unsigned(), form.width);
        }
    }
    // What is left of the last byte is nothing.
    put_bits(0, u8::BITS - 1);
}

/// Packed numbers, read in their order.
pub fn unpacked(bytes: &[u8]) -> Unpacked<'_> {
    Unpacked { bytes: bytes.iter(), left: 0, form: Form::default(), held: 0, count: 0 }
}

/// The numbers of packed runs.
pub struct Unpacked<'a> {
    bytes: std::slice::Iter<'a, u8>,
    /// Numbers left of this run.
    left: u64,
    form: Form,
    /// Bits that are read and not used, and how many.
    held: u128,
    count: u32,
}

impl Unpacked<'_> {
    /// Begins the next run.
    fn begin(&mut self) -> Option<()> {
        let ((left, low, width), rest): (Head, &[u8]) = postcard::take_from_bytes(self.bytes.as_slice()).ok()?;
        self.bytes = rest.iter();
        let form = Form { low, width: u32::from(width % APART).min(u64::BITS), apart: width >= APART };
        (self.left, self.form, self.held, self.count) = (left, form, 0, 0);
        Some(())
    }

    fn bits(&mut self, width: u32) -> Option<u64> {
        while self.count < width {
            self.held |= u128::from(*self.bytes.next()?) << self.count;
            self.count += u8::BITS;
        }
        let value = self.held & ((1 << width) - 1);
        self.held >>= width;
        self.count -= width;
        Some(value as u64)
    }
}

impl Iterator for Unpacked<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        while self.left == 0 {
            self.begin()?;
        }
        self.left -= 1;
        if self.form.apart && self.bits(1)? == 0 {
            return Some(0);
        }
        Some(self.form.low.wrapping_add(self.bits(self.form.width)?.cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpacked};

    fn packed(numbers: &[i64]) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(numbers, &mut bytes);
        bytes
    }

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let wide = [0, 1, -1, 63, -64, 1 << 40, i64::MAX, i64::MIN, 0, 7];
        let rare: Vec<i64> = (0..64).map(|at| if at % 20 == 3 { 1_000_000 + at } else { 0 }).collect();
        let runs: [&[i64]; 6] = [&wide, &rare, &[5; 70], &[0; 64], &[-3], &[i64::MIN, 0]];
        for run in runs {
            assert_eq!(unpacked(&packed(run)).collect::<Vec<_>>(), run);
        }
        let all: Vec<u8> = runs.iter().flat_map(|run| packed(run)).collect();
        assert_eq!(unpacked(&all).collect::<Vec<_>>(), runs.concat(), "runs stand behind each other");
    }

    #[test]
    fn a_number_takes_the_bits_of_the_range() {
        let near: Vec<i64> = (0..64).map(|at| 123_456_789 + at).collect();
        assert_eq!(packed(&near).len(), 1 + 4 + 1 + 64 * 6 / 8);
        let rare: Vec<i64> = (0..64).map(|at| if at == 3 { 1 << 50 } else { 0 }).collect();
        assert!(packed(&rare).len() < 64 / 8 + 12, "a bit for each zero");
        assert_eq!(packed(&[9; 64]).len(), 3, "none where all are the same");
    }

    #[test]
    fn what_is_torn_ends_early() {
        let bytes = packed(&[3, 900, -70]);
        for length in 0..bytes.len() {
            assert!(unpacked(&bytes[..length]).count() < 3);
        }
    }
}
