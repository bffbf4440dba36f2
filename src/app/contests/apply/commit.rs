//! The manifest of a round, and the commitment to it (algorithms.md 1, steps 2 and 3).

use crate::app::App;
use crate::app::rounds::ends_in_lot;
use crate::domain::contest::RoundRules;
use crate::domain::{QuestionVersion, Round, RoundId};
use crate::engine::digest::hex;
use crate::engine::draw::{Manifest, ManifestQuestion, commitment, question_digest};
use crate::engine::jcs::NotCanonical;
use crate::engine::lot;
use crate::entropy;
use crate::store::{self, StoreError, UnitOfWork};
use std::collections::BTreeMap;

impl App {
    /// Freezes what the round may draw and commits to it, unless the manifest in force says the same.
    pub(super) async fn commit_to(
        &self,
        work: &mut dyn UnitOfWork,
        round: &mut Round,
        cells: &[Vec<&QuestionVersion>],
        seed: &[u8; 32],
    ) -> Result<(), StoreError> {
        if let Some(stored) = work.manifest(round.id).await?
            && says_the_same(&stored, round.id, &round.rules, cells)?
        {
            return Ok(());
        }
        let id = round.id.to_string();
        let mut salts: BTreeMap<String, String> = BTreeMap::new();
        let mut listed = Vec::with_capacity(cells.len());
        for cell in cells {
            let question = |question: &&QuestionVersion| self.listed(&id, question, &mut salts);
            listed.push(
                cell.iter()
                    .map(question)
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(corrupt)?,
            );
        }
        let manifest = Manifest::of_round(&id, &round.rules, listed);
        let document = manifest.canonical().map_err(corrupt)?;
        let commitment = hex(&commitment(&id, seed, &document));
        let salts = serde_json::to_string(&salts).expect("texts by text have a JSON form");
        let at = self.now();
        let lot = if ends_in_lot(&round.rules.ranking) {
            let seed = self.lot_seed(work, round.id).await?;
            Some(hex(&lot::commitment(&id, &seed)))
        } else {
            None
        };
        let listed = store::Commitment {
            at,
            commitment: commitment.clone(),
            lot,
        };
        work.put_manifest(round.id, &store::Manifest { document, salts }, &listed)
            .await?;
        round.commitment = Some(commitment);
        round.committed_at = Some(at);
        work.put_round(round).await
    }

    /// A question with its digest; one that several cells may draw keeps its salt.
    fn listed(
        &self,
        round: &str,
        question: &QuestionVersion,
        salts: &mut BTreeMap<String, String>,
    ) -> Result<ManifestQuestion, NotCanonical> {
        let id = question.id.to_string();
        let salt = salts
            .entry(format!("{id}@{}", question.version))
            .or_insert_with(|| hex(&entropy::bytes::<32>(&*self.entropy)));
        let salt =
            crate::engine::digest::unhex(salt).expect("the salt was written as 64 hex digits");
        let digest = question_digest(
            round,
            &id,
            question.version,
            &question.content,
            &question.key,
            &salt,
        )?;
        Ok(ManifestQuestion {
            id,
            version: question.version,
            digest,
        })
    }
}

fn corrupt(error: NotCanonical) -> StoreError {
    StoreError::corrupt("question_versions", "content", error)
}

/// Whether a stored manifest has these rules and lists these questions.
fn says_the_same(
    stored: &store::Manifest,
    round: RoundId,
    rules: &RoundRules,
    cells: &[Vec<&QuestionVersion>],
) -> Result<bool, StoreError> {
    let stored: Manifest = serde_json::from_str(&stored.document)
        .map_err(|error| StoreError::corrupt("manifests", "document", error))?;
    let wanted = Manifest::of_round(&round.to_string(), rules, Vec::new());
    let same_rules = stored.rules == wanted.rules
        && stored.blueprint == wanted.blueprint
        && stored.beacon_rule == wanted.beacon_rule;
    let same_cell = |(listed, cell): (&Vec<ManifestQuestion>, &Vec<&QuestionVersion>)| {
        listed.len() == cell.len()
            && listed.iter().zip(cell).all(|(listed, question)| {
                listed.version == question.version && listed.id == question.id.to_string()
            })
    };
    Ok(same_rules
        && stored.cells.len() == cells.len()
        && stored.cells.iter().zip(cells).all(same_cell))
}
