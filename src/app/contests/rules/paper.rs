//! A round: when it is open, who may sit it and how often, what a paper is.

use super::Pages;
use super::words::{Both, instant, least, span};
use crate::domain::contest::{
    AttemptScope, BlueprintCell, ContestFile, Multiple, Order, PromotionScope, Recognised,
    RoundKind, RoundRules,
};

pub(super) fn write(file: &ContestFile, round: &RoundRules, pages: &mut Pages) {
    window(round, pages);
    who(file, round, pages);
    attempts(round, pages);
    paper(file, round, pages);
}

fn window(round: &RoundRules, pages: &mut Pages) {
    let (from, to) = (instant(round.opens_at), instant(round.closes_at));
    pages.say(
        format!("Mở từ {} đến trước {} (giờ Việt Nam).", from.0, to.0),
        format!("Open from {} until {} (Viet Nam time).", from.1, to.1),
    );
    for window in &round.windows {
        let (from, to) = (instant(window.from), instant(window.to));
        pages.say(
            format!("Khung giờ vào thi: từ {} đến trước {}.", from.0, to.0),
            format!("Attempts begin from {} until {}.", from.1, to.1),
        );
    }
    if let Some(last) = round.last_start_at {
        let last = instant(last);
        pages.say(
            format!("Vào thi chậm nhất trước {}.", last.0),
            format!("The last attempt begins before {}.", last.1),
        );
    }
    if let Some(end) = round.hard_end_at {
        let end = instant(end);
        pages.say(
            format!("Mọi bài thi kết thúc chậm nhất lúc {}.", end.0),
            format!("Every attempt ends at {} at the latest.", end.1),
        );
    }
    if round.kind == RoundKind::Practice {
        pages.say(
            "Đây là vòng thi thử: kết quả không tính vào bất kỳ bảng xếp hạng chung hay giải thưởng nào.",
            "This is practice: it counts towards no ranking beyond itself and has no prizes.",
        );
    }
}

fn who(file: &ContestFile, round: &RoundRules, pages: &mut Pages) {
    if !round.groups.is_empty() {
        let titles: Vec<&str> = round
            .groups
            .iter()
            .map(|code| {
                let group = file.contest.groups.iter().find(|group| group.code == *code);
                group.map_or(code.as_str(), |group| group.title.as_str())
            })
            .collect();
        let titles = titles.join("; ");
        pages.say(
            format!("Dành cho bảng: {titles}."),
            format!("For the groups: {titles}."),
        );
    }
    if round.entry.is_some() {
        pages.say(
            "Muốn vào thi phải nhập mã do đơn vị tổ chức cung cấp, hoặc mở bằng mã QR có mã đó.",
            "A code from the organiser is needed to begin, typed or from a QR code.",
        );
    }
    let Some(promotion) = &round.promotion else {
        return;
    };
    let from = file
        .rounds
        .iter()
        .find(|other| other.code == promotion.from);
    let from = from.map_or(promotion.from.as_str(), |other| other.title.as_str());
    let per = match promotion.per {
        PromotionScope::Round => ("cả vòng", "the whole round"),
        PromotionScope::Group => ("mỗi bảng", "each group"),
        PromotionScope::Unit => ("mỗi đơn vị", "each unit"),
    };
    if let Some(top) = promotion.top {
        pages.say(
            format!("Chỉ dành cho người xếp từ hạng 1 đến hạng {top} của {} ở {from}; người cùng hạng cuối đều được vào.", per.0),
            format!("Only for places 1 to {top} of {} in {from}; whoever shares the last place comes on too.", per.1),
        );
    }
    if let Some((vi, en)) = promotion.least.as_ref().and_then(least) {
        pages.say(
            format!("Chỉ dành cho người đạt ít nhất {vi} ở {from}."),
            format!("Only for those who reached at least {en} in {from}."),
        );
    }
}

