//! A question, whole.

use super::findings::{FindingView, alarms, own_findings};
use super::names::Names;
use super::{CommentView, DraftView, LawState, QuestionError, StaffName, Today};
use crate::app::banks::{QuestionUse, Verdicts};
use crate::app::staff::allowed;
use crate::app::tenancy::question_of;
use crate::app::{App, Language, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{Key, QuestionId, QuestionStatus, QuestionVersion, Timestamp, Verdict};
use crate::store::UnitOfWork;
use serde::Serialize;
use utoipa::ToSchema;

/// A question with everything about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionView {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: QuestionId,
    /// Code of its bank.
    pub bank: String,
    /// The author's own code.
    pub code: Option<String>,
    /// Number of the newest version.
    pub version: i64,
    /// draft, checked, approved or retired.
    #[schema(value_type = String)]
    pub status: QuestionStatus,
    /// The newest version.
    pub draft: DraftView,
    /// The version that rounds draw now; none: none of them may be drawn.
    pub drawn_version: Option<i64>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When something about it changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Who wrote the newest version; none: a command brought it in.
    pub author: Option<StaffName>,
    /// Verdicts, oldest first.
    pub reviews: Vec<ReviewView>,
    /// How many people approved the newest version.
    pub approvals: usize,
    /// How many people its bank asks for.
    pub approvals_needed: i64,
    /// Comments, oldest first.
    pub comments: Vec<CommentView>,
    /// Versions, oldest first.
    pub versions: Vec<VersionView>,
    /// What a person should look at.
    pub findings: Vec<FindingView>,
    /// The laws that it cites, as the register knows them.
    pub law_state: Vec<LawState>,
    /// What closed rounds tell.
    #[serde(rename = "use")]
    pub usage: Option<QuestionUse>,
}

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewView {
    /// The version it is about.
    pub version: i64,
    /// Who gave it.
    pub reviewer: StaffName,
    /// check, approve or reject.
    #[schema(value_type = String)]
    pub verdict: Verdict,
    /// Why; plain text.
    pub comment: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A version in the list of versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView {
    /// 1, 2, …
    pub version: i64,
    /// Who wrote it.
    pub author: Option<StaffName>,
    /// What was changed.
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A version, whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WholeVersionView {
    /// 1, 2, …
    pub version: i64,
    /// What it says.
    pub draft: DraftView,
    /// Who wrote it.
    pub author: Option<StaffName>,
    /// What was changed.
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl QuestionView {
    /// The same in the reader's language.
    #[must_use]
    pub fn read_in(mut self, language: Language) -> Self {
        for finding in &mut self.findings {
            finding.read_in(language);
        }
        self
    }
}

impl App {
    /// A question with everything about it.
    pub async fn question(
        &self,
        actor: Actor,
        id: QuestionId,
    ) -> Result<QuestionView, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let (held, bank) = question_of(&mut *work, actor, id).await?;
        let shelf = self.shelf(&mut *work, actor, &bank.code).await?;
        let given = work.reviews_of(id).await?;
        let verdicts = Verdicts::new(&given);
        let sums = work.item_sums_of(id).await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        let mut names = Names::default();
        let author = match held.head.author {
            Some(author) => Some(names.name(&mut *work, author).await?),
            None => None,
        };
        let mut reviews = Vec::with_capacity(given.len());
        for review in given {
            reviews.push(ReviewView {
                version: review.version,
                reviewer: names.name(&mut *work, review.reviewer).await?,
                verdict: review.verdict,
                comment: review.comment,
                at: review.at,
            });
        }
        let mut comments = Vec::new();
        for comment in work.comments_of(id).await? {
            comments.push(CommentView {
                id: comment.id.simple().to_string(),
                author: names.name(&mut *work, comment.author).await?,
                version: comment.version,
                text: comment.text,
                at: comment.at,
            });
        }
        let versions = versions(&mut *work, &mut names, id).await?;
        let approvals = verdicts.approvals(id, &held.head);
        let drawn = crate::app::banks::drawable(held.clone(), &verdicts);
        let newest = &held.newest;
        let mut findings = own_findings(&shelf, newest, &today);
        findings.extend(alarms(newest, &held.head, &sums)?);
        Ok(QuestionView {
            id,
            bank: bank.code,
            code: newest.code.clone(),
            version: newest.version,
            status: newest.status,
            draft: DraftView::from(newest),
            drawn_version: drawn.map(|drawn| drawn.version.version),
            created_at: held.created_at,
            updated_at: held.updated_at,
            author,
            reviews,
            approvals,
            approvals_needed: shelf.head.approvals,
            comments,
            versions,
            findings,
            law_state: newest.laws.iter().map(|law| today.state(law)).collect(),
            usage: crate::app::banks::use_of(newest, &held.head, &sums)?,
        })
    }

    /// A version of a question, whole.
    pub async fn question_version(
        &self,
        actor: Actor,
        id: QuestionId,
        number: i64,
    ) -> Result<WholeVersionView, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        question_of(&mut *work, actor, id).await?;
        let version = work.question_version(id, number).await?.ok_or(NotFound)?;
        let heads = work.version_heads(id).await?;
        let head = heads
            .into_iter()
            .find(|head| head.version == number)
            .ok_or(NotFound)?;
        let mut names = Names::default();
        let author = match head.author {
            Some(author) => Some(names.name(&mut *work, author).await?),
            None => None,
        };
        Ok(WholeVersionView {
            version: number,
            draft: DraftView::from(&version),
            author,
            note: head.note.filter(|note| !note.is_empty()),
            at: head.at,
        })
    }
}

async fn versions(
    work: &mut dyn UnitOfWork,
    names: &mut Names,
    id: QuestionId,
) -> Result<Vec<VersionView>, QuestionError> {
    let mut versions = Vec::new();
    for head in work.version_heads(id).await? {
        let author = match head.author {
            Some(author) => Some(names.name(work, author).await?),
            None => None,
        };
        versions.push(VersionView {
            version: head.version,
            author,
            note: head.note.filter(|note| !note.is_empty()),
            at: head.at,
        });
    }
    Ok(versions)
}

/// The letter of an option in stored order, with a star at the key.
pub(super) fn letter_of(question: &QuestionVersion, id: &str) -> String {
    let mut options = question.content.options.iter();
    let place = options.position(|option| option.id == id);
    let letter = place.and_then(|at| ('A'..='Z').nth(at));
    letter.map_or_else(|| id.to_owned(), String::from)
}

/// The letters of the right options, or the number or text that is right.
pub(super) fn key_text(question: &QuestionVersion) -> String {
    match &question.key {
        Key::Options(right) => {
            let mut letters: Vec<String> = right.iter().map(|id| letter_of(question, id)).collect();
            letters.sort_unstable();
            letters.join(", ")
        }
        Key::Number { value, tolerance } if *tolerance == 0 => value.to_string(),
        Key::Number { value, tolerance } => format!("{value} ± {tolerance}"),
        Key::Text(forms) => forms.join(" | "),
    }
}
