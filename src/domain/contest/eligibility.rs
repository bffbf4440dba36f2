//! Who may take part, and who may be in a group: predicates over what a person gives.

use crate::domain::UnitType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Conditions that hold together; what is left out asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Eligibility {
    /// Least age in whole years on the day of registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// Greatest age in whole years on the day of registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Codes of units: the person's unit is one of them or lies below one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// Types of units: the person's unit is of one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unit_types: Vec<UnitType>,
    /// Values that a field of the form may have, by key of the field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<String>>,
    /// Code of a list of people, brought in by `thiluat contest people`: only they.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roster: Option<String>,
}

impl Eligibility {
    /// Whether the unit of a person matters.
    pub fn asks_for_unit(&self) -> bool {
        !self.units.is_empty() || !self.unit_types.is_empty()
    }

    /// Whether the age of a person matters.
    pub fn asks_for_age(&self) -> bool {
        self.min_age.is_some() || self.max_age.is_some()
    }
}

/// People who may not take part, such as the organising committee: a list that is brought in by
/// `thiluat contest people`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Code of the list.
    pub code: String,
    /// Who they are, for people to read.
    pub title: String,
}
