//! The own account of a member of staff.

mod notice_settings;
mod notices;
mod password;
mod sessions;
mod totp;

use crate::app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/staff/me`.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(
            sessions::list_own_sessions,
            sessions::end_other_sessions
        ))
        .routes(routes!(sessions::end_own_session))
        .routes(routes!(password::change_password))
        .routes(routes!(
            totp::begin_totp,
            totp::switch_totp_on,
            totp::switch_totp_off
        ))
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::read_notices))
        .routes(routes!(
            notice_settings::read_notice_settings,
            notice_settings::put_notice_settings
        ))
}
