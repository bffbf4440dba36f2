//! Staff: who they are, signing in and out, what they may do.

mod add;
mod allowed;
mod sign_in;
mod who;

pub use add::{AddStaffError, NewStaff};
pub use allowed::{Forbidden, allowed};
pub use sign_in::{StaffSignInError, StaffWelcome};
pub use who::StaffCard;
