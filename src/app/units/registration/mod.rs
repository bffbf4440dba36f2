//! A unit asks to be taken into the tree; somebody of the unit above says yes or no.

mod ask;
mod decide;
mod invitation;
mod list;

pub use ask::{RegistrationAsked, RegistrationKept};
pub use decide::{RegistrationApproved, RegistrationRefused};
pub use invitation::InvitationLink;
pub use list::{RegistrationList, RegistrationView};
