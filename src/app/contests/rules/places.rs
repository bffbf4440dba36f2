//! How places are given and what is published: of a round, over rounds, of units.

use super::Pages;
use super::words::{Both, comparator, in_turn, instant, least, list, unit_comparator, unit_type};
use crate::domain::contest::{
    AtSubmit, ContestFile, CountedSet, KeyRelease, Names, OverallRule, Prediction, PredictionScope,
    PredictionTarget, RoundRules, ScoreboardMode, Where,
};

pub(super) fn write(file: &ContestFile, round: &RoundRules, pages: &mut Pages) {
    if let Some(question) = &round.prediction {
        prediction(question, pages);
    }
    ranking(file, round, pages);
    publish(round, pages);
    if let Some(beacon) = &round.beacon {
        let due = instant(beacon.due);
        pages.say(
            format!("Đề thi được bốc theo cam kết công bố trước khi mở vòng, cùng giá trị công khai: {} (có lúc {}).", beacon.rule, due.0),
            format!("Papers are drawn by a commitment published before the round opens, and by a public value: {} (known at {}).", beacon.rule, due.1),
        );
    } else {
        pages.say(
            "Đề thi được bốc theo cam kết công bố trước khi mở vòng; ai cũng kiểm chứng lại được.",
            "Papers are drawn by a commitment published before the round opens; anybody can verify them.",
        );
    }
    if round.review.required {
        pages.say(
            "Mỗi câu hỏi phải được hai người duyệt.",
            "Every question was approved by two people.",
        );
    }
    if let Some(least) = round.min_plausible_s {
        pages.say(
            format!("Bài nộp nhanh hơn {least} giây được người xem xét trước khi công nhận."),
            format!(
                "An attempt faster than {least} s is looked at by a person before it is recognised."
            ),
        );
    }
}

fn prediction(question: &Prediction, pages: &mut Pages) {
    let required = if question.required {
        (", bắt buộc trả lời", ", to be answered")
    } else {
        ("", "")
    };
    pages.say(
        format!(
            "Câu dự đoán{}: “{}” Câu này không tính điểm, chỉ dùng để phân thứ hạng.",
            required.0, question.prompt
        ),
        format!(
            "Prediction{}: “{}” It brings no points and only separates places.",
            required.1, question.prompt
        ),
    );
    let target = match question.target {
        PredictionTarget::People => ("số người dự thi", "people who took part"),
        PredictionTarget::Attempts => ("số lượt dự thi", "attempts"),
        PredictionTarget::PeopleAllCorrect => (
            "số người đúng tất cả các câu",
            "people with every answer right",
        ),
        PredictionTarget::AttemptsAllCorrect => (
            "số lượt đúng tất cả các câu",
            "attempts with every answer right",
        ),
    };
    let scope = match question.scope {
        PredictionScope::Round => ("trong vòng này", "in this round"),
        PredictionScope::Contest => ("trong cả cuộc thi", "in the whole contest"),
    };
    let counted = match question.counted {
        CountedSet::Valid => ("mọi lượt thi hợp lệ", "every valid attempt"),
        CountedSet::Recognised => ("chỉ lượt được công nhận", "recognised attempts only"),
    };
    pages.say(
        format!("Giá trị đúng là {} {}, tính trên {}, chốt sau khi đóng vòng và sau khi loại bài vi phạm; dự đoán cao hơn hay thấp hơn đều tính theo độ lệch.", target.0, scope.0, counted.0),
        format!("The actual value is the number of {} {}, over {}, taken after the close and after voiding; guesses above and below count by their distance.", target.1, scope.1, counted.1),
    );
}

