//! A paper of a draft is tried out as a participant would see it; nothing of it is kept but that it was.
//!
//! Questions are told apart by what they say and by the order of their banks in the blueprint, not by
//! their ids: the same seed gives the same paper wherever the same contest and banks are.

use super::checklist::rehearsed;
use super::error::DraftError;
use super::list::draft_of;
use crate::app::App;
use crate::app::attempts::{RehearsalMarks, SlotName, rehearsed_marks, rehearsed_paper};
use crate::app::contests::{Depth, Finding, Findings, Invalid, Partial};
use crate::app::rounds::Material;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::contest::{ContestFile, RoundRules};
use crate::domain::{
    Answer, Contest, ContestDraft, ContestId, DraftId, QuestionVersion, Round, RoundId, RoundState,
};
use crate::engine::digest::{hash, hex, unhex};
use crate::engine::draw::{Drawer, Manifest, ManifestQuestion, Paper};
use crate::entropy;
use crate::store::UnitOfWork;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Which paper is tried out.
#[derive(Debug, Clone)]
pub struct RehearsalOf {
    /// Code of the round.
    pub round: String,
    /// Code of the group that the participant would be of.
    pub group: Option<String>,
    /// 64 hex digits, to draw a paper again; none: a new one.
    pub seed: Option<String>,
}

/// A paper that was tried out.
pub struct Rehearsed {
    /// JSON, as `paper` of `POST /rounds/{id}/attempts`.
    pub paper: String,
    /// Seconds for it.
    pub seconds: u32,
    /// What it was drawn from, 64 hex digits.
    pub seed: String,
}

/// Answers to it.
#[derive(Debug, Clone)]
pub struct RehearsalAnswers {
    /// Of which paper; with its seed.
    pub of: RehearsalOf,
    /// The answers, each with its slot.
    pub answers: Vec<(SlotName, Answer)>,
}

/// A paper with all that it is marked by.
struct Tried {
    material: Material,
    paper: Paper,
    seed: String,
    draft: ContestDraft,
}

impl App {
    /// A paper of a round of the draft, drawn by the draw of rounds from a seed of its own.
    pub async fn rehearse_draft(
        &self,
        actor: Actor,
        id: DraftId,
        of: &RehearsalOf,
    ) -> Result<Rehearsed, DraftError> {
        let tried = self.tried(actor, id, of).await?;
        let what = rehearsed(&tried.draft.document);
        if tried.draft.rehearsed.as_deref() != Some(what.as_str()) {
            let mut work = self.store.begin().await?;
            work.rehearsed_draft(id, &what).await?;
            work.commit().await?;
        }
        Ok(Rehearsed {
            paper: rehearsed_paper(&tried.material, &tried.paper),
            seconds: tried.material.round.rules.time_limit_s,
            seed: tried.seed,
        })
    }

    /// Marks answers to such a paper and shows it with key and explanations, for who may read questions.
    pub async fn mark_rehearsal(
        &self,
        actor: Actor,
        id: DraftId,
        given: RehearsalAnswers,
    ) -> Result<RehearsalMarks, DraftError> {
        let tried = self.tried(actor, id, &given.of).await?;
        rehearsed_marks(&tried.material, &tried.paper, given.answers, self.now())
            .map_err(|(slot, why)| DraftError::Answer(slot, why))
    }

