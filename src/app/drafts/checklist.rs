//! What an organiser looks at before publication.
//!
//! Only `findings` and what stands among them keep a contest from being published; the others are the
//! organiser's to weigh (security.md 24: who publishes knows what he publishes).

use super::look::Studied;
use crate::app::Language;
use crate::domain::contest::{AtSubmit, ContestFile, Names};
use crate::domain::{ContestDraft, Millis, Timestamp};
use crate::engine::digest::{hash, hex};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A backup older than that is told.
const FRESH_BACKUP: Millis = Millis::seconds(86_400);
/// The age from which people agree for themselves to be named.
const OF_AGE: u8 = 16;

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckItem {
    /// `findings`, `name`, `legal_basis`, `organiser`, `consents`, `questions`, `key_release`, `names`,
    /// `windows`, `prizes`, `dry_run`, `second_factor` or `backup`.
    pub key: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// How it is, in the reader's language.
    pub detail: String,
}

/// What is known beside the draft.
pub(super) struct Known {
    /// The time.
    pub now: Timestamp,
    /// When the store was backed up last by command.
    pub backed_up: Option<Timestamp>,
    /// Members of staff who may run the contest and have no second factor.
    pub unprotected: usize,
}

/// What of a document a dry run tries out.
pub(super) fn rehearsed(document: &Value) -> String {
    let rounds = document.get("rounds").unwrap_or(&Value::Null);
    hex(&hash(rounds.to_string().as_bytes()))
}

/// The checklist of a draft.
pub(super) fn items(
    draft: &ContestDraft,
    studied: &Studied,
    known: &Known,
    language: Language,
) -> Vec<CheckItem> {
    let mut list = List {
        items: Vec::new(),
        language,
    };
    let faults = studied.faults.len();
    list.push(
        "findings",
        faults == 0,
        (
            "Tệp cuộc thi đầy đủ và đúng.",
            "The contest file is whole and right.",
        ),
        (
            &format!("Còn {faults} chỗ cần điền hoặc sửa."),
            &format!("{faults} places are to be filled in or mended."),
        ),
    );
    match &studied.partial.files {
        Some([file, _]) => {
            head(file, studied, &mut list);
            rounds(draft, file, studied, known.now, &mut list);
        }
        None => list.push(
            "name",
            false,
            ("", ""),
            (
                "Chưa đọc được tên cuộc thi.",
                "The name of the contest can't be read.",
            ),
        ),
    }
    let same = draft.rehearsed.as_deref() == Some(rehearsed(&draft.document).as_str());
    list.push(
        "dry_run",
        same,
        (
            "Đã thi thử với thể lệ hiện tại.",
            "A paper was tried out under these rules.",
        ),
        (
            "Chưa thi thử từ lần sửa vòng thi gần nhất.",
            "No paper was tried out since the rounds were changed last.",
        ),
    );
    list.push(
        "second_factor",
        known.unprotected == 0,
        (
            "Mọi cán bộ điều hành đều đã bật bước xác nhận thứ hai.",
            "Everybody who may run the contest has a second factor.",
        ),
        (
            "Có cán bộ điều hành chưa bật bước xác nhận thứ hai (Tài khoản của tôi).",
            "Somebody who may run the contest has no second factor yet (My account).",
        ),
    );
    let fresh = known
        .backed_up
        .is_some_and(|at| known.now.since(at) <= FRESH_BACKUP);
    list.push(
        "backup",
        fresh,
        (
            "Dữ liệu đã được sao lưu trong vòng một ngày.",
            "The store was backed up within a day.",
        ),
        (
            "Chưa thấy bản sao lưu nào trong một ngày qua (thiluat backup); hãy hỏi người vận hành.",
            "No backup of the last day is known (thiluat backup); please ask whoever runs the machine.",
        ),
    );
    list.items
}

struct List {
    items: Vec<CheckItem>,
    language: Language,
}

impl List {
    /// Adds a line with its sentence, each in Vietnamese and English.
    fn push(&mut self, key: &'static str, ok: bool, good: (&str, &str), bad: (&str, &str)) {
        let (vi, en) = if ok { good } else { bad };
        let detail = match self.language {
            Language::Vietnamese => vi,
            Language::English => en,
        };
        self.items.push(CheckItem {
            key,
            ok,
            detail: detail.to_owned(),
        });
    }
}