fn ranking(file: &ContestFile, round: &RoundRules, pages: &mut Pages) {
    let rules = &round.ranking;
    if rules.filter == Some(Where::Perfect) {
        pages.say(
            "Chỉ xếp hạng người trả lời đúng tất cả các câu.",
            "Only those with every answer right are ranked.",
        );
    }
    if let Some((vi, en)) = rules.least.as_ref().and_then(least) {
        pages.say(
            format!("Chỉ xếp hạng người đạt ít nhất {vi}."),
            format!("Only those who reach at least {en} are ranked."),
        );
    }
    let steps: Vec<Both> = rules
        .individual
        .iter()
        .map(|step| comparator(*step, rules.duration_unit))
        .collect();
    let (vi, en) = in_turn(&steps);
    pages.say(
        format!("Xếp trên là người có {vi}. Bằng nhau tất cả thì cùng hạng, hạng sau bỏ trống."),
        format!("Higher stands who has {en}. Equals share a place, and the next one is skipped."),
    );
    if !file.contest.groups.is_empty() {
        pages.say(
            "Mỗi bảng có thứ hạng riêng theo cùng các tiêu chí.",
            "Each group has places of its own by the same comparators.",
        );
    }
}

fn publish(round: &RoundRules, pages: &mut Pages) {
    let rules = &round.publish;
    let (vi, en) = match rules.at_submit {
        AtSubmit::None => (
            "Điểm chưa hiện khi nộp bài.",
            "The score is not told at hand-in.",
        ),
        AtSubmit::Score => (
            "Nộp bài xong, người dự thi thấy điểm của mình.",
            "The own score is told at hand-in.",
        ),
        AtSubmit::ScoreAndKey => (
            "Nộp bài xong, người dự thi thấy điểm và đáp án.",
            "The own score and the key are told at hand-in.",
        ),
    };
    pages.say(vi, en);
    let (vi, en) = match rules.key {
        KeyRelease::Never => ("Đáp án không được công bố.", "Keys are not published."),
        KeyRelease::RoundClose => (
            "Đáp án được công bố sau khi vòng đóng.",
            "Keys are published when the round is closed.",
        ),
        KeyRelease::ContestClose => (
            "Đáp án được công bố sau khi cả cuộc thi kết thúc.",
            "Keys are published when the whole contest is over.",
        ),
    };
    pages.say(vi, en);
    let (vi, en) = match rules.scoreboard {
        ScoreboardMode::Off => (
            "Không có bảng xếp hạng công khai.",
            "There is no public board.",
        ),
        ScoreboardMode::Live => (
            "Bảng xếp hạng chạy trực tiếp; thứ hạng là tạm thời đến khi vòng đóng.",
            "The board is live; places are provisional until the close.",
        ),
        ScoreboardMode::Frozen => (
            "Bảng xếp hạng được đóng băng ở đoạn cuối và mở lại khi vòng đóng.",
            "The board is frozen towards the end and shown again at the close.",
        ),
        ScoreboardMode::AfterClose => (
            "Bảng xếp hạng được công bố sau khi vòng đóng.",
            "The board appears when the round is closed.",
        ),
    };
    pages.say(vi, en);
    if let Some(at) = rules.freeze_at {
        let at = instant(at);
        pages.say(
            format!("Thời điểm đóng băng: {}.", at.0),
            format!("It is frozen at {}.", at.1),
        );
    }
    let (vi, en) = match rules.names {
        Names::Full => (
            "Bảng xếp hạng hiện họ tên người đã đồng ý công bố; người dưới 16 tuổi chỉ hiện bí danh.",
            "Boards show the full names of those who agreed; those under 16 by pseudonym.",
        ),
        Names::Masked => (
            "Trên bảng xếp hạng, họ tên được che một phần; người dưới 16 tuổi chỉ hiện bí danh.",
            "Boards show masked names; those under 16 by pseudonym.",
        ),
        Names::Alias => (
            "Bảng xếp hạng chỉ hiện bí danh.",
            "Boards show pseudonyms only.",
        ),
    };
    pages.say(vi, en);
    if round.prediction.is_some() {
        let (vi, en) = if rules.target_visible {
            (
                "Số liệu mà câu dự đoán hỏi có thể hiện khi vòng đang mở.",
                "What the prediction asks for may be shown while the round is open.",
            )
        } else {
            (
                "Số liệu mà câu dự đoán hỏi được giữ kín đến khi vòng đóng.",
                "What the prediction asks for stays hidden until the close.",
            )
        };
        pages.say(vi, en);
    } else if rules.target_visible {
        pages.say(
            "Số người và số lượt thi được hiện công khai.",
            "Counts of people and attempts are public.",
        );
    }
}

