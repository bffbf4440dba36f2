//! The bundle as data: `thiluat-proof/1` of algorithms.md 2.
//!
//! Members stand in alphabetical order, so that what serde writes is canonical JSON. Types borrow from
//! the text they were read from, because a bundle may hold a million attempts.

use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use smallvec::SmallVec;
use std::borrow::Cow;

/// What `format` says.
pub const FORMAT: &str = "thiluat-proof/1";
/// Rows of a file of attempts; a bundle of more attempts is a ZIP.
pub const ROWS_PER_FILE: usize = 20_000;

/// A bundle, or the header of one whose attempts stand in files of their own.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle<'a> {
    /// Changes after people had begun: `{after, at, before, key}`.
    #[serde(borrow)]
    pub amendments: &'a RawValue,
    /// In a ZIP: the files of attempts, in order.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub attempt_files: Option<Vec<AttemptFile<'a>>>,
    /// Outside a ZIP: all attempts by number, then ordinal.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Vec<AttemptRow<'a>>>,
    /// The public value that joined the seed; "" if none.
    #[serde(borrow)]
    pub beacon: Cow<'a, str>,
    /// C, hex.
    #[serde(borrow)]
    pub commitment: Cow<'a, str>,
    /// When it was made; null if nobody wrote it down.
    pub committed_at: Option<Timestamp>,
    /// What people decided about questions afterwards.
    #[serde(borrow)]
    pub decisions: Vec<Decision<'a>>,
    /// Hex of `H(JCS)` of all members but this one and `signature`.
    #[serde(borrow)]
    pub digest: Cow<'a, str>,
    /// [`FORMAT`].
    #[serde(borrow)]
    pub format: Cow<'a, str>,
    /// Names the key of the signature.
    #[serde(borrow)]
    pub key_id: Cow<'a, str>,
    /// The platform's public keys.
    #[serde(borrow)]
    pub keys: Vec<PublicKey<'a>>,
    /// The lot, where the ranking ends in one.
    #[serde(borrow)]
    pub lot: Option<LotPart<'a>>,
    /// What could be drawn, as it was committed to.
    #[serde(borrow)]
    pub manifest: &'a RawValue,
    /// Everybody with an attempt, by number.
    #[serde(borrow)]
    pub participants: Vec<Participant<'a>>,
    /// Every question version that was drawn.
    #[serde(borrow)]
    pub questions: Vec<Question<'a>>,
    /// Root over all receipts, hex.
    #[serde(borrow)]
    pub receipts_root: Cow<'a, str>,
    /// The result.
    #[serde(borrow)]
    pub result: ResultPart<'a>,
    /// Id of the round.
    #[serde(borrow)]
    pub round_id: Cow<'a, str>,
    /// S, hex.
    #[serde(borrow)]
    pub seed: Cow<'a, str>,
    /// Ed25519 over the 32 bytes of the digest, hex.
    #[serde(borrow)]
    pub signature: Cow<'a, str>,
}

/// A file of attempts in a ZIP.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptFile<'a> {
    /// `attempts-00001.jsonl`, …
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Lines in it.
    pub rows: usize,
    /// SHA-256 of it, hex.
    #[serde(borrow)]
    pub sha256: Cow<'a, str>,
}

/// A handed-in attempt.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptRow<'a> {
    /// Right answers, after the decisions.
    pub correct: i64,
    /// Time used, in milliseconds.
    pub duration_ms: i64,
    /// Points of the essay from all judges, once all have marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essay: Option<i64>,
    /// Whether the clock handed it in.
    pub forced: bool,
    /// The person's number.
    pub number: i64,
    /// Which attempt of the person.
    pub ordinal: i64,
    /// Hash of the paper, hex.
    #[serde(borrow)]
    pub paper_hash: Cow<'a, str>,
    /// The guess, if one was made.
    pub prediction: Option<i64>,
    /// One a slot, in slot order.
    #[serde(borrow)]
    pub responses: Vec<ResponseRow<'a>>,
    /// Points, after the decisions.
    pub score: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// `submitted`, `expired` or `void`.
    #[serde(borrow)]
    pub state: Cow<'a, str>,
    /// When it was handed in.
    pub submitted_at: Timestamp,
}

