//! Whole files to begin with: a small bank in every format.

use std::collections::BTreeMap;
use thiluat::domain::{
    Bank, BankId, Key, Medium, QuestionContent, QuestionDraft, QuestionId, QuestionKind,
    QuestionOption, QuestionStatus, QuestionVersion,
};
use thiluat::exchange::{Book, Format, read_questions, write_bank};

const BANK: &str = r#"{"format":"thiluat-bank/1","code":"thu","title":"Ngân hàng thử","questions":[
{"kind":"single","stem":"Vạch <b>kẻ</b> đường là gì?","options":[{"text":"Báo hiệu","correct":true},{"text":"m<sup>2</sup> &lt; 3","correct":false},{"text":"Cả hai","correct":false}],"topic":"Giao thông","level":2,"explanation":"Vì thế.<br>Hai dòng.","laws":[{"document":"36/2024/QH15","title":"Luật Trật tự, an toàn giao thông đường bộ","article":"9","clause":"2","point":"đ"}]},
{"kind":"multiple","stem":"Ai?","options":[{"text":"Một","correct":true},{"text":"Hai","correct":true},{"text":"Ba","correct":false}],"topic":"Đất đai"},
{"kind":"number","stem":"Bao nhiêu tuổi?","number":{"value":18,"tolerance":1}},
{"kind":"text","stem":"Viết tắt?","accepted":["ubnd","UBND xã"]}]}"#;

/// Names and contents.
pub fn written() -> Vec<(String, Vec<u8>)> {
    let read = read_questions(BANK.as_bytes(), "bank.json", None);
    let file = read.expect("the bank of this example is whole");
    let drafts = file.drafts();
    let questions: Vec<QuestionVersion> = (1..)
        .zip(&drafts)
        .map(|(n, draft)| version(n, draft))
        .collect();
    let media: BTreeMap<String, Medium> = BTreeMap::new();
    let bank = Bank {
        id: BankId(uuid::Uuid::nil()),
        code: "thu".into(),
        title: "Ngân hàng thử".into(),
        owner: None,
    };
    let book = Book {
        bank: &bank,
        questions: &questions,
        media: &media,
        with_keys: true,
    };
    let formats = Format::ALL.into_iter();
    // A format that can only be read has to be given on the command line.
    let written = formats.filter_map(|format| {
        let written = write_bank(&book, format).ok()?;
        Some((format!("bank.{format}"), written.bytes))
    });
    let mut files: Vec<_> = written.collect();
    files.push(("key.txt".into(), b"1.A 2.A,B\n3-C; 4D\n".to_vec()));
    files
}

fn version(number: u128, draft: &QuestionDraft) -> QuestionVersion {
    let id = |place: usize| format!("o{number}x{place}");
    let options = draft.options.iter().enumerate();
    let right = options.clone().filter(|(_, option)| option.correct);
    let key = match draft.kind {
        QuestionKind::Single | QuestionKind::Multiple => {
            Key::Options(right.map(|(place, _)| id(place)).collect())
        }
        QuestionKind::Number => {
            let (value, tolerance) = draft.number.unwrap_or_default();
            Key::Number { value, tolerance }
        }
        QuestionKind::Text => Key::Text(draft.accepted.clone()),
    };
    let options = options.map(|(place, option)| QuestionOption {
        id: id(place),
        text: option.text.clone(),
        pinned: option.pinned,
    });
    QuestionVersion {
        id: QuestionId(uuid::Uuid::from_u128(number)),
        version: 1,
        bank: BankId(uuid::Uuid::nil()),
        code: draft.code.clone(),
        status: QuestionStatus::Approved,
        content: QuestionContent {
            kind: draft.kind,
            stem: draft.stem.clone(),
            options: options.collect(),
            level: draft.level,
            media: Vec::new(),
        },
        key,
        topic: draft.topic.clone(),
        explanation: draft.explanation.clone(),
        laws: draft.laws.clone(),
    }
}
