//! Ages in whole years, on a day in Viet Nam.

use super::faults::fault;
use crate::app::FieldFault;
use time::Date;

/// Whole years on that day. Who was born on 29 February grows a year on 1 March of other years.
pub fn on(born: Date, today: Date) -> i32 {
    let had_birthday =
        (u8::from(today.month()), today.day()) >= (u8::from(born.month()), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}

/// A fault if the age is not between the limits, both inclusive.
pub fn outside(age: i32, least: Option<u8>, greatest: Option<u8>) -> Option<FieldFault> {
    let fault = |vietnamese, english| {
        Some(fault(
            "/fields/birth_date".to_owned(),
            "field.age",
            vietnamese,
            english,
        ))
    };
    if let Some(least) = least.filter(|least| age < i32::from(*least)) {
        return fault(
            format!("Cuộc thi dành cho người từ đủ {least} tuổi."),
            format!("The contest is for people aged {least} or over."),
        );
    }
    if let Some(greatest) = greatest.filter(|greatest| age > i32::from(*greatest)) {
        return fault(
            format!("Cuộc thi dành cho người không quá {greatest} tuổi."),
            format!("The contest is for people aged {greatest} or under."),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(on(date!(2010 - 11 - 22), date!(2026 - 11 - 21)), 15);
        assert_eq!(on(date!(2010 - 11 - 21), date!(2026 - 11 - 21)), 16);
        assert_eq!(on(date!(2012 - 02 - 29), date!(2026 - 02 - 28)), 13);
        assert_eq!(on(date!(2012 - 02 - 29), date!(2026 - 03 - 01)), 14);
    }

    #[test]
    fn both_limits_are_within() {
        assert!(outside(14, Some(14), Some(20)).is_none());
        assert!(outside(20, Some(14), Some(20)).is_none());
        assert!(outside(13, Some(14), None).is_some());
        assert!(outside(21, None, Some(20)).is_some());
    }
}
