//! Who may take part and what is asked of them.

use crate::app::participants::consents_asked;
use crate::domain::contest::{Asked, Consent, Field, FieldKind, Identity, Registration};
use serde::Serialize;
use utoipa::ToSchema;

/// Who may take part and what is asked of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegistrationView {
    /// Fields that together make a person unique.
    #[schema(value_type = Vec<String>)]
    pub identity: Vec<Identity>,
    /// The form.
    pub fields: Vec<FieldView>,
    /// Purposes, each to be agreed to by itself; `guardian` is asked only under 16.
    #[schema(value_type = Vec<Object>)]
    pub consents: Vec<Consent>,
    /// Least age in whole years.
    pub min_age: Option<u8>,
    /// Greatest age in whole years.
    pub max_age: Option<u8>,
}

/// A field of the form. Label, kind and options are null for keys that the platform knows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldView {
    /// The key in `fields`.
    pub key: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// When it is asked for: `before` with the registration, `after` an attempt was handed in.
    #[schema(value_type = String)]
    pub asked: Asked,
    /// What people read.
    pub label: Option<String>,
    /// How it is filled in.
    #[schema(value_type = Option<String>)]
    pub kind: Option<FieldKind>,
    /// What can be chosen.
    pub options: Option<Vec<String>>,
}

impl RegistrationView {
    pub(super) fn of(registration: &Registration) -> Self {
        Self {
            identity: registration.identity.clone(),
            fields: registration.fields.iter().map(FieldView::of).collect(),
            consents: consents_asked(registration),
            min_age: registration.min_age,
            max_age: registration.max_age,
        }
    }
}

impl FieldView {
    fn of(field: &Field) -> Self {
        let has_options = !field.options.is_empty();
        Self {
            key: field.key.clone(),
            required: field.required,
            asked: field.asked,
            label: field.label.clone(),
            kind: field.kind.or(has_options.then_some(FieldKind::Choice)),
            options: has_options.then(|| field.options.clone()),
        }
    }
}
