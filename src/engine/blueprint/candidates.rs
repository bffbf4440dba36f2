//! The questions that a cell may draw.

use crate::domain::contest::BlueprintCell;
use crate::domain::law::LawRegister;
use crate::domain::text::normal;
use crate::domain::{LawReference, QuestionStatus, QuestionVersion};
use time::Date;

/// Selects, from all versions of the questions of the cell's bank, those that the cell may draw on
/// a day: approved, every cited law in force by what the citation and the register say, of the topic,
/// level and law that the cell names; of each question at most one version, sorted by question id as
/// bytes.
///
/// The newest version that is neither draft nor checked speaks for its question: if it is retired, or
/// does not fit the cell, older ones do not come back in its place.
pub fn candidates<'a>(
    cell: &BlueprintCell,
    versions: impl IntoIterator<Item = &'a QuestionVersion>,
    register: &LawRegister,
    on: Date,
) -> Vec<&'a QuestionVersion> {
    let waits = [QuestionStatus::Draft, QuestionStatus::Checked];
    let mut newest: Vec<&QuestionVersion> = versions
        .into_iter()
        .filter(|question| !waits.contains(&question.status))
        .collect();
    // The bytes of an id sort as its hex digits do.
    newest.sort_by_key(|question| (question.id, std::cmp::Reverse(question.version)));
    newest.dedup_by_key(|question| question.id);
    newest.retain(|question| {
        question.status == QuestionStatus::Approved
            && question
                .laws
                .iter()
                .all(|law| register.in_force_on(law, on))
            && fits(cell, question)
    });
    newest
}

fn fits(cell: &BlueprintCell, question: &QuestionVersion) -> bool {
    let topic = |wanted: &String| {
        let has = question.topic.as_deref();
        has.is_some_and(|topic| normal(topic) == normal(wanted))
    };
    let law = |wanted: &String| {
        let cites = |law: &LawReference| normal(&law.document) == normal(wanted);
        question.laws.iter().any(cites)
    };
    cell.topic.as_ref().is_none_or(topic)
        && cell
            .level
            .is_none_or(|level| question.content.level == level)
        && cell.law.as_ref().is_none_or(law)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BankId, Key, LawDocument, QuestionContent, QuestionId, QuestionKind};
    use time::macros::date;
    use uuid::Uuid;

    fn version(id: u128, version: i64, status: QuestionStatus) -> QuestionVersion {
        QuestionVersion {
            id: QuestionId(Uuid::from_u128(id)),
            version,
            bank: BankId(Uuid::from_u128(1)),
            code: None,
            status,
            content: QuestionContent {
                kind: QuestionKind::Single,
                stem: "Hỏi".to_owned(),
                options: Vec::new(),
                level: 2,
                media: Vec::new(),
            },
            key: Key::Options(vec!["a".to_owned()]),
            topic: Some("Quy tắc".to_owned()),
            explanation: None,
            laws: vec![LawReference {
                document: "36/2024/QH15".to_owned(),
                title: String::new(),
                article: None,
                clause: None,
                point: None,
                valid_from: Some(date!(2025 - 01 - 01)),
                valid_to: None,
            }],
        }
    }

    fn any_cell() -> BlueprintCell {
        BlueprintCell {
            bank: "gplx".to_owned(),
            topic: None,
            level: None,
            law: None,
            group: None,
            count: 1,
            points: 1,
            section: None,
            disqualifying: false,
        }
    }

    fn drawn(cell: &BlueprintCell, versions: &[QuestionVersion], on: Date) -> Vec<(u128, i64)> {
        candidates(cell, versions, &LawRegister::default(), on)
            .iter()
            .map(|q| (q.id.0.as_u128(), q.version))
            .collect()
    }

    const DAY: Date = date!(2026 - 12 - 01);

    #[test]
    fn the_newest_version_that_is_no_draft_speaks_for_its_question() {
        use QuestionStatus::{Approved, Checked, Draft, Retired};
        let versions = [
            version(9, 1, Approved),
            version(3, 2, Approved),
            version(3, 1, Approved),
            version(3, 3, Draft),
            version(4, 1, Approved),
            version(4, 2, Retired),
            version(5, 1, Draft),
            version(6, 1, Checked),
            version(9, 2, Checked),
        ];
        assert_eq!(drawn(&any_cell(), &versions, DAY), [(3, 2), (9, 1)]);
    }

    #[test]
    fn a_law_that_is_not_in_force_on_the_day_keeps_its_question_out() {
        let mut ended = version(2, 1, QuestionStatus::Approved);
        ended.laws[0].valid_to = Some(date!(2026 - 11 - 30));
        let versions = [version(1, 1, QuestionStatus::Approved), ended];
        assert_eq!(drawn(&any_cell(), &versions, DAY), [(1, 1)]);
        assert_eq!(
            drawn(&any_cell(), &versions, date!(2026 - 11 - 30)),
            [(1, 1), (2, 1)]
        );
        assert!(drawn(&any_cell(), &versions, date!(2024 - 12 - 31)).is_empty());
    }

    #[test]
    fn what_the_register_says_has_ended_keeps_its_question_out_too() {
        let versions = [version(1, 1, QuestionStatus::Approved)];
        let ended = LawDocument {
            number: "36/2024/QH15".to_owned(),
            title: String::new(),
            issuer: String::new(),
            valid_from: None,
            valid_to: Some(date!(2026 - 11 - 30)),
            replaced_by: None,
            link: None,
        };
        let register = LawRegister::new([ended]);
        let on = |day| candidates(&any_cell(), &versions, &register, day).len();
        assert_eq!((on(date!(2026 - 11 - 30)), on(DAY)), (1, 0));
    }

    #[test]
    fn topic_level_and_law_narrow_the_cell() {
        let versions = [version(1, 1, QuestionStatus::Approved)];
        let with = |change: fn(&mut BlueprintCell)| {
            let mut cell = any_cell();
            change(&mut cell);
            drawn(&cell, &versions, DAY).len()
        };
        // A topic typed in NFD is the same topic.
        assert_eq!(with(|c| c.topic = Some("Quy tă\u{301}c ".to_owned())), 1);
        assert_eq!(with(|c| c.topic = Some("Sa hình".to_owned())), 0);
        assert_eq!(with(|c| c.level = Some(2)), 1);
        assert_eq!(with(|c| c.level = Some(3)), 0);
        assert_eq!(with(|c| c.law = Some("36/2024/QH15".to_owned())), 1);
        assert_eq!(with(|c| c.law = Some("35/2024/QH15".to_owned())), 0);
    }
}
