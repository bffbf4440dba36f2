//! What a person should look at about a question.

use super::view::letter_of;
use super::{QuestionError, Standing, Today};
use crate::app::Language;
use crate::app::banks::{Shelf, figures, told};
use crate::domain::{QuestionId, QuestionVersion};
use crate::engine::quality::Weakness;
use crate::engine::statistics::alarm;
use crate::store::ItemSums;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingView {
    /// Stable, dotted, English: `quality.duplicate`.
    pub code: &'static str,
    /// What it means here, in the reader's language.
    pub detail: String,
    /// Other questions that it is about.
    #[schema(value_type = Vec<String>)]
    pub questions: Vec<QuestionId>,
    /// The same sentence in both languages.
    #[serde(skip)]
    pub told: [String; 2],
}

impl FindingView {
    fn new(
        code: &'static str,
        questions: Vec<QuestionId>,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        let told = [vietnamese.into(), english.into()];
        Self {
            code,
            detail: told[0].clone(),
            questions,
            told,
        }
    }

    pub(super) fn read_in(&mut self, language: Language) {
        let [vietnamese, english] = &self.told;
        self.detail.clone_from(match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        });
    }
}

/// What is weak about a question, by itself, beside others of its bank, and by its laws.
pub(super) fn own_findings(
    shelf: &Arc<Shelf>,
    newest: &QuestionVersion,
    today: &Today,
) -> Vec<FindingView> {
    let mut findings = Vec::new();
    let Some((at, item)) = shelf.find(newest.id) else {
        return findings;
    };
    for weakness in &item.weak {
        let [vietnamese, english] = weakness_detail(*weakness);
        findings.push(FindingView::new(
            weakness.code(),
            Vec::new(),
            vietnamese,
            english,
        ));
    }
    let alike = shelf.likes().remove(&at).unwrap_or_default();
    if !alike.is_empty() {
        let others = alike.iter().map(|other| shelf.items[*other].question.id);
        findings.push(FindingView::new(
            "quality.duplicate",
            others.collect(),
            format!("Gần giống {} câu khác trong ngân hàng.", alike.len()),
            format!("Much like {} other questions of the bank.", alike.len()),
        ));
    }
    for law in &newest.laws {
        let (standing, last, replaced_by) = today.standing(law);
        let by = replaced_by.map_or_else(
            || [String::new(), String::new()],
            |by| [format!(", thay bằng {by}"), format!(", replaced by {by}")],
        );
        let day = last.map_or_else(
            || ["không rõ ngày".to_owned(), "an unknown day".to_owned()],
            |day| [day.to_string(), day.to_string()],
        );
        let document = &law.document;
        match standing {
            Standing::InForce => {}
            Standing::Ends => findings.push(FindingView::new(
                "law.ends",
                Vec::new(),
                format!("{document} có hiệu lực đến {}{}.", day[0], by[0]),
                format!("{document} is in force until {}{}.", day[1], by[1]),
            )),
            Standing::Ended => findings.push(FindingView::new(
                "law.ended",
                Vec::new(),
                format!(
                    "{document} hết hiệu lực sau {}{}; câu hỏi không được rút nữa.",
                    day[0], by[0]
                ),
                format!(
                    "{document} was in force until {}{}; the question is not drawn any more.",
                    day[1], by[1]
                ),
            )),
        }
    }
    findings
}

/// What speaks against the key, a finding each.
pub(super) fn alarms(
    newest: &QuestionVersion,
    head: &crate::store::VersionHead,
    sums: &[ItemSums],
) -> Result<Vec<FindingView>, QuestionError> {
    let Some(version) = sums.iter().map(|item| item.version).max() else {
        return Ok(Vec::new());
    };
    if !(head.reviewed_as..=head.version).contains(&version) {
        return Ok(Vec::new());
    }
    let evidence = alarm(&figures(sums, version)?, &newest.key);
    let letter = |id: &str| letter_of(newest, id);
    Ok(evidence
        .iter()
        .map(|evidence| {
            let [vietnamese, english] = told(evidence, letter);
            FindingView::new("statistics.alarm", Vec::new(), vietnamese, english)
        })
        .collect())
}

/// A weakness in one sentence, in both languages.
fn weakness_detail(weakness: Weakness) -> [&'static str; 2] {
    match weakness {
        Weakness::NoCitation => ["Chưa có căn cứ pháp luật.", "It cites no law."],
        Weakness::AllOfAbove => [
            "Có phương án kiểu “Tất cả các ý trên”, dễ lộ đáp án.",
            "An option such as “all of the above” gives the key away.",
        ],
        Weakness::NamesLetters => [
            "Có phương án gọi phương án khác bằng chữ cái; khi xáo trộn sẽ thành sai.",
            "An option names others by letter, which is wrong once options are shuffled.",
        ],
        Weakness::LongestRight => [
            "Phương án đúng dài hơn hẳn các phương án khác.",
            "The right option is much longer than the others.",
        ],
        Weakness::ExplanationKey => [
            "Lời giải nêu phương án khác với đáp án.",
            "The explanation names another option than the key.",
        ],
    }
}
