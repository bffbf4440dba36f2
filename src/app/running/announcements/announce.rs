//! Making and withdrawing announcements.

use super::AnnouncementView;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::running::{Faults, note, round_named};
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, FieldFault, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::running::Announcement;
use crate::domain::{AnnouncementId, Timestamp};
use crate::entropy;
use crate::store::StoreError;
use serde_json::json;

/// Longest text, in characters: it has to fit above a paper on a phone.
const LONGEST: usize = 500;

/// An announcement to be made.
#[derive(Debug, Clone, Default)]
pub struct NewAnnouncement {
    /// Plain text in Vietnamese.
    pub text: String,
    /// The same in English.
    pub text_en: Option<String>,
    /// Code of the round that it is about.
    pub round: Option<String>,
    /// The first instant at which it is not shown any more.
    pub until: Option<Timestamp>,
}

/// Why nothing was announced.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest or announcement, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// A text is missing or too long, there is no such round, or the end has passed.
    #[error(transparent)]
    Fields(#[from] Faults),
}

impl AnnounceError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Fields(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(AnnounceError);

impl From<StoreError> for AnnounceError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl App {
    /// Tells those who take part something; whoever follows the announcements of the contest gets it
    /// at once, on every node.
    pub async fn announce(
        &self,
        actor: Actor,
        slug: &str,
        new: &NewAnnouncement,
    ) -> Result<AnnouncementView, AnnounceError> {
        allowed(actor, Action::Announce)?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let now = self.now();
        let mut faults: Vec<FieldFault> = Vec::new();
        let mut taken = |read: Result<String, FieldFault>| {
            read.map_err(|fault| faults.push(fault)).unwrap_or_default()
        };
        let text = taken(note("/text", &new.text, LONGEST));
        let text_en = new
            .text_en
            .as_deref()
            .filter(|text| !text.trim().is_empty())
            .map(|text| taken(note("/text_en", text, LONGEST)));
        let mut round = None;
        if let Some(code) = &new.round {
            match round_named(&mut *work, contest.id, code, "/round").await? {
                Ok(found) => round = Some(found),
                Err(fault) => faults.push(fault),
            }
        }
        if new.until.is_some_and(|until| until <= now) {
            faults.push(FieldFault {
                pointer: "/until".to_owned(),
                code: "field.range",
                vietnamese: "Thời điểm này đã qua.".to_owned(),
                english: "This instant has passed.".to_owned(),
            });
        }
        if !faults.is_empty() {
            return Err(Faults(faults).into());
        }
        let announcement = Announcement {
            id: entropy::id(&*self.entropy, now, AnnouncementId::new),
            contest: contest.id,
            round: round.as_ref().map(|round| round.id),
            at: now,
            until: new.until,
            text,
            text_en,
            made_by: actor.to_string(),
        };
        work.add_announcement(&announcement).await?;
        let detail = json!({ "announcement": announcement.id, "round": announcement.round });
        let subject = format!("contest:{}", contest.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "contest.announced",
            subject,
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Announcements).await?;
        work.commit().await?;
        self.forget_as_of(Revision::Announcements);
        let code = round.map(|round| round.rules.code);
        Ok(AnnouncementView::of(announcement, code))
    }

    /// Takes an announcement back.
    pub async fn withdraw_announcement(
        &self,
        actor: Actor,
        slug: &str,
        id: AnnouncementId,
    ) -> Result<(), AnnounceError> {
        allowed(actor, Action::Announce)?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let by = actor.to_string();
        let now = self.now();
        let done = work.withdraw_announcement(contest.id, id, now, &by).await?;
        if !done {
            return Err(Absent::from(NotFound).into());
        }
        let subject = format!("contest:{}", contest.id);
        let detail = json!({ "announcement": id });
        self.audit(&mut *work, &by, "announcement.withdrawn", subject, &detail)
            .await?;
        self.raise(&mut *work, Revision::Announcements).await?;
        work.commit().await?;
        self.forget_as_of(Revision::Announcements);
        Ok(())
    }
}
