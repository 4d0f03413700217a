//! Did you mean: the known word that is nearest to what was written.

/// The nearest of the known words, where one is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if length > 80 {
        return None;
    }
    let near = |word: &'a str| (distance(&written.to_lowercase(), &word.to_lowercase()), word);
    let (distance, word) = known.into_iter().map(near).min()?;
    (distance <= length.max(word.chars().count()).div_ceil(3)).then_some(word)
}

/// What to do about an unknown word: the nearest known one, or the list of all.
pub(crate) fn advice<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(word) = nearest(written, known.clone()) {
        return format!("did you mean `{word}`?");
    }
    let all: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    match all.as_slice() {
        [] => "there is none to name here".to_owned(),
        [one] => format!("the only one is {one}"),
        [first @ .., last] => format!("expected {} or {last}", first.join(", ")),
    }
}

/// Edits from one word to another: insertion, deletion, replacement, and swap of neighbours (each 1).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{advice, distance, nearest};

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [("", "abc", 3), ("count", "cuont", 1), ("kitten", "sitting", 3), ("løn", "lon", 1)] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        assert_eq!(nearest("Cuont", ["count", "name"]), Some("count"));
        assert_eq!(nearest("horizon", ["count", "name"]), None);
        assert_eq!(advice("horizon", ["count", "name"]), "expected `count` or `name`");
    }
}
