//! Accounts of staff, what they are told, other systems, and the audit log.

use super::Object::{Caller, Invitation, Member, Platform, Reach, Webhook};
use super::{Access, anyone, staff};
use crate::auth::Action::{ManageStaff, ManageWebhooks, ReadAudit};

pub(super) const ROWS: &[Access] = &[
    anyone("POST", "/api/v1/staff/session", Caller),
    staff("GET", "/api/v1/staff/session", &[], Caller),
    // Ends what the request brought, if it brought a session.
    anyone("DELETE", "/api/v1/staff/session", Caller),
    staff("POST", "/api/v1/staff/session/step-up", &[], Caller),
    staff("GET", "/api/v1/staff/me/sessions", &[], Caller),
    staff("DELETE", "/api/v1/staff/me/sessions", &[], Caller),
    staff("DELETE", "/api/v1/staff/me/sessions/{id}", &[], Caller),
    staff("POST", "/api/v1/staff/me/password", &[], Caller),
    staff("POST", "/api/v1/staff/me/totp", &[], Caller),
    staff("PUT", "/api/v1/staff/me/totp", &[], Caller),
    staff("DELETE", "/api/v1/staff/me/totp", &[], Caller),
    staff("GET", "/api/v1/staff/me/notifications", &[], Caller),
    staff("POST", "/api/v1/staff/me/notifications/read", &[], Caller),
    staff("GET", "/api/v1/staff/me/notification-settings", &[], Caller),
    staff("PUT", "/api/v1/staff/me/notification-settings", &[], Caller),
    staff("GET", "/api/v1/staff", &[ManageStaff], Reach),
    staff("PATCH", "/api/v1/staff/{id}", &[ManageStaff], Member),
    staff(
        "POST",
        "/api/v1/staff/{id}/recovery",
        &[ManageStaff],
        Member,
    ),
    staff("POST", "/api/v1/staff/invitations", &[ManageStaff], Reach),
    staff(
        "POST",
        "/api/v1/staff/invitations/{id}/again",
        &[ManageStaff],
        Invitation,
    ),
    staff(
        "DELETE",
        "/api/v1/staff/invitations/{id}",
        &[ManageStaff],
        Invitation,
    ),
    // By what the link holds, which whoever was invited has alone.
    anyone("POST", "/api/v1/staff/invitations/look", Platform),
    anyone("POST", "/api/v1/staff/invitations/accept", Platform),
    anyone("POST", "/api/v1/staff/recovery", Platform),
    anyone("POST", "/api/v1/staff/recovery/complete", Platform),
    staff("GET", "/api/v1/audit", &[ReadAudit], Reach),
    staff("GET", "/api/v1/webhooks", &[ManageWebhooks], Reach),
    staff("POST", "/api/v1/webhooks", &[ManageWebhooks], Reach),
    staff(
        "DELETE",
        "/api/v1/webhooks/{id}",
        &[ManageWebhooks],
        Webhook,
    ),
    staff(
        "POST",
        "/api/v1/webhooks/{id}/test",
        &[ManageWebhooks],
        Webhook,
    ),
];
