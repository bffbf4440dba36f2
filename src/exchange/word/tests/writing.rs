//! What is written is a paper that people and this program read.

use super::*;
use crate::domain::Medium;
use crate::exchange::round_trip::{there_and_back, version, written};
use crate::exchange::{Format, from_plain};

fn drafts(text: &str) -> Vec<QuestionDraft> {
    file(&lines(text)).drafts().into_iter().cloned().collect()
}

#[test]
fn a_bank_becomes_a_paper_with_key_or_without() {
    let text = "Phần I. Đất đai\nCâu 1: Ai **không** được?\nA. Một\nB. Hai\nĐáp án: A, B\nLời giải: Vì\nthế.\nCăn cứ: điểm a khoản 2 Điều 9 Luật Đất đai số 31/2024/QH15\n\
        Câu 2: Bao nhiêu?\nĐáp án (điền số): 5 (sai số 1)\nPhần II. Hộ tịch\nCâu 3: Ai?\nĐáp án (điền chữ): một | hai";
    let drafts = drafts(text);
    assert_eq!(drafts.len(), 3);
    assert_eq!(there_and_back(&drafts, Format::Docx), drafts);
    let versions: Vec<_> = (1..)
        .zip(&drafts)
        .map(|(i, draft)| version(i, draft))
        .collect();
    let written = written(&versions, &drafts, Format::Docx);
    assert!(
        written
            .lost
            .iter()
            .all(|lost| lost.code == "export.not_held"),
        "{:?}",
        written.lost
    );
    let media = std::collections::BTreeMap::new();
    let bank = crate::exchange::round_trip::bank();
    let book = crate::exchange::Book {
        bank: &bank,
        questions: &versions,
        media: &media,
        with_keys: false,
    };
    let paper = crate::exchange::write_bank(&book, Format::Docx).expect("writable");
    let parts = Parts::open(&paper.bytes)
        .expect("a package")
        .text("word/document.xml")
        .expect("a part")
        .expect("there");
    for secret in ["Đáp án", "Lời giải", "Căn cứ", "điền số", "thế."] {
        assert!(!parts.contains(secret), "{secret}");
    }
    assert!(
        paper.lost.iter().all(|lost| lost.code == "export.not_held"),
        "{:?}",
        paper.lost
    );
    // The same bank gives the same bytes.
    assert_eq!(
        paper,
        crate::exchange::write_bank(&book, Format::Docx).expect("writable")
    );
}

#[test]
fn pictures_are_placed_and_come_back() {
    let medium = |red| crate::exchange::picture::picture(&png(red)).expect("a picture");
    let shown = |medium: &Medium, alt: &str| crate::exchange::picture::shown(medium, alt);
    let (one, two) = (medium(1), medium(250));
    let mut draft = drafts("Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B").remove(0);
    draft.stem = format!("Biển {} là gì?", shown(&one, "Biển \"cấm\" & x"));
    draft.options[0].text = shown(&two, "");
    draft.media = vec![one, two];
    assert_eq!(
        there_and_back(std::slice::from_ref(&draft), Format::Docx),
        [draft.clone()]
    );
    let lost = written(&[version(1, &draft)], &[], Format::Docx).lost;
    assert_eq!(
        lost.iter()
            .filter(|lost| lost.code == "export.media_not_held")
            .count(),
        2
    );
}

#[test]
fn what_reading_would_take_for_something_else_is_told() {
    for (stem, option) in [
        ("Ai?<br>A. Một<br>B. Hai", "x"),
        ("<b>Ai?</b>", "x"),
        ("<ul><li>Ai?</li></ul>", "x"),
        ("Ai?", "x<br>C. y<br>Đáp án: C"),
        ("Ai?<br>Câu 7: Gì?", "x"),
        ("Ai?\t", "x  B. y"),
        ("Ai?", "*x"),
    ] {
        let mut draft = drafts("Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B").remove(0);
        draft.stem = stem.into();
        draft.options[0].text = option.into();
        let lost = written(&[version(1, &draft)], &[], Format::Docx).lost;
        let told = lost.iter().any(|lost| lost.code == "export.not_read_back");
        assert!(told || stem == "Ai?\t", "{stem} {option} {lost:?}");
    }
    let _ = from_plain("");
}
