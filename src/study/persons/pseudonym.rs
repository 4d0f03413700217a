//! Ids that are no pseudonyms: what looks like a CPR number, or like a name, is refused.

/// What to do about a CPR number: the advice of every refusal.
pub(crate) const ADVICE: &str = "pseudonymise before the file is made: replace it by a running number whose key list \
stays with the municipality, or by a keyed hash (HMAC with a secret key; a hash without one is undone by trying all)";

/// The most signs that an id may have \[signs\]: a keyed hash of 256 bits in hexadecimal writing.
const LONGEST: usize = 64;

/// The fewest hexadecimal signs of a digest: nobody writes a number into the middle of so many.
const DIGEST: usize = 32;

/// The first numbers of the scripts whose digits people write, beside ours.
const ZEROS: [char; 5] = ['\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}', '\u{1d7ce}'];

/// What keeps a text from being a pseudonym beside its numbers: too long, blanks within, signs that nobody sees.
pub(crate) fn not_a_pseudonym(id: &str) -> Option<(&'static str, &'static str)> {
    if id.chars().count() > LONGEST {
        return Some(("the id is longer than 64 signs", "expected a short running number, or a keyed hash"));
    }
    if id.trim().chars().any(|c| c.is_whitespace() && !c.is_control()) {
        return Some(("the id has blanks within, as names have", ADVICE));
    }
    let wrong = "the id has signs that cannot be seen";
    id.chars().any(invisible).then_some((wrong, "expected letters, digits and signs such as - and _"))
}

/// Signs that take no place on paper.
fn invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(sign, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a text looks like a CPR number, wherever in it that stands and whatever stands between its digits.
///
/// Digits of other scripts count as ours; all that is neither letter nor digit is dropped. What is looked for are ten
/// digits in a row, no more, that begin with a possible day of birth DDMMYY; nine that begin with DMMYY, as spreadsheets
/// leave them that drop the first zero; twelve that begin with DDMMYYYY, or eleven with DMMYYYY. The same is looked for
/// between the signs that were dropped; of odd length it is such a number only with a serial number apart. A day 60
/// higher is that of a replacement number; letters in the serial number too. Ten digits by themselves are refused in any
/// case.
///
/// Chance makes such digits too. In a UUID only its five parts are looked at, each for itself, for ten or twelve
/// digits: about one in 3000 is refused, and needs another id. A digest of 32 hexadecimal signs and more, with letters among them, is never looked
/// at: that is what our advice asks for, and it would be refused about once in 400 otherwise.
pub(crate) fn looks_like_cpr(text: &str) -> bool {
    let text: String = text.trim().to_lowercase().chars().filter(|sign| !invisible(*sign)).map(plain).collect();
    let text = without_decimals(&text);
    let hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() >= DIGEST && hexadecimal(text) && text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let lengths = parts.iter().map(|part| part.len());
    if lengths.eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| hexadecimal(part)) {
        return parts
            .iter()
            .flat_map(|part| runs(part))
            .any(|run| run.len().is_multiple_of(2) && begins_with_date(run));
    }
    let joined = parts.concat();
    let serial_apart = parts.last().is_some_and(|part| part.len() == 4);
    let whole = |run: &str| run.len().is_multiple_of(2) || serial_apart;
    is_digits(text) && text.len() == 10
        || runs(&joined).any(|run| whole(run) && begins_with_date(run))
        || parts.iter().any(|part| holds_number(part))
        || parts.windows(2).any(|pair| is_number(pair[0], pair[1]))
}

/// A digit of ours for one of another script; any other sign as it is.
fn plain(sign: char) -> char {
    let value = |zero: char| u32::from(sign).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    // Mathematical digits stand five times in a row.
    let mathematical = matches!(sign, '\u{1d7ce}'..='\u{1d7ff}').then(|| (u32::from(sign) - 0x1d7ce) % 10);
    let digit = mathematical.or_else(|| ZEROS.into_iter().find_map(value));
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(sign)
}

/// Without the decimals that spreadsheets write behind a whole number.
fn without_decimals(text: &str) -> &str {
    match text.rsplit_once(['.', ',']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a text, each run as long as it goes.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_ascii_digit())
}

/// Whether a run of digits is a day of birth and a serial number.
fn begins_with_date(run: &str) -> bool {
    (9..=12).contains(&run.len()) && is_date(&run[..run.len() - 4])
}

/// Whether one of the runs of a part is such a number.
fn holds_number(part: &str) -> bool {
    runs(part).any(begins_with_date)
}

