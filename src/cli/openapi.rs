//! `thiluat openapi`.

use super::{Failure, output};
use crate::http::openapi::document;

/// Prints the OpenAPI document.
pub(super) fn run() -> Result<(), Failure> {
    output::print(&document())
}
