//! How a route takes its input: strictly, with an error that names what is wrong.

mod body;
mod classify;
mod form;
mod idempotency;
mod json;
mod path;
mod query;
mod scan;

pub use body::DEFAULT_BODY_LIMIT;
pub use form::{Form, UPLOAD_LIMIT};
pub use idempotency::IdempotencyKey;
pub use json::{StrictJson, from_json};
pub use path::PathId;
pub use query::StrictQuery;
pub use scan::{DEEPEST, LARGEST_INTEGER, MOST_ITEMS};
