//! People as the organiser's office works on them: lists, corrections, exclusions, new codes, exports.

mod code;
mod correct;
mod detail;
mod error;
mod exclude;
mod export;
mod index;
mod list;
mod matrix;
mod readmit;
mod view;

pub use detail::{ConsentLine, GuardianLine, HistoryLine, PersonAttempt, PersonDetail};
pub use error::OfficeError;
pub use export::{PeopleExport, SheetCell};
pub use list::{PeopleList, PeopleQuery, PersonState};
pub use matrix::MatrixExport;
pub use view::PersonView;

use crate::app::App;
use crate::app::tenancy::contest_of;
use crate::app::{Absent, NotFound};
use crate::auth::Actor;
use crate::domain::running::PersonChange;
use crate::domain::{ChangeId, Contest, ParticipantId};
use crate::entropy;
use crate::store::{PersonLine, UnitOfWork};

/// The person of that id in the contest of that slug, if both are there and the actor's.
async fn person_in_reach(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    slug: &str,
    id: ParticipantId,
) -> Result<(Contest, PersonLine), Absent> {
    let contest = contest_of(work, actor, slug).await?;
    let line = work.person_line(id).await?;
    let line = line.filter(|line| line.person.contest == contest.id);
    Ok((contest, line.ok_or(NotFound)?))
}

impl App {
    /// A change of a person, to be written down.
    fn change(
        &self,
        actor: Actor,
        person: ParticipantId,
        what: &str,
        (before, after): (Option<String>, Option<String>),
        reason: &str,
    ) -> PersonChange {
        let now = self.now();
        PersonChange {
            id: entropy::id(&*self.entropy, now, ChangeId::new),
            participant: person,
            at: now,
            made_by: actor.to_string(),
            what: what.to_owned(),
            before,
            after,
            reason: reason.to_owned(),
        }
    }
}
