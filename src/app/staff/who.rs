//! Whose session of staff it is.

use crate::app::{App, NotSignedIn, SessionError, hash_token};
use crate::auth::Actor;
use crate::domain::{Millis, Role, Staff, StaffId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A session that was not used for so long has ended.
const IDLE: Millis = Millis::seconds(30 * 60);
/// Its use is written down at most this often.
const TOUCH: Millis = Millis::seconds(60);

/// A member of staff as replies name him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffCard {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: StaffId,
    /// E-mail address.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What he may do.
    #[schema(value_type = String)]
    pub role: Role,
    /// The unit for which he may do it, with all below it; null: the whole platform.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
}

impl From<&Staff> for StaffCard {
    fn from(staff: &Staff) -> Self {
        Self {
            id: staff.id,
            email: staff.email.clone(),
            name: staff.name.clone(),
            role: staff.role,
            unit: staff.unit,
        }
    }
}

impl StaffCard {
    /// On whose behalf his use cases run.
    pub fn actor(&self) -> Actor {
        Actor::Staff {
            id: self.id,
            role: self.role,
            unit: self.unit,
        }
    }
}

impl App {
    /// The member of staff whose session that token opens. Looked up every time: a role that was
    /// taken away, or a session that was ended elsewhere, counts at once.
    pub async fn staff_signed_in(&self, token: &str) -> Result<StaffCard, SessionError> {
        let hash = hash_token(token);
        let now = self.now();
        let mut work = self.store.read().await?;
        let session = work.staff_session(&hash).await?.ok_or(NotSignedIn)?;
        if now >= session.expires_at || now.since(session.seen_at) >= IDLE {
            return Err(NotSignedIn.into());
        }
        let staff = work.staff_member(session.staff).await?.ok_or(NotSignedIn)?;
        drop(work);
        if now.since(session.seen_at) >= TOUCH {
            let mut work = self.store.begin().await?;
            work.touch_staff_session(&hash, now).await?;
            work.commit().await?;
        }
        Ok(StaffCard::from(&staff))
    }
}
