//! Words for values, each in Vietnamese and English.

use crate::domain::contest::{
    Comparator, Direction, DurationUnit, Least, Measure, RoundKind, UnitComparator, UnitMeasure,
};
use crate::domain::{Timestamp, UnitType};

/// The same in both languages.
pub(super) type Both = (String, String);

pub(super) fn both(vi: &str, en: &str) -> Both {
    (vi.to_owned(), en.to_owned())
}

/// "07:00 ngày 01/12/2026", in Viet Nam time.
pub(super) fn instant(at: Timestamp) -> Both {
    let at = at.to_vietnam();
    let (day, month) = (at.day(), u8::from(at.month()));
    let seconds = match at.second() {
        0 => String::new(),
        seconds => format!(":{seconds:02}"),
    };
    let (hour, minute, year) = (at.hour(), at.minute(), at.year());
    (
        format!("{hour:02}:{minute:02}{seconds} ngày {day:02}/{month:02}/{year}"),
        format!("{hour:02}:{minute:02}{seconds} on {day:02}/{month:02}/{year}"),
    )
}

/// "15 phút 30 giây".
pub(super) fn span(seconds: u32) -> Both {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let join = |minute: &str, second: &str| match (minutes, rest) {
        (0, rest) => format!("{rest} {second}"),
        (minutes, 0) => format!("{minutes} {minute}"),
        (minutes, rest) => format!("{minutes} {minute} {rest} {second}"),
    };
    (join("phút", "giây"), join("min", "s"))
}

/// "a, b và c".
pub(super) fn list(items: &[Both]) -> Both {
    let join = |items: Vec<&str>, and: &str| match items.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} {and} {last}", before.join(", ")),
    };
    (
        join(items.iter().map(|(vi, _)| vi.as_str()).collect(), "và"),
        join(items.iter().map(|(_, en)| en.as_str()).collect(), "and"),
    )
}

pub(super) fn kind(kind: RoundKind) -> (&'static str, &'static str) {
    match kind {
        RoundKind::Week => ("vòng tuần", "weekly round"),
        RoundKind::Stage => ("đợt thi", "stage"),
        RoundKind::Month => ("vòng tháng", "monthly round"),
        RoundKind::Qualifying => ("vòng loại", "qualifying round"),
        RoundKind::Semi => ("bán kết", "semi-final"),
        RoundKind::Final => ("chung kết", "final"),
        RoundKind::Practice => ("thi thử", "practice"),
    }
}

pub(super) fn unit_type(kind: UnitType) -> Both {
    match kind {
        UnitType::Tinh => both("tỉnh", "province"),
        UnitType::ThanhPho => both("thành phố", "city"),
        UnitType::Phuong => both("phường", "ward"),
        UnitType::Xa => both("xã", "commune"),
        UnitType::DacKhu => both("đặc khu", "special zone"),
        UnitType::Thon => both("thôn", "village"),
        UnitType::SoNganh => both("sở, ngành", "department"),
        UnitType::Ubnd => both("ủy ban nhân dân", "people's committee"),
        UnitType::Truong => both("trường", "school"),
        UnitType::Khoi => both("khối", "grade"),
        UnitType::Lop => both("lớp", "class"),
        UnitType::LucLuong => both("lực lượng", "force"),
        UnitType::DoanThe => both("đoàn thể", "union"),
        UnitType::DoanhNghiep => both("doanh nghiệp", "enterprise"),
        UnitType::Khac => both("đơn vị khác", "other unit"),
    }
}

