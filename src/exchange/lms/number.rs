//! Numeric keys: other systems hold decimals and ranges, the bank whole numbers with a tolerance.

/// A number as a file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange) struct Decimal<'a>(&'a str);

impl<'a> Decimal<'a> {
    /// A text if it is a number with a point or none: `18`, `-3.5`, `1e-05`.
    pub fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        let finite = text.parse::<f64>().is_ok_and(f64::is_finite);
        (plain && finite).then_some(Self(text))
    }

    /// The number if it is whole; exact over the range of 64 bits.
    pub fn whole(&self) -> Option<i64> {
        let text = self.0.strip_prefix('+').unwrap_or(self.0);
        if let Ok(whole) = text.parse() {
            return Some(whole);
        }
        if let Some((whole, rest)) = text.split_once('.')
            && rest.bytes().all(|b| b == b'0')
        {
            return whole.parse().ok();
        }
        whole_of(self.near()?)
    }

    /// The greatest whole number that is not above it, of one that is not negative.
    pub fn floor(&self) -> Option<i64> {
        self.whole()
            .or_else(|| whole_of(self.near()?.floor()))
            .filter(|floor| *floor >= 0)
    }

    fn near(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

/// Up to 2^53, where every whole number has a float of its own.
fn whole_of(number: f64) -> Option<i64> {
    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    exact.then(|| format!("{number:.0}").parse().ok()).flatten()
}

/// A key that the bank holds, and whether something of it was rounded.
pub(in crate::exchange) type Held = ((i64, i64), bool);

/// Why the bank does not hold a key: the end of a sentence in Vietnamese.
pub(in crate::exchange) const NOT_WHOLE: &str =
    "Ngân hàng chỉ giữ đáp án số là số nguyên, với sai số; đáp án này thì không.";

/// A value with a tolerance. A tolerance with decimals is cut: answers are whole numbers, and no
/// whole number lies between.
pub(in crate::exchange) fn near(value: &str, tolerance: &str) -> Option<Held> {
    let value = Decimal::of(value)?.whole()?;
    let tolerance = Decimal::of(tolerance)?;
    Some(((value, tolerance.floor()?), tolerance.whole().is_none()))
}

/// From the least to the greatest accepted number.
pub(in crate::exchange) fn between(least: &str, greatest: &str) -> Option<Held> {
    let (least, greatest) = (
        Decimal::of(least)?.whole()?,
        Decimal::of(greatest)?.whole()?,
    );
    let width = greatest.checked_sub(least).filter(|width| *width >= 0)?;
    (width % 2 == 0).then(|| ((least + width / 2, width / 2), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_taken_and_others_not() {
        assert_eq!(near("1822", "1"), Some(((1822, 1), false)));
        assert_eq!(near("150.0", "0.5"), Some(((150, 0), true)));
        assert_eq!(near("1e3", "0"), Some(((1000, 0), false)));
        assert_eq!(
            near("-9223372036854775808", "9223372036854775807"),
            Some(((i64::MIN, i64::MAX), false))
        );
        for (value, tolerance) in [
            ("3.14", "0.01"),
            ("", "0"),
            ("mười", "0"),
            ("1", "-1"),
            ("inf", "0"),
            ("1e99", "0"),
        ] {
            assert_eq!(near(value, tolerance), None, "{value}");
        }
        assert_eq!(between("1", "5"), Some(((3, 2), false)));
        assert_eq!(between("-5", "5"), Some(((0, 5), false)));
        assert_eq!(between("1", "4"), None);
        assert_eq!(between("5", "1"), None);
        assert_eq!(between("-9223372036854775808", "9223372036854775807"), None);
    }
}
