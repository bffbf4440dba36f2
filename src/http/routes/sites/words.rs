//! What shares say, in both languages.

use crate::app::Language;
use crate::app::contests::ContestState;
use crate::app::sites::Share;
use crate::domain::Timestamp;
use crate::reports::card::Card;
use serde::Deserialize;

/// A language named in an address: pictures and feeds are fetched by programs, whose `Accept-Language`
/// says nothing of those who will read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WordsLanguage {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl WordsLanguage {
    /// The word for it in addresses and documents.
    pub(in crate::http::routes) fn word(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl From<WordsLanguage> for Language {
    fn from(named: WordsLanguage) -> Self {
        match named {
            WordsLanguage::Vi => Self::Vietnamese,
            WordsLanguage::En => Self::English,
        }
    }
}

/// A card that says all of a share.
pub(super) fn card(share: &Share, language: Language) -> Card {
    Card {
        title: share.title.clone(),
        organiser: share.organiser.clone(),
        window: window(share).unwrap_or_default(),
        time_left: time_left(share, language),
        unit: share.unit.as_ref().map(|unit| unit.name.clone()),
        joined: joined(share, language),
    }
}

/// Who runs it, as a sentence.
pub(super) fn organised_by(share: &Share, language: Language) -> String {
    match language {
        Language::Vietnamese => format!("{} tổ chức", share.organiser),
        Language::English => format!("Organised by {}", share.organiser),
    }
}

/// The days on which a contest runs: `01/12/2026 – 08/12/2026`.
pub(in crate::http::routes) fn window(share: &Share) -> Option<String> {
    let (from, to) = share.opens_at.zip(share.closes_at)?;
    let (from, to) = (date(from), date(to));
    Some(if from == to {
        from
    } else {
        format!("{from} – {to}")
    })
}

/// How long a contest still runs, in whole days and a begun one: on its last day one day is left.
pub(in crate::http::routes) fn time_left(share: &Share, language: Language) -> String {
    let days = |until: Option<Timestamp>| {
        let left = until.map_or(0, |until| until.since(share.now).0);
        (left.max(0) + 86_399_999) / 86_400_000
    };
    match (share.state, language) {
        (ContestState::Open, Language::Vietnamese) => match days(share.closes_at) {
            0 => "Đang mở".to_owned(),
            days => format!("Còn {days} ngày"),
        },
        (ContestState::Open, Language::English) => match days(share.closes_at) {
            0 => "Open now".to_owned(),
            1 => "1 day left".to_owned(),
            days => format!("{days} days left"),
        },
        (ContestState::Upcoming, Language::Vietnamese) => match days(share.opens_at) {
            0 => "Sắp mở".to_owned(),
            days => format!("Mở sau {days} ngày"),
        },
        (ContestState::Upcoming, Language::English) => match days(share.opens_at) {
            0 => "Opens soon".to_owned(),
            1 => "Opens in 1 day".to_owned(),
            days => format!("Opens in {days} days"),
        },
        (ContestState::Closed, Language::Vietnamese) => "Đã kết thúc".to_owned(),
        (ContestState::Closed, Language::English) => "Closed".to_owned(),
    }
}

fn joined(share: &Share, language: Language) -> Option<String> {
    // Nobody is invited by a nought.
    let people = share.people.filter(|people| *people > 0)?;
    Some(match (language, people) {
        (Language::Vietnamese, _) => format!("Đã có {} người dự thi", grouped(people, '.')),
        (Language::English, 1) => "1 person takes part".to_owned(),
        (Language::English, _) => format!("{} people take part", grouped(people, ',')),
    })
}

/// A sentence for the head of a page.
pub(in crate::http::routes) fn description(share: &Share, language: Language) -> String {
    let mut parts = vec![share.organiser.clone(), time_left(share, language)];
    parts.extend(window(share));
    parts.extend(share.unit.as_ref().map(|unit| unit.name.clone()));
    parts.extend(joined(share, language));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn date(at: Timestamp) -> String {
    let at = at.to_vietnam();
    format!("{:02}/{:02}/{}", at.day(), u8::from(at.month()), at.year())
}

/// A number with its thousands set apart.
fn grouped(number: i64, mark: char) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(state: ContestState, opens_in: i64, closes_in: i64) -> Share {
        let now = Timestamp::from_millis(1_796_083_200_000);
        let in_ms = |ms: i64| Some(Timestamp::from_millis(now.millis() + ms));
        Share {
            title: "Cuộc thi".into(),
            organiser: "Tỉnh Hà Tĩnh".into(),
            state,
            opens_at: in_ms(opens_in),
            closes_at: in_ms(closes_in),
            unit: None,
            people: None,
            now,
        }
    }

    #[test]
    fn a_begun_day_counts_as_one() {
        const DAY: i64 = 86_400_000;
        for (state, opens, closes, vi, en) in [
            (ContestState::Open, -1, 1, "Còn 1 ngày", "1 day left"),
            (ContestState::Open, -1, DAY, "Còn 1 ngày", "1 day left"),
            (ContestState::Open, -1, DAY + 1, "Còn 2 ngày", "2 days left"),
            (ContestState::Open, -2, -1, "Đang mở", "Open now"),
            (
                ContestState::Upcoming,
                5 * DAY,
                9 * DAY,
                "Mở sau 5 ngày",
                "Opens in 5 days",
            ),
            (ContestState::Upcoming, -1, DAY, "Sắp mở", "Opens soon"),
            (ContestState::Closed, -9, -1, "Đã kết thúc", "Closed"),
        ] {
            let share = share(state, opens, closes);
            assert_eq!(time_left(&share, Language::Vietnamese), vi);
            assert_eq!(time_left(&share, Language::English), en);
        }
    }

    #[test]
    fn a_description_names_what_is_known() {
        let mut share = share(ContestState::Open, 0, 86_400_000);
        assert_eq!(
            description(&share, Language::Vietnamese),
            "Tỉnh Hà Tĩnh · Còn 1 ngày · 01/12/2026 – 02/12/2026"
        );
        share.people = Some(0);
        assert_eq!(joined(&share, Language::Vietnamese), None);
        share.people = Some(1_234_567);
        assert_eq!(
            joined(&share, Language::Vietnamese).unwrap(),
            "Đã có 1.234.567 người dự thi"
        );
        assert_eq!(
            joined(&share, Language::English).unwrap(),
            "1,234,567 people take part"
        );
    }
}
