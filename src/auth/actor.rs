//! On whose behalf a use case runs.

use super::{Action, may};
use crate::domain::{Role, StaffId, UnitId};
use std::fmt;

/// On whose behalf a use case runs; written to the audit log by its `Display` form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody at the command line of the machine, who could change the files themselves.
    Command,
    /// The platform itself: the clock, a lease.
    Job,
    /// A signed-in member of staff.
    Staff {
        /// Who it is.
        id: StaffId,
        /// What he may do.
        role: Role,
        /// The unit for which he may do it, with all below it; none: the whole platform.
        unit: Option<UnitId>,
    },
}

impl Actor {
    /// The member of staff, where it is one.
    pub fn staff(self) -> Option<StaffId> {
        match self {
            Self::Command | Self::Job => None,
            Self::Staff { id, .. } => Some(id),
        }
    }

    /// The unit whose things are his to work on, with those of all units below it; none: all things.
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::Command | Self::Job => None,
            Self::Staff { unit, .. } => unit,
        }
    }

    /// Whether he may do that.
    pub fn may(self, action: Action) -> bool {
        match self {
            Self::Command | Self::Job => true,
            Self::Staff { role, .. } => may(role, action),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command => f.write_str("command"),
            Self::Job => f.write_str("job"),
            Self::Staff { id, .. } => write!(f, "staff:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_itself_needs_no_role() {
        let viewer = Actor::Staff {
            id: StaffId(uuid::Uuid::from_u128(7)),
            role: Role::Viewer,
            unit: None,
        };
        assert!(Actor::Command.may(Action::ManageStaff));
        assert!(Actor::Job.may(Action::RunRounds));
        assert!(!viewer.may(Action::RunRounds));
        assert_eq!(Actor::Command.to_string(), "command");
        assert_eq!(viewer.to_string(), "staff:00000000000000000000000000000007");
    }
}
