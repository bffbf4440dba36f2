//! What people write about a unit, and whether it can be taken.

use crate::app::FieldFault;
use crate::domain::text::{self, BadText};
use crate::domain::{AreaType, UnitDraft, UnitType};
use serde::{Deserialize, Deserializer};
use time::Date;
use utoipa::ToSchema;

/// Longest name, block, source and alias; longest code; most aliases.
const NAME: usize = 200;
const CODE: usize = 40;
const ALIASES: usize = 50;

/// A new unit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Official or chosen code, unique in the platform, without spaces.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Kind of body.
    #[serde(rename = "type")]
    pub kind: UnitType,
    /// Code of the unit above.
    #[serde(default)]
    pub parent: Option<String>,
    /// Inside which its collectives are ranked.
    #[serde(default)]
    pub block: Option<String>,
    /// Urban or rural.
    #[serde(default)]
    pub area_type: Option<AreaType>,
    /// People who could take part.
    #[serde(default)]
    pub headcount: Option<i64>,
    /// Who counted them.
    #[serde(default)]
    pub headcount_source: Option<String>,
    /// The day for which they were counted, `YYYY-MM-DD`.
    #[serde(default)]
    pub headcount_date: Option<String>,
    /// First day of its existence.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day of its existence.
    #[serde(default)]
    pub valid_to: Option<String>,
    /// Other names under which people look for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What is to be another thing about a unit: what is left out stays, null empties it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UnitChange {
    /// Full name.
    pub name: Option<String>,
    /// Kind of body.
    #[serde(rename = "type")]
    pub kind: Option<UnitType>,
    /// Code of the unit above.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub parent: Option<Option<String>>,
    /// Inside which its collectives are ranked.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub block: Option<Option<String>>,
    /// Urban or rural.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<AreaType>)]
    pub area_type: Option<Option<AreaType>>,
    /// People who could take part.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub headcount: Option<Option<i64>>,
    /// Who counted them.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub headcount_source: Option<Option<String>>,
    /// The day for which they were counted, `YYYY-MM-DD`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub headcount_date: Option<Option<String>>,
    /// First day of its existence.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub valid_from: Option<Option<String>>,
    /// Last day of its existence.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Option<String>>,
    /// Other names under which people look for it.
    pub aliases: Option<Vec<String>>,
}

/// A value that was given, be it null.
#[expect(
    clippy::option_option,
    reason = "left out, null and a value are three things"
)]
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A unit that has only what has to be given, and all the rest as a change to it.
pub(super) fn begun(new: NewUnit) -> Result<(UnitDraft, UnitChange), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let code = line(&mut faults, "/code", &new.code, CODE);
    if code.is_empty() && faults.is_empty() {
        faults.push(required("/code"));
    }
    if code.contains([' ', ';', ',', '/']) {
        faults.push(fault(
            "/code",
            "field.invalid",
            "Mã đơn vị không chứa dấu cách, dấu phẩy, dấu chấm phẩy hay dấu gạch chéo.",
            "A code holds no spaces, commas, semicolons or slashes.",
        ));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let draft = UnitDraft::new(code, String::new(), new.kind);
    let change = UnitChange {
        name: Some(new.name),
        kind: None,
        parent: Some(new.parent),
        block: Some(new.block),
        area_type: Some(new.area_type),
        headcount: Some(new.headcount),
        headcount_source: Some(new.headcount_source),
        headcount_date: Some(new.headcount_date),
        valid_from: Some(new.valid_from),
        valid_to: Some(new.valid_to),
        aliases: Some(new.aliases),
    };
    Ok((draft, change))
}

