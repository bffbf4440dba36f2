//! What waits for a person: computed from where questions and laws stand, never stored.

use super::{QuestionError, Standing, Today};
use crate::app::banks::{Item, Shelf};
use crate::app::staff::allowed;
use crate::app::{App, Language, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::law::LawRegister;
use crate::domain::{QuestionId, QuestionStatus, Timestamp};
use serde::Serialize;
use std::sync::Arc;
use time::Duration;
use utoipa::ToSchema;

/// Tasks of a page.
const PAGE: usize = 100;

/// Which tasks.
#[derive(Debug, Clone, Default)]
pub struct TaskQuery {
    /// Only of the bank of this code.
    pub bank: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Why a question waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskReason {
    /// A draft waits for a second person.
    ToCheck,
    /// A checked version waits for approval, or for another one.
    ToApprove,
    /// A cited law ends within sixty days, or something takes its place.
    LawEnds,
    /// A cited law has ended.
    LawEnded,
    /// It was sent back to its author.
    Rejected,
    /// Its key looks wrong.
    Alarm,
}

impl TaskReason {
    fn word(self) -> &'static str {
        match self {
            Self::ToCheck => "to_check",
            Self::ToApprove => "to_approve",
            Self::LawEnds => "law_ends",
            Self::LawEnded => "law_ended",
            Self::Rejected => "rejected",
            Self::Alarm => "alarm",
        }
    }
}

/// A page of tasks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskList {
    /// What has waited longest first.
    pub items: Vec<TaskView>,
    /// There are more.
    pub next_cursor: Option<String>,
    /// How many there are in all.
    pub total: usize,
}

/// A question that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskView {
    /// The question.
    pub question: TaskQuestion,
    /// Why.
    pub reason: TaskReason,
    /// What exactly, in the reader's language.
    pub detail: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    #[serde(skip)]
    told: [String; 2],
}

/// A question as a list of tasks names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskQuestion {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: QuestionId,
    /// Code of its bank.
    pub bank: String,
    /// The author's own code.
    pub code: Option<String>,
    /// The stem as plain text, at most 200 characters.
    pub stem_text: String,
    /// Number of the newest version.
    pub version: i64,
    /// draft, checked, approved or retired.
    #[schema(value_type = String)]
    pub status: QuestionStatus,
}

impl TaskList {
    /// The same in the reader's language.
    #[must_use]
    pub fn read_in(mut self, language: Language) -> Self {
        for item in &mut self.items {
            let [vietnamese, english] = &item.told;
            item.detail.clone_from(match language {
                Language::Vietnamese => vietnamese,
                Language::English => english,
            });
        }
        self
    }
}

impl App {
    /// What waits for a person, in one bank or in all that are the actor's.
    pub async fn tasks(&self, actor: Actor, query: &TaskQuery) -> Result<TaskList, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let today = Today::new(LawRegister::new(work.laws().await?), self.now());
        let shelves = match &query.bank {
            Some(code) => vec![self.shelf(&mut *work, actor, code).await?],
            None => self.shelves(&mut *work, actor.unit()).await?,
        };
        drop(work);
        let mut tasks: Vec<(String, Waits)> = Vec::new();
        for shelf in &shelves {
            for (item, reason, since, told) in tasks_of(shelf, &today) {
                let key = format!(
                    "{:020}.{}.{}",
                    since.micros().max(0),
                    item.question.id,
                    reason.word()
                );
                tasks.push((key, (Arc::clone(shelf), item, reason, since, told)));
            }
        }
        tasks.sort_by(|a, b| a.0.cmp(&b.0));
        let total = tasks.len();
        let after = match &query.cursor {
            None => 0,
            Some(cursor) if cursor.len() > 128 => return Err(NotFound.into()),
            Some(cursor) => tasks.partition_point(|(key, _)| key <= cursor),
        };
        let page = &tasks[after..total.min(after + PAGE)];
        let next_cursor = page
            .last()
            .filter(|_| after + page.len() < total)
            .map(|(key, _)| key.clone());
        let items = page.iter().map(|(_, waits)| view(waits)).collect();
        Ok(TaskList {
            items,
            next_cursor,
            total,
        })
    }
}

type Waits = (Arc<Shelf>, Arc<Item>, TaskReason, Timestamp, [String; 2]);

