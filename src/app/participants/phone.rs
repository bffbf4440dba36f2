//! Telephone numbers in E.164.

/// The number as `+` and digits: `0912 345 678`, `84912345678` and `+84 (0)912.345.678` are one.
///
/// Numbers of Viet Nam are checked against the national plan in force since 2018: mobile numbers have
/// nine digits after the country code, those of fixed lines ten and begin with 2. Others need
/// their `+` or `00` and have 7 to 15 digits (E.164, 6.2).
pub(super) fn e164(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let mut digits = String::with_capacity(16);
    for c in typed.strip_prefix('+').unwrap_or(typed).chars() {
        match c {
            '0'..='9' if digits.len() < 20 => digits.push(c),
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let international = if typed.starts_with('+') {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    if let Some(number) = international {
        if let Some(national) = number.strip_prefix("84") {
            return vietnamese(national.strip_prefix('0').unwrap_or(national));
        }
        let plausible = (7..=15).contains(&number.len()) && !number.starts_with('0');
        return plausible.then(|| format!("+{number}"));
    }
    match digits.strip_prefix('0') {
        Some(national) => vietnamese(national),
        None => digits.strip_prefix("84").and_then(vietnamese),
    }
}

fn vietnamese(national: &str) -> Option<String> {
    let known = match national.as_bytes().first()? {
        b'3' | b'5' | b'7' | b'8' | b'9' => national.len() == 9,
        b'2' => national.len() == 10,
        _ => false,
    };
    known.then(|| format!("+84{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        for typed in [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "84912345678",
            "+84912345678",
            "+84 (0)912-345-678",
            "0084912345678",
            " 0912345678 ",
        ] {
            assert_eq!(e164(typed).as_deref(), Some("+84912345678"), "{typed}");
        }
        assert_eq!(e164("0239 3855 555").as_deref(), Some("+842393855555"));
        assert_eq!(e164("+856 20 5555 1234").as_deref(), Some("+8562055551234"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            "+",
            "091234567",
            "09123456789",
            "0112345678",
            "912345678x",
            "１２",
            "+0123456789",
            "+84912",
        ] {
            assert_eq!(e164(typed), None, "{typed}");
        }
    }
}
