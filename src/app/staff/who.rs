//! Whose session of staff it is.

use super::fresh::FRESH;
use crate::app::boards::UnitName;
use crate::app::{App, Language, NotSignedIn, Refusal, SessionError, hash_token};
use crate::auth::Actor;
use crate::domain::{Millis, Role, Staff, StaffId, StaffState, Timestamp, UnitId};
use crate::store::{AtWork, StaffSession};
use serde::Serialize;
use utoipa::ToSchema;

/// A session that was not used for so long has ended.
pub(super) const IDLE: Millis = Millis::seconds(30 * 60);
/// Its use is written down at most this often.
const TOUCH: Millis = Millis::seconds(60);

/// What an account asks for beside its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nothing.
    None,
    /// A code of an app on the phone.
    Totp,
}

impl SecondFactor {
    /// That of an account.
    pub(super) fn of(staff: &Staff) -> Self {
        if staff.has_second_factor {
            Self::Totp
        } else {
            Self::None
        }
    }
}

/// A member of staff as his own session knows him.
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
    pub unit: Option<UnitName>,
    /// What the account asks for beside the password.
    pub second_factor: SecondFactor,
    /// Whether this installation wants a second factor and there is none yet: until then only the session
    /// and the own account can be used.
    pub second_factor_needed: bool,
    /// Until when no fresh proof of identity is asked for.
    #[schema(value_type = String)]
    pub fresh_until: Timestamp,
    /// Notices that he has not read.
    pub unread: i64,
    #[serde(skip)]
    unit_id: Option<UnitId>,
}

impl StaffCard {
    /// On whose behalf his use cases run.
    pub fn actor(&self) -> Actor {
        Actor::Staff {
            id: self.id,
            role: self.role,
            unit: self.unit_id,
        }
    }
}

/// A second factor has to be set up first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a second factor has to be set up first")]
pub struct SecondFactorNeeded;

impl Refusal for SecondFactorNeeded {
    fn code(&self) -> &'static str {
        "auth.second_factor_needed"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Hệ thống này yêu cầu xác thực hai bước: hãy thiết lập trong mục tài khoản của bạn trước."
            }
            Language::English => {
                "This installation asks for a second factor: please set one up in your account first."
            }
        }
        .to_owned()
    }
}

/// A member of staff in his session.
#[derive(Debug, Clone)]
pub struct Present {
    /// What replies say of him.
    pub card: StaffCard,
    pub(super) staff: Staff,
    pub(super) session: StaffSession,
}

impl App {
    pub(super) fn card(&self, at_work: &AtWork) -> StaffCard {
        let staff = &at_work.staff;
        StaffCard {
            id: staff.id,
            email: staff.email.clone(),
            name: staff.name.clone(),
            role: staff.role,
            unit: at_work.unit.clone().map(UnitName::from),
            second_factor: SecondFactor::of(staff),
            second_factor_needed: self.place.second_factor_required && !staff.has_second_factor,
            fresh_until: at_work.session.fresh_at + FRESH,
            unread: at_work.unread,
            unit_id: staff.unit,
        }
    }

    /// The member of staff whose session that token opens. Looked up every time: a role that was
    /// taken away, or a session that was ended elsewhere, counts at once.
    pub async fn staff_signed_in(&self, token: &str) -> Result<StaffCard, SessionError> {
        Ok(self.staff_present(token).await?.card)
    }

    /// The same with what use cases about his own account need.
    pub async fn staff_present(&self, token: &str) -> Result<Present, SessionError> {
        let hash = hash_token(token);
        let now = self.now();
        let mut work = self.store.read().await?;
        let at_work = work.staff_at_work(&hash).await?.ok_or(NotSignedIn)?;
        drop(work);
        let session = &at_work.session;
        if now >= session.expires_at
            || now.since(session.seen_at) >= IDLE
            || at_work.staff.state() != StaffState::Active
        {
            return Err(NotSignedIn.into());
        }
        if now.since(session.seen_at) >= TOUCH {
            let mut work = self.store.begin().await?;
            work.touch_staff_session(&hash, now).await?;
            work.saw_staff(at_work.staff.id, now).await?;
            work.commit().await?;
        }
        Ok(Present {
            card: self.card(&at_work),
            staff: at_work.staff,
            session: at_work.session,
        })
    }
}