fn head(file: &ContestFile, studied: &Studied, list: &mut List) {
    let faulty = |key: &str| {
        studied.partial.lacks(key)
            || studied
                .faults
                .iter()
                .any(|fault| fault.key.starts_with(key))
    };
    list.push(
        "name",
        !faulty("contest.title") && !faulty("contest.slug"),
        ("Có tên và địa chỉ.", "It has a name and an address."),
        (
            "Thiếu tên hoặc tên trong địa chỉ.",
            "Its name or its address is missing.",
        ),
    );
    let basis = &file.contest.legal_basis;
    list.push(
        "legal_basis",
        !basis.is_empty() && !faulty("contest.legal_basis"),
        (
            "Có văn bản làm căn cứ.",
            "A document is named on which it stands.",
        ),
        (
            "Chưa nêu văn bản làm căn cứ (kế hoạch, quyết định).",
            "No document is named on which it stands (a plan, a decision).",
        ),
    );
    list.push(
        "organiser",
        !faulty("contest.organiser"),
        (
            "Đơn vị tổ chức có trong danh sách đơn vị.",
            "The organiser is a known unit.",
        ),
        ("Chưa có đơn vị tổ chức.", "There is no organiser."),
    );
    let own = file.registration.consents.is_some();
    let consents = file.registration.consents();
    let sound = consents
        .iter()
        .any(|consent| consent.purpose == "take_part" && consent.required)
        && consents
            .iter()
            .all(|consent| !consent.text.trim().is_empty())
        && !faulty("registration.consents");
    let (vi, en) = if own {
        (
            "Nội dung đồng ý do đơn vị soạn.",
            "The texts of consent are the organiser's own.",
        )
    } else {
        (
            "Dùng nội dung đồng ý có sẵn.",
            "The shipped texts of consent are used.",
        )
    };
    list.push(
        "consents",
        sound,
        (vi, en),
        (
            "Nội dung đồng ý thiếu mục dự thi (take_part) hoặc có mục để trống.",
            "The texts of consent lack the one to take part, or one is empty.",
        ),
    );
    list.push(
        "prizes",
        !file.prizes.is_empty() && !faulty("prizes"),
        ("Có cơ cấu giải thưởng.", "There are prizes."),
        ("Chưa có giải thưởng nào.", "There is no prize."),
    );
}

fn rounds(
    draft: &ContestDraft,
    file: &ContestFile,
    studied: &Studied,
    now: Timestamp,
    list: &mut List,
) {
    let feasible = studied.look.as_ref().is_some_and(|look| look.feasible);
    let lacks_cells =
        (0..file.rounds.len()).any(|at| studied.partial.lacks(&format!("rounds[{at}].blueprint")));
    list.push(
        "questions",
        feasible && !lacks_cells,
        (
            "Đủ câu hỏi đã duyệt cho mọi ô của ma trận đề.",
            "There are enough approved questions for every cell.",
        ),
        (
            "Chưa đủ câu hỏi đã duyệt, hoặc chưa có ma trận đề.",
            "There are too few approved questions, or there is no blueprint.",
        ),
    );
    // Who knows the key may not sit the same questions again.
    let early = file
        .rounds
        .iter()
        .any(|round| round.publish.at_submit == AtSubmit::ScoreAndKey && round.attempts.max != 1);
    list.push(
        "key_release",
        !early,
        (
            "Đáp án chỉ ra khỏi hệ thống khi không ai còn thi lại được.",
            "Keys leave only when nobody can sit the round again.",
        ),
        (
            "Có vòng cho xem đáp án ngay khi nộp mà vẫn được thi lại.",
            "A round shows the key at hand-in and may be sat again.",
        ),
    );
    let young = file.registration.min_age.is_none_or(|least| least < OF_AGE);
    let full = file
        .rounds
        .iter()
        .any(|round| round.publish.names == Names::Full);
    list.push(
        "names",
        !(full && young),
        (
            "Cách hiện tên trên bảng xếp hạng phù hợp với người dự thi.",
            "How boards name people fits who may take part.",
        ),
        (
            "Bảng xếp hạng hiện họ tên đầy đủ trong khi người dưới 16 tuổi có thể dự thi; họ sẽ hiện bằng bí danh.",
            "Boards show full names while people under 16 may take part; those are shown by their alias.",
        ),
    );
    let lacks = |at: usize| {
        ["opens_at", "closes_at", "windows"]
            .iter()
            .any(|key| studied.partial.lacks(&format!("rounds[{at}].{key}")))
    };
    let changes = draft.slug.is_some();
    let ahead = file.rounds.iter().enumerate().all(|(at, round)| {
        !lacks(at) && (changes || round.opens_at > now) && round.closes_at > now
    });
    list.push(
        "windows",
        ahead && !file.rounds.is_empty(),
        (
            "Thời gian mở các vòng ở phía trước.",
            "The windows lie ahead.",
        ),
        (
            "Có vòng chưa có thời gian mở, hoặc thời gian mở đã qua.",
            "A round has no window yet, or its window has passed.",
        ),
    );
}
