//! What the system tells of itself.

use super::Object::Platform;
use super::{Access, anyone};

pub(super) const ROWS: &[Access] = &[
    anyone("GET", "/healthz", Platform),
    anyone("GET", "/readyz", Platform),
    anyone("GET", "/api/v1/openapi.json", Platform),
    anyone("GET", "/api/v1/contest-file.schema.json", Platform),
];
