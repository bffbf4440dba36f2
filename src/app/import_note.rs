//! Something about one place of a file that was brought in.

use serde::Serialize;
use utoipa::ToSchema;

/// Something about one place of a file that was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportNote {
    /// The place as people see it: `dòng 12`, `questions[3]`.
    pub at: String,
    /// Stable, dotted, English: `import.duplicate`.
    pub code: &'static str,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
}
