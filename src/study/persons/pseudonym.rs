//! Ids that are no pseudonyms: what looks like a CPR number is refused.

/// What to do about a CPR number: the advice of every refusal.
pub(crate) const ADVICE: &str = "pseudonymise before the file is made: replace it by a running number whose key list \
stays with the municipality, or by a keyed hash (HMAC with a secret key; a hash without one is undone by trying all)";

/// Signs that people write between the day of birth and the serial number.
const BETWEEN: [char; 8] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}', '/', '.'];

/// Whether a text looks like a CPR number: ten digits; nine, as a spreadsheet leaves them that drops the first zero; or
/// DDMMYY-XXXX with a possible date.
///
/// A replacement number counts too: its day is 60 higher, or its serial number has letters. Blanks and signs around it
/// hide nothing, nor does the word CPR before it.
pub(crate) fn looks_like_cpr(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let text = text.trim_start_matches("cpr").trim_matches(|c: char| !c.is_alphanumeric());
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once(BETWEEN) {
        Some((day, serial)) => {
            let serial_like = serial.len() == 4 && serial.bytes().all(|byte| byte.is_ascii_alphanumeric());
            digits(day) && is_date(day) && serial_like
        }
        None if digits(text) => text.len() == 10 || (text.len() == 9 && is_date(&text[..5])),
        None => false,
    }
}

/// Whether digits are a possible DDMMYY, or DMMYY after a lost zero.
fn is_date(digits: &str) -> bool {
    let (day, month) = match digits.len() {
        6 => (&digits[..2], &digits[2..4]),
        5 => (&digits[..1], &digits[1..3]),
        _ => return false,
    };
    let within = |part: &str, most: u32| part.parse().is_ok_and(|number: u32| (1..=most).contains(&number));
    let replaced = day.parse().is_ok_and(|number: u32| (61..=91).contains(&number));
    (within(day, 31) || replaced) && within(month, 12)
}

#[cfg(test)]
mod tests {
    use super::looks_like_cpr;

    #[test]
    fn what_looks_like_a_cpr_number_is_seen_and_nothing_else() {
        for cpr in [
            "0101901234",
            "010190-1234",
            " 010190 1234 ",
            "'3112991234",
            "CPR 010190-1234",
            "101901234",
            "10190-1234",
            "010190\u{2013}1234",
            "610190-1234",
            "010190-1ab2",
            "9999999999",
        ] {
            assert!(looks_like_cpr(cpr), "{cpr}");
        }
        for pseudonym in
            ["p17", "1234", "991399-1234", "320190-1234", "a0101901234", "01019012345", "5f3a-01", "", "-", "æ"]
        {
            assert!(!looks_like_cpr(pseudonym), "{pseudonym}");
        }
    }
}
