//! A form with files, `multipart/form-data`, taken as strictly as a JSON body: known parts only when the
//! route asks for them, each once, within a size and a time.

use super::super::ApiError;
use super::super::problem::EdgeFault;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use hyper::StatusCode;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a form may weigh: two files of 50 MiB, and a little more for what is around them.
pub const UPLOAD_LIMIT: usize = 101 << 20;

/// How long a form may take: 50 MiB at 5 Mbit/s.
const PATIENCE: Duration = Duration::from_secs(90);
/// Most parts.
const PARTS: usize = 16;

/// The parts of a form.
#[derive(Debug)]
pub struct Form {
    parts: BTreeMap<String, Part>,
}

#[derive(Debug)]
struct Part {
    file_name: Option<String>,
    bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let form = Multipart::from_request(request, state).await;
        let form = form.map_err(|_| EdgeFault::FormType)?;
        match tokio::time::timeout(PATIENCE, read(form)).await {
            Ok(parts) => Ok(Self { parts: parts? }),
            Err(_) => Err(EdgeFault::BodyTimeout.into()),
        }
    }
}

async fn read(mut form: Multipart) -> Result<BTreeMap<String, Part>, EdgeFault> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => EdgeFault::BodyTooLarge(UPLOAD_LIMIT),
        _ => EdgeFault::BodyIncomplete,
    };
    let mut parts = BTreeMap::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let part = Part {
            file_name: field.file_name().map(str::to_owned),
            bytes: field.bytes().await.map_err(broken)?,
        };
        if parts.len() >= PARTS || parts.insert(name, part).is_some() {
            return Err(EdgeFault::BodyIncomplete);
        }
    }
    Ok(parts)
}

impl Form {
    /// Refuses a form that has other parts than these, as a body with other keys is refused.
    pub fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self
            .parts
            .keys()
            .find(|name| !known.contains(&name.as_str()))
        {
            None => Ok(()),
            Some(name) => Err(EdgeFault::field(
                format!("/{name}"),
                "field.unknown",
                "Biểu mẫu không có phần này.".to_owned(),
                "The form has no such part.".to_owned(),
            )
            .into()),
        }
    }

    /// A part that is text and has to be there.
    pub fn text(&self, name: &str) -> Result<String, ApiError> {
        self.optional(name).ok_or_else(|| missing(name))
    }

    /// A part that is text, if it is there and says something.
    pub fn optional(&self, name: &str) -> Option<String> {
        let part = self.parts.get(name)?;
        let text = String::from_utf8_lossy(&part.bytes).trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    }

    /// A part that is `true` or `false`; left out: false.
    pub fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.optional(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(EdgeFault::field(
                format!("/{name}"),
                "field.invalid",
                "Phần này là true hoặc false.".to_owned(),
                "This part is true or false.".to_owned(),
            )
            .into()),
        }
    }

    /// Name and content of a file that has to be there.
    pub fn file(&mut self, name: &str) -> Result<(String, Bytes), ApiError> {
        self.optional_file(name).ok_or_else(|| missing(name))
    }

    /// Name and content of a file, if one was given.
    pub fn optional_file(&mut self, name: &str) -> Option<(String, Bytes)> {
        // A browser sends a part without a name for a field that nobody filled in.
        let part = self.parts.remove(name)?;
        let file_name = part.file_name.filter(|name| !name.is_empty())?;
        Some((file_name, part.bytes))
    }
}

fn missing(name: &str) -> ApiError {
    EdgeFault::field(
        format!("/{name}"),
        "field.required",
        format!("Thiếu phần “{name}” của biểu mẫu."),
        format!("The part “{name}” of the form is missing."),
    )
    .into()
}
