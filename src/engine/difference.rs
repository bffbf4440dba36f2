//! Two texts side by side, word by word.

/// What became of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// In both texts.
    Same,
    /// Only in the earlier one.
    Gone,
    /// Only in the later one.
    New,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its words, with the white space behind them.
    pub text: String,
    /// What became of it.
    pub change: Change,
}

/// Beyond so many pairs of words the texts are told as gone and new without looking for what they share.
const MOST: usize = 4_000_000;

/// The parts of both texts in reading order: the same and the gone ones together are the earlier text,
/// the same and the new ones the later one.
pub fn difference(before: &str, after: &str) -> Vec<Part> {
    let (a, b) = (words(before), words(after));
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let left = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(left);
    let tail = tail.take_while(|(x, y)| x == y).count();
    let (middle_a, middle_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut parts = Vec::new();
    let mut put = |change: Change, word: &str| match parts.last_mut() {
        Some(Part { text, change: last }) if *last == change => text.push_str(word),
        _ => parts.push(Part {
            text: word.to_owned(),
            change,
        }),
    };
    for word in &a[..head] {
        put(Change::Same, word);
    }
    for (change, word) in aligned(middle_a, middle_b) {
        put(change, word);
    }
    for word in &a[a.len() - tail..] {
        put(Change::Same, word);
    }
    parts
}

/// Words with the white space behind them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// A longest common subsequence, with what is gone before what is new.
fn aligned<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<(Change, &'a str)> {
    let gone = |words: &[&'a str]| -> Vec<_> { words.iter().map(|w| (Change::Gone, *w)).collect() };
    let new = |words: &[&'a str]| -> Vec<_> { words.iter().map(|w| (Change::New, *w)).collect() };
    if a.len().saturating_mul(b.len()) > MOST {
        return [gone(a), new(b)].concat();
    }
    // lengths[i][j]: the longest common subsequence of a[i..] and b[j..].
    let width = b.len() + 1;
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i] == b[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::with_capacity(a.len() + b.len());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            out.push((Change::Same, a[i]));
            i += 1;
            j += 1;
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            out.push((Change::Gone, a[i]));
            i += 1;
        } else {
            out.push((Change::New, b[j]));
            j += 1;
        }
    }
    out.extend(gone(&a[i..]));
    out.extend(new(&b[j..]));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    fn told(before: &str, after: &str) -> String {
        let sign = |change| match change {
            Change::Same => "",
            Change::Gone => "-",
            Change::New => "+",
        };
        difference(before, after)
            .iter()
            .map(|part| format!("{}[{}]", sign(part.change), part.text))
            .collect::<Vec<_>>()
            .concat()
    }

    #[test]
    fn words_are_told_apart() {
        assert_eq!(
            told("phạt 400 nghìn đồng", "phạt 600 nghìn đồng"),
            "[phạt ]-[400 ]+[600 ][nghìn đồng]"
        );
        assert_eq!(told("", "mới"), "+[mới]");
        assert_eq!(told("cũ", ""), "-[cũ]");
        assert_eq!(told("như cũ", "như cũ"), "[như cũ]");
        assert_eq!(told("a a", "a"), "-[a ][a]");
    }

    #[test]
    fn the_parts_make_both_texts() {
        let rng_seed = match Config::default().rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_261_129),
            fixed @ RngSeed::Fixed(_) => fixed,
        };
        println!("{rng_seed:?}");
        let config = Config {
            rng_seed,
            failure_persistence: None,
            ..Config::default()
        };
        proptest!(config, |(before in "[ab ]{0,24}", after in "[ab ]{0,24}")| {
            let parts = difference(&before, &after);
            let without = |change| -> String {
                let kept = parts.iter().filter(|part| part.change != change);
                kept.map(|part| part.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::New), before);
            prop_assert_eq!(without(Change::Gone), after);
            prop_assert!(parts.windows(2).all(|pair| pair[0].change != pair[1].change));
        });
    }
}