fn attempts(round: &RoundRules, pages: &mut Pages) {
    let rules = &round.attempts;
    let per = match rules.per {
        AttemptScope::Round => ("trong vòng này", "in this round"),
        AttemptScope::Day => ("mỗi ngày", "a day"),
        AttemptScope::Contest => ("trong cả cuộc thi", "in the whole contest"),
    };
    let which = match rules.recognised {
        Recognised::Best => ("lượt tốt nhất", "the best one"),
        Recognised::First => ("lượt đầu tiên", "the first one"),
        Recognised::Last => ("lượt cuối cùng", "the last one"),
    };
    let many = match rules.max {
        0 => (
            "không giới hạn số lượt".to_owned(),
            "as many attempts as he likes".to_owned(),
        ),
        max => (format!("{max} lượt"), format!("{max} attempts")),
    };
    pages.say(
        format!(
            "Mỗi người được thi {} {}; kết quả được công nhận là {}.",
            many.0, per.0, which.0
        ),
        format!("Everybody has {} {}; {} counts.", many.1, per.1, which.1),
    );
    if rules.cooldown_s > 0 {
        let (vi, en) = span(rules.cooldown_s);
        pages.say(
            format!("Giữa hai lượt thi cách nhau ít nhất {vi}."),
            format!("Between two attempts there are at least {en}."),
        );
    }
    if let Some(by) = &round.ranking.recognised_by {
        let steps: Vec<Both> = by
            .iter()
            .map(|step| super::words::comparator(*step, round.ranking.duration_unit))
            .collect();
        let (vi, en) = super::words::in_turn(&steps);
        pages.say(
            format!("Lượt tốt nhất là lượt có {vi}."),
            format!("The best attempt is the one with {en}."),
        );
    }
}

fn paper(file: &ContestFile, round: &RoundRules, pages: &mut Pages) {
    let (vi, en) = span(round.time_limit_s);
    pages.say(
        format!("Thời gian làm bài là {vi}. Đồng hồ chạy ở máy chủ và không dừng khi mất mạng; hết giờ, bài tự nộp với những câu đã lưu."),
        format!("A paper takes {en}. The server's clock runs on when the network is lost; at its end the paper is handed in with what was saved."),
    );
    if let Some(seconds) = round.per_question_s {
        let (vi, en) = span(seconds);
        pages.say(
            format!("Mỗi câu có {vi}; hết giờ, hệ thống tự chuyển sang câu sau và không quay lại."),
            format!("Each question has {en}; then the next one comes, and there is no way back."),
        );
    }
    for cell in &round.blueprint {
        let (vi, en) = self::cell(file, round, cell);
        pages.say(format!("Đề thi có {vi}."), format!("The paper has {en}."));
    }
    for section in &round.sections {
        let (vi, en) = order(section.order.unwrap_or(round.paper.order));
        pages.say(
            format!("Phần “{}”: câu hỏi {vi}.", section.title),
            format!("Section “{}”: questions {en}.", section.title),
        );
    }
    let rules = &round.paper;
    if round.sections.is_empty() {
        let (vi, en) = order(rules.order);
        pages.say(format!("Câu hỏi {vi}."), format!("Questions {en}."));
    }
    if rules.shuffle_options {
        pages.say("Thứ tự phương án được xáo trộn.", "Options are shuffled.");
    } else {
        pages.say(
            "Thứ tự phương án giữ nguyên.",
            "Options stand in their order.",
        );
    }
    if let Some(points) = &rules.points_by_level {
        let points: Vec<String> = (1..)
            .zip(points)
            .map(|(level, points)| format!("{level}: {points}"))
            .collect();
        let points = points.join("; ");
        pages.say(
            format!("Điểm mỗi câu theo mức độ khó ({points})."),
            format!("Points of a question go by its level ({points})."),
        );
    }
    match rules.multiple {
        Multiple::AllOrNothing => pages.say(
            "Câu có nhiều phương án đúng: phải chọn đủ và đúng mới có điểm; không trừ điểm câu sai.",
            "Where several options are right, all of them and no other bring the points; wrong answers cost nothing.",
        ),
        Multiple::Partial => pages.say(
            "Câu có nhiều phương án đúng: được điểm theo phần, mỗi phương án sai trừ một phương án đúng.",
            "Where several options are right, a share of the points is given; a wrong one takes a right one away.",
        ),
    }
    if rules.require_all {
        pages.say(
            "Phải trả lời hết các câu mới nộp được bài; bài hết giờ còn câu trống không được xếp hạng.",
            "Every question must be answered before handing in; a paper with blanks at the end of its time is not ranked.",
        );
    } else {
        pages.say(
            "Được để trống câu; câu để trống không có điểm.",
            "Questions may be left blank; a blank brings nothing.",
        );
    }
    if let Some(essay) = &round.essay {
        let least = if essay.min_words == 0 {
            (String::new(), String::new())
        } else {
            (
                format!("từ {} ", essay.min_words),
                format!("{} to ", essay.min_words),
            )
        };
        let required = if essay.required {
            (", bắt buộc", ", required")
        } else {
            ("", "")
        };
        pages.say(
            format!(
                "Câu tự luận{} ({}đến {} từ): “{}”",
                required.0, least.0, essay.max_words, essay.prompt
            ),
            format!(
                "Essay{} ({}{} words at most): “{}”",
                required.1, least.1, essay.max_words, essay.prompt
            ),
        );
        pages.say(
            format!("Mỗi bài tự luận do {} giám khảo chấm, mỗi người tối đa {} điểm; điểm được cộng lại.", essay.judges, essay.max_points),
            format!("Each essay is marked by {} judges with {} points at most; their points are added up.", essay.judges, essay.max_points),
        );
    }
}

