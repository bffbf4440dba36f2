//! What may be drawn in a round, in the form that is committed to (algorithms.md 1, step 2).

use crate::domain::contest::{BlueprintCell, RoundRules};
use crate::engine::digest::{Digest, hex, unhex};
use crate::engine::jcs::{NotCanonical, canonical};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The manifest of a round. Rules and blueprint stay plain JSON: a stored manifest must give the
/// same bytes for ever, also when the rules have learned new keys since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Id of the round.
    pub round: String,
    /// The round's part of the contest file, defaults filled in.
    pub rules: Value,
    /// The cells, each an object with at least `count` and `group` (null: for everyone).
    pub blueprint: Vec<Value>,
    /// For each cell the questions that it may draw, strictly ascending by id as bytes.
    pub cells: Vec<Vec<ManifestQuestion>>,
    /// Which public value joins the seed; "" if none does.
    pub beacon_rule: String,
}

/// A question version with its digest: `[question_id, version, digest]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(String, i64, String)", into = "(String, i64, String)")]
pub struct ManifestQuestion {
    /// Id of the question.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// [`question_digest`](super::question_digest) of it.
    pub digest: Digest,
}

impl From<ManifestQuestion> for (String, i64, String) {
    fn from(question: ManifestQuestion) -> Self {
        (question.id, question.version, hex(&question.digest))
    }
}

impl TryFrom<(String, i64, String)> for ManifestQuestion {
    type Error = String;
    fn try_from((id, version, digest): (String, i64, String)) -> Result<Self, String> {
        let digest = unhex(&digest).ok_or_else(|| {
            format!("the digest of question {id} is not 64 lower-case hex digits")
        })?;
        Ok(Self {
            id,
            version,
            digest,
        })
    }
}

impl Manifest {
    /// Of a round with these rules whose cells may draw these questions.
    ///
    /// # Panics
    /// If rules could not be written as JSON, which their type rules out.
    pub fn of_round(round: &str, rules: &RoundRules, cells: Vec<Vec<ManifestQuestion>>) -> Self {
        Self {
            round: round.to_owned(),
            rules: serde_json::to_value(rules).expect("rules are plain data with text keys"),
            blueprint: rules.blueprint.iter().map(cell_value).collect(),
            cells,
            beacon_rule: rules
                .beacon
                .as_ref()
                .map_or_else(String::new, |beacon| beacon.rule.clone()),
        }
    }

    /// `JCS` of the manifest: the bytes that are committed to, stored and published.
    ///
    /// # Panics
    /// If a manifest could not be written as JSON, which its type rules out.
    pub fn canonical(&self) -> Result<String, NotCanonical> {
        canonical(&serde_json::to_value(self).expect("a manifest is plain data with text keys"))
    }
}

/// A cell with all that chose its questions. `group` is always there, so that a reader need not know
/// what leaving it out means.
fn cell_value(cell: &BlueprintCell) -> Value {
    let mut value = json!({
        "bank": cell.bank,
        "topic": cell.topic,
        "level": cell.level,
        "law": cell.law,
        "group": cell.group,
        "count": cell.count,
        "points": cell.points,
    });
    // Named only where they say something, so that older manifests stay what they are.
    if let Some(section) = &cell.section {
        value["section"] = json!(section);
    }
    if cell.disqualifying {
        value["disqualifying"] = json!(true);
    }
    value
}