/// Whether a part ends with a day of birth and the next begins with a serial number, or is one with letters.
fn is_number(first: &str, second: &str) -> bool {
    let date = runs(first).last().unwrap_or_default();
    let serial = runs(second).next().unwrap_or_default();
    let replaced = date.len() == first.len() && second.len() == 4 && second.is_ascii();
    is_date(date) && (serial.len() == 4 || replaced)
}

/// Whether digits are a possible DDMMYY or DDMMYYYY, or the same after a lost zero.
fn is_date(digits: &str) -> bool {
    let (days, year) = match digits.len() {
        5 | 6 => (&digits[..digits.len() - 4], None),
        7 | 8 => (&digits[..digits.len() - 6], Some(&digits[digits.len() - 4..])),
        _ => return false,
    };
    let months = &digits[days.len()..days.len() + 2];
    let within = |part: &str, least: u32, most: u32| part.parse().is_ok_and(|n: u32| (least..=most).contains(&n));
    (within(days, 1, 31) || within(days, 61, 91))
        && within(months, 1, 12)
        && is_digits(digits)
        && year.is_none_or(|year| within(year, 1858, 2057))
}

#[cfg(test)]
mod tests {
    use super::{looks_like_cpr, not_a_pseudonym};

    #[test]
    fn what_looks_like_a_cpr_number_is_seen() {
        for cpr in [
            "0101901234",
            "010190-1234",
            " 010190 1234 ",
            "'3112991234",
            "CPR 010190-1234",
            "101901234",
            "10190-1234",
            "010190\u{2013}1234",
            "010190\u{2014}1234",
            "610190-1234",
            "010190-1ab2",
            "9999999999",
            "01-01-90-1234",
            "01.01.90-1234",
            "01/01/90 1234",
            "01011990-1234",
            "1011990-1234",
            "010119901234",
            "0101901234.0",
            "101901234,00",
            "010190_1234",
            "010190:1234",
            "010190+1234",
            "010190--1234",
            "010190\u{200b}1234",
            "010190\u{ad}1234",
            "\u{ff10}\u{ff11}\u{ff10}\u{ff11}\u{ff19}\u{ff10}\u{ff11}\u{ff12}\u{ff13}\u{ff14}",
            "\u{660}\u{661}\u{660}\u{661}901234",
            "\u{1d7d8}101901234",
            "p0101901234",
            "a0101901234",
            "DK0101901234",
            "id-010190-1234",
            "7-010190-1234",
            "17/0101901234",
            "0101901234a",
            "0101901234 Jens Jensen",
            "jensen-010190-1234-x",
            "550e8400-e29b-41d4-a716-0101901234ab",
        ] {
            assert!(looks_like_cpr(cpr), "{cpr}");
        }
    }

    #[test]
    fn ordinary_pseudonyms_are_usable() {
        for pseudonym in [
            "p17",
            "1234",
            "991399-1234",
            "320190-1234",
            "a5",
            "01019012345",
            "010190123456789",
            "010199001234",
            "2026-00017",
            "20260000001",
            "5f3a-01",
            "550e8400-e29b-41d4-a716-446655440000",
            "9b0101901234c5f0e8d7a6b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4",
            "north-17",
            "flex 2020",
            "",
            "-",
            "æ",
        ] {
            assert!(!looks_like_cpr(pseudonym), "{pseudonym}");
        }
    }

    /// The rates that the documentation gives, of UUIDs from a plain generator.
    #[test]
    fn few_random_ids_are_refused() {
        let mut state = 7_u64;
        let mut digit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from_digit((state >> 60) as u32, 16).expect("a hexadecimal digit")
        };
        let mut refused = 0;
        for _ in 0..40_000 {
            let parts = [8, 4, 4, 4, 12].map(|length| (0..length).map(|_| digit()).collect::<String>());
            refused += u32::from(looks_like_cpr(&parts.join("-")));
            let digest: String = (0..64).map(|_| digit()).collect();
            assert!(!looks_like_cpr(&digest), "{digest}");
        }
        assert!((4..=30).contains(&refused), "{refused} of 40000");
    }

    #[test]
    fn names_and_signs_that_nobody_sees_are_no_pseudonyms() {
        let long = "a".repeat(65);
        for (id, wrong) in [
            ("Jens Jensen", "blanks within"),
            ("p\u{a0}17", "blanks within"),
            (long.as_str(), "longer than 64"),
            ("p\u{200b}17", "cannot be seen"),
            ("p\u{7}17", "cannot be seen"),
            ("p\n17", "cannot be seen"),
        ] {
            assert!(not_a_pseudonym(id).is_some_and(|(found, _)| found.contains(wrong)), "{id:?}");
        }
        for id in ["p17", "550e8400-e29b-41d4-a716-446655440000", &"a".repeat(64), "Ærø_7"] {
            assert_eq!(not_a_pseudonym(id), None, "{id}");
        }
    }
}