/// What was answered in a slot: options (none: blank), a number or a text.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseRow<'a> {
    /// A number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Ids of the chosen options.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub options: Option<SmallVec<[&'a str; 2]>>,
    /// Id of the question.
    pub question_id: &'a str,
    /// From 1.
    pub slot: usize,
    /// A text.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
    /// Version of the question.
    pub version: i64,
}

/// What people decided about a question.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Decision<'a> {
    /// When.
    pub at: Timestamp,
    /// The key that takes the place of the committed one, in the form of [`Question::key`].
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub new_key: Option<Cow<'a, str>>,
    /// Id of the question.
    #[serde(borrow)]
    pub question_id: Cow<'a, str>,
    /// Why.
    #[serde(borrow)]
    pub reason: Cow<'a, str>,
    /// Its version.
    pub version: i64,
    /// `full` or `left_out`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Cow<'a, str>>,
}

/// A public key.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PublicKey<'a> {
    /// `Ed25519`.
    #[serde(borrow)]
    pub algorithm: Cow<'a, str>,
    /// First 16 hex digits of the key's SHA-256.
    #[serde(borrow)]
    pub key_id: Cow<'a, str>,
    /// The key, hex.
    #[serde(borrow)]
    pub public_key: Cow<'a, str>,
}

/// The lot.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LotPart<'a> {
    /// The public value that came after the root; null while it is not known.
    #[serde(borrow)]
    pub beacon2: Option<Cow<'a, str>>,
    /// `C_lot`, hex.
    #[serde(borrow)]
    pub commitment: Cow<'a, str>,
    /// Root of the standings before the lot, hex.
    #[serde(borrow)]
    pub root: Cow<'a, str>,
    /// D, hex.
    #[serde(borrow)]
    pub seed: Cow<'a, str>,
}

/// A person; never a name.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Participant<'a> {
    /// The public pseudonym.
    #[serde(borrow)]
    pub alias: Cow<'a, str>,
    /// The number.
    pub number: i64,
}

/// A question version.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question<'a> {
    /// As algorithms.md 1, step 2.
    #[serde(borrow)]
    pub content: &'a RawValue,
    /// Its id.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The committed key: option ids sorted and joined by ",", or "number±tolerance", or the accepted
    /// forms sorted and joined by a line feed.
    #[serde(borrow)]
    pub key: Cow<'a, str>,
    /// The salt of its digest, hex.
    #[serde(borrow)]
    pub salt: Cow<'a, str>,
    /// Its version.
    pub version: i64,
}

/// The result.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ResultPart<'a> {
    /// What the prediction question turned out to be.
    pub actual_prediction: Option<i64>,
    /// By place, then number.
    #[serde(borrow)]
    pub standings: Vec<StandingPart<'a>>,
    /// 1, 2, …
    pub version: i64,
    /// Attempts that do not count.
    #[serde(borrow)]
    pub voided: Vec<Voided<'a>>,
}

/// A place.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StandingPart<'a> {
    /// Code of the group.
    #[serde(borrow)]
    pub group: Option<Cow<'a, str>>,
    /// The person.
    pub number: i64,
    /// The recognised attempt.
    pub ordinal: i64,
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// In the order of the round's comparators; null where there is nothing to compare.
    pub values: SmallVec<[Option<i64>; 4]>,
}

/// An attempt that does not count.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Voided<'a> {
    /// The person.
    pub number: i64,
    /// Which attempt.
    pub ordinal: i64,
    /// Why.
    #[serde(borrow)]
    pub reason: Cow<'a, str>,
}
