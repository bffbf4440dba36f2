//! When two questions are one and the same: stem, set of options and media are equal.

use crate::domain::medium::media_of;
use crate::domain::{QuestionContent, QuestionDraft};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// SHA-256 over stem, set of options and media. White space is folded and the order of options
/// does not count, so that a question which was copied and reshuffled is still found; what is
/// right, the topic and the level do not count either, because the same question with two keys
/// in one bank is a fault that has to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// From sanitised HTML of the stem and of the options, and the digests of the media.
    pub fn of<'a>(
        stem: &str,
        options: impl Iterator<Item = &'a str>,
        media: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut options: Vec<String> = options.map(spaced).collect();
        options.sort_unstable();
        let mut media: Vec<&str> = media.collect();
        media.sort_unstable();
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            // The length in front keeps "ab" + "c" apart from "a" + "bc".
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        part(&spaced(stem));
        // So does their number: what follows the options can't pass for one of them.
        part(&options.len().to_string());
        for text in options.iter().map(String::as_str).chain(media) {
            part(text);
        }
        Self(hash.finalize().into())
    }
}

impl QuestionDraft {
    /// What tells it from other questions of its bank.
    pub fn fingerprint(&self) -> Fingerprint {
        let options = self.options.iter().map(|option| option.text.as_str());
        let texts = std::iter::once(self.stem.as_str()).chain(options.clone());
        let mut media: Vec<&str> = texts.flat_map(media_of).collect();
        media.sort_unstable();
        media.dedup();
        Fingerprint::of(&self.stem, options, media.into_iter())
    }
}

impl QuestionContent {
    /// What tells it from other questions of its bank.
    pub fn fingerprint(&self) -> Fingerprint {
        let options = self.options.iter().map(|option| option.text.as_str());
        let media = self.media.iter().map(String::as_str);
        Fingerprint::of(&self.stem, options, media)
    }
}

/// NFC, with every run of white space (also `&nbsp;`) as one space and none at the ends.
fn spaced(html: &str) -> String {
    let nfc: String = html.replace("&nbsp;", " ").nfc().collect();
    nfc.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stem: &str, options: &[&str], media: &[&str]) -> Fingerprint {
        Fingerprint::of(stem, options.iter().copied(), media.iter().copied())
    }

    #[test]
    fn white_space_and_order_of_options_do_not_tell_questions_apart() {
        let one = of("Vạch  kẻ\nđường?", &["Một", "Hai"], &[]);
        assert_eq!(one, of(" Vạch kẻ&nbsp;đường? ", &["Hai", "Một "], &[]));
    }

    #[test]
    fn stem_options_and_media_do() {
        let one = of("Vạch?", &["Một", "Hai"], &[]);
        assert_ne!(one, of("Vạch!", &["Một", "Hai"], &[]));
        assert_ne!(one, of("Vạch?", &["Một", "Ba"], &[]));
        assert_ne!(one, of("Vạch?", &["Một", "Một", "Hai"], &[]));
        assert_ne!(one, of("Vạch?", &["Một", "Hai"], &["aa"]));
        assert_ne!(of("a", &["media"], &[]), of("a", &[], &["media"]));
    }
}
