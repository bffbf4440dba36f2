//! Receipts: what was handed in, in one signed line (`thiluat-receipt/1`, algorithms.md 2).

use crate::domain::Timestamp;
use crate::engine::digest::{Digest, Fields, hash};
use crate::engine::jcs::{NotCanonical, exact};
use serde::Serialize;

/// The digits of Crockford's base 32: no I, L, O, U.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What was answered in a slot.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// Id of the question.
    pub question: &'a str,
    /// Its version.
    pub version: i64,
    /// [`Answer::as_text`](crate::domain::Answer::as_text); blank = "".
    pub answer: &'a str,
}

/// `H(enc("thiluat/answers/1", then for each slot: question_id, version, answer))`, slots in order,
/// blank ones too.
pub fn answers_root<'a>(slots: impl IntoIterator<Item = Answered<'a>>) -> Digest {
    let mut fields = Fields::of("thiluat/answers/1");
    for slot in slots {
        fields
            .text(slot.question)
            .number(slot.version)
            .text(slot.answer);
    }
    fields.hash()
}

/// What a receipt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload<'a> {
    /// Id of the round.
    pub round: &'a str,
    /// The commitment in force when the attempt began, hex.
    pub commitment: &'a str,
    /// The participant's number.
    pub number: i64,
    /// Which attempt.
    pub ordinal: i64,
    /// Hash of the paper, hex.
    pub paper_hash: &'a str,
    /// [`answers_root`], hex.
    pub answers_root: &'a str,
    /// The guess, if one was made; at most 2^53 − 1 either way.
    pub prediction: Option<i64>,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// Whether the clock handed it in.
    pub forced: bool,
}

impl Payload<'_> {
    /// The text that is signed and that is a leaf of the tree of receipts: canonical JSON, written
    /// straight away because everybody who hands in waits for it.
    ///
    /// # Panics
    /// Never: plain data has a JSON form.
    pub fn canonical(&self) -> Result<String, NotCanonical> {
        let numbers = [Some(self.number), Some(self.ordinal), self.prediction];
        for number in numbers.into_iter().flatten() {
            exact(number)?;
        }
        let members = Members {
            answers_root: self.answers_root,
            commitment: self.commitment,
            forced: self.forced,
            format: FORMAT,
            number: self.number,
            ordinal: self.ordinal,
            paper_hash: self.paper_hash,
            prediction: self.prediction,
            round: self.round,
            submitted_at: self.submitted_at,
        };
        Ok(serde_json::to_string(&members).expect("plain data has a JSON form"))
    }
}

const FORMAT: &str = "thiluat-receipt/1";

/// The members of a receipt in the order of canonical JSON.
#[derive(Serialize)]
struct Members<'a> {
    answers_root: &'a str,
    commitment: &'a str,
    forced: bool,
    format: &'a str,
    number: i64,
    ordinal: i64,
    paper_hash: &'a str,
    prediction: Option<i64>,
    round: &'a str,
    submitted_at: Timestamp,
}

/// The code that people copy: 16 characters of Crockford's base 32, the first 80 bits of the hash of
/// the canonical payload.
pub fn code(canonical_payload: &str) -> String {
    let digest = hash(canonical_payload.as_bytes());
    let (first, _) = digest.split_at(10);
    let bits = first
        .iter()
        .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let digit = |at: u32| CROCKFORD[(bits >> (75 - 5 * at) & 31) as usize];
    (0..16).map(|at| char::from(digit(at))).collect()
}

/// A code as a person typed it, in its one form: spaces and hyphens dropped, small letters taken, O
/// read as 0 and I and L as 1. `None` if it can't be a code.
pub fn read_code(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(16);
    for c in typed.trim().chars().filter(|c| !matches!(c, ' ' | '-')) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let known = u8::try_from(c).is_ok_and(|c| CROCKFORD.contains(&c));
        if !known || code.len() == 16 {
            return None;
        }
        code.push(c);
    }
    (code.len() == 16).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::hex;
    use proptest::prelude::*;

    #[test]
    fn a_receipt_is_what_another_implementation_makes_of_it() {
        let slots = [("q02", "b70fzt"), ("q01", ""), ("q03", "a00000,zz01mw")];
        let root = hex(&answers_root(slots.map(|(question, answer)| Answered {
            question,
            version: 2,
            answer,
        })));
        assert_eq!(
            root,
            "475869cbb8108a646e07ae99bbd36c3a1483943de668c3e70bd82aa59de2d255"
        );
        let payload = Payload {
            round: "r1",
            commitment: "baf4897d583c06452e8f82a057bb4a193fa00ea6416bc6b385456c456233610c",
            number: 7,
            ordinal: 1,
            paper_hash: "3cb3657ba0a693cf540cddde8fce29de168507b42c0610a61bf591b6132189d6",
            answers_root: &root,
            prediction: None,
            submitted_at: "2026-12-01T07:14:59.5+07:00".parse().unwrap(),
            forced: false,
        };
        let text = payload.canonical().unwrap();
        assert!(text.starts_with(r#"{"answers_root":""#), "{text}");
        assert!(text.ends_with(r#""round":"r1","submitted_at":"2026-12-01T00:14:59.500Z"}"#));
        assert_eq!(code(&text), "7EY9WHHXG72HXS9H");
    }

    #[test]
    fn a_number_that_readers_would_change_is_not_signed() {
        let mut payload = Payload {
            round: "r1",
            commitment: "",
            number: 1 << 53,
            ordinal: 1,
            paper_hash: "",
            answers_root: "",
            prediction: None,
            submitted_at: Timestamp::default(),
            forced: false,
        };
        assert!(payload.canonical().is_err());
        payload.number -= 1;
        assert!(payload.canonical().is_ok());
        payload.prediction = Some(-(1 << 53));
        assert!(payload.canonical().is_err());
    }

    #[test]
    fn a_blank_is_not_the_same_as_no_slot() {
        let slot = Answered {
            question: "q1",
            version: 1,
            answer: "",
        };
        assert_ne!(answers_root([slot]), answers_root([]));
        assert_ne!(answers_root([slot, slot]), answers_root([slot]));
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(
            read_code(" 0oiI-lL23 4567-89ab ").as_deref(),
            Some("00111123456789AB")
        );
        for wrong in [
            "",
            "0123456789ABCDE",
            "0123456789ABCDEFG",
            "U123456789ABCDEF",
            "é123456789ABCDEF",
        ] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_signed_is_canonical(
            text: String,
            numbers in (0..1_i64 << 53, -(1_i64 << 53) + 1..0, proptest::option::of(0..1_i64 << 53)),
            forced: bool,
            millis in 0..4_000_000_000_000_i64,
        ) {
            let payload = Payload {
                round: &text,
                commitment: "c0",
                number: numbers.0,
                ordinal: numbers.1,
                paper_hash: "9a",
                answers_root: &text,
                prediction: numbers.2,
                submitted_at: Timestamp::from_millis(millis),
                forced,
            };
            let written = payload.canonical().unwrap();
            let read: serde_json::Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(written, crate::engine::jcs::canonical(&read).unwrap());
        }

        #[test]
        fn a_code_is_its_own_form(text: String) {
            let code = code(&text);
            prop_assert_eq!(read_code(&code), Some(code));
        }
    }
}
