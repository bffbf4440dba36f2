//! `POST /contests/{slug}/slips.pdf`: the codes of people on paper, eight to a page.

use crate::app::App;
use crate::app::participants::Slip;
use crate::auth::codes;
use crate::http::extract::{PathId, StrictJson};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::{ApiError, ApiResult};
use crate::reports::slips::{SlipText, print};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use std::sync::Arc;

/// Greatest body, in bytes: a thousand slips, which is the most of any list.
const LIMIT: usize = 2 << 20;
/// Longest text of a slip, in characters.
const LONGEST: usize = 300;

/// Slips as taking a list gave them.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipsBody {
    /// At most 1,000.
    pub slips: Vec<Slip>,
}

/// Print slips
///
/// Nothing is stored: the codes come with the request and go with the reply.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/slips.pdf", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = SlipsBody,
    responses((status = 200, description = "A4, eight slips a page", content_type = "application/pdf")),
    security(("thiluat-staff" = []))
)]
pub async fn print_slips(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<SlipsBody, LIMIT>,
) -> ApiResult<Response> {
    let title = app.title_for_slips(staff.actor(), &slug).await?;
    check(&body.slips)?;
    let printed = tokio::task::spawn_blocking(move || {
        let slips: Vec<SlipText> = body.slips.iter().map(text).collect();
        print(&title, &slips)
    });
    // A page that can't be made is a fault of ours: what it holds was checked.
    let failed = |error: &dyn std::error::Error| {
        tracing::error!(cause = %error, "slips could not be printed");
        ApiError::from(EdgeFault::Internal)
    };
    let printed = printed.await.map_err(|error| failed(&error))?;
    let bytes = printed.map_err(|error| failed(&error))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"phieu-ma-du-thi.pdf\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}

fn text(slip: &Slip) -> SlipText<'_> {
    SlipText {
        number: slip.number,
        full_name: &slip.full_name,
        unit: slip.unit.as_deref(),
        identity: &slip.identity,
        sign_in_code: &slip.sign_in_code,
        link: &slip.link,
    }
}

/// Refuses what no list could have given, so that nobody prints what he likes under our name.
fn check(slips: &[Slip]) -> Result<(), ApiError> {
    let fault = |at: usize, key: &str, code, vietnamese: &str, english: &str| -> ApiError {
        let pointer = format!("/slips/{at}/{key}");
        EdgeFault::field(pointer, code, vietnamese.to_owned(), english.to_owned()).into()
    };
    if slips.is_empty() {
        let (vi, en) = ("Không có phiếu nào để in.", "There is no slip to print.");
        let fault = EdgeFault::field(
            "/slips".to_owned(),
            "field.required",
            vi.to_owned(),
            en.to_owned(),
        );
        return Err(fault.into());
    }
    for (at, slip) in slips.iter().enumerate() {
        let texts = [
            ("full_name", slip.full_name.as_str()),
            ("unit", slip.unit.as_deref().unwrap_or_default()),
            ("identity", slip.identity.as_str()),
            ("sign_in_code", slip.sign_in_code.as_str()),
            ("link", slip.link.as_str()),
        ];
        let long = texts
            .iter()
            .find(|(_, text)| text.chars().count() > LONGEST);
        if let Some((key, _)) = long {
            let (vi, en) = ("Dài quá 300 ký tự.", "Longer than 300 characters.");
            return Err(fault(at, key, "field.length", vi, en));
        }
        if codes::read(&slip.sign_in_code).is_none() {
            let (vi, en) = ("Đây không phải mã dự thi.", "This is no sign-in code.");
            return Err(fault(at, "sign_in_code", "field.invalid", vi, en));
        }
        let is_link = ["https://", "http://"]
            .iter()
            .any(|scheme| slip.link.starts_with(scheme));
        if !is_link {
            let (vi, en) = ("Đây không phải địa chỉ trang.", "This is no address.");
            return Err(fault(at, "link", "field.invalid", vi, en));
        }
    }
    Ok(())
}
