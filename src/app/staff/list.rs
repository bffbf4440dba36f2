//! The members of staff of the own unit and of those below it.

use super::add::Fault;
use super::who::SecondFactor;
use super::{StaffError, allowed};
use crate::app::App;
use crate::app::boards::UnitName;
use crate::auth::{Action, Actor};
use crate::domain::{Role, StaffId, StaffLinkId, StaffState, Timestamp, text};
use crate::store::{Listed, StaffFilter};
use serde::Serialize;
use utoipa::ToSchema;

/// Members of a page.
const PAGE: usize = 50;

/// Which members.
#[derive(Debug, Clone, Default)]
pub struct StaffQuery {
    /// Part of the name or of the address; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// Word of a role.
    pub role: Option<String>,
    /// Word of a state.
    pub state: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// An invitation that waits.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationRef {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: StaffLinkId,
    /// When it ends; it can be sent anew afterwards, too.
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
}

/// A member of staff in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffItem {
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
    /// The unit for which; null: the whole platform.
    pub unit: Option<UnitName>,
    /// invited, active or disabled.
    #[schema(value_type = String)]
    pub state: StaffState,
    /// What the account asks for beside the password.
    pub second_factor: SecondFactor,
    /// When a session of his was last used, to a minute.
    #[schema(value_type = Option<String>)]
    pub last_seen_at: Option<Timestamp>,
    /// When he was added or invited.
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    /// The invitation that waits.
    pub invitation: Option<InvitationRef>,
}

impl From<Listed> for StaffItem {
    fn from(listed: Listed) -> Self {
        let staff = listed.staff;
        Self {
            state: staff.state(),
            second_factor: SecondFactor::of(&staff),
            id: staff.id,
            email: staff.email,
            name: staff.name,
            role: staff.role,
            unit: listed.unit.map(UnitName::from),
            last_seen_at: listed.seen_at,
            created_at: staff.created_at,
            invitation: listed
                .invitation
                .map(|(id, expires_at)| InvitationRef { id, expires_at }),
        }
    }
}

/// A page of members of staff.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffList {
    /// By name.
    pub items: Vec<StaffItem>,
    /// Gives the next page; null: there is none.
    pub next_cursor: Option<String>,
    /// How many fit in all.
    pub total: i64,
}

impl App {
    /// Members of staff that are the actor's to manage.
    pub async fn list_staff(
        &self,
        actor: Actor,
        query: &StaffQuery,
    ) -> Result<StaffList, StaffError> {
        allowed(actor, Action::ManageStaff)?;
        let role = query
            .role
            .as_deref()
            .map(|word| Role::of(word).ok_or(Fault::ROLE));
        let state = query
            .state
            .as_deref()
            .map(|word| StaffState::of(word).ok_or(Fault::STATE));
        let after = query
            .cursor
            .as_deref()
            .map(|cursor| cursor.parse().map_err(|_| Fault::CURSOR));
        let filter = StaffFilter {
            within: actor.unit(),
            folded: text::folded(query.q.as_deref().unwrap_or_default()),
            role: role.transpose()?,
            state: state.transpose()?,
            after: after.transpose()?,
            limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        };
        let mut work = self.store.read().await?;
        let mut found = work.find_staff(&filter).await?;
        let total = work.count_found_staff(&filter).await?;
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let last = found.last().map(|listed| listed.staff.id.to_string());
        Ok(StaffList {
            items: found.into_iter().map(StaffItem::from).collect(),
            next_cursor: last.filter(|_| has_more),
            total,
        })
    }
}
