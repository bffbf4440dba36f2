//! How somebody is reached, in the one form in which it is kept, for other rooms that ask for it.

use super::{form, phone};

/// An e-mail address in lower case; none if it can't be one.
pub(in crate::app) fn email_address(typed: &str) -> Option<String> {
    form::normal_value("email", typed)
}

/// A telephone number in E.164; none if it can't be one.
pub(in crate::app) fn phone_number(typed: &str) -> Option<String> {
    phone::e164(typed)
}
