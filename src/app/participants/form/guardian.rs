//! The adult who agrees for someone under 16.

use super::super::phone;
use super::super::request::GuardianForm;
use super::faults::{fault, required};
use super::value::{name, short_line};
use crate::app::FieldFault;
use crate::domain::Guardian;

/// Checks the guardian; must be there for someone under 16, and is left out for others: data that
/// is not needed is not kept.
pub fn check(
    given: Option<&GuardianForm>,
    is_minor: bool,
) -> Result<Option<Guardian>, Vec<FieldFault>> {
    if !is_minor {
        return Ok(None);
    }
    let Some(form) = given else {
        return Err(vec![fault(
            "/guardian".to_owned(),
            "guardian.required",
            "Người dưới 16 tuổi cần cha, mẹ hoặc người giám hộ đồng ý: hãy điền họ tên, số điện thoại và quan hệ.",
            "Someone under 16 needs the consent of a parent or guardian: please give full name, phone and relation.",
        )]);
    };
    let mut faults = Vec::new();
    let mut take = |read: Result<String, FieldFault>| {
        read.unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        })
    };
    let at = |key: &str| format!("/guardian/{key}");
    let filled = |text: &str, key: &str| {
        if text.trim().is_empty() {
            Err(required(at(key)))
        } else {
            Ok(())
        }
    };
    let guardian = Guardian {
        full_name: take(
            filled(&form.full_name, "full_name")
                .and_then(|()| name(&form.full_name, at("full_name"))),
        ),
        phone: take(filled(&form.phone, "phone").and_then(|()| {
            phone::e164(&form.phone).ok_or_else(|| super::value::bad_phone(at("phone")))
        })),
        relation: take(
            filled(&form.relation, "relation")
                .and_then(|()| short_line(&form.relation, 60, at("relation"))),
        ),
    };
    if faults.is_empty() {
        Ok(Some(guardian))
    } else {
        Err(faults)
    }
}
