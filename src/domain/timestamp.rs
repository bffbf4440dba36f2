//! Instants: microseconds of UTC in an `i64`, the same in memory and in both databases.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Viet Nam keeps UTC+7 without daylight saving since 1975, so the zone is a constant.
pub const VIETNAM: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// A length of time in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub i64);

impl Millis {
    /// So many whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }
}

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// The text was not an RFC 3339 instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an instant of RFC 3339, such as 2026-12-01T07:00:00+07:00")]
pub struct NotAnInstant;

impl Timestamp {
    /// From microseconds, as a database row holds them.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From milliseconds of Unix time.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis * 1000)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The same instant without its microseconds: what the clock hands out (algorithms.md 5).
    #[must_use]
    pub const fn truncated_to_millis(self) -> Self {
        Self(self.0 - self.0.rem_euclid(1000))
    }

    /// Time passed since `earlier`, negative if that lies ahead.
    pub const fn since(self, earlier: Self) -> Millis {
        Millis((self.0 - earlier.0).div_euclid(1000))
    }

    /// The calendar form in UTC.
    ///
    /// Years beyond 9999 do not occur in rows, which are checked when they enter.
    pub fn to_utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The calendar form as clocks in Viet Nam show it.
    pub fn to_vietnam(self) -> OffsetDateTime {
        self.to_utc().to_offset(VIETNAM)
    }

    /// Number of the day in Viet Nam since 1970-01-01: the "day" of attempt limits.
    pub const fn vietnam_day(self) -> i64 {
        (self.0 + 7 * 3_600_000_000).div_euclid(86_400_000_000)
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, duration: Millis) -> Self {
        Self(self.0.saturating_add(duration.0.saturating_mul(1000)))
    }
}

impl Sub<Millis> for Timestamp {
    type Output = Self;
    fn sub(self, duration: Millis) -> Self {
        Self(self.0.saturating_sub(duration.0.saturating_mul(1000)))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC with milliseconds: `2026-12-01T00:00:00.000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(TextForm::of(*self).as_str())
    }
}

/// The text of an instant, put together digit by digit: every reply holds several of them, and the
/// formatting machinery takes six times as long.
struct TextForm([u8; 24]);

impl TextForm {
    fn of(instant: Timestamp) -> Self {
        let t = instant.to_utc();
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |at: std::ops::Range<usize>, mut number: u32| {
            for digit in text[at].iter_mut().rev() {
                *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
                number /= 10;
            }
        };
        put(0..4, t.year().unsigned_abs());
        put(5..7, u8::from(t.month()).into());
        put(8..10, t.day().into());
        put(11..13, t.hour().into());
        put(14..16, t.minute().into());
        put(17..19, t.second().into());
        put(20..23, t.millisecond().into());
        Self(text)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = NotAnInstant;
    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let parsed = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotAnInstant)?;
        i64::try_from(parsed.unix_timestamp_nanos().div_euclid(1000))
            .map(Self)
            .map_err(|_| NotAnInstant)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(TextForm::of(*self).as_str())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_any_offset_and_writes_utc_with_milliseconds() {
        let t: Timestamp = "2026-12-01T07:00:00.1239+07:00".parse().unwrap();
        assert_eq!(t.to_string(), "2026-12-01T00:00:00.123Z");
        assert_eq!(t.micros() % 1000, 900);
        assert_eq!(t.truncated_to_millis().micros() % 1000, 0);
    }

    #[test]
    fn the_text_leads_back_to_the_instant() {
        for millis in [
            0,
            1,
            999,
            -1,
            951_782_399_999,
            1_764_547_200_123,
            253_402_300_799_999,
        ] {
            let instant = Timestamp::from_millis(millis);
            let text = instant.to_string();
            assert_eq!(text.parse(), Ok(instant), "{text}");
            assert_eq!(
                serde_json::to_string(&instant).unwrap(),
                format!("\"{text}\"")
            );
        }
        let text = Timestamp::from_millis(1_709_210_096_007).to_string();
        assert_eq!(text, "2024-02-29T12:34:56.007Z");
    }

    #[test]
    fn a_day_turns_at_midnight_in_viet_nam() {
        let before: Timestamp = "2026-12-01T16:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-12-01T17:00:00Z".parse().unwrap();
        assert_eq!(before.vietnam_day() + 1, after.vietnam_day());
    }
}
