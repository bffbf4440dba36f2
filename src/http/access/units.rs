//! The tree of units, and units that ask to stand in it.

use super::Object::{Platform, Reach, Registration, Unit};
use super::{Access, anyone, staff};
use crate::auth::Action::{ImportUnits, ManageUnits, ReadContests};

pub(super) const ROWS: &[Access] = &[
    staff("GET", "/api/v1/units", &[ReadContests], Reach),
    staff("POST", "/api/v1/units", &[ManageUnits], Reach),
    staff("GET", "/api/v1/units/export", &[ReadContests], Reach),
    staff("POST", "/api/v1/units/import", &[ImportUnits], Reach),
    staff("GET", "/api/v1/units/resolve", &[ReadContests], Reach),
    staff("GET", "/api/v1/units/{code}", &[ReadContests], Unit),
    staff("PATCH", "/api/v1/units/{code}", &[ManageUnits], Unit),
    staff("POST", "/api/v1/units/{code}/merge", &[ManageUnits], Unit),
    anyone("POST", "/api/v1/unit-registrations", Platform),
    anyone("GET", "/api/v1/unit-registrations/parents", Platform),
    staff("GET", "/api/v1/unit-registrations", &[ManageUnits], Reach),
    staff(
        "POST",
        "/api/v1/unit-registrations/{id}/approval",
        &[ManageUnits],
        Registration,
    ),
    staff(
        "POST",
        "/api/v1/unit-registrations/{id}/refusal",
        &[ManageUnits],
        Registration,
    ),
];