    async fn tried(
        &self,
        actor: Actor,
        id: DraftId,
        of: &RehearsalOf,
    ) -> Result<Tried, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let draft = draft_of(&mut *work, actor, id).await?;
        let seed = match &of.seed {
            None => entropy::bytes::<32>(&*self.entropy),
            Some(text) => unhex(text).ok_or_else(|| {
                DraftError::field(
                    "/seed",
                    "field.invalid",
                    "Hạt giống gồm 64 chữ số thập lục phân.",
                    "A seed is 64 hex digits.",
                )
            })?,
        };
        let partial = Partial::read(&draft.document, self.now());
        let Some([file, _]) = &partial.files else {
            return Err(Invalid(partial.findings).into());
        };
        let at = file.rounds.iter().position(|round| round.code == of.round);
        let at = at.ok_or_else(|| {
            DraftError::field(
                "/round",
                "field.choice",
                "Bản nháp không có vòng mã này.",
                "The draft has no round of that code.",
            )
        })?;
        let known = |code: &String| file.contest.groups.iter().any(|group| group.code == *code);
        if of.group.as_ref().is_some_and(|code| !known(code)) {
            return Err(DraftError::field(
                "/group",
                "field.choice",
                "Bản nháp không có bảng mã này.",
                "The draft has no group of that code.",
            ));
        }
        let blueprint = format!("rounds[{at}].blueprint");
        if partial.lacks(&blueprint) {
            let missing = partial.findings.into_iter();
            let missing = missing.filter(|finding| finding.key.starts_with(&blueprint));
            return Err(Invalid(missing.collect()).into());
        }
        let material = self.rehearsal(&mut *work, actor, file, at, &seed).await?;
        let paper = material.paper(1, 1, of.group.as_deref());
        Ok(Tried {
            material,
            paper,
            seed: hex(&seed),
            draft,
        })
    }

    /// The material of one round of a file that nobody committed to.
    async fn rehearsal(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        file: &ContestFile,
        at: usize,
        seed: &[u8; 32],
    ) -> Result<Material, DraftError> {
        let rules = &file.rounds[at];
        let alone = ContestFile {
            rounds: vec![rules.clone()],
            ..file.clone()
        };
        let mut findings = Findings::default();
        let questions = self
            .questions_for(work, actor, &alone, Depth::Whole, &mut findings)
            .await?;
        let found = findings.into_inner().into_iter();
        let short: Vec<Finding> = found
            .filter(|finding| finding.key.starts_with("rounds[0]."))
            .map(|finding| Finding {
                key: finding
                    .key
                    .replacen("rounds[0]", &format!("rounds[{at}]"), 1),
                ..finding
            })
            .collect();
        if !short.is_empty() {
            return Err(Invalid(short).into());
        }
        let (manifest, versions) = listed(rules, &questions.cells(rules));
        let drawer = Drawer::new(&manifest, |id, _| {
            versions.get(id).map(|version| &version.content)
        })
        .map_err(|why| {
            Invalid::one(
                format!("rounds[{at}].blueprint"),
                "contest.blueprint",
                format!("Chưa ra được đề: {why}."),
            )
        })?;
        let now = self.now();
        let contest = Contest {
            id: ContestId(Uuid::nil()),
            file: alone,
            source: String::new(),
            published: false,
            owner: None,
            created_at: now,
        };
        let round = Round {
            id: RoundId(Uuid::nil()),
            contest: contest.id,
            position: 0,
            rules: rules.clone(),
            state: RoundState::Draft,
            by_hand: None,
            commitment: None,
            committed_at: None,
            beacon: None,
            revealed: false,
            grants: 0,
        };
        Ok(Material::rehearsal(contest, round, drawer, versions, seed))
    }
}

/// A manifest in which a question has the number of its bank and its fingerprint for an id.
fn listed(
    rules: &RoundRules,
    cells: &[Vec<&QuestionVersion>],
) -> (Manifest, HashMap<String, QuestionVersion>) {
    let mut banks: Vec<&str> = Vec::new();
    let mut versions = HashMap::new();
    let mut lists = Vec::with_capacity(cells.len());
    for (cell, questions) in rules.blueprint.iter().zip(cells) {
        let bank = match banks.iter().position(|code| *code == cell.bank) {
            Some(bank) => bank,
            None => {
                banks.push(&cell.bank);
                banks.len() - 1
            }
        };
        // A map, so that ids ascend, as a manifest has them.
        let mut list = BTreeMap::new();
        for question in questions {
            let id = format!("{bank:03}-{}", hex(&question.content.fingerprint().0));
            versions
                .entry(id.clone())
                .or_insert_with(|| (*question).clone());
            let digest = hash(id.as_bytes());
            list.insert(
                id.clone(),
                ManifestQuestion {
                    id,
                    version: 1,
                    digest,
                },
            );
        }
        lists.push(list.into_values().collect());
    }
    (Manifest::of_round("", rules, lists), versions)
}