fn view((shelf, item, reason, since, told): &Waits) -> TaskView {
    TaskView {
        question: TaskQuestion {
            id: item.question.id,
            bank: shelf.head.bank.code.clone(),
            code: item.question.code.clone(),
            stem_text: item.stem.clone(),
            version: item.question.version,
            status: item.question.status,
        },
        reason: *reason,
        detail: told[0].clone(),
        since: *since,
        told: told.clone(),
    }
}

/// What waits in one bank.
pub(in crate::app) fn tasks_of(
    shelf: &Shelf,
    today: &Today,
) -> Vec<(Arc<Item>, TaskReason, Timestamp, [String; 2])> {
    let mut tasks = Vec::new();
    for item in shelf.items.iter().filter(|item| !item.is_retired()) {
        let mut put = |reason, since, vietnamese: String, english: String| {
            tasks.push((Arc::clone(item), reason, since, [vietnamese, english]));
        };
        let needed = usize::try_from(shelf.head.approvals).unwrap_or(1);
        let missing = needed.saturating_sub(item.approvals);
        let since = item.updated_at;
        match item.question.status {
            QuestionStatus::Draft if item.rejected => put(
                TaskReason::Rejected,
                since,
                "Bị trả lại, chờ người soạn sửa.".into(),
                "Sent back; waits for its author.".into(),
            ),
            QuestionStatus::Draft => put(
                TaskReason::ToCheck,
                since,
                "Chờ người khác kiểm tra.".into(),
                "Waits for another person to check it.".into(),
            ),
            QuestionStatus::Checked => put(
                TaskReason::ToApprove,
                since,
                format!("Còn thiếu {} lượt duyệt.", missing.max(1)),
                format!("{} more approvals are needed.", missing.max(1)),
            ),
            // A bank that asks for two people: what one approved, or a command brought in.
            QuestionStatus::Approved if needed > 1 && missing > 0 => put(
                TaskReason::ToApprove,
                since,
                format!("Đã duyệt, nhưng ngân hàng cần thêm {missing} người duyệt."),
                format!("Approved, but its bank asks for {missing} more people."),
            ),
            QuestionStatus::Approved | QuestionStatus::Retired => {}
        }
        if item.usage.as_ref().is_some_and(|usage| usage.alarm) {
            put(
                TaskReason::Alarm,
                since,
                "Kết quả các vòng thi cho thấy đáp án có thể sai.".into(),
                "What rounds tell speaks against the key.".into(),
            );
        }
        law_task(item, today, &mut put);
    }
    tasks
}

/// The most pressing task over the laws of a question.
fn law_task(
    item: &Item,
    today: &Today,
    put: &mut impl FnMut(TaskReason, Timestamp, String, String),
) {
    let worst = item
        .laws()
        .map(|law| (today.standing(law), &law.document))
        .max_by(|(a, _), (b, _)| {
            // Of two that ended, the one that ended first.
            a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))
        });
    let Some(((standing, last, replaced_by), document)) = worst else {
        return;
    };
    let by = replaced_by.map_or_else(
        || [String::new(), String::new()],
        |by| [format!(", thay bằng {by}"), format!(", replaced by {by}")],
    );
    match (standing, last) {
        (Standing::InForce, _) => {}
        (Standing::Ended, last) => {
            let last = last.unwrap_or(today.day);
            let since = Today::begins(last.next_day().unwrap_or(last));
            put(
                TaskReason::LawEnded,
                since,
                format!("{document} hết hiệu lực sau ngày {last}{}.", by[0]),
                format!("{document} was in force until {last}{}.", by[1]),
            );
        }
        (Standing::Ends, Some(last)) => {
            let begins = last - Duration::days(super::SOON_DAYS);
            put(
                TaskReason::LawEnds,
                Today::begins(begins.min(today.day)),
                format!("{document} có hiệu lực đến hết ngày {last}{}.", by[0]),
                format!("{document} is in force until {last}{}.", by[1]),
            );
        }
        (Standing::Ends, None) => put(
            TaskReason::LawEnds,
            item.updated_at,
            format!("{document}{}, chưa rõ từ ngày nào.", by[0]),
            format!("{document}{}, nobody said from when on.", by[1]),
        ),
    }
}
