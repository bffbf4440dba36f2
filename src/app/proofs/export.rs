//! Writing the bundle of a closed round.

use super::error::ProofError;
use super::file::ProofFile;
use super::read::{Read, flushed};
use super::{Held, MOST};
use crate::app::desk::ListedRuling;
use crate::app::rounds::{Material, ends_in_lot};
use crate::app::staff::allowed;
use crate::app::tenancy::round_by_code;
use crate::app::{App, Keys, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{AttemptId, Round, RoundId};
use crate::engine::digest::{Digest, hex};
use crate::engine::draw::{content_value, key_text};
use crate::engine::jcs::canonical;
use crate::engine::proof::{
    self, Bundle, Decision, FORMAT, LotPart, Participant, PublicKey, Question, ROWS_PER_FILE,
    ResultPart, StandingPart, Voided,
};
use crate::engine::{lot, merkle};
use crate::entropy;
use crate::store::{ResultRow, StoreError};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

/// A bundle's text with its digest and signature.
pub struct Sealed {
    /// Canonical JSON.
    pub text: String,
    /// `H(JCS)` of it without digest and signature.
    pub digest: Digest,
}

/// Signs a bundle: fills in digest, key and signature.
///
/// # Panics
/// Never: plain data has a JSON form.
pub fn seal(mut bundle: Bundle<'_>, keys: &Keys) -> Sealed {
    let (key_id, public_key) = (keys.key_id().to_owned(), keys.public_key());
    bundle.keys = vec![PublicKey {
        algorithm: "Ed25519".into(),
        key_id: key_id.clone().into(),
        public_key: public_key.into(),
    }];
    bundle.key_id = key_id.into();
    let text =
        |bundle: &Bundle<'_>| serde_json::to_string(bundle).expect("plain data has a JSON form");
    let digest = proof::digest(&text(&bundle)).expect("what was just written can be read");
    bundle.digest = hex(&digest).into();
    bundle.signature = keys.sign(&digest).into();
    Sealed {
        text: text(&bundle),
        digest,
    }
}

impl App {
    /// Writes the bundle of a closed round into files that `file` gives; tells which of them holds it,
    /// and whether it is a ZIP, which it is above `rows_per_file` attempts. From then on the round can't
    /// be reopened.
    pub async fn export_proof(
        &self,
        actor: Actor,
        (slug, code): (&str, &str),
        rows_per_file: usize,
        file: impl Fn() -> io::Result<File>,
    ) -> Result<(File, bool), ProofError> {
        allowed(actor, Action::RunRounds)?;
        let mut work = self.store.read().await?;
        let id = round_by_code(&mut *work, actor, slug, code).await?.0.id;
        drop(work);
        let (round, result) = self.release(id, &actor.to_string()).await?;
        self.write_proof(&round, &result, rows_per_file, file).await
    }

    /// The bundle of a closed round for everybody, as soon as it may be public.
    pub async fn public_proof(&self, id: RoundId) -> Result<Arc<ProofFile>, ProofError> {
        let mut files = self.proofs.files.lock().await;
        let (round, result) = self.release(id, "public").await?;
        if let Some(kept) = files.get(&(id, result.version)) {
            return Ok(Arc::clone(kept));
        }
        let (file, is_archive) = self
            .write_proof(&round, &result, ROWS_PER_FILE, || self.nameless_file())
            .await?;
        let ending = if is_archive { "zip" } else { "json" };
        let name = format!(
            "thiluat-proof-{}-{}.{ending}",
            round.rules.code, result.version
        );
        let made = Arc::new(ProofFile::new(file, is_archive, name)?);
        if files.len() >= MOST {
            files.clear();
        }
        files.insert((id, result.version), Arc::clone(&made));
        Ok(made)
    }

    /// The round and its result, if the proof may be public; writes down that it is.
    async fn release(&self, id: RoundId, by: &str) -> Result<(Round, ResultRow), ProofError> {
        let mut work = self.store.read().await?;
        let round = work.round(id).await?.ok_or(NotFound)?;
        let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
        if !contest.published {
            return Err(NotFound.into());
        }
        if !round.state.is_over() {
            return Err(ProofError::NotClosed);
        }
        let result = work.latest_result(id).await?.ok_or(ProofError::NotClosed)?;
        let material = self.material(id).await?;
        if let Some(held) = self.hold_on_keys(&mut *work, &material, true).await? {
            return Err(ProofError::KeysHeld(held));
        }
        drop(work);
        let audited = !round.revealed || by != "public";
        let told = audited.then_some((by, "round.proof_exported"));
        if audited && !self.reveal(id, told).await? {
            return Err(ProofError::KeysHeld(Held::UntilRoundClose));
        }
        Ok((round, result))
    }

    async fn write_proof(
        &self,
        round: &Round,
        result: &ResultRow,
        rows_per_file: usize,
        file: impl Fn() -> io::Result<File>,
    ) -> Result<(File, bool), ProofError> {
        let material = self.material(round.id).await?;
        let mut read = self
            .read_round(result, &material, rows_per_file, &file)
            .await?;
        if read.archive.is_some() && read.rows > 0 {
            read = flushed(read, &file).await?;
        }
        let archive = read.archive.take();
        let files = archive.as_ref().map(|archive| archive.files());
        let header = self.header(round, result, &material, &read, files).await?;
        let written = match archive {
            Some(archive) => tokio::task::spawn_blocking(move || archive.finish(&header)).await,
            None => {
                let mut out = file()?;
                tokio::task::spawn_blocking(move || {
                    out.write_all(header.as_bytes())?;
                    out.flush()?;
                    Ok(out)
                })
                .await
            }
        };
        let is_archive = files_were_needed(&read);
        Ok((written.map_err(io::Error::other)??, is_archive))
    }

    /// The bundle without the rows that stand in files.
    async fn header(
        &self,
        round: &Round,
        result: &ResultRow,
        material: &Material,
        read: &Read,
        files: Option<Vec<proof::AttemptFile<'static>>>,
    ) -> Result<String, ProofError> {
        let mut work = self.store.read().await?;
        let corrupt = |what: &'static str| StoreError::corrupt("manifests", what, "can't be read");
        let manifest = work.manifest(round.id).await?.ok_or(NotFound)?;
        let secrets = work.secrets(round.id).await?.ok_or(NotFound)?;
        let seed = hex(&self.open_seed(round.id, &secrets)?);
        let amendments = amendments(&work.amendments(round.contest).await?);
        let lot = if ends_in_lot(&material.round.rules.ranking) {
            let seed = self.lot_seed(&mut *work, round.id).await?;
            let state = work.lot(round.id).await?;
            Some(LotPart {
                beacon2: state.beacon2.map(Cow::Owned),
                commitment: hex(&lot::commitment(&round.id.to_string(), &seed)).into(),
                root: state.root.unwrap_or_default().into(),
                seed: hex(&seed).into(),
            })
        } else {
            None
        };
        let standings = work.standings(round.id, result.version).await?;
        let rulings = ListedRuling::of(&work.proposals_of(round.id).await?);
        let mut reasons: HashMap<AttemptId, String> = HashMap::new();
        for voiding in work.voidings_of(round.id).await? {
            if voiding.in_force() {
                let of_void = voiding.attempts.iter();
                reasons.extend(of_void.map(|attempt| (*attempt, voiding.reason.clone())));
            }
        }
        drop(work);
        let salts: BTreeMap<String, String> =
            serde_json::from_str(&manifest.salts).map_err(|_| corrupt("salts"))?;
        let raw = |text: String| RawValue::from_string(text).map_err(|_| corrupt("document"));
        let document = raw(manifest.document)?;
        let amendments = raw(amendments)?;
        let contents = read
            .drawn
            .iter()
            .map(|at| {
                let content = content_value(&material.questions[*at as usize].content);
                raw(canonical(&content).map_err(|_| corrupt("content"))?)
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let questions = read
            .drawn
            .iter()
            .zip(&contents)
            .map(|(at, content)| {
                let drawn = &material.drawer.questions()[*at as usize];
                let salt = salts.get(&format!("{}@{}", drawn.id, drawn.version));
                Ok(Question {
                    content,
                    id: Cow::Borrowed(&drawn.id),
                    key: key_text(&material.questions[*at as usize].key).into(),
                    salt: Cow::Borrowed(salt.ok_or_else(|| corrupt("salts"))?),
                    version: drawn.version,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut places = Vec::with_capacity(standings.len());
        for row in standings {
            let (number, ordinal, group) = read.places.get(&row.attempt).ok_or_else(|| {
                StoreError::corrupt(
                    "standings",
                    "attempt_id",
                    "names an attempt that was not handed in",
                )
            })?;
            places.push(StandingPart {
                group: group.as_deref().map(Cow::Borrowed),
                number: *number,
                ordinal: *ordinal,
                place: row.place,
                values: row.values.into(),
            });
        }
        places.sort_by_key(|row| (row.place, row.number));
        let rows = match files {
            Some(_) => None,
            None => Some(proof::read_rows(&read.lines).map_err(io::Error::other)?),
        };
        let empty = hex(&merkle::root(&[]));
        let bundle = Bundle {
            amendments: &amendments,
            attempt_files: files,
            attempts: rows,
            beacon: round.beacon.as_deref().unwrap_or("").into(),
            commitment: round.commitment.as_deref().unwrap_or("").into(),
            committed_at: round.committed_at,
            decisions: rulings.into_iter().map(decision).collect(),
            digest: "".into(),
            format: FORMAT.into(),
            key_id: "".into(),
            keys: Vec::new(),
            lot,
            manifest: &document,
            participants: read
                .people
                .iter()
                .map(|(number, alias)| Participant {
                    alias: Cow::Borrowed(alias),
                    number: *number,
                })
                .collect(),
            questions,
            receipts_root: result.receipts_root.as_deref().unwrap_or(&empty).into(),
            result: ResultPart {
                actual_prediction: result.actual_prediction,
                standings: places,
                version: result.version,
                voided: read
                    .voided
                    .iter()
                    .map(|(number, ordinal, attempt)| Voided {
                        number: *number,
                        ordinal: *ordinal,
                        reason: reasons.remove(attempt).unwrap_or_default().into(),
                    })
                    .collect(),
            },
            round_id: round.id.to_string().into(),
            seed: seed.into(),
            signature: "".into(),
        };
        Ok(seal(bundle, &self.keys).text)
    }

    /// A file that has no name any more: its room is given back when the last reader closes it.
    fn nameless_file(&self) -> io::Result<File> {
        let word = entropy::token(&*self.entropy, b"abcdefghijklmnopqrstuvwxyz", 20);
        let path = std::env::temp_dir().join(format!("thiluat-proof-{word}"));
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        std::fs::remove_file(&path)?;
        Ok(file)
    }
}

fn decision(ruling: ListedRuling) -> Decision<'static> {
    Decision {
        at: ruling.at,
        new_key: ruling.new_key.map(Cow::Owned),
        question_id: ruling.question_id.into(),
        reason: ruling.reason.into(),
        version: ruling.version,
        void: ruling.void.map(Cow::Borrowed),
    }
}

/// Whether rows went into files: then none is left beside them.
fn files_were_needed(read: &Read) -> bool {
    read.lines.is_empty() && !read.people.is_empty()
}

fn amendments(stored: &[crate::store::Amendment]) -> String {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| text.into());
    let list: Vec<Value> = stored
        .iter()
        .map(|change| {
            json!({
                "after": value(&change.after),
                "at": change.at,
                "before": value(&change.before),
                "key": change.key,
            })
        })
        .collect();
    canonical(&Value::from(list)).unwrap_or_else(|_| "[]".to_owned())
}
