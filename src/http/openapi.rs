//! The OpenAPI document: generated from the routes, served, committed and checked for drift.

use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, ToSchema};

/// What a route's documentation begins from.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Thi Luật",
        description = "Thi trực tuyến tìm hiểu pháp luật. Online contests on legal knowledge.\n\nErrors are RFC 9457 problem documents with a stable `code`; lists are `{items, next_cursor}`; instants are RFC 3339 in UTC with milliseconds.",
        license(name = "MIT", identifier = "MIT"),
    ),
    components(schemas(Problem, FieldProblem)),
    modifiers(&Sessions),
)]
pub struct Base;

/// An RFC 9457 problem document; some codes add members of their own, such as `deadline`.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "describes what problem::render writes")]
pub struct Problem {
    /// `urn:thiluat:problem:` and the code.
    r#type: String,
    /// Short name of the status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened, what is safe, what to do, in the reader's language.
    detail: String,
    /// Stable, dotted, English.
    #[schema(example = "attempt.closed")]
    code: String,
    /// The number under which the request stands in the log.
    request_id: String,
    /// Faults of single fields.
    #[schema(required = false)]
    errors: Vec<FieldProblem>,
}

/// A fault of one field.
#[derive(ToSchema)]
#[schema(as = FieldProblem)]
#[expect(dead_code, reason = "describes what problem::render writes")]
pub struct FieldProblem {
    /// JSON pointer into the body, such as `/fields/phone`.
    pointer: String,
    /// Stable, dotted, English.
    code: String,
    /// What is wrong, in the reader's language.
    detail: String,
}

/// The two ways a session travels.
struct Sessions;

impl Modify for Sessions {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        for name in ["thiluat", "thiluat-staff"] {
            let cookie = ApiKey::Cookie(ApiKeyValue::new(name));
            components.add_security_scheme(name, SecurityScheme::ApiKey(cookie));
        }
    }
}

/// The document of all routes, as it is served, committed and printed by `thiluat openapi`.
///
/// # Panics
/// Never: the document is plain data.
pub fn document() -> String {
    let document = super::routes::described();
    let mut text = document
        .to_pretty_json()
        .expect("the document is plain data");
    text.push('\n');
    text
}