fn rounds(file: &ContestFile, named: &[String]) -> Both {
    let titles: Vec<Both> = file
        .rounds
        .iter()
        .filter(|round| round.kind.counts())
        .filter(|round| named.is_empty() || named.contains(&round.code))
        .map(|round| (round.title.clone(), round.title.clone()))
        .collect();
    list(&titles)
}

pub(super) fn write_further(file: &ContestFile, pages: &mut Pages) {
    for overall in &file.overall {
        pages.heading(
            None,
            format!("Xếp hạng chung: {}", overall.title),
            format!("Overall: {}", overall.title),
        );
        let (vi, en) = rounds(file, &overall.rounds);
        pages.say(format!("Tính các vòng: {vi}."), format!("It counts: {en}."));
        let (vi, en) = match overall.rule {
            OverallRule::SumBest => (
                "Điểm là tổng điểm các lượt được công nhận.",
                "Points are those of the recognised attempts, added up.",
            ),
            OverallRule::BestRound => (
                "Điểm là điểm của vòng tốt nhất.",
                "Points are those of the best round.",
            ),
            OverallRule::FinalOnly => (
                "Điểm là điểm của vòng chung kết.",
                "Points are those of the final.",
            ),
            OverallRule::RankPoints => (
                "Điểm tính theo thứ hạng ở mỗi vòng, cộng lại.",
                "Points go by the place in each round and are added up.",
            ),
        };
        pages.say(vi, en);
        if !overall.points.is_empty() {
            let points: Vec<String> = overall.points.iter().map(u32::to_string).collect();
            let points = points.join(", ");
            pages.say(
                format!("Điểm cho hạng 1, 2, …: {points}; các hạng sau không có điểm."),
                format!("Points of place 1, 2, …: {points}; none beyond."),
            );
        }
        let steps: Vec<Both> = overall
            .by
            .iter()
            .map(|step| comparator(*step, overall.duration_unit))
            .collect();
        let (vi, en) = in_turn(&steps);
        pages.say(
            format!("Xếp trên là người có {vi}."),
            format!("Higher stands who has {en}."),
        );
        if overall.per_group {
            pages.say(
                "Mỗi bảng xếp hạng riêng.",
                "Each group is ranked by itself.",
            );
        }
    }
    for rules in &file.collectives {
        pages.heading(
            None,
            format!("Xếp hạng tập thể: {}", rules.title),
            format!("Units: {}", rules.title),
        );
        let block: Vec<Both> = rules.block.iter().copied().map(unit_type).collect();
        let ((vi, en), rounds) = (list(&block), rounds(file, &rules.rounds));
        pages.say(
            format!("So sánh trong khối {vi}; tính các vòng: {}.", rounds.0),
            format!("Among units of type {en}; it counts: {}.", rounds.1),
        );
        let steps: Vec<Both> = rules.keys.iter().copied().map(unit_comparator).collect();
        let (vi, en) = in_turn(&steps);
        pages.say(
            format!("Xếp trên là đơn vị có {vi}."),
            format!("Higher stands the unit with {en}."),
        );
        if let Some(least) = rules.least_people {
            pages.say(
                format!("Chỉ xếp hạng đơn vị có ít nhất {least} người dự thi."),
                format!("Only units with at least {least} people are ranked."),
            );
        }
        if let Some(percent) = rules.least_ratio_percent {
            pages.say(
                format!("Chỉ xếp hạng đơn vị có tỷ lệ dự thi từ {percent} %."),
                format!("Only units with a share of at least {percent} % are ranked."),
            );
        }
        if let Some(least) = rules.least_winners {
            pages.say(
                format!("Chỉ xếp hạng đơn vị có ít nhất {least} người đạt giải."),
                format!("Only units with at least {least} winners are ranked."),
            );
        }
    }
}
