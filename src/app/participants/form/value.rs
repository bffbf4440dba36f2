//! Values of single fields: what is taken, and the one form in which it is kept.

use super::super::phone;
use super::faults::fault;
use crate::app::FieldFault;
use crate::domain::contest::{Field, FieldKind};
use crate::domain::text::{self, BadText};
use serde_json::Value;
use time::Date;
use time::macros::{date, format_description};

/// Greatest magnitude of a number, which every reader of JSON keeps exactly.
const EXACT: i64 = (1 << 53) - 1;

/// Checks a value that is not empty and gives its normal form.
pub fn check(field: &Field, value: &Value, at: String, today: Date) -> Result<String, FieldFault> {
    if let Value::Number(number) = value
        && own_kind(field) == FieldKind::Number
    {
        return match number.as_i64() {
            Some(number) => whole(number, at),
            None => Err(bad_number(at)),
        };
    }
    let Value::String(typed) = value else {
        return Err(fault(
            at,
            "field.type",
            "Mục này cần là chữ.",
            "This must be a text.",
        ));
    };
    match field.key.as_str() {
        "full_name" => name(typed, at),
        "birth_date" => birth_date(typed, at, today),
        "phone" => phone::e164(typed).ok_or_else(|| bad_phone(at)),
        "email" => normal_value("email", typed).ok_or_else(|| {
            let (vi, en) = (
                "Địa chỉ thư điện tử không đúng.",
                "This is not an e-mail address.",
            );
            fault(at, "field.invalid", vi, en)
        }),
        "id_number" => normal_value("id_number", typed).ok_or_else(|| {
            let vi = "Số căn cước gồm 12 chữ số (hoặc số chứng minh gồm 9 chữ số).";
            fault(
                at,
                "field.invalid",
                vi,
                "An identity number has 12 digits (older ones have 9).",
            )
        }),
        "sex" => sex(typed).map(str::to_owned).ok_or_else(|| {
            let en = "Please choose male, female or other.";
            fault(at, "field.invalid", "Hãy chọn nam, nữ hoặc khác.", en)
        }),
        "unit" => short_line(typed, 40, at),
        "code" => short_line(typed, 64, at).map(|code| code.to_uppercase()),
        _ => own(field, typed, at),
    }
}

/// The normal form of an identity field, for registering and for coming back.
pub fn normal_value(key: &str, typed: &str) -> Option<String> {
    match key {
        "phone" => phone::e164(typed),
        "email" => email(typed),
        "id_number" => {
            let digits: String = typed
                .chars()
                .filter(|c| !matches!(c, ' ' | '.' | '-'))
                .collect();
            let known =
                matches!(digits.len(), 9 | 12) && digits.bytes().all(|b| b.is_ascii_digit());
            known.then_some(digits)
        }
        "code" => text::line(typed, 64).ok().map(|code| code.to_uppercase()),
        _ => None,
    }
}

/// A person's name: 2 to 80 characters with a letter among them, single spaces.
pub fn name(typed: &str, at: String) -> Result<String, FieldFault> {
    let name = short_line(typed, 80, at.clone())?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() < 2 || !name.chars().any(char::is_alphabetic) {
        return Err(fault(
            at,
            "field.invalid",
            "Hãy viết đủ họ và tên.",
            "Please write the full name.",
        ));
    }
    Ok(name)
}

/// A line of at most so many characters.
pub fn short_line(typed: &str, limit: usize, at: String) -> Result<String, FieldFault> {
    text::line(typed, limit).map_err(|bad| match bad {
        BadText::TooLong(limit) => fault(
            at,
            "field.length",
            format!("Dài quá: tối đa {limit} ký tự."),
            format!("Too long: at most {limit} characters."),
        ),
        BadText::Control(_) | BadText::Marks(_) => fault(
            at,
            "text.invalid",
            "Có ký tự không nhìn thấy hoặc không hợp lệ; hãy xóa và gõ lại.",
            "There is an invisible or invalid character; please delete it and type again.",
        ),
    })
}

/// A telephone number that can't be one.
pub fn bad_phone(at: String) -> FieldFault {
    fault(
        at,
        "field.invalid",
        "Số điện thoại không đúng, ví dụ đúng: 0912 345 678.",
        "This is not a phone number; an example: 0912 345 678.",
    )
}

/// A day as `YYYY-MM-DD`.
pub fn date(text: &str) -> Option<Date> {
    Date::parse(text.trim(), format_description!("[year]-[month]-[day]")).ok()
}

fn birth_date(typed: &str, at: String, today: Date) -> Result<String, FieldFault> {
    let Some(born) = date(typed) else {
        return Err(bad_date(at));
    };
    if born < date!(1900 - 01 - 01) || born > today {
        let (vi, en) = ("Ngày sinh không đúng.", "This can't be a date of birth.");
        return Err(fault(at, "field.range", vi, en));
    }
    Ok(born.to_string())
}

fn bad_date(at: String) -> FieldFault {
    let vi = "Ngày viết dạng YYYY-MM-DD, ví dụ 2001-09-02.";
    fault(
        at,
        "field.invalid",
        vi,
        "A date is written YYYY-MM-DD, such as 2001-09-02.",
    )
}

fn email(typed: &str) -> Option<String> {
    let email = text::line(typed, 254).ok()?.to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@<>,;\"".contains(c))
    };
    let labels = domain.split('.').all(|label| !label.is_empty());
    let known =
        local.len() <= 64 && plain(local) && plain(domain) && labels && domain.contains('.');
    known.then_some(email)
}

fn sex(typed: &str) -> Option<&'static str> {
    match text::folded(typed).as_str() {
        "male" | "nam" => Some("male"),
        "female" | "nu" => Some("female"),
        "other" | "khac" => Some("other"),
        _ => None,
    }
}

fn own_kind(field: &Field) -> FieldKind {
    field.kind.unwrap_or(if field.options.is_empty() {
        FieldKind::Text
    } else {
        FieldKind::Choice
    })
}

fn own(field: &Field, typed: &str, at: String) -> Result<String, FieldFault> {
    match own_kind(field) {
        FieldKind::Text => short_line(typed, 300, at),
        FieldKind::Choice => {
            let chosen = text::normal(typed);
            let option = field
                .options
                .iter()
                .find(|option| text::normal(option) == chosen);
            option.cloned().ok_or_else(|| {
                let (vi, en) = (
                    "Hãy chọn một mục trong danh sách.",
                    "Please choose from the list.",
                );
                fault(at, "field.invalid", vi, en)
            })
        }
        FieldKind::Number => match typed.trim().parse() {
            Ok(number) => whole(number, at),
            Err(_) => Err(bad_number(at)),
        },
        FieldKind::Date => date(typed)
            .map(|date| date.to_string())
            .ok_or_else(|| bad_date(at)),
    }
}

fn whole(number: i64, at: String) -> Result<String, FieldFault> {
    if number.unsigned_abs() > EXACT.unsigned_abs() {
        return Err(fault(
            at,
            "field.range",
            "Số quá lớn.",
            "The number is too large.",
        ));
    }
    Ok(number.to_string())
}

fn bad_number(at: String) -> FieldFault {
    fault(
        at,
        "field.type",
        "Mục này cần là số nguyên.",
        "This must be a whole number.",
    )
}
