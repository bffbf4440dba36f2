//! What of a question is compared with others, small enough to keep for every question of a bank.

use super::balance::is_longest;
use super::words;
use crate::domain::{Key, QuestionVersion, markup};
use sha2::{Digest, Sha256};

/// Words that turn what is asked around; questions that differ in them are two questions.
const TURNING: [&str; 8] = [
    "khong", "chua", "sai", "cam", "tru", "ngoai", "trai", "nghiem",
];

/// A question as likeness sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Words of the stem, hashed, each once, ascending.
    pub(super) stem: Vec<u32>,
    /// Words of stem and options, the same way.
    pub(super) whole: Vec<u32>,
    /// Pairs of neighbouring words of stem and options in stored order, the same way.
    pub(super) order: Vec<u32>,
    /// Words of the right answer, the same way.
    pub(super) answer: Vec<u32>,
    /// The options as a set, whatever their order; none where there are none, or hardly any words.
    pub(super) options: Option<u64>,
    /// What two alike questions have to have in common: media, numbers and turning words of the stem.
    pub(super) frame: u64,
    /// Whether the right option is the longest, and how many options there are.
    pub longest: Option<(bool, usize)>,
}

/// Fewest words of all options together that make their set tell something.
const TELLING: usize = 12;

impl Sketch {
    /// Of a question.
    pub fn of(question: &QuestionVersion) -> Self {
        let stem = words(&markup::plain(&question.content.stem));
        let options: Vec<Vec<String>> = question
            .content
            .options
            .iter()
            .map(|option| words(&markup::plain(&option.text)))
            .collect();
        let all = || stem.iter().chain(options.iter().flatten());
        let mut order: Vec<u32> = Vec::new();
        for text in std::iter::once(&stem).chain(&options) {
            order.extend(text.windows(2).map(|pair| hash32(&[&pair[0], &pair[1]])));
        }
        let mut sets: Vec<String> = options.iter().map(|words| words.join(" ")).collect();
        sets.sort_unstable();
        let telling = options.iter().map(Vec::len).sum::<usize>() >= TELLING;
        Self {
            whole: set(all().map(|word| hash32(&[word]))),
            order: set(order),
            answer: set(answer(question, &options)
                .iter()
                .map(|word| hash32(&[word]))),
            options: telling.then(|| hash64(sets.iter().map(String::as_str))),
            frame: frame(question, &stem),
            longest: is_longest(question),
            stem: set(stem.iter().map(|word| hash32(&[word]))),
        }
    }
}

fn frame(question: &QuestionVersion, stem: &[String]) -> u64 {
    let mut media: Vec<&str> = question.content.media.iter().map(String::as_str).collect();
    media.sort_unstable();
    let mut said: Vec<&str> = stem
        .iter()
        .map(String::as_str)
        .filter(|word| TURNING.contains(word) || word.bytes().any(|byte| byte.is_ascii_digit()))
        .collect();
    said.sort_unstable();
    hash64(media.into_iter().chain(["/"]).chain(said))
}

fn answer(question: &QuestionVersion, options: &[Vec<String>]) -> Vec<String> {
    match &question.key {
        Key::Options(right) => question
            .content
            .options
            .iter()
            .zip(options)
            .filter(|(option, _)| right.contains(&option.id))
            .flat_map(|(_, words)| words.iter().cloned())
            .collect(),
        Key::Number { value, .. } => vec![value.to_string()],
        Key::Text(forms) => forms.iter().flat_map(|form| words(form)).collect(),
    }
}

fn set(hashes: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut set: Vec<u32> = hashes.into_iter().collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// FNV-1a: the same on every machine, and good enough to tell words apart.
fn hash32(words: &[&String]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for word in words {
        for byte in word.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

fn hash64<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let bytes: [u8; 32] = hash.finalize().into();
    u64::from_be_bytes(bytes[..8].try_into().expect("eight of 32 bytes"))
}
