//! Old text by its signs, where nothing names a font.

use super::{OldFont, tcvn3, vni};

/// Words that have to show the signs of an old code before a text is taken for it.
const ENOUGH: usize = 3;

/// How a text was typed, if it can't be Unicode: at least three words hold signs that make no
/// sense there and a Vietnamese syllable in the old code, and more do than do not. A text with a
/// letter that only Unicode has (`ă`, `đ`, `ế`, …) is Unicode.
pub(in crate::exchange) fn recognised(text: &str) -> Option<OldFont> {
    if text.chars().any(is_unicode_vietnamese) {
        return None;
    }
    let (mut tcvn3, mut vni, mut neither) = (0, 0, 0);
    for word in text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()) {
        if word.is_ascii() {
            continue;
        }
        match (is_tcvn3(word), is_vni(word)) {
            (true, _) => tcvn3 += 1,
            (_, true) => vni += 1,
            _ => neither += 1,
        }
    }
    let most = |hits: usize, others: usize| hits >= ENOUGH && hits > 2 * others;
    if most(tcvn3, vni + neither) {
        return Some(OldFont::Tcvn3);
    }
    most(vni, tcvn3 + neither).then_some(OldFont::Vni)
}

/// Letters beyond Latin-1 that Vietnamese uses.
fn is_unicode_vietnamese(c: char) -> bool {
    matches!(
        c,
        'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
    ) || ('\u{1EA0}'..='\u{1EF9}').contains(&c)
        || ('\u{300}'..='\u{323}').contains(&c)
}

/// A word with a sign inside that is no letter in Latin-1 ("C©u"), and that reads as a syllable.
fn is_tcvn3(word: &str) -> bool {
    let odd = |c: char| !c.is_alphabetic() && tcvn3::letter(c).is_some();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let strange = word.chars().any(odd) && letters > 0;
    // "hái": all letters, but no Vietnamese tone stands there twice, and words with signs decide.
    let plain = word
        .chars()
        .all(|c| c.is_alphabetic() && u32::from(c) < 0x100);
    (strange || (plain && vni_score(word) == 0)) && is_syllable(&tcvn3::converted(word))
}

fn is_vni(word: &str) -> bool {
    vni_score(word) > 0 && is_syllable(&vni::converted(word))
}

/// How many letters of the word are written by a base and a sign, which Unicode text hardly has,
/// or by `ñ` and `ö`.
fn vni_score(word: &str) -> usize {
    let signs: Vec<char> = word.chars().collect();
    let pairs = signs
        .windows(2)
        .filter(|pair| vni::joined(pair[0], pair[1]).is_some());
    let alone = signs.iter().filter(|c| matches!(c, 'ñ' | 'Ñ' | 'ö' | 'Ö'));
    pairs.count() + alone.count()
}

/// Whether a word has the shape of a Vietnamese syllable: letters only, at most one tone, its
/// vowels together.
fn is_syllable(word: &str) -> bool {
    let low = word.to_lowercase();
    let (mut tones, mut groups, mut in_vowels, mut length) = (0, 0, false, 0);
    for c in low.chars() {
        if !c.is_alphabetic() {
            return false;
        }
        length += 1;
        let (base, toned) = base_of(c);
        tones += usize::from(toned);
        let vowel = "aăâeêioôơuưy".contains(base);
        groups += usize::from(vowel && !in_vowels);
        in_vowels = vowel;
    }
    tones <= 1 && groups == 1 && length <= 7
}

/// The letter without its tone, and whether it has one.
fn base_of(c: char) -> (char, bool) {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::compose;
    let mut parts = std::iter::once(c).nfd();
    let mut base = parts.next().unwrap_or(c);
    let mut toned = false;
    for mark in parts {
        match mark {
            // Grave, acute, tilde, hook, dot: the tones.
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => toned = true,
            shape => base = compose(base, shape).unwrap_or(base),
        }
    }
    (base, toned)
}
