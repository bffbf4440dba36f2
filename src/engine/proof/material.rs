//! What papers are drawn and marked with, out of a bundle: checked against the commitment.

use super::bundle::{Bundle, Question};
use super::outside::Outside;
use super::spot::{Difference, Spot};
use super::text::canonical_text;
use crate::domain::contest::RoundRules;
use crate::domain::{Key, QuestionContent, QuestionKind};
use crate::engine::digest::{hex, unhex};
use crate::engine::draw::{Drawer, EpochKey, Manifest, commitment, question_digest};
use crate::engine::marking::Voiding;
use serde::Deserialize as _;
use std::collections::{BTreeMap, HashMap};

/// A question as it is marked.
pub(super) struct Marked {
    pub content: QuestionContent,
    pub key: Key,
    pub voided: Option<Voiding>,
}

/// A round, ready to draw and mark.
pub(super) struct Material {
    pub rules: RoundRules,
    pub drawer: Drawer,
    pub epoch: EpochKey,
    /// By index in the drawer; none: a question that nobody drew, of which the bundle tells nothing.
    pub questions: Vec<Option<Marked>>,
    /// The groups for which a cell is meant, and none.
    pub groups: Vec<Option<String>>,
}

impl Material {
    pub fn of(bundle: &Bundle<'_>, outside: &Outside) -> Result<Self, Difference> {
        let document = canonical_text(bundle.manifest)?;
        let seed = unhex::<32>(&bundle.seed)
            .ok_or_else(|| Difference::form("seed is not 64 lower-case hex digits"))?;
        if let Some(given) = &outside.commitment
            && *given != bundle.commitment
        {
            let said = &bundle.commitment;
            return Err(Difference::new(
                Spot::Commitment,
                said,
                format!("{given} (given)"),
            ));
        }
        let found = hex(&commitment(&bundle.round_id, &seed, &document));
        if found != bundle.commitment {
            return Err(Difference::new(Spot::Commitment, &bundle.commitment, found));
        }
        let manifest: Manifest = serde_json::from_str(&document).map_err(Difference::form)?;
        if manifest.round != bundle.round_id {
            return Err(Difference::form("the manifest is of another round"));
        }
        let rules = RoundRules::deserialize(&manifest.rules).map_err(|why| {
            Difference::form(format!(
                "manifest.rules can't be read by this program: {why}"
            ))
        })?;
        let mut known = questions(bundle, &manifest)?;
        decide(bundle, &mut known)?;
        let blank = QuestionContent {
            kind: QuestionKind::Single,
            stem: String::new(),
            options: Vec::new(),
            level: 0,
            media: Vec::new(),
        };
        let drawer = Drawer::new(&manifest, |id, version| {
            Some(
                known
                    .get(&(id.to_owned(), version))
                    .map_or(&blank, |q| &q.content),
            )
        })
        .map_err(Difference::form)?;
        let questions = drawer
            .questions()
            .iter()
            .map(|drawn| known.remove(&(drawn.id.clone(), drawn.version)))
            .collect();
        let mut groups = vec![None];
        for group in rules.blueprint.iter().filter_map(|cell| cell.group.clone()) {
            if !groups.contains(&Some(group.clone())) {
                groups.push(Some(group));
            }
        }
        let beacon = &bundle.beacon;
        Ok(Self {
            epoch: EpochKey::new(&seed, &bundle.round_id, beacon),
            rules,
            drawer,
            questions,
            groups,
        })
    }
}

type Known = HashMap<(String, i64), Marked>;

/// Holds every question against its digest in the manifest.
fn questions(bundle: &Bundle<'_>, manifest: &Manifest) -> Result<Known, Difference> {
    let listed: BTreeMap<(&str, i64), _> = manifest
        .cells
        .iter()
        .flatten()
        .map(|q| ((q.id.as_str(), q.version), q.digest))
        .collect();
    let mut known = Known::new();
    for question in &bundle.questions {
        let differs = |said: &str, found: &str| {
            let (id, version) = (question.id.to_string(), question.version);
            Difference::new(Spot::Question { id, version }, said, found)
        };
        let committed = listed
            .get(&(question.id.as_ref(), question.version))
            .ok_or_else(|| differs("", "it is not in the manifest"))?;
        let (content, key) = readable(question).map_err(|why| differs("", &why))?;
        let salt = unhex::<32>(&question.salt)
            .ok_or_else(|| differs("", "its salt is not 64 lower-case hex digits"))?;
        let found = question_digest(
            &bundle.round_id,
            &question.id,
            question.version,
            &content,
            &key,
            &salt,
        )
        .map_err(Difference::form)?;
        if found != *committed {
            return Err(differs(&hex(committed), &hex(&found)));
        }
        let name = (question.id.to_string(), question.version);
        let marked = Marked {
            content,
            key,
            voided: None,
        };
        if known.insert(name, marked).is_some() {
            return Err(differs("", "it is listed twice"));
        }
    }
    Ok(known)
}

fn readable(question: &Question<'_>) -> Result<(QuestionContent, Key), String> {
    let content: QuestionContent =
        serde_json::from_str(question.content.get()).map_err(|why| why.to_string())?;
    let key = read_key(content.kind, &question.key)
        .ok_or_else(|| "its key does not fit its kind".to_owned())?;
    Ok((content, key))
}

/// A key from its text (algorithms.md 1, step 2).
fn read_key(kind: QuestionKind, text: &str) -> Option<Key> {
    let parts = |by: char| text.split(by).map(str::to_owned).collect();
    Some(match kind {
        QuestionKind::Single | QuestionKind::Multiple => Key::Options(parts(',')),
        QuestionKind::Text => Key::Text(parts('\n')),
        QuestionKind::Number => {
            let (value, tolerance) = text.split_once('±')?;
            Key::Number {
                value: value.parse().ok()?,
                tolerance: tolerance.parse().ok()?,
            }
        }
    })
}

/// Applies what people decided, in order.
fn decide(bundle: &Bundle<'_>, known: &mut Known) -> Result<(), Difference> {
    for decision in &bundle.decisions {
        let name = (decision.question_id.to_string(), decision.version);
        let (id, version) = name.clone();
        let Some(question) = known.get_mut(&name) else {
            // Decided on, but on nobody's paper.
            continue;
        };
        let wrong = |found| Difference::new(Spot::Question { id, version }, "", found);
        match (decision.void.as_deref(), decision.new_key.as_deref()) {
            (Some("full"), None) => question.voided = Some(Voiding::Full),
            (Some("left_out"), None) => question.voided = Some(Voiding::LeftOut),
            (None, Some(key)) => {
                question.key = read_key(question.content.kind, key)
                    .ok_or_else(|| wrong("its new key does not fit its kind"))?;
                question.voided = None;
            }
            _ => {
                return Err(wrong(
                    "the decision on it is none: void (full, left_out) or new_key",
                ));
            }
        }
    }
    Ok(())
}
