//! Question banks.

use super::world::{bank_id, hash, question_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{
    Bank, BankId, Key, LawReference, Millis, QuestionContent, QuestionKind, QuestionOption,
    QuestionStatus, QuestionVersion,
};
use thiluat::store::{NewQuestion, StoreError};
use time::macros::date;

both_databases! {
    a_bank_put_again_gets_a_new_title,
    a_question_comes_back_whole,
    questions_keep_the_order_of_their_making,
    a_duplicate_in_the_bank_is_a_conflict_and_the_rest_goes_on,
    thousands_are_added_at_once,
}

pub(super) fn bank(number: u32, code: &str) -> Bank {
    Bank {
        id: bank_id(number),
        code: code.into(),
        title: format!("Ngân hàng {number}"),
        owner: None,
    }
}

pub(super) fn question(number: u32, bank: BankId) -> NewQuestion {
    let option = |id: &str, pinned| QuestionOption {
        id: id.into(),
        text: format!("Phương án <b>{id}</b> &amp; \"{number}\""),
        pinned,
    };
    NewQuestion {
        version: QuestionVersion {
            id: question_id(number),
            version: 1,
            bank,
            code: number.is_multiple_of(2).then(|| format!("CH-{number}")),
            status: QuestionStatus::Approved,
            content: QuestionContent {
                kind: QuestionKind::Single,
                stem: format!("Câu hỏi {number}: người điều khiển xe phải làm gì?"),
                options: vec![option("k3x9qa", false), option("zz01bm", true)],
                level: 3,
                media: vec!["ab".repeat(32)],
            },
            key: Key::Options(vec!["k3x9qa".into()]),
            topic: Some("Quy tắc giao thông".into()),
            explanation: Some("<p>Theo luật.</p>".into()),
            laws: vec![LawReference {
                document: "36/2024/QH15".into(),
                title: "Luật Trật tự, an toàn giao thông đường bộ".into(),
                article: Some("9".into()),
                clause: None,
                point: None,
                valid_from: Some(date!(2025 - 01 - 01)),
                valid_to: None,
            }],
        },
        fingerprint: hash(number),
        author: None,
        created_at: start() + Millis::seconds(i64::from(number)),
    }
}

async fn a_bank_put_again_gets_a_new_title(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    work.put_bank(&bank(2, "dat-dai"), start()).await.unwrap();
    work.put_bank(&bank(3, "gplx"), start()).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.read().await.unwrap();
    let kept = Bank {
        title: "Ngân hàng 3".into(),
        ..bank(1, "gplx")
    };
    assert_eq!(work.bank_by_code("gplx").await.unwrap(), Some(kept.clone()));
    assert_eq!(work.banks().await.unwrap(), [bank(2, "dat-dai"), kept]);
    assert_eq!(work.bank_by_code("GPLX").await.unwrap(), None);
}

async fn a_question_comes_back_whole(fresh: TestStore) {
    let mut number = question(2, bank_id(1));
    number.version.content.kind = QuestionKind::Number;
    number.version.content.options.clear();
    number.version.key = Key::Number {
        value: -7,
        tolerance: 2,
    };
    number.version.topic = None;
    number.version.explanation = None;
    number.version.laws.clear();
    let single = question(1, bank_id(1));
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    work.add_question(&single).await.unwrap();
    work.add_question(&number).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.read().await.unwrap();
    for new in [single, number] {
        let id = new.version.id;
        let stored = work.question_version(id, 1).await.unwrap();
        assert_eq!(stored, Some(new.version));
        assert_eq!(work.question_version(id, 2).await.unwrap(), None);
    }
    assert_eq!(work.questions(bank_id(9)).await.unwrap(), []);
}

async fn questions_keep_the_order_of_their_making(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    work.put_bank(&bank(2, "khac"), start()).await.unwrap();
    for number in [30, 10, 20] {
        work.add_question(&question(number, bank_id(1)))
            .await
            .unwrap();
    }
    work.add_question(&question(40, bank_id(2))).await.unwrap();
    let many: Vec<_> = (1000..2100)
        .map(|number| question(number, bank_id(2)))
        .collect();
    work.add_questions(&many).await.unwrap();
    assert_eq!(work.questions(bank_id(2)).await.unwrap().len(), 1101);
    let stored = work.questions(bank_id(1)).await.unwrap();
    let ids: Vec<_> = stored.iter().map(|question| question.id).collect();
    assert_eq!(ids, [question_id(10), question_id(20), question_id(30)]);
    let mut prints = work.fingerprints(bank_id(1)).await.unwrap();
    prints.sort_unstable();
    assert_eq!(prints, [hash(10), hash(20), hash(30)]);
}

/// An import meets duplicates in the middle; what stands before and after them is taken.
async fn a_duplicate_in_the_bank_is_a_conflict_and_the_rest_goes_on(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    work.put_bank(&bank(2, "khac"), start()).await.unwrap();
    work.add_question(&question(1, bank_id(1))).await.unwrap();
    let mut twin = question(2, bank_id(1));
    twin.fingerprint = hash(1);
    let refused = work.add_question(&twin).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    twin.version.bank = bank_id(2);
    work.add_question(&twin).await.unwrap();
    work.add_question(&question(3, bank_id(1))).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.questions(bank_id(1)).await.unwrap().len(), 2);
    assert_eq!(work.questions(bank_id(2)).await.unwrap().len(), 1);
}

async fn thousands_are_added_at_once(fresh: TestStore) {
    let many: Vec<_> = (1..=2_500)
        .map(|number| question(number, bank_id(1)))
        .collect();
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    work.add_questions(&many).await.unwrap();
    work.add_questions(&[]).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    let stored = work.questions(bank_id(1)).await.unwrap();
    let expected: Vec<_> = many.iter().map(|new| new.version.clone()).collect();
    assert!(stored == expected);
    let twice = [question(9_000, bank_id(1)), question(7, bank_id(1))];
    let refused = work.add_questions(&twice).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
}