fn cell(file: &ContestFile, round: &RoundRules, cell: &BlueprintCell) -> Both {
    let mut vi = vec![format!("{} câu, mỗi câu {} điểm", cell.count, cell.points)];
    let mut en = vec![format!(
        "{} questions of {} points each",
        cell.count, cell.points
    )];
    if let Some(topic) = &cell.topic {
        vi.push(format!("về “{topic}”"));
        en.push(format!("on “{topic}”"));
    }
    if let Some(level) = cell.level {
        vi.push(format!("mức độ {level}"));
        en.push(format!("of level {level}"));
    }
    if let Some(law) = &cell.law {
        vi.push(format!("theo văn bản {law}"));
        en.push(format!("by document {law}"));
    }
    if let Some(code) = &cell.group {
        let group = file.contest.groups.iter().find(|group| group.code == *code);
        let title = group.map_or(code.as_str(), |group| group.title.as_str());
        vi.push(format!("dành cho bảng {title}"));
        en.push(format!("for group {title}"));
    }
    if let Some(code) = &cell.section {
        let section = round.sections.iter().find(|section| section.code == *code);
        let title = section.map_or(code.as_str(), |section| section.title.as_str());
        vi.push(format!("ở phần “{title}”"));
        en.push(format!("in section “{title}”"));
    }
    if cell.disqualifying {
        vi.push(
            "là câu điểm liệt: sai hoặc bỏ trống một câu thì bài không được xếp hạng".to_owned(),
        );
        en.push("disqualifying: who misses one is not ranked".to_owned());
    }
    vi.push(format!("lấy từ ngân hàng “{}”", cell.bank));
    en.push(format!("from the bank “{}”", cell.bank));
    (vi.join(", "), en.join(", "))
}

fn order(order: Order) -> (&'static str, &'static str) {
    match order {
        Order::Shuffled => ("được xáo trộn cho mỗi người", "are shuffled for everybody"),
        Order::EasyToHard => ("xếp từ dễ đến khó", "go from easy to hard"),
        Order::AsListed => ("xếp theo thứ tự trên đây", "stand in the order given here"),
    }
}
