//! Why a place stands before the next: data, and the sentence that people read.

use super::{Key, Ranking};
use crate::domain::Timestamp;
use crate::domain::contest::{Comparator, Direction, DurationUnit, Measure};
use serde::{Deserialize, Serialize};

/// The first comparator that separates a place from the next one, with both values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What was compared.
    pub comparator: Comparator,
    /// The grain of time used.
    pub duration_unit: DurationUnit,
    /// The value of this place; none: no guess.
    pub mine: Option<i64>,
    /// The value of the next place; none: no guess.
    pub next: Option<i64>,
}

impl Reason {
    /// What separates two keys, the first of which stands higher; nothing separates equal ones.
    pub fn between(higher: &Key, lower: &Key, ranking: &Ranking) -> Option<Self> {
        let step = (0..ranking.comparators().len()).find(|at| higher[*at] != lower[*at])?;
        Some(Self {
            comparator: ranking.comparators()[step],
            duration_unit: ranking.duration_unit(),
            mine: ranking.value(higher, step),
            next: ranking.value(lower, step),
        })
    }

    /// "Đứng trước hạng kế tiếp vì làm bài nhanh hơn: 4 phút 5 giây, hạng kế tiếp 5 phút."
    pub fn vietnamese(&self) -> String {
        use Direction::{Asc, Desc};
        let why = match (self.comparator.measure, self.comparator.direction) {
            (Measure::Correct, Desc) => "đúng nhiều câu hơn",
            (Measure::Correct, Asc) => "đúng ít câu hơn",
            (Measure::Score, Desc) => "điểm cao hơn",
            (Measure::Score, Asc) => "điểm thấp hơn",
            (Measure::Duration, Asc) => "làm bài nhanh hơn",
            (Measure::Duration, Desc) => "làm bài lâu hơn",
            (Measure::SubmittedAt, Asc) => "nộp bài sớm hơn",
            (Measure::SubmittedAt, Desc) => "nộp bài muộn hơn",
            (Measure::PredictionDistance, Asc) => "dự đoán sát hơn",
            (Measure::PredictionDistance, Desc) => "dự đoán xa hơn",
            (Measure::AttemptsUsed, Asc) => "dùng ít lượt thi hơn",
            (Measure::AttemptsUsed, Desc) => "dùng nhiều lượt thi hơn",
            (Measure::Essay, Desc) => "điểm tự luận cao hơn",
            (Measure::Essay, Asc) => "điểm tự luận thấp hơn",
            (Measure::Total, Desc) => "tổng điểm cao hơn",
            (Measure::Total, Asc) => "tổng điểm thấp hơn",
            (Measure::Lot, _) => "kết quả bốc thăm",
        };
        let value = |value: Option<i64>| self.written(value, &VIETNAMESE);
        let (mine, next) = (value(self.mine), value(self.next));
        format!("Đứng trước hạng kế tiếp vì {why}: {mine}, hạng kế tiếp {next}.")
    }

    /// "Stands before the next place by a shorter time: 4 min 5 s, the next place 5 min."
    pub fn english(&self) -> String {
        use Direction::{Asc, Desc};
        let why = match (self.comparator.measure, self.comparator.direction) {
            (Measure::Correct, Desc) => "more right answers",
            (Measure::Correct, Asc) => "fewer right answers",
            (Measure::Score, Desc) => "a higher score",
            (Measure::Score, Asc) => "a lower score",
            (Measure::Duration, Asc) => "a shorter time",
            (Measure::Duration, Desc) => "a longer time",
            (Measure::SubmittedAt, Asc) => "an earlier hand-in",
            (Measure::SubmittedAt, Desc) => "a later hand-in",
            (Measure::PredictionDistance, Asc) => "a closer prediction",
            (Measure::PredictionDistance, Desc) => "a more distant prediction",
            (Measure::AttemptsUsed, Asc) => "fewer attempts",
            (Measure::AttemptsUsed, Desc) => "more attempts",
            (Measure::Essay, Desc) => "a higher essay score",
            (Measure::Essay, Asc) => "a lower essay score",
            (Measure::Total, Desc) => "a higher total",
            (Measure::Total, Asc) => "a lower total",
            (Measure::Lot, _) => "the draw of lots",
        };
        let value = |value: Option<i64>| self.written(value, &ENGLISH);
        let (mine, next) = (value(self.mine), value(self.next));
        format!("Stands before the next place by {why}: {mine}, the next place {next}.")
    }

    fn written(&self, value: Option<i64>, words: &Words) -> String {
        let Some(value) = value else {
            return match self.comparator.measure {
                Measure::PredictionDistance => words.no_guess,
                _ => words.none,
            }
            .to_owned();
        };
        match self.comparator.measure {
            Measure::Correct => format!("{value}{}", words.questions),
            Measure::Score | Measure::Essay | Measure::Total => format!("{value}{}", words.points),
            Measure::Duration => words.duration(value, self.duration_unit),
            Measure::SubmittedAt => words.instant(value),
            Measure::PredictionDistance => format!("{}{value}", words.off_by),
            Measure::AttemptsUsed => format!("{value}{}", words.attempts),
            Measure::Lot => value.to_string(),
        }
    }
}

/// The words around a value.
struct Words {
    no_guess: &'static str,
    none: &'static str,
    questions: &'static str,
    points: &'static str,
    off_by: &'static str,
    attempts: &'static str,
    minutes: &'static str,
    seconds: &'static str,
    decimal: char,
    zone: &'static str,
}

const VIETNAMESE: Words = Words {
    no_guess: "không dự đoán",
    none: "chưa có",
    questions: " câu",
    points: " điểm",
    off_by: "lệch ",
    attempts: " lượt",
    minutes: " phút",
    seconds: " giây",
    decimal: ',',
    zone: "giờ Việt Nam",
};

const ENGLISH: Words = Words {
    no_guess: "no prediction",
    none: "none yet",
    questions: " right",
    points: " points",
    off_by: "off by ",
    attempts: " attempts",
    minutes: " min",
    seconds: " s",
    decimal: '.',
    zone: "Viet Nam time",
};

impl Words {
    fn duration(&self, value: i64, unit: DurationUnit) -> String {
        let (whole, fraction) = match unit {
            DurationUnit::Second => (value, String::new()),
            DurationUnit::Millisecond => {
                (value / 1000, format!("{}{:03}", self.decimal, value % 1000))
            }
        };
        let (minutes, seconds) = (whole / 60, whole % 60);
        let seconds = format!("{seconds}{fraction}{}", self.seconds);
        match minutes {
            0 => seconds,
            minutes => format!("{minutes}{} {seconds}", self.minutes),
        }
    }

    fn instant(&self, millis: i64) -> String {
        let at = Timestamp::from_millis(millis).to_vietnam();
        format!(
            "{:02}:{:02}:{:02}{}{:03} {:02}/{:02}/{} ({})",
            at.hour(),
            at.minute(),
            at.second(),
            self.decimal,
            at.millisecond(),
            at.day(),
            u8::from(at.month()),
            at.year(),
            self.zone,
        )
    }
}