/// The unit with the change; every fault at once. Whether the parent exists is the tree's to say.
pub(super) fn changed(unit: &UnitDraft, change: UnitChange) -> Result<UnitDraft, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut draft = unit.clone();
    if let Some(name) = change.name {
        draft.name = line(&mut faults, "/name", &name, NAME);
        if name.trim().is_empty() {
            faults.push(required("/name"));
        }
    }
    draft.kind = change.kind.unwrap_or(draft.kind);
    draft.area_type = change.area_type.unwrap_or(draft.area_type);
    let texts = [
        (change.parent, &mut draft.parent, "/parent", CODE),
        (change.block, &mut draft.block, "/block", NAME),
        (
            change.headcount_source,
            &mut draft.headcount_source,
            "/headcount_source",
            NAME,
        ),
    ];
    for (given, place, pointer, limit) in texts {
        if let Some(given) = given {
            let text = given.map(|text| line(&mut faults, pointer, &text, limit));
            *place = text.filter(|text| !text.is_empty());
        }
    }
    if let Some(count) = change.headcount {
        if count.is_some_and(|count| !(0..=1_000_000_000).contains(&count)) {
            faults.push(fault(
                "/headcount",
                "field.range",
                "Số người là số nguyên không âm.",
                "A head-count is a whole number, not below zero.",
            ));
        }
        draft.headcount = count;
    }
    let days = [
        (
            change.headcount_date,
            &mut draft.headcount_date,
            "/headcount_date",
        ),
        (change.valid_from, &mut draft.valid_from, "/valid_from"),
        (change.valid_to, &mut draft.valid_to, "/valid_to"),
    ];
    for (given, place, pointer) in days {
        match given.map(|given| given.filter(|text| !text.trim().is_empty())) {
            None => {}
            Some(None) => *place = None,
            Some(Some(text)) => match day(&text) {
                Some(day) => *place = Some(day),
                None => faults.push(bad_day(pointer)),
            },
        }
    }
    if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
        && to < from
    {
        faults.push(fault(
            "/valid_to",
            "field.range",
            "Ngày kết thúc đứng trước ngày bắt đầu.",
            "The last day lies before the first one.",
        ));
    }
    if let Some(aliases) = change.aliases {
        draft.aliases = names(&mut faults, &aliases);
    }
    if faults.is_empty() {
        Ok(draft)
    } else {
        Err(faults)
    }
}

/// Other names in the order in which they are kept.
fn names(faults: &mut Vec<FieldFault>, given: &[String]) -> Vec<String> {
    if given.len() > ALIASES {
        faults.push(fault(
            "/aliases",
            "field.length",
            format!("Tối đa {ALIASES} tên khác."),
            format!("At most {ALIASES} other names."),
        ));
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::with_capacity(given.len());
    for (at, name) in given.iter().enumerate() {
        let name = line(faults, &format!("/aliases/{at}"), name, NAME);
        names.extend(Some(name).filter(|name| !name.is_empty()));
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// A day as `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<Date> {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    Date::parse(text.trim(), form).ok()
}

pub(super) fn bad_day(pointer: &str) -> FieldFault {
    fault(
        pointer,
        "field.invalid",
        "Ngày viết dạng YYYY-MM-DD, ví dụ 2025-07-01.",
        "A date is written YYYY-MM-DD, such as 2025-07-01.",
    )
}

pub(super) fn required(pointer: &str) -> FieldFault {
    fault(
        pointer,
        "field.required",
        "Mục này cần được điền.",
        "Please fill this in.",
    )
}

pub(super) fn fault(
    pointer: &str,
    code: &'static str,
    vietnamese: impl Into<String>,
    english: impl Into<String>,
) -> FieldFault {
    FieldFault {
        pointer: pointer.to_owned(),
        code,
        vietnamese: vietnamese.into(),
        english: english.into(),
    }
}

/// A line of at most so many characters; an empty one stands for a fault that was noted.
pub(super) fn line(
    faults: &mut Vec<FieldFault>,
    pointer: &str,
    typed: &str,
    limit: usize,
) -> String {
    let spaced = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match text::line(&spaced, limit) {
        Ok(line) => line,
        Err(BadText::TooLong(limit)) => {
            faults.push(fault(
                pointer,
                "field.length",
                format!("Dài quá: tối đa {limit} ký tự."),
                format!("Too long: at most {limit} characters."),
            ));
            String::new()
        }
        Err(BadText::Control(_) | BadText::Marks(_)) => {
            faults.push(fault(
                pointer,
                "text.invalid",
                "Có ký tự không nhìn thấy hoặc không hợp lệ; hãy xóa và gõ lại.",
                "There is an invisible or invalid character; please delete it and type again.",
            ));
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str) -> UnitChange {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_is_left_out_stays_and_null_empties() {
        let unit = UnitDraft {
            block: Some("Xã".into()),
            headcount: Some(5),
            ..UnitDraft::new("1", "Xã Một", UnitType::Xa)
        };
        let changed = changed(
            &unit,
            change(r#"{"block":null,"aliases":[" B ","A","A"],"valid_to":"2026-01-01"}"#),
        )
        .unwrap();
        assert_eq!((changed.block, changed.headcount), (None, Some(5)));
        assert_eq!(changed.aliases, ["A", "B"]);
        assert_eq!(changed.valid_to, day("2026-01-01"));
    }

    #[test]
    fn every_fault_is_told() {
        let unit = UnitDraft::new("1", "Xã Một", UnitType::Xa);
        let text = r#"{"name":" ","headcount":-1,"valid_from":"1/7/2025","aliases":["a\u0000"]}"#;
        let told = changed(&unit, change(text)).unwrap_err();
        let told: Vec<_> = told.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(told, ["/name", "/headcount", "/valid_from", "/aliases/0"]);
        assert!(serde_json::from_str::<UnitChange>(r#"{"code":"2"}"#).is_err());
    }
}
