//! From column values to domain values; what can't be read is named, not guessed.

use crate::domain::Timestamp;
use crate::store::StoreError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use time::Date;
use time::macros::format_description;

/// A JSON document.
pub(super) fn document<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::corrupt(table, column, e))
}

/// A document as JSON.
pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data of the domain has a JSON form")
}

/// A date as `YYYY-MM-DD`.
pub(super) fn date(
    table: &'static str,
    column: &'static str,
    text: Option<&str>,
) -> Result<Option<Date>, StoreError> {
    text.map(|text| {
        Date::parse(text, format_description!("[year]-[month]-[day]"))
            .map_err(|e| StoreError::corrupt(table, column, e))
    })
    .transpose()
}

/// An instant.
pub(super) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

/// Thirty-two bytes.
pub(super) fn hash(
    table: &'static str,
    column: &'static str,
    bytes: &[u8],
) -> Result<[u8; 32], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::corrupt(table, column, "not 32 bytes"))
}

/// A truth value that came as a number.
pub(super) fn flag<'de, D: Deserializer<'de>>(number: D) -> Result<Option<bool>, D::Error> {
    Ok(Option::<i64>::deserialize(number)?.map(|number| number != 0))
}

/// How many, as a column.
pub(super) fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Bytes as a row parameter holds them: hex where the rows are a JSON document.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A word that must be one of a known set.
pub(super) fn word<T>(
    table: &'static str,
    column: &'static str,
    text: &str,
    of: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    of(text).ok_or_else(|| StoreError::corrupt(table, column, format!("unknown word «{text}»")))
}

/// An insert `on conflict do nothing` that did nothing is a conflict. PostgreSQL would have to give
/// up the whole transaction over a refused one.
pub(super) fn added_one(rows: u64) -> Result<(), StoreError> {
    if rows == 0 {
        return Err(StoreError::Conflict);
    }
    Ok(())
}
