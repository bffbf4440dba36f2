//! All that a round's papers are made and marked with, read once and kept.

use super::Grants;
use crate::app::desk::Rulings;
use crate::app::{Absent, App, NotFound};
use crate::domain::contest::Multiple;
use crate::domain::{
    Contest, Key, LawReference, QuestionContent, QuestionKind, QuestionVersion, Response, Round,
    RoundId, Slot, Timestamp,
};
use crate::engine::draw::{Drawer, EpochKey, Manifest, Paper, PaperQuestion};
use crate::engine::marking::{Marking, Score, mark_paper};
use crate::store::{StoreError, UnitOfWork};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A round with its questions, ready to draw, render and mark.
pub struct Material {
    /// The contest, as it was when this was read.
    pub contest: Contest,
    /// The round, as it was when this was read.
    pub round: Round,
    /// Draws papers; its questions and [`Material::questions`] stand at the same indices.
    pub drawer: Drawer,
    /// Questions by their index in the drawer.
    pub questions: Vec<QuestionMaterial>,
    /// What people ruled on questions that turned out to be wrong.
    pub rulings: Rulings,
    /// Outages that were given back, from and to.
    pub outages: Vec<(Timestamp, Timestamp)>,
    /// What staff gave people, as of `round.grants`.
    pub(in crate::app) grants: Grants,
    key: EpochKey,
}

/// A question version: fragments for delivery, and apart from them what delivery never sees.
pub struct QuestionMaterial {
    /// What participants may see.
    pub content: QuestionContent,
    /// `"kind":…,"html":…,"media":…,"options":[`, escaped once.
    pub head: Box<str>,
    /// `{"id":…,"html":…}` of every option in stored order, escaped once.
    pub options: Vec<Box<str>>,
    /// What is right: only marking and review look at it.
    pub key: Key,
    /// Sanitised HTML, shown when the key may be shown.
    pub explanation: Option<String>,
    /// Citations, shown when the key may be shown.
    pub laws: Vec<LawReference>,
}

impl Material {
    /// Of a round that nobody committed to, so that a paper of it can be tried out: `number` 1 and
    /// `ordinal` 1 draw from this seed.
    pub(in crate::app) fn rehearsal(
        contest: Contest,
        round: Round,
        drawer: Drawer,
        mut questions: HashMap<String, QuestionVersion>,
        seed: &[u8; 32],
    ) -> Self {
        let questions = drawer
            .questions()
            .iter()
            .map(|drawn| {
                let version = questions
                    .remove(&drawn.id)
                    .expect("the drawer holds only questions that it was given");
                QuestionMaterial::new(
                    version.content,
                    version.key,
                    version.explanation,
                    version.laws,
                )
            })
            .collect();
        Self {
            contest,
            round,
            drawer,
            questions,
            rulings: Rulings::of(&[]),
            outages: Vec::new(),
            grants: Grants::default(),
            key: EpochKey::new(seed, "", ""),
        }
    }

    /// The paper of a person for an ordinal.
    pub fn paper(&self, number: i64, ordinal: i64, group: Option<&str>) -> Paper {
        self.drawer.paper(&self.key, number, ordinal, group)
    }

    /// Points of a question of that level that was drawn for that cell.
    pub fn points(&self, cell: u16, level: u8) -> u32 {
        let rules = &self.round.rules;
        let of_cell = rules
            .blueprint
            .get(usize::from(cell))
            .map_or(1, |cell| cell.points);
        rules.paper.points(of_cell, level)
    }

    /// How a question on a paper is marked under rulings.
    pub(in crate::app) fn marking<'a>(
        &'a self,
        on_paper: &PaperQuestion,
        answers: &BTreeMap<Slot, &'a Response>,
        slot: Slot,
        rulings: &'a Rulings,
    ) -> Marking<'a> {
        let question = &self.questions[on_paper.question as usize];
        let drawn = self.drawer.question(on_paper);
        let (key, voided) = rulings.marking(&drawn.id, drawn.version, &question.key);
        Marking {
            kind: question.content.kind,
            key,
            answer: answers.get(&slot).map(|response| &response.answer),
            points: self.points(on_paper.cell, question.content.level),
            voided,
            disqualifying: self.is_disqualifying(on_paper.cell),
        }
    }

    /// Marks a paper under rulings.
    pub(in crate::app) fn mark(
        &self,
        paper: &Paper,
        answers: &BTreeMap<Slot, &Response>,
        rulings: &Rulings,
    ) -> Score {
        let asked = (1..).map(Slot).zip(&paper.questions);
        let to_mark = asked.map(|(slot, asked)| self.marking(asked, answers, slot, rulings));
        let mut score = mark_paper(to_mark, self.is_partial());
        // Who may not hand in with blanks is not ranked when the clock does it for him.
        let blank = |slot: Slot| {
            answers
                .get(&slot)
                .is_none_or(|response| response.answer.as_text().is_empty())
        };
        let mut slots = (1..).map(Slot).take(paper.questions.len());
        score.failed |= self.round.rules.paper.require_all && slots.any(blank);
        score
    }

    /// Whether some of several right options bring a share of the points.
    pub(in crate::app) fn is_partial(&self) -> bool {
        self.round.rules.paper.multiple == Multiple::Partial
    }

    /// Whether a wrong answer to a question that was drawn for that cell fails the attempt.
    pub fn is_disqualifying(&self, cell: u16) -> bool {
        let cell = self.round.rules.blueprint.get(usize::from(cell));
        cell.is_some_and(|cell| cell.disqualifying)
    }

    /// The `questions` member of a paper, its first `most` questions, spliced from fragments.
    pub fn render(&self, paper: &Paper, most: usize, out: &mut String) {
        use std::fmt::Write as _;
        out.push('[');
        for (slot, on_paper) in (1..).zip(paper.questions.iter().take(most)) {
            let question = &self.questions[on_paper.question as usize];
            let comma = if slot == 1 { "" } else { "," };
            write!(out, r#"{comma}{{"slot":{slot},{}"#, question.head).expect("a String takes all");
            for (at, option) in on_paper.options.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&question.options[usize::from(*option)]);
            }
            write!(
                out,
                r#"],"points":{}}}"#,
                self.points(on_paper.cell, question.content.level)
            )
            .expect("a String takes all");
        }
        out.push(']');
    }
}

