//! Staff: who they are, signing in and out, what they may do, and who else there is.

mod accept;
mod add;
mod allowed;
mod change;
mod error;
mod factor;
mod fresh;
mod invite;
mod list;
mod own;
mod reach;
mod recover;
mod sign_in;
mod totp;
mod who;

pub use accept::InvitationCard;
pub use add::{AddStaffError, Fault, NewStaff};
pub use allowed::{Forbidden, allowed};
pub use change::StaffChange;
pub use error::StaffError;
pub use fresh::{Asker, FRESH, StepUp, fresh};
pub use invite::{Invitation, NewInvitation};
pub use list::{InvitationRef, StaffItem, StaffList, StaffQuery};
pub use own::{OwnSession, OwnSessions, Proof, SteppedUp};
pub use recover::RecoveryLink;
pub use sign_in::{Device, StaffSignInError, StaffSigningIn, StaffWelcome};
pub use totp::{RecoveryCodes, TotpOffer};
pub use who::{Present, SecondFactor, SecondFactorNeeded, StaffCard};
