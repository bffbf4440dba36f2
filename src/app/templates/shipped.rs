//! Templates that come with the product: contest files whose comments teach.

use crate::app::Language;

/// A template that comes with the product.
pub(super) struct Shipped {
    /// Its name in addresses.
    pub id: &'static str,
    /// What it is for: `one_week`, `several_weeks`, `school`, `agency`, `two_groups`, `knock_out`.
    pub kind: &'static str,
    /// Number of rounds in the file.
    pub rounds: i64,
    /// The contest file, without bank, organiser and dates.
    pub file: &'static str,
    title: (&'static str, &'static str),
    summary: (&'static str, &'static str),
}

impl Shipped {
    /// Its name for people.
    pub fn title(&self, language: Language) -> &'static str {
        of(self.title, language)
    }

    /// What it is good for.
    pub fn summary(&self, language: Language) -> &'static str {
        of(self.summary, language)
    }
}

fn of(both: (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Vietnamese => both.0,
        Language::English => both.1,
    }
}

/// All of them.
pub(super) const SHIPPED: [Shipped; 6] = [
    Shipped {
        id: "mot-tuan",
        kind: "one_week",
        rounds: 1,
        file: include_str!("shipped/mot-tuan.toml"),
        title: ("Thi một tuần", "One week"),
        summary: (
            "Một vòng trong một tuần, ba lượt mỗi người, tính lượt tốt nhất.",
            "One round of a week, three attempts for everybody, the best one counts.",
        ),
    },
    Shipped {
        id: "nhieu-tuan",
        kind: "several_weeks",
        rounds: 4,
        file: include_str!("shipped/nhieu-tuan.toml"),
        title: (
            "Thi nhiều tuần có câu dự đoán",
            "Several weeks with a prediction",
        ),
        summary: (
            "Bốn tuần, câu dự đoán phân định người bằng điểm, xếp hạng chung và xếp hạng xã, phường.",
            "Four weeks, a prediction separates equals, rankings over all weeks and of communes.",
        ),
    },
    Shipped {
        id: "truong-hoc",
        kind: "school",
        rounds: 2,
        file: include_str!("shipped/truong-hoc.toml"),
        title: ("Thi trong trường theo lớp", "A school by classes"),
        summary: (
            "Mã học sinh do trường cấp, vòng thi thử, xếp hạng lớp theo điểm trung bình.",
            "Codes given out by the school, a practice round, classes ranked by their mean.",
        ),
    },
    Shipped {
        id: "co-quan",
        kind: "agency",
        rounds: 1,
        file: include_str!("shipped/co-quan.toml"),
        title: ("Thi trong cơ quan", "An agency"),
        summary: (
            "Chỉ người có tên trong danh sách, mỗi người một lượt, có ngưỡng đạt.",
            "Only people on a list, one attempt each, a least number of right answers.",
        ),
    },
    Shipped {
        id: "hai-bang",
        kind: "two_groups",
        rounds: 1,
        file: include_str!("shipped/hai-bang.toml"),
        title: ("Hai bảng", "Two groups"),
        summary: (
            "Cán bộ và nhân dân có phần câu hỏi, thứ hạng và giải riêng.",
            "Officials and citizens have questions, places and prizes of their own.",
        ),
    },
    Shipped {
        id: "vong-loai",
        kind: "knock_out",
        rounds: 3,
        file: include_str!("shipped/vong-loai.toml"),
        title: ("Vòng loại, bán kết, chung kết", "Knock-out of three rounds"),
        summary: (
            "Một trăm người đứng đầu vào bán kết, hai mươi người vào chung kết.",
            "The first hundred come on to the semi-final, twenty to the final.",
        ),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::contests::{Findings, Partial, check_file, file_document};
    use crate::domain::Timestamp;
    use serde_json::{Value, json};

    /// Fills in what a template leaves to its organiser: name, bank and dates.
    fn filled(mut document: Value) -> Value {
        document["contest"]["slug"] = json!("thi-luat");
        document["contest"]["title"] = json!("Thi luật");
        document["contest"]["organiser"] = json!("42");
        for (week, round) in (1..).zip(document["rounds"].as_array_mut().unwrap()) {
            round["opens_at"] = json!(format!("2026-12-{week:02}T07:00:00+07:00"));
            round["closes_at"] = json!(format!("2026-12-{:02}T07:00:00+07:00", week + 1));
            for cell in round["blueprint"].as_array_mut().unwrap() {
                assert_eq!(cell["bank"], "", "banks are the organiser's to choose");
                cell["bank"] = json!("luat");
            }
        }
        document
    }

    #[test]
    fn each_can_be_run_once_name_bank_and_dates_are_filled_in() {
        let now = Timestamp::from_millis(0);
        for shipped in &SHIPPED {
            let document = file_document(shipped.file).unwrap();
            let bare = Partial::read(&document, now);
            let missing = bare.findings.iter().all(|finding| {
                finding.key.ends_with(".opens_at") || finding.key.ends_with(".closes_at")
            });
            assert!(missing, "{}: {:?}", shipped.id, bare.findings);
            let partial = Partial::read(&filled(document), now);
            assert!(
                partial.findings.is_empty(),
                "{}: {:?}",
                shipped.id,
                partial.findings
            );
            let [file, _] = partial.files.unwrap();
            let mut findings = Findings::default();
            check_file(&file, &mut findings);
            let found = findings.into_inner();
            assert!(found.is_empty(), "{}: {found:?}", shipped.id);
            assert_eq!(i64::try_from(file.rounds.len()).unwrap(), shipped.rounds);
            assert!(!file.prizes.is_empty(), "{}", shipped.id);
        }
    }

    #[test]
    fn each_teaches_by_its_comments_and_has_a_place_for_its_title() {
        for shipped in &SHIPPED {
            let comments = shipped.file.lines().filter(|line| line.starts_with('#'));
            assert!(comments.count() >= 5, "{}", shipped.id);
            for line in ["\ntitle = \"\"\n", "\norganiser = \"\"\n"] {
                assert!(shipped.file.contains(line), "{}: {line}", shipped.id);
            }
        }
    }
}