impl QuestionMaterial {
    fn new(
        content: QuestionContent,
        key: Key,
        explanation: Option<String>,
        laws: Vec<LawReference>,
    ) -> Self {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let kind = content.kind.word();
        let media = serde_json::Value::from(content.media.clone());
        let head = format!(
            r#""kind":"{kind}","html":{},"media":{media},"options":["#,
            text(&content.stem)
        );
        let options = content
            .options
            .iter()
            .map(|option| {
                format!(
                    r#"{{"id":{},"html":{}}}"#,
                    text(&option.id),
                    text(&option.text)
                )
                .into()
            })
            .collect();
        Self {
            content,
            head: head.into(),
            options,
            key,
            explanation,
            laws,
        }
    }

    /// Whether several options may be chosen.
    pub fn takes_several(&self) -> bool {
        self.content.kind == QuestionKind::Multiple
    }
}

impl App {
    /// The material of a round, which must have been committed to. Kept until the round changes.
    pub async fn material(&self, id: RoundId) -> Result<Arc<Material>, Absent> {
        if let Some(material) = self.rounds.get(&id) {
            return Ok(Arc::clone(&material));
        }
        let mut work = self.store.read_urgently().await?;
        let material = Arc::new(self.read_material(&mut *work, id).await?);
        self.rounds.insert(id, Arc::clone(&material));
        Ok(material)
    }

    /// Reads the material anew, because the store says that the round has changed.
    pub async fn fresh_material(&self, id: RoundId) -> Result<Arc<Material>, Absent> {
        self.rounds.remove(&id);
        self.material(id).await
    }

    async fn read_material(
        &self,
        work: &mut dyn UnitOfWork,
        id: RoundId,
    ) -> Result<Material, Absent> {
        let round = work.round(id).await?.ok_or(NotFound)?;
        let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
        let stored = work.manifest(id).await?.ok_or(NotFound)?;
        let secrets = work.secrets(id).await?.ok_or(NotFound)?;
        let manifest: Manifest = serde_json::from_str(&stored.document)
            .map_err(|e| StoreError::corrupt("manifests", "document", e))?;
        let questions = questions_of(work, &round, &manifest).await?;
        let drawer = Drawer::new(&manifest, |id, version| {
            questions
                .get(&(id.to_owned(), version))
                .map(|question| &question.content)
        })
        .map_err(|e| StoreError::corrupt("manifests", "document", e))?;
        let rulings = Rulings::of(&work.proposals_of(id).await?);
        let seed = self.open_seed(id, &secrets)?;
        let key = EpochKey::new(
            &seed,
            &id.to_string(),
            round.beacon.as_deref().unwrap_or(""),
        );
        let mut questions = questions;
        let questions = drawer
            .questions()
            .iter()
            .map(|drawn| {
                questions
                    .remove(&(drawn.id.clone(), drawn.version))
                    .expect("the drawer holds only questions that it was given")
            })
            .collect();
        let outages = work.outages(id).await?;
        let grants = Grants::read(work, round.contest).await?;
        Ok(Material {
            contest,
            round,
            drawer,
            questions,
            rulings,
            outages: outages.iter().map(|out| (out.from, out.to)).collect(),
            grants,
            key,
        })
    }
}

/// Every question version of a manifest: mostly the newest of its bank, read bank by bank, the others
/// by their ids.
async fn questions_of(
    work: &mut dyn UnitOfWork,
    round: &Round,
    manifest: &Manifest,
) -> Result<HashMap<(String, i64), QuestionMaterial>, StoreError> {
    let mut codes: Vec<&str> = round
        .rules
        .blueprint
        .iter()
        .map(|cell| cell.bank.as_str())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let mut newest = HashMap::new();
    for code in codes {
        if let Some(bank) = work.bank_by_code(code).await? {
            for question in work.questions(bank.id).await? {
                newest.insert((question.id.to_string(), question.version), question);
            }
        }
    }
    // What was written anew since the manifest was drawn up is read at once, not one by one: a start
    // may wait for it.
    let mut older = Vec::new();
    for listed in manifest.cells.iter().flatten() {
        if !newest.contains_key(&(listed.id.clone(), listed.version)) {
            older.push(listed.id.parse().map_err(|_| gone())?);
        }
    }
    for question in work.versions_of(&older).await? {
        newest.insert((question.id.to_string(), question.version), question);
    }
    let mut out = HashMap::new();
    for listed in manifest.cells.iter().flatten() {
        let name = (listed.id.clone(), listed.version);
        if out.contains_key(&name) {
            continue;
        }
        let question = newest.remove(&name).ok_or_else(gone)?;
        let material = QuestionMaterial::new(
            question.content,
            question.key,
            question.explanation,
            question.laws,
        );
        out.insert(name, material);
    }
    Ok(out)
}

fn gone() -> StoreError {
    StoreError::corrupt("manifests", "document", "names a question that is gone")
}
