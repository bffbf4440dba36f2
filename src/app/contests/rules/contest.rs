//! What holds for the whole contest: who runs it, who may take part, what is asked of people, prizes.

use super::Pages;
use super::words::{Both, both, list, unit_type};
use crate::domain::contest::{Asked, Awards, ContestFile, Eligibility, Field, Identity};

pub(super) fn write(file: &ContestFile, organiser: &str, pages: &mut Pages) {
    let head = &file.contest;
    pages.heading(None, "Cuộc thi", "The contest");
    pages.say(
        format!(
            "“{}” do {organiser} (mã {}) tổ chức.",
            head.title, head.organiser
        ),
        format!(
            "“{}” is run by {organiser} (code {}).",
            head.title, head.organiser
        ),
    );
    for basis in &head.legal_basis {
        let date = basis.date.as_deref().map(date).unwrap_or_default();
        let issuer = basis.issuer.as_deref().unwrap_or_default();
        let of = |of: &str| {
            if issuer.is_empty() {
                String::new()
            } else {
                format!(" {of} {issuer}")
            }
        };
        pages.say(
            format!("Căn cứ: {}{date}{}.", basis.number, of("của")),
            format!("Legal basis: {}{date}{}.", basis.number, of("of")),
        );
    }
    pages.heading(None, "Đối tượng dự thi", "Who may take part");
    people(file, pages);
    pages.heading(None, "Đăng ký", "Registration");
    registration(file, pages);
}

fn date(text: &str) -> String {
    let mut parts: Vec<&str> = text.split('-').collect();
    parts.reverse();
    format!(" ({})", parts.join("/"))
}

fn people(file: &ContestFile, pages: &mut Pages) {
    let registration = &file.registration;
    let everyone = Eligibility {
        min_age: registration.min_age,
        max_age: registration.max_age,
        ..registration.eligible.clone().unwrap_or_default()
    };
    let conditions = conditions(file, &everyone);
    if conditions.is_empty() {
        pages.say("Mọi người đều được dự thi.", "Everybody may take part.");
    }
    for (vi, en) in conditions {
        pages.say(
            format!("Người dự thi phải {vi}."),
            format!("Who takes part must {en}."),
        );
    }
    for group in &file.contest.groups {
        let of_group = group.eligible.clone().unwrap_or_default();
        let conditions = self::conditions(file, &of_group);
        if conditions.is_empty() {
            pages.say(
                format!("Bảng {}: người dự thi tự chọn khi đăng ký.", group.title),
                format!("Group {}: chosen at registration.", group.title),
            );
        } else {
            let (vi, en) = list(&conditions);
            pages.say(
                format!("Bảng {}: người dự thi phải {vi}.", group.title),
                format!("Group {}: who is in it must {en}.", group.title),
            );
        }
    }
    for exclusion in &registration.exclusions {
        pages.say(
            format!("Không được dự thi: {}.", exclusion.title),
            format!("May not take part: {}.", exclusion.title),
        );
    }
}

fn conditions(file: &ContestFile, eligible: &Eligibility) -> Vec<Both> {
    let mut all = Vec::new();
    match (eligible.min_age, eligible.max_age) {
        (Some(least), Some(most)) => all.push((
            format!("từ đủ {least} đến {most} tuổi"),
            format!("be {least} to {most} years old"),
        )),
        (Some(least), None) => all.push((
            format!("từ đủ {least} tuổi trở lên"),
            format!("be at least {least} years old"),
        )),
        (None, Some(most)) => all.push((
            format!("không quá {most} tuổi"),
            format!("be at most {most} years old"),
        )),
        (None, None) => {}
    }
    if !eligible.units.is_empty() {
        let codes = eligible.units.join(", ");
        all.push((
            format!("thuộc đơn vị có mã {codes} hoặc đơn vị cấp dưới"),
            format!("belong to a unit of code {codes} or below it"),
        ));
    }
    if !eligible.unit_types.is_empty() {
        let types: Vec<Both> = eligible.unit_types.iter().copied().map(unit_type).collect();
        let (vi, en) = list(&types);
        all.push((
            format!("thuộc loại đơn vị: {vi}"),
            format!("belong to a unit of type: {en}"),
        ));
    }
    for (key, values) in &eligible.fields {
        let label = label(file, key);
        let values = values.join(", ");
        all.push((
            format!("có mục “{}” là {values}", label.0),
            format!("have “{}” be {values}", label.1),
        ));
    }
    if let Some(roster) = &eligible.roster {
        all.push((
            format!("có tên trong danh sách “{roster}” của đơn vị tổ chức"),
            format!("be on the organiser's list “{roster}”"),
        ));
    }
    all
}

