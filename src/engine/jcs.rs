//! Canonical JSON: RFC 8785 over what the platform signs and hashes, which holds no fractions.

use serde_json::Value;

/// Greatest magnitude of an integer that every reader of JSON keeps exactly (RFC 7493, 2.2).
const EXACT: u64 = (1 << 53) - 1;

/// A value that has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// A number with a fraction or an exponent.
    #[error("{0} is not a whole number: canonical JSON holds integers only")]
    Fraction(String),
    /// An integer that readers with double precision would change.
    #[error("{0} is beyond 2^53 - 1, which readers of JSON do not keep exactly")]
    TooLarge(String),
}

/// `JCS`: no white space, keys sorted by their UTF-16 code units, the escapes of RFC 8785, 3.2.2.2.
pub fn canonical(value: &Value) -> Result<String, NotCanonical> {
    let mut out = String::with_capacity(256);
    write_value(&mut out, value)?;
    Ok(out)
}

/// Whether every reader of JSON keeps that integer.
pub fn exact(number: i64) -> Result<(), NotCanonical> {
    if number.unsigned_abs() > EXACT {
        return Err(NotCanonical::TooLarge(number.to_string()));
    }
    Ok(())
}

fn write_value(out: &mut String, value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let text = number.to_string();
            let magnitude = match (number.as_u64(), number.as_i64()) {
                (Some(n), _) => n,
                (None, Some(n)) => n.unsigned_abs(),
                (None, None) => return Err(NotCanonical::Fraction(text)),
            };
            if magnitude > EXACT {
                return Err(NotCanonical::TooLarge(text));
            }
            out.push_str(&text);
        }
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_value(out, item)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, (key, item)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                write_value(out, item)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => {
                let code = u32::from(c) as usize;
                out.push_str("\\u00");
                out.push(char::from(DIGITS[code >> 4]));
                out.push(char::from(DIGITS[code & 15]));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_by_utf_16_code_units() {
        // The example of RFC 8785, 3.2.3: U+1F600 is D83D DE00, which comes before U+FB33.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet",
            "1": "One", "\u{1f600}": "Smiley", "\u{80}": "Control", "\u{f6}": "O With Diaeresis",
        });
        let text = canonical(&value).unwrap();
        let places: Vec<usize> = [
            "Carriage", "One", "Control", "O With", "Euro", "Smiley", "Dalet",
        ]
        .iter()
        .map(|word| text.find(word).unwrap())
        .collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn texts_are_escaped_as_little_as_may_be() {
        assert_eq!(
            canonical(&json!(
                "\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}đ\u{8}\t\u{c}\r\0"
            ))
            .unwrap(),
            "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}đ\\b\\t\\f\\r\\u0000\""
        );
    }

    #[test]
    fn nothing_stands_between() {
        assert_eq!(
            canonical(&json!({ "b": [1, -2, null, true], "a": {}, "": false })).unwrap(),
            r#"{"":false,"a":{},"b":[1,-2,null,true]}"#
        );
    }

    #[test]
    fn numbers_that_readers_would_change_are_refused() {
        assert!(matches!(
            canonical(&json!([1.5])),
            Err(NotCanonical::Fraction(_))
        ));
        assert!(canonical(&json!((1_i64 << 53) - 1)).is_ok());
        for n in [json!(1_i64 << 53), json!(-(1_i64 << 53)), json!(u64::MAX)] {
            assert!(matches!(canonical(&n), Err(NotCanonical::TooLarge(_))));
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-(1_i64 << 53) + 1..1_i64 << 53).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_canonical_form_says_the_same_and_is_its_own_form(value in any_value()) {
            let text = canonical(&value).unwrap();
            let read: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(canonical(&read).unwrap(), text);
        }
    }
}
