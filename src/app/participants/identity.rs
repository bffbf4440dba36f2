//! What makes a person unique in a contest: the fields it names, normalised, under a keyed hash.

use super::form::normal_value;
use super::phone;
use crate::app::App;
use crate::app::FieldFault;
use crate::domain::{Contest, text};
use std::collections::BTreeMap;

impl App {
    /// Keyed hash of the identity fields among normalised ones.
    pub(super) fn identity_of(
        &self,
        contest: &Contest,
        fields: &BTreeMap<String, String>,
    ) -> Option<[u8; 32]> {
        let keys = contest
            .file
            .registration
            .identity
            .iter()
            .map(|identity| identity.field());
        let values: Option<Vec<String>> = keys.map(|key| fields.get(key).cloned()).collect();
        Some(self.keys.identity(&contest.id.to_string(), &values?))
    }

    /// The same of what somebody typed to come back. A value that can't be anybody's, such as a
    /// malformed number, still gives a hash: it must look like an unknown person.
    pub(super) fn identity_typed(
        &self,
        contest: &Contest,
        typed: &BTreeMap<String, String>,
    ) -> Result<[u8; 32], Vec<FieldFault>> {
        let asked: Vec<&str> = contest
            .file
            .registration
            .identity
            .iter()
            .map(|identity| identity.field())
            .collect();
        let mut faults = Vec::new();
        for key in typed.keys().filter(|key| !asked.contains(&key.as_str())) {
            faults.push(super::form::unknown_field("/identity", key));
        }
        let mut values = Vec::with_capacity(asked.len());
        for key in asked {
            match typed.get(key).filter(|value| !value.trim().is_empty()) {
                Some(value) => values.push(normal(key, value)),
                None => faults.push(super::form::required(format!("/identity/{key}"))),
            }
        }
        if faults.is_empty() {
            Ok(self.keys.identity(&contest.id.to_string(), &values))
        } else {
            Err(faults)
        }
    }
}

fn normal(key: &str, typed: &str) -> String {
    let value = if key == "phone" {
        phone::e164(typed)
    } else {
        normal_value(key, typed)
    };
    value.unwrap_or_else(|| format!("\u{0}{}", text::normal(typed)))
}
