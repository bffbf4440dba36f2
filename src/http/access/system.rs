//! Sessions of staff, and what the system tells of itself.

use super::Object::{Caller, Platform};
use super::{Access, anyone, staff};

pub(super) const ROWS: &[Access] = &[
    anyone("GET", "/healthz", Platform),
    anyone("GET", "/readyz", Platform),
    anyone("GET", "/api/v1/openapi.json", Platform),
    anyone("GET", "/api/v1/contest-file.schema.json", Platform),
    anyone("POST", "/api/v1/staff/session", Caller),
    staff("GET", "/api/v1/staff/session", &[], Caller),
    // Ends what the request brought, if it brought a session.
    anyone("DELETE", "/api/v1/staff/session", Caller),
];
