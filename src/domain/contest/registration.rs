//! Section `[registration]`.

use super::{Eligibility, Exclusion};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A field that, together with the others named, makes a person unique in a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Phone number in E.164.
    Phone,
    /// Number of the identity card.
    IdNumber,
    /// A code that the organiser gave out.
    Code,
    /// E-mail address.
    Email,
}

impl Identity {
    /// The key of the field that holds it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Code => "code",
            Self::Email => "email",
        }
    }
}

/// How an own field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// One of `options`.
    Choice,
    /// A whole number.
    Number,
    /// A date.
    Date,
}

/// When a field is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// When the person registers.
    #[default]
    Before,
    /// After an attempt was handed in; while a required one is missing, the person has no place.
    After,
}

impl Asked {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands the field by reference"
    )]
    fn is_before(&self) -> bool {
        *self == Self::Before
    }
}

/// A field of the registration form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// A known key (`full_name`, `birth_date`, `phone`, `unit`, `occupation`, `sex`, `residence`,
    /// `email`, `id_number`, `code`) or an own one.
    pub key: String,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// When it is asked for.
    #[serde(default, skip_serializing_if = "Asked::is_before")]
    pub asked: Asked,
    /// What people read, for own keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it is filled in, for own keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FieldKind>,
    /// The choices of [`FieldKind::Choice`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// A purpose that a person agrees to, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// `take_part`, `publish_name`, `news`, `guardian` or an own one.
    pub purpose: String,
    /// Version of the text.
    pub version: String,
    /// What people read.
    pub text: String,
    /// Whether one can't take part without it.
    #[serde(default)]
    pub required: bool,
}

/// Section `[registration]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Registration {
    /// Fields that together make a person unique in this contest.
    pub identity: Vec<Identity>,
    /// Least age in whole years on the day of registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// Greatest age in whole years on the day of registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Who may take part, beyond the age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligible: Option<Eligibility>,
    /// Lists of people who may not take part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// The form.
    pub fields: Vec<Field>,
    /// Purposes; left out: the shipped texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consents: Option<Vec<Consent>>,
}

impl Default for Registration {
    fn default() -> Self {
        let field = |key: &str| Field {
            key: key.to_owned(),
            required: true,
            asked: Asked::Before,
            label: None,
            kind: None,
            options: Vec::new(),
        };
        Self {
            identity: vec![Identity::Phone],
            min_age: None,
            max_age: None,
            eligible: None,
            exclusions: Vec::new(),
            fields: ["full_name", "birth_date", "phone", "unit"]
                .map(field)
                .to_vec(),
            consents: None,
        }
    }
}

impl Registration {
    /// The fields that are asked for then, in the order of the form.
    pub fn asked(&self, when: Asked) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.asked == when)
    }

    /// Whether nothing that is required after answering is missing from what a person gave.
    pub fn is_complete(&self, given: &BTreeMap<String, String>) -> bool {
        self.asked(Asked::After)
            .all(|field| !field.required || given.contains_key(&field.key))
    }

    /// The purposes people are asked about.
    pub fn consents(&self) -> Vec<Consent> {
        self.consents.clone().unwrap_or_else(shipped_consents)
    }
}

/// The consent texts that the platform ships, version 1. A changed text is a new version.
fn shipped_consents() -> Vec<Consent> {
    let consent = |purpose: &str, required, text: &str| Consent {
        purpose: purpose.to_owned(),
        version: "1".to_owned(),
        text: text.to_owned(),
        required,
    };
    vec![
        consent(
            "take_part",
            true,
            "Tôi đồng ý để đơn vị tổ chức dùng thông tin tôi vừa nhập cho việc tổ chức cuộc thi này: \
             nhận diện người dự thi, chấm điểm, xếp hạng và liên hệ khi trúng giải.",
        ),
        consent(
            "publish_name",
            false,
            "Tôi đồng ý để họ tên và đơn vị của tôi được công bố trên bảng xếp hạng và trong danh sách đạt giải.",
        ),
        consent(
            "news",
            false,
            "Tôi muốn nhận tin về các cuộc thi tìm hiểu pháp luật sau này.",
        ),
    ]
}
