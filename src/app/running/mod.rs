//! Running a contest: the monitor, announcements to those inside, incidents, and what they share.

mod announcements;
mod faults;
mod incidents;
mod monitor;
mod tally;

pub(in crate::app) use announcements::Kept as Announcements;
pub use announcements::{
    AnnounceError, AnnouncementList, AnnouncementView, NewAnnouncement, announcements_topic,
    slug_of_topic,
};
pub use faults::Faults;
pub use incidents::{IncidentError, IncidentList, IncidentView, NewIncident};
pub(in crate::app) use monitor::Monitors;
pub use monitor::{
    Board, MinuteView, MonitorError, MonitorView, RoundBrief, RoundUnderWay, SavesView,
    TroubleView, UnitLine,
};
pub(in crate::app) use tally::{Counted, Tallies};

use crate::app::tenancy::within_reach;
use crate::app::{Absent, FieldFault, NotFound};
use crate::auth::Actor;
use crate::domain::{Contest, ContestId, Round, RoundId, StaffId, text};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use utoipa::ToSchema;

/// Longest reason or note, in characters.
const LONGEST: usize = 2_000;

/// A member of staff who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DoneBy)]
pub struct By {
    /// His id.
    #[schema(value_type = String)]
    pub id: StaffId,
    /// His name.
    pub name: String,
}

impl By {
    /// Whom the audit log names so; none for a command.
    pub(in crate::app) async fn read(
        work: &mut dyn UnitOfWork,
        actor: &str,
    ) -> Result<Option<Self>, StoreError> {
        let id = actor.strip_prefix("staff:").and_then(|id| id.parse().ok());
        let Some(id) = id else {
            return Ok(None);
        };
        let staff = work.staff_member(id).await?;
        Ok(staff.map(|staff| Self {
            id,
            name: staff.name,
        }))
    }
}

/// The round with its contest, if it is there and the actor's.
pub(in crate::app) async fn round_in_reach(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: RoundId,
) -> Result<(Round, Contest), Absent> {
    let round = work.round(id).await?.ok_or(NotFound)?;
    let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
    within_reach(work, actor, contest.owner).await?;
    Ok((round, contest))
}

/// The round of that code in a contest; a fault of the form where there is none.
pub(in crate::app) async fn round_named(
    work: &mut dyn UnitOfWork,
    contest: ContestId,
    code: &str,
    pointer: &str,
) -> Result<Result<Round, FieldFault>, StoreError> {
    let rounds = work.rounds_of(contest).await?;
    let found = rounds.into_iter().find(|round| round.rules.code == code);
    Ok(found.ok_or_else(|| FieldFault {
        pointer: pointer.to_owned(),
        code: "field.invalid",
        vietnamese: "Cuộc thi không có vòng này.".to_owned(),
        english: "The contest has no such round.".to_owned(),
    }))
}

/// A reason that people will read.
pub(in crate::app) fn reason(given: &str) -> Result<String, FieldFault> {
    note("/reason", given, LONGEST)
}

/// Plain text of so many characters at the most, some at least.
pub(in crate::app) fn note(pointer: &str, given: &str, most: usize) -> Result<String, FieldFault> {
    let fault = |code, vietnamese: String, english: String| FieldFault {
        pointer: pointer.to_owned(),
        code,
        vietnamese,
        english,
    };
    match text::passage(given, most) {
        Ok(text) if !text.is_empty() => Ok(text),
        Ok(_) => Err(fault(
            "field.required",
            "Mục này cần được điền.".to_owned(),
            "Please fill this in.".to_owned(),
        )),
        Err(text::BadText::TooLong(limit)) => Err(fault(
            "field.length",
            format!("Dài quá: tối đa {limit} ký tự."),
            format!("Too long: at most {limit} characters."),
        )),
        Err(_) => Err(fault(
            "text.invalid",
            "Có ký tự không nhìn thấy hoặc không hợp lệ; hãy xóa và gõ lại.".to_owned(),
            "There is an invisible or invalid character; please delete it and type again."
                .to_owned(),
        )),
    }
}
