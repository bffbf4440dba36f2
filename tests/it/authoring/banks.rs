//! Bringing questions in and out.

use super::office::{Office, bank_import, question};
use crate::support::database::{TestStore, every_profile};
use thiluat::app::Refusal as _;
use thiluat::app::banks::PlacedDraft;
use thiluat::auth::Actor;
use thiluat::domain::{Key, QuestionStatus};

every_profile! {
    a_bank_keeps_the_order_of_its_file,
    what_the_bank_holds_already_is_refused_by_its_place,
    strict_takes_all_or_none,
    a_dry_run_writes_nothing,
    an_export_goes_in_again_with_the_same_ids,
    a_bank_of_no_name_is_refused,
}

async fn a_bank_keeps_the_order_of_its_file(fresh: TestStore) {
    let office = Office::empty(fresh);
    office.bank("gplx", 0..200).await;
    let contents = office
        .app
        .export_bank(Actor::Command, "gplx")
        .await
        .unwrap();
    assert_eq!(contents.bank.title, "gplx");
    let questions = &contents.questions;
    let codes: Vec<_> = questions.iter().map(|q| q.code.clone().unwrap()).collect();
    let wanted: Vec<_> = (0..200).map(|number| format!("c{number}")).collect();
    assert_eq!(codes, wanted);
    for question in questions {
        let right = &question.content.options[0].id;
        assert_eq!(question.key, Key::Options(vec![right.clone()]));
        assert_eq!(question.status, QuestionStatus::Approved);
        assert!(
            question
                .content
                .options
                .iter()
                .all(|option| option.id.len() == 6)
        );
    }
}

async fn what_the_bank_holds_already_is_refused_by_its_place(fresh: TestStore) {
    let office = Office::empty(fresh);
    office.bank("b", 0..3).await;
    let mut import = bank_import("b", 2..5);
    let mut reshuffled = question(4);
    reshuffled.options.reverse();
    import.questions.push(PlacedDraft {
        at: "last".into(),
        draft: reshuffled,
    });
    let done = office
        .app
        .import_questions(Actor::Command, import)
        .await
        .unwrap();
    assert_eq!(done.accepted, 2);
    let refused: Vec<_> = done
        .refused
        .iter()
        .map(|note| (note.at.as_str(), note.code))
        .collect();
    assert_eq!(
        refused,
        [
            ("questions[2]", "import.duplicate"),
            ("last", "import.duplicate")
        ]
    );
    assert!(done.refused[1].detail.contains("questions[4]"));
    // Another bank may hold the same question.
    office.bank("other", 0..3).await;
}

async fn strict_takes_all_or_none(fresh: TestStore) {
    let office = Office::empty(fresh);
    let strict = |refused_before| {
        let mut import = bank_import("b", 0..3);
        (import.strict, import.refused_before) = (true, refused_before);
        import
    };
    let done = office
        .app
        .import_questions(Actor::Command, strict(1))
        .await
        .unwrap();
    assert_eq!(done.accepted, 0);
    assert!(
        office
            .app
            .store
            .read()
            .await
            .unwrap()
            .banks()
            .await
            .unwrap()
            .is_empty()
    );
    let done = office
        .app
        .import_questions(Actor::Command, strict(0))
        .await
        .unwrap();
    assert_eq!(done.accepted, 3);
    let done = office
        .app
        .import_questions(Actor::Command, strict(0))
        .await
        .unwrap();
    assert_eq!((done.accepted, done.refused.len()), (0, 3));
}

async fn a_dry_run_writes_nothing(fresh: TestStore) {
    let office = Office::empty(fresh);
    let mut import = bank_import("b", 0..3);
    import.dry_run = true;
    let done = office
        .app
        .import_questions(Actor::Command, import)
        .await
        .unwrap();
    assert_eq!(done.accepted, 3);
    assert!(
        office
            .app
            .store
            .read()
            .await
            .unwrap()
            .banks()
            .await
            .unwrap()
            .is_empty()
    );
}

async fn an_export_goes_in_again_with_the_same_ids(fresh: TestStore) {
    let office = Office::empty(fresh);
    office.bank("b", 0..5).await;
    let contents = office.app.export_bank(Actor::Command, "b").await.unwrap();
    let book = thiluat::exchange::Book {
        bank: &contents.bank,
        questions: &contents.questions,
        media: &contents.media,
        with_keys: true,
    };
    let json = thiluat::exchange::write_bank(&book, thiluat::exchange::Format::Json).unwrap();
    let read = thiluat::exchange::read_questions(&json.bytes, "b.json", None).unwrap();
    let mut import = bank_import("copy", 0..0);
    import.questions = read
        .entries
        .into_iter()
        .map(|entry| PlacedDraft {
            at: entry.at.to_string(),
            draft: entry.draft.unwrap(),
        })
        .collect();
    office
        .app
        .import_questions(Actor::Command, import)
        .await
        .unwrap();
    let copies = office
        .app
        .export_bank(Actor::Command, "copy")
        .await
        .unwrap();
    for (question, copy) in contents.questions.iter().zip(&copies.questions) {
        assert_eq!(question.content, copy.content);
        assert_eq!(question.key, copy.key);
        assert_eq!(question.laws, copy.laws);
    }
}

async fn a_bank_of_no_name_is_refused(fresh: TestStore) {
    let office = Office::empty(fresh);
    for code in ["", "a b", "-a", "a/b", "đ"] {
        let error = office
            .app
            .import_questions(Actor::Command, bank_import(code, 0..1))
            .await
            .unwrap_err();
        assert_eq!(error.code(), "import.bank_code", "{code}");
    }
    let error = office
        .app
        .export_bank(Actor::Command, "none")
        .await
        .unwrap_err();
    assert_eq!(error.code(), "not_found");
}
