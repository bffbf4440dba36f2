//! Aiken as people write it.

use crate::domain::QuestionKind;
use crate::exchange::{Format, QuestionFile, read_questions};
use proptest::prelude::*;

fn read(text: &str) -> QuestionFile {
    read_questions(text.as_bytes(), "bank.txt", None).expect("readable")
}

#[test]
fn questions_are_read_with_html_numbers_decoded() {
    let file = read(
        "Ph&#7847;n c&#7911;a &#273;&#432;&#7901;ng <b> & g&igrave;?\r\nA. M&#7897;t.\r\nB) Hai\r\nANSWER: B\r\n\r\n\
         Hai\ndòng?\nA. Đúng\nvà dài\nB. Sai\nC. Cả hai\nanswer: a,c\n",
    );
    assert_eq!(file.format, Format::Aiken);
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let drafts = file.drafts();
    assert_eq!(drafts[0].stem, "Phần của đường &lt;b&gt; &amp; gì?");
    assert_eq!(drafts[0].options[0].text, "Một.");
    assert!(drafts[0].options[1].correct && drafts[0].kind == QuestionKind::Single);
    assert_eq!(drafts[1].stem, "Hai<br>dòng?");
    assert_eq!(
        (drafts[1].kind, drafts[1].options[0].text.as_str()),
        (QuestionKind::Multiple, "Đúng<br>và dài")
    );
    assert!(
        file.warnings()
            .iter()
            .any(|warning| warning.code == "import.lines_joined")
    );
    assert_eq!(file.entries[1].at.to_string(), "câu 2, dòng 6");
}

#[test]
fn every_broken_question_is_told_and_costs_no_other() {
    let file = read(
        "Một?\nA. a\nB. b\nANSWER: C\n\nHai?\nA. a\nB. b\n\nBa?\nA. a\nC. b\nANSWER: A\n\n\
         Bốn?\nA. a\nB. b\nANSWER: không\n\nA. a\nB. b\nANSWER: A\n\nNăm?\nA. a\nB. b\nANSWER: A\n",
    );
    let codes: Vec<_> = file
        .entries
        .iter()
        .map(|e| e.refusal.as_ref().map(|r| r.code))
        .collect();
    assert_eq!(
        codes,
        [
            Some("import.key_invalid"),
            Some("import.key_invalid"),
            Some("import.aiken_syntax"),
            Some("import.key_invalid"),
            Some("import.stem_missing"),
            None
        ]
    );
}

proptest! {
    #![proptest_config(crate::exchange::seeded(256))]

    #[test]
    fn any_text_is_read_or_refused(text in "(ANSWER: |[A-C]\\. |[A-C]\\)|&#8238;|&|ờ|a|\n|\n\n| ){0,40}") {
        let _ = read_questions(text.as_bytes(), "bank.txt", Some(Format::Aiken));
    }
}
