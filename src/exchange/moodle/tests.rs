//! Questions of Moodle XML as drafts.

use crate::domain::QuestionKind;
use crate::exchange::{Entry, Format, QuestionFile, read_questions};
use proptest::prelude::*;

fn read(questions: &str) -> QuestionFile {
    let xml = format!("<?xml version=\"1.0\"?><quiz>{questions}</quiz>");
    let file = read_questions(xml.as_bytes(), "bank.xml", None).expect("readable");
    assert_eq!(file.format, Format::Moodle);
    file
}

fn one(kind: &str, inner: &str) -> Entry {
    let text = "<questiontext format='html'><text><![CDATA[<p>Câu <b>nào</b>?</p>]]></text></questiontext>";
    let mut file = read(&format!("<question type='{kind}'>{text}{inner}</question>"));
    file.entries.remove(0)
}

fn warned(entry: &Entry) -> Vec<&'static str> {
    let codes = entry.warnings.iter().map(|warning| warning.code);
    codes.filter(|code| *code != "import.no_citation").collect()
}

fn answer(share: &str, text: &str, more: &str) -> String {
    format!("<answer fraction='{share}' format='html'><text>{text}</text>{more}</answer>")
}

/// The least picture that can be read: 1 x 1, black.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

#[test]
fn a_choice_is_read_with_category_code_level_and_picture() {
    let file = read(&format!(
        "<question type='category'><category><text>$course$/top/Đất/Chương 1</text></category></question>\
         <question type='multichoice'><idnumber>T &amp; F</idnumber>\
         <questiontext format='html'><text>&lt;img src=\"@@PLUGINFILE@@/bi%E1%BB%83n%20b%C3%A1o.png\" alt=\"Biển\"&gt;?</text>\
         <file name='biển báo.png' path='/' encoding='base64'>{PIXEL}</file></questiontext>\
         <generalfeedback format='html'><text>Vì</text></generalfeedback><single>false</single>{}{}{}\
         <tags><tag><text>muc-do-2</text></tag></tags></question>",
        answer("50", "a", ""),
        answer("50", "b", ""),
        answer("-100", "c", ""),
    ));
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let draft = file.drafts()[0];
    assert_eq!(
        (draft.code.as_deref(), draft.topic.as_deref()),
        (Some("T & F"), Some("Đất / Chương 1"))
    );
    assert_eq!((draft.kind, draft.level), (QuestionKind::Multiple, 2));
    assert_eq!(draft.media.len(), 1);
    assert!(draft.stem.contains(&draft.media[0].digest) && draft.stem.contains("alt=\"Biển\""));
    assert_eq!(draft.explanation.as_deref(), Some("Vì"));
    assert!(
        warned(&file.entries[0]).is_empty(),
        "{:?}",
        file.entries[0].warnings
    );
    assert!(
        !file.entries[0].source.contains(PIXEL) && file.entries[0].source.contains("fraction=50")
    );
}

#[test]
fn other_kinds_are_read_or_refused_by_name() {
    let truth = one(
        "truefalse",
        &(answer("0", "true", "<feedback><text>không</text></feedback>")
            + &answer(
                "100",
                "false",
                "<feedback format='html'><text>vì sai</text></feedback>",
            )),
    );
    let draft = truth.draft.as_ref().expect("a draft");
    assert_eq!(
        (draft.stem.as_str(), draft.options[1].text.as_str()),
        ("Câu <b>nào</b>?", "Sai")
    );
    assert!(draft.options[1].correct);
    assert_eq!(draft.explanation.as_deref(), Some("vì sai"));
    assert_eq!(warned(&truth), ["import.feedback_not_kept"]);
    let number = one(
        "numerical",
        &answer("100", "150.0", "<tolerance>0.5</tolerance>"),
    );
    assert_eq!(number.draft.as_ref().and_then(|d| d.number), Some((150, 0)));
    assert_eq!(warned(&number), ["import.weights"]);
    let pi = one(
        "numerical",
        &answer("100", "3.14", "<tolerance>0.01</tolerance>"),
    );
    assert_eq!(pi.refusal.map(|r| r.code), Some("import.number_not_whole"));
    let text = one(
        "shortanswer",
        &(answer("100", "Hà Nội", "") + &answer("50", "Hanoi", "") + "<usecase>1</usecase>"),
    );
    assert_eq!(
        text.draft.as_ref().map(|d| d.accepted.clone()),
        Some(vec!["Hà Nội".to_owned()])
    );
    assert_eq!(warned(&text), ["import.weights", "import.case_not_kept"]);
    for (kind, name) in [
        ("essay", "tự luận"),
        ("matching", "ghép đôi"),
        ("ddwtos", "kéo thả"),
        ("ordering", "sắp xếp"),
        ("cloze", "cloze"),
        ("kprime", "kprime"),
    ] {
        let finding = one(kind, "").refusal.expect("refused");
        assert_eq!(finding.code, "import.kind_not_held");
        assert!(finding.detail.contains(name), "{}", finding.detail);
    }
}

#[test]
fn what_could_do_harm_is_refused_or_taken_out() {
    let refusal = |html: &str| {
        let stem =
            format!("<questiontext format='html'><text><![CDATA[{html}?]]></text></questiontext>");
        let file = read(&format!(
            "<question type='multichoice'>{stem}{}{}</question>",
            answer("100", "a", ""),
            answer("0", "b", "")
        ));
        file.entries[0].refusal.as_ref().map(|r| r.code)
    };
    assert_eq!(
        refusal("<img src='https://x.vn/a.png'>"),
        Some("import.external_reference")
    );
    assert_eq!(
        refusal("<img src='file:///etc/passwd'>"),
        Some("import.external_reference")
    );
    assert_eq!(
        refusal("<img src='//x.vn/a.png'>"),
        Some("import.external_reference")
    );
    assert_eq!(
        refusal("<img src='@@PLUGINFILE@@/../../etc/passwd'>"),
        Some("image.missing")
    );
    assert_eq!(
        refusal(
            "<image data-media='0000000000000000000000000000000000000000000000000000000000000000'>"
        ),
        None
    );
    assert_eq!(refusal("<script>alert(1)</script>"), None);
    let code = |xml: &str| {
        read_questions(xml.as_bytes(), "bank.xml", None)
            .expect_err("refused")
            .code
    };
    assert_eq!(
        code(
            "<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><quiz><question>&x;</question></quiz>"
        ),
        "import.xml_dtd_forbidden"
    );
    assert_eq!(code("<quiz/>"), "import.no_questions");
    assert_eq!(code("<MOODLE_BACKUP/>"), "import.moodle_backup");
    assert_eq!(code("<quiz><question>"), "import.xml_syntax");
}

proptest! {
    #![proptest_config(crate::exchange::seeded(128))]

    #[test]
    fn any_questions_are_read_or_refused(inner in "(<(/)?(questiontext|text|answer fraction='(100|0|1e999|x)'|feedback|single|file name='a' encoding='base64'|tolerance|tag|idnumber)>|@@PLUGINFILE@@/a|&lt;img src=a&gt;|&lt;|1|true|AAAA|ờ){0,25}", kind in "(multichoice|truefalse|numerical|shortanswer|x)") {
        let xml = format!("<quiz><question type='{kind}'>{inner}</question></quiz>");
        let _ = read_questions(xml.as_bytes(), "bank.xml", None);
    }
}
