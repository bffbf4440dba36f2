//! The one table of roles and actions. What is not in it is forbidden.

use crate::domain::Role;

/// What a use case lets staff do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Add and remove members of staff.
    ManageStaff,
    /// Bring units in.
    ImportUnits,
    /// Bring questions in.
    ImportQuestions,
    /// Read questions with their keys, and take banks out.
    ReadQuestions,
    /// Approve and retire questions.
    ApproveQuestions,
    /// Create and change contests.
    ApplyContests,
    /// See contests that are not published, and their files.
    ReadContests,
    /// Open, close and reopen rounds, give a beacon.
    RunRounds,
    /// Give a person a new sign-in code.
    ReissueCodes,
    /// See counts and standings that the public does not see yet.
    ReadResults,
    /// Look into attempts of rounds that are over, make them void, decide on objections, and propose
    /// what another member of staff has to approve.
    WorkDesk,
    /// Approve what another member of staff proposed: publication, rulings on questions, orders.
    ApproveResults,
    /// Read the audit log.
    ReadAudit,
    /// Read and mark essays.
    MarkEssays,
    /// Add, change and merge units, and answer those that register themselves.
    ManageUnits,
    /// See the list of participants and what is stored of each of them.
    ReadParticipants,
    /// Correct, exclude and bring in participants.
    CorrectParticipants,
    /// Take lists of people, and what each of them answered, out of the platform.
    ExportPeople,
    /// Watch a round as it runs: counts per minute and unit, troubles.
    ReadMonitor,
    /// Tell those inside a contest something, and note what happened.
    Announce,
    /// Share and remove templates of contests.
    ManageTemplates,
    /// Say which other sites may show a contest.
    ManageSites,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 22] = [
        Self::ManageStaff,
        Self::ImportUnits,
        Self::ImportQuestions,
        Self::ReadQuestions,
        Self::ApproveQuestions,
        Self::ApplyContests,
        Self::ReadContests,
        Self::RunRounds,
        Self::ReissueCodes,
        Self::ReadResults,
        Self::WorkDesk,
        Self::ApproveResults,
        Self::ReadAudit,
        Self::MarkEssays,
        Self::ManageUnits,
        Self::ReadParticipants,
        Self::CorrectParticipants,
        Self::ExportPeople,
        Self::ReadMonitor,
        Self::Announce,
        Self::ManageTemplates,
        Self::ManageSites,
    ];

    /// Who may do it, beside administrators, who may do everything.
    const fn roles(self) -> &'static [Role] {
        use Role::{Author, Judge, Organiser, Reviewer, Verifier, Viewer};
        match self {
            Self::ManageStaff => &[],
            Self::ImportUnits
            | Self::ManageUnits
            | Self::ApplyContests
            | Self::RunRounds
            | Self::ReissueCodes
            | Self::CorrectParticipants
            | Self::Announce
            | Self::ManageTemplates
            | Self::ManageSites => &[Organiser],
            Self::ImportQuestions => &[Organiser, Author],
            Self::ReadQuestions => &[Organiser, Author, Reviewer],
            Self::ApproveQuestions => &[Reviewer],
            Self::ReadContests => &[Organiser, Author, Reviewer, Judge, Verifier, Viewer],
            Self::ReadResults
            | Self::WorkDesk
            | Self::ApproveResults
            | Self::ReadParticipants
            | Self::ExportPeople => &[Organiser, Verifier],
            Self::ReadMonitor => &[Organiser, Verifier, Viewer],
            Self::ReadAudit => &[Verifier],
            Self::MarkEssays => &[Judge],
        }
    }
}

/// Whether that role may do that.
pub fn may(role: Role, action: Action) -> bool {
    role == Role::Administrator || action.roles().contains(&role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_may_do_everything_and_viewers_only_look_on() {
        for action in Action::ALL {
            assert!(may(Role::Administrator, action));
            assert_eq!(
                may(Role::Viewer, action),
                matches!(action, Action::ReadContests | Action::ReadMonitor),
                "{action:?}"
            );
        }
    }

    #[test]
    fn no_one_role_both_writes_and_approves_questions() {
        for (role, _) in Role::ALL
            .iter()
            .filter(|(role, _)| *role != Role::Administrator)
        {
            let writes = may(*role, Action::ImportQuestions);
            assert!(
                !(writes && may(*role, Action::ApproveQuestions)),
                "{role:?}"
            );
        }
    }
}