fn registration(file: &ContestFile, pages: &mut Pages) {
    let registration = &file.registration;
    let keys: Vec<Both> = registration
        .identity
        .iter()
        .map(|identity: &Identity| label(file, identity.field()))
        .collect();
    let (vi, en) = list(&keys);
    pages.say(
        format!("Mỗi người đăng ký một lần; hệ thống nhận ra người dự thi theo {vi}."),
        format!("Everybody registers once; people are told apart by {en}."),
    );
    let named = |asked: Asked, required: bool| -> Vec<Both> {
        let fields = registration.asked(asked);
        let named = |field: &Field| {
            let (vi, en) = label(file, &field.key);
            if field.options.is_empty() {
                (vi, en)
            } else {
                let options = field.options.join(", ");
                (format!("{vi} ({options})"), format!("{en} ({options})"))
            }
        };
        fields
            .filter(|field| field.required == required)
            .map(named)
            .collect()
    };
    let (required, optional) = (named(Asked::Before, true), named(Asked::Before, false));
    if !required.is_empty() {
        let (vi, en) = list(&required);
        pages.say(
            format!("Mục bắt buộc: {vi}."),
            format!("To be filled in: {en}."),
        );
    }
    if !optional.is_empty() {
        let (vi, en) = list(&optional);
        pages.say(
            format!("Mục không bắt buộc: {vi}."),
            format!("Optional: {en}."),
        );
    }
    let (required, optional) = (named(Asked::After, true), named(Asked::After, false));
    if !required.is_empty() {
        let (vi, en) = list(&required);
        pages.say(
            format!("Sau khi nộp bài, người dự thi bổ sung: {vi}. Chưa bổ sung đủ thì chưa có thứ hạng; đến lúc vòng thi đóng vẫn chưa đủ thì các lượt thi của vòng đó không được tính."),
            format!("After handing in, people add: {en}. Without it there is no place; who has not added it when the round closes has the attempts of that round void."),
        );
    }
    if !optional.is_empty() {
        let (vi, en) = list(&optional);
        pages.say(
            format!("Sau khi nộp bài có thể bổ sung thêm: {vi}."),
            format!("After handing in, people may also add: {en}."),
        );
    }
    for consent in registration.consents() {
        let (vi, en) = if consent.required {
            ("bắt buộc", "required")
        } else {
            ("tùy chọn", "optional")
        };
        pages.say(
            format!("Nội dung đồng ý ({vi}): {}", consent.text),
            format!("Consent ({en}): {}", consent.text),
        );
    }
    pages.say(
        "Thông tin đã gửi không sửa được; người dưới 16 tuổi cần người giám hộ đồng ý.",
        "What was sent can't be changed; under 16 a guardian has to agree.",
    );
}