/// "nhiều câu đúng hơn".
pub(super) fn comparator(by: Comparator, unit: DurationUnit) -> Both {
    use Direction::{Asc, Desc};
    let grain = match unit {
        DurationUnit::Second => ("tính đến giây", "in whole seconds"),
        DurationUnit::Millisecond => ("tính đến phần nghìn giây", "in milliseconds"),
    };
    match (by.measure, by.direction) {
        (Measure::Correct, Desc) => both("nhiều câu đúng hơn", "more right answers"),
        (Measure::Correct, Asc) => both("ít câu đúng hơn", "fewer right answers"),
        (Measure::Score, Desc) => both("điểm cao hơn", "more points"),
        (Measure::Score, Asc) => both("điểm thấp hơn", "fewer points"),
        (Measure::Essay, Desc) => both("điểm tự luận cao hơn", "more points of the essay"),
        (Measure::Essay, Asc) => both("điểm tự luận thấp hơn", "fewer points of the essay"),
        (Measure::Total, Desc) => both("tổng điểm cao hơn", "a higher total"),
        (Measure::Total, Asc) => both("tổng điểm thấp hơn", "a lower total"),
        (Measure::Duration, Asc) => (
            format!("làm bài nhanh hơn ({})", grain.0),
            format!("a shorter time ({})", grain.1),
        ),
        (Measure::Duration, Desc) => (
            format!("làm bài lâu hơn ({})", grain.0),
            format!("a longer time ({})", grain.1),
        ),
        (Measure::SubmittedAt, Asc) => both("nộp bài sớm hơn", "an earlier hand-in"),
        (Measure::SubmittedAt, Desc) => both("nộp bài muộn hơn", "a later hand-in"),
        (Measure::PredictionDistance, Asc) => both("dự đoán sát hơn", "a closer prediction"),
        (Measure::PredictionDistance, Desc) => both("dự đoán xa hơn", "a farther prediction"),
        (Measure::AttemptsUsed, Asc) => both("dùng ít lượt hơn", "fewer attempts"),
        (Measure::AttemptsUsed, Desc) => both("dùng nhiều lượt hơn", "more attempts"),
        (Measure::Lot, _) => both("kết quả bốc thăm công khai", "the public draw of lots"),
    }
}

/// "tỷ lệ người dự thi trên sĩ số cao hơn".
pub(super) fn unit_comparator(by: UnitComparator) -> Both {
    let what = match by.measure {
        UnitMeasure::People => ("số người dự thi", "number of people"),
        UnitMeasure::Attempts => ("số lượt thi", "number of attempts"),
        UnitMeasure::Ratio => ("tỷ lệ người dự thi trên sĩ số", "share of its people"),
        UnitMeasure::Winners => ("số người đạt giải", "number of winners"),
        UnitMeasure::BestMean => ("điểm bình quân mỗi người", "mean of points"),
        UnitMeasure::BestTotal => ("tổng điểm", "total of points"),
    };
    let how = match by.direction {
        Direction::Asc => ("thấp hơn", "smaller"),
        Direction::Desc => ("cao hơn", "greater"),
    };
    (
        format!("{} {}", what.0, how.0),
        format!("a {} {}", how.1, what.1),
    )
}

/// "ít nhất 7 điểm tự luận và 27 điểm tổng cộng"; none if nothing is asked for.
pub(super) fn least(least: &Least) -> Option<Both> {
    let of = |value: Option<u32>, vi: &str, en: &str| {
        value.map(|value| (format!("{value} {vi}"), format!("{value} {en}")))
    };
    let parts: Vec<Both> = [
        of(least.correct, "câu đúng", "right answers"),
        of(least.score, "điểm trắc nghiệm", "points of the questions"),
        of(least.essay, "điểm tự luận", "points of the essay"),
        of(least.total, "điểm tổng cộng", "points in total"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| list(&parts))
}

/// "có nhiều câu đúng hơn; bằng nhau thì xét lần lượt: …".
pub(super) fn in_turn(steps: &[Both]) -> Both {
    let Some((first, rest)) = steps.split_first() else {
        return both("", "");
    };
    if rest.is_empty() {
        return first.clone();
    }
    let vi: Vec<&str> = rest.iter().map(|(vi, _)| vi.as_str()).collect();
    let en: Vec<&str> = rest.iter().map(|(_, en)| en.as_str()).collect();
    (
        format!(
            "{}; bằng nhau thì xét lần lượt: {}",
            first.0,
            vi.join(", rồi ")
        ),
        format!("{}; of equals, in turn: {}", first.1, en.join(", then ")),
    )
}
