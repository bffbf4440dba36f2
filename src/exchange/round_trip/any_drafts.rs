//! Drafts of any kind with texts that are hard on tables.

use crate::domain::text::normal;
use crate::domain::{DraftOption, LawReference, QuestionDraft, QuestionKind};
use crate::exchange::from_plain;
use proptest::prelude::*;
use proptest::sample::Index;
use time::Date;

/// Plain text that a cell can hold, in stored form, also texts that look like formulas.
fn plain() -> impl Strategy<Value = String> {
    "[-=+@~#{}:%\\[\\]\\\\'\"|;,<>&aAđờ ớ%0-9\u{A0}!]{0,12}(\n[-='b]{1,4})?[?xB]"
        .prop_map(|text| normal(&text))
}

fn one_line() -> impl Strategy<Value = String> {
    "[-=+@']?[a-zĐđếA-Z0-9;,<&]{1,10}( [a-zợ]{1,5})?".prop_map(|text| normal(&text))
}

fn day() -> impl Strategy<Value = Date> {
    let day = |(year, day)| Date::from_ordinal_date(year, day).expect("every year has 365 days");
    (1900..2100_i32, 1..=365_u16).prop_map(day)
}

fn law() -> impl Strategy<Value = LawReference> {
    let number = || prop::option::of("[0-9]{1,3}[a-z]?");
    let document = ("[0-9]{1,3}/20[0-9]{2}/QH15", prop::option::of(one_line()));
    let place = (number(), number(), prop::option::of("[a-hđ]"));
    (document, place, prop::option::of(day())).prop_map(
        |((document, title), (article, clause, point), valid_from)| LawReference {
            document,
            title: title.unwrap_or_default(),
            article,
            clause,
            point,
            valid_from,
            valid_to: None,
        },
    )
}

fn blank(kind: QuestionKind) -> QuestionDraft {
    QuestionDraft {
        code: None,
        kind,
        stem: String::new(),
        options: Vec::new(),
        number: None,
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws: Vec::new(),
        media: Vec::new(),
    }
}

fn choice() -> impl Strategy<Value = QuestionDraft> {
    let options = prop::collection::vec((plain(), any::<bool>()), 2..6);
    (options, any::<Index>(), any::<bool>()).prop_map(|(options, right, many)| {
        let kind = if many {
            QuestionKind::Multiple
        } else {
            QuestionKind::Single
        };
        let right = right.index(options.len());
        let options = options.into_iter().enumerate();
        let options = options.map(|(i, (text, marked))| DraftOption {
            id: Some(format!("id{i}")),
            // The place behind the text keeps the options apart.
            text: from_plain(&format!("{text}{i}")),
            correct: i == right || (many && marked),
            pinned: i == 2,
        });
        QuestionDraft {
            options: options.collect(),
            ..blank(kind)
        }
    })
}

fn number() -> impl Strategy<Value = QuestionDraft> {
    (any::<i64>(), 0..=i64::MAX).prop_map(|number| QuestionDraft {
        number: Some(number),
        ..blank(QuestionKind::Number)
    })
}

fn text() -> impl Strategy<Value = QuestionDraft> {
    let forms = prop::collection::vec("[a-zếA-Z0-9=,;*&<~]{1,9}", 1..4);
    forms.prop_map(|accepted| QuestionDraft {
        accepted,
        ..blank(QuestionKind::Text)
    })
}

/// Questions of plain text that differ from each other.
pub(super) fn drafts() -> impl Strategy<Value = Vec<QuestionDraft>> {
    let said = (
        plain(),
        prop::option::of(one_line()),
        prop::option::of(plain()),
    );
    let laws = prop::collection::vec(law(), 0..3);
    let one = (
        prop_oneof![choice(), number(), text()],
        said,
        0..=5_u8,
        laws,
    );
    let one = one.prop_map(
        |(answer, (stem, topic, explanation), level, laws)| QuestionDraft {
            stem,
            topic,
            explanation: explanation.map(|text| from_plain(&text)),
            level,
            laws,
            ..answer
        },
    );
    prop::collection::vec(one, 1..6).prop_map(|mut drafts| {
        for (i, draft) in drafts.iter_mut().enumerate() {
            draft.stem = from_plain(&format!("{} ({i})", draft.stem));
            draft.code = (i % 2 == 0).then(|| format!("c{i}"));
        }
        drafts
    })
}
