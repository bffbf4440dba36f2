//! Use cases: what a person or a job can do, one a file, with permission, transaction, idempotency.

mod refusal;

pub use refusal::{FieldFault, Language, Refusal};