fn label(file: &ContestFile, key: &str) -> Both {
    match key {
        "full_name" => both("họ và tên", "full name"),
        "birth_date" => both("ngày sinh", "date of birth"),
        "phone" => both("số điện thoại", "phone number"),
        "unit" => both("đơn vị", "unit"),
        "occupation" => both("nghề nghiệp", "occupation"),
        "sex" => both("giới tính", "sex"),
        "residence" => both("nơi cư trú", "residence"),
        "email" => both("thư điện tử", "e-mail"),
        "id_number" => both("số căn cước", "identity number"),
        "code" => both("mã do đơn vị tổ chức cấp", "code given by the organiser"),
        own => {
            let field = file
                .registration
                .fields
                .iter()
                .find(|field| field.key == own);
            let label = field
                .and_then(|field| field.label.as_deref())
                .unwrap_or(own);
            both(label, label)
        }
    }
}

pub(super) fn write_prizes(file: &ContestFile, pages: &mut Pages) {
    pages.heading(None, "Giải thưởng", "Prizes");
    for prize in &file.prizes {
        let round = prize.round.as_ref().and_then(|code| {
            let round = file.rounds.iter().find(|round| round.code == *code)?;
            Some(both(
                &format!("của {}", round.title),
                &format!("of {}", round.title),
            ))
        });
        let group = prize.group.as_ref().and_then(|code| {
            let group = file
                .contest
                .groups
                .iter()
                .find(|group| group.code == *code)?;
            Some(both(
                &format!("cho bảng {}", group.title),
                &format!("for group {}", group.title),
            ))
        });
        let ranking = prize.ranking.as_ref().and_then(|code| {
            let overall = file.overall.iter().find(|ranking| ranking.code == *code);
            let units = file
                .collectives
                .iter()
                .find(|ranking| ranking.code == *code);
            let title = overall.map(|r| &r.title).or(units.map(|r| &r.title))?;
            Some(both(
                &format!("theo bảng “{title}”"),
                &format!("by “{title}”"),
            ))
        });
        let worth = prize.value_vnd.map(|worth| {
            both(
                &format!("mỗi giải {worth} đồng"),
                &format!("{worth} đồng each"),
            )
        });
        let mut sentence = both(
            &format!("{} {}", prize.count, prize.tier),
            &format!("{} {}", prize.count, prize.tier),
        );
        for (vi, en) in [round, group, ranking, worth].into_iter().flatten() {
            sentence.0 = format!("{}, {vi}", sentence.0);
            sentence.1 = format!("{}, {en}", sentence.1);
        }
        pages.say(format!("{}.", sentence.0), format!("{}.", sentence.1));
    }
    if !file.prizes.is_empty() {
        awards(&file.awards, pages);
    }
}

/// How prizes may meet in one person, and how long a person may object.
fn awards(awards: &Awards, pages: &mut Pages) {
    match awards.per_person_round {
        0 => pages.say(
            "Trong một vòng, một người có thể nhận nhiều giải của các bảng xếp hạng khác nhau.",
            "In one round a person may get prizes of several rankings.",
        ),
        most => pages.say(
            format!(
                "Trong một vòng, mỗi người nhận nhiều nhất {most} giải; người kế tiếp được xét lên."
            ),
            format!("In one round a person gets at most {most} prizes; the next in line moves up."),
        ),
    }
    if awards.per_person_contest > 0 {
        let most = awards.per_person_contest;
        pages.say(
            format!("Trong cả cuộc thi, mỗi người nhận nhiều nhất {most} giải."),
            format!("In the whole contest a person gets at most {most} prizes."),
        );
    }
    match awards.appeal_days {
        0 => pages.say(
            "Kết quả bị hủy thì không nhận khiếu nại.",
            "No objection is taken to a result that was declared void.",
        ),
        days => pages.say(
            format!("Người bị hủy kết quả có {days} ngày để khiếu nại; người khác giải quyết khiếu nại đó."),
            format!("Whose result is declared void may object within {days} days; another person decides on it."),
        ),
    }
    pages.say(
        "Người bằng nhau ở ranh giới giải không được tự xếp trước sau: bốc thăm, hoặc hai người của ban tổ chức quyết định. Kết quả do hai người công bố.",
        "Equals across the cut line of a prize are not put in some order: a lot is drawn, or two members of staff decide. Two people publish the result.",
    );
}
