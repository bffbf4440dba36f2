//! Items and packages of QTI as drafts.

use crate::domain::QuestionKind;
use crate::exchange::xlsx::fixture::package;
use crate::exchange::{Entry, Format, QuestionFile, read_questions};
use proptest::prelude::*;

fn read(xml: &str) -> QuestionFile {
    read_questions(xml.as_bytes(), "item.xml", None).expect("readable")
}

/// An item of 2.1.
fn item(declared: &str, body: &str, rest: &str) -> Entry {
    let xml = format!(
        "<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1' identifier='a' title='t'>\
         {declared}<itemBody>{body}</itemBody>{rest}</assessmentItem>"
    );
    let mut file = read(&xml);
    assert_eq!(file.format, Format::Qti21);
    assert_eq!(file.entries.len(), 1);
    file.entries.remove(0)
}

fn declared(cardinality: &str, base: &str, correct: &[&str], more: &str) -> String {
    let values: Vec<_> = correct
        .iter()
        .map(|value| format!("<value>{value}</value>"))
        .collect();
    let values = values.concat();
    format!(
        "<responseDeclaration identifier='R' cardinality='{cardinality}' baseType='{base}'><correctResponse>{values}</correctResponse>{more}</responseDeclaration>"
    )
}

const CHOICES: &str = "<choiceInteraction responseIdentifier='R' shuffle='true'><prompt>Nào?</prompt>\
    <simpleChoice identifier='A'>Một</simpleChoice><simpleChoice identifier='B' fixed='true'><p>Hai</p></simpleChoice></choiceInteraction>";

fn refusal(entry: &Entry) -> Option<&'static str> {
    entry.refusal.as_ref().map(|r| r.code)
}

fn warned(entry: &Entry) -> Vec<&'static str> {
    let codes = entry.warnings.iter().map(|warning| warning.code);
    codes.filter(|code| *code != "import.no_citation").collect()
}

#[test]
fn choices_are_read_with_prompt_and_fixed_options() {
    let entry = item(
        &declared("single", "identifier", &["B"], ""),
        &format!("<div>Xem <b>kỹ</b>.</div>{CHOICES}"),
        "<modalFeedback outcomeIdentifier='F' identifier='x'>Vì thế</modalFeedback>",
    );
    assert_eq!(entry.refusal, None);
    let draft = entry.draft.as_ref().expect("a draft");
    assert_eq!(draft.stem, "<p>Xem <b>kỹ</b>.</p><p>Nào?</p>");
    assert_eq!(
        (
            draft.options[0].text.as_str(),
            draft.options[1].text.as_str()
        ),
        ("Một", "Hai")
    );
    assert!(draft.options[1].correct && draft.options[1].pinned && !draft.options[0].pinned);
    assert_eq!(draft.explanation.as_deref(), Some("Vì thế"));
    let several = item(
        &declared(
            "multiple",
            "identifier",
            &["A", "B"],
            "<mapping><mapEntry mapKey='A' mappedValue='1'/><mapEntry mapKey='B' mappedValue='0.5'/></mapping>",
        ),
        CHOICES,
        "",
    );
    assert_eq!(
        several.draft.as_ref().map(|d| d.kind),
        Some(QuestionKind::Multiple)
    );
    assert_eq!(warned(&several), ["import.weights"]);
    assert_eq!(
        refusal(&item(
            &declared("single", "identifier", &["C"], ""),
            CHOICES,
            ""
        )),
        Some("import.key_invalid")
    );
    assert_eq!(refusal(&item("", CHOICES, "")), Some("import.key_invalid"));
}

#[test]
fn entries_are_read_with_forms_and_tolerance() {
    let entry = "<p>Thủ đô là <textEntryInteraction responseIdentifier='R'/> của nước ta.</p>";
    let mapping = "<mapping><mapEntry mapKey='Hà Nội' mappedValue='1'/><mapEntry mapKey='Thăng Long' mappedValue='1'/><mapEntry mapKey='HN' mappedValue='0.5'/></mapping>";
    let text = item(
        &declared("single", "string", &["Hà Nội"], mapping),
        entry,
        "",
    );
    let draft = text.draft.as_ref().expect("a draft");
    assert_eq!(draft.stem, "Thủ đô là _____ của nước ta.");
    assert_eq!(draft.accepted, ["Hà Nội", "Thăng Long"]);
    assert_eq!(warned(&text), ["import.weights"]);
    let rules = |inner: &str| {
        format!(
            "<responseProcessing><responseCondition><responseIf>{inner}</responseIf></responseCondition></responseProcessing>"
        )
    };
    let end = "<p>Tuổi?</p><p><textEntryInteraction responseIdentifier='R'/></p>";
    let near = rules(
        "<equal toleranceMode='absolute' tolerance='2 2'><variable identifier='R'/><correct identifier='R'/></equal>",
    );
    let number = item(&declared("single", "integer", &["18"], ""), end, &near);
    let draft = number.draft.as_ref().expect("a draft");
    assert_eq!(
        (draft.stem.as_str(), draft.number),
        ("Tuổi?", Some((18, 2)))
    );
    let relative =
        rules("<equal toleranceMode='relative' tolerance='10'><variable identifier='R'/></equal>");
    let number = item(&declared("single", "float", &["50"], ""), end, &relative);
    assert_eq!(number.draft.and_then(|d| d.number), Some((50, 5)));
    assert_eq!(
        refusal(&item(&declared("single", "float", &["4.1"], ""), end, "")),
        Some("import.number_not_whole")
    );
    let range = rules("<gte><variable identifier='R'/><baseValue>3</baseValue></gte>");
    assert_eq!(
        refusal(&item(&declared("single", "float", &["4"], ""), end, &range)),
        Some("import.scoring_not_held")
    );
}

#[test]
fn what_the_bank_does_not_hold_is_refused_by_name() {
    let text = declared("single", "identifier", &["A"], "");
    for (body, name) in [
        ("<matchInteraction responseIdentifier='R'/>", "ghép đôi"),
        (
            "<extendedTextInteraction responseIdentifier='R'/>",
            "tự luận",
        ),
        ("<p>Đọc.</p>", "đoạn văn"),
        (
            "<p><textEntryInteraction responseIdentifier='R'/><textEntryInteraction responseIdentifier='S'/></p>",
            "nhiều ô",
        ),
    ] {
        let finding = item(&text, body, "").refusal.expect("refused");
        assert_eq!(finding.code, "import.kind_not_held");
        assert!(finding.detail.contains(name), "{}", finding.detail);
    }
    let refused = |body: &str| refusal(&item(&text, &format!("{body}{CHOICES}"), ""));
    assert_eq!(
        refused("<p><img src='http://169.254.169.254/x' alt=''/></p>"),
        Some("import.external_reference")
    );
    assert_eq!(
        refused("<object type='image/png' data='file:///etc/passwd'/>"),
        Some("import.external_reference")
    );
    assert_eq!(refused("<img src='a.png' alt=''/>"), Some("image.missing"));
    assert_eq!(
        refused("<p><math><mi>x</mi></math></p>"),
        Some("import.math_not_held")
    );
    assert_eq!(
        refused("<audio src='a.mp3'/>"),
        Some("import.medium_not_held")
    );
    assert_eq!(
        refused("<xi:include xmlns:xi='x' href='a.xml'/>"),
        Some("import.external_reference")
    );
    let clean = item(
        &text,
        &format!("<p onclick='x()'>a<script>alert(1)</script></p>{CHOICES}"),
        "",
    );
    assert_eq!(
        (refusal(&clean), warned(&clean)),
        (None, vec!["import.stripped"])
    );
    let code = |xml: &str| {
        read_questions(xml.as_bytes(), "a.xml", None)
            .expect_err("refused")
            .code
    };
    assert_eq!(
        code("<!DOCTYPE assessmentItem SYSTEM 'http://x/y'><assessmentItem/>"),
        "import.xml_dtd_forbidden"
    );
    assert_eq!(code("<assessmentTest/>"), "import.no_questions");
    assert_eq!(code("<questestinterop/>"), "import.no_questions");
}

#[test]
fn a_package_is_read_in_the_order_of_its_manifest() {
    let item = |name: &str, text: &str| {
        format!(
            "<qti-assessment-item identifier='{name}'><qti-response-declaration identifier='R' cardinality='single' base-type='identifier'><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p>{text}</p><qti-choice-interaction response-identifier='R'><qti-simple-choice identifier='A'>a</qti-simple-choice><qti-simple-choice identifier='B'>b</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>"
        )
    };
    let manifest = "<manifest xmlns='http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1'><resources><resource href='b.xml'/><resource href='a.xml'/><resource href='gone.xml'/></resources></manifest>";
    let (a, b, broken) = (
        item("a", "Một?"),
        item("b", "Hai?"),
        "<assessmentItem><p></assessmentItem>",
    );
    let zip = package(&[
        ("imsmanifest.xml", manifest.as_bytes()),
        ("a.xml", a.as_bytes()),
        ("b.xml", b.as_bytes()),
        ("c.xml", broken.as_bytes()),
    ]);
    let file = read_questions(&zip, "bank.zip", None).expect("readable");
    assert_eq!(file.format, Format::Qti30);
    let stems: Vec<_> = file
        .drafts()
        .iter()
        .map(|draft| draft.stem.clone())
        .collect();
    assert_eq!(stems, ["Hai?", "Một?"]);
    assert_eq!(refusal(&file.entries[2]), Some("import.xml_syntax"));
    assert_eq!(file.entries[2].at.to_string(), "c.xml");
    let empty = package(&[("imsmanifest.xml", manifest.as_bytes())]);
    assert_eq!(
        read_questions(&empty, "bank.zip", None)
            .expect_err("refused")
            .code,
        "import.no_questions"
    );
}

/// An item of 1.2 of that kind.
fn old(kind: &str, response: &str, rules: &str, feedback: &str) -> Entry {
    let xml = format!(
        "<questestinterop><assessment title='Đề'><section><item ident='i'><itemmetadata><qtimetadata><qtimetadatafield>\
         <fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>\
         <presentation><material><mattext texttype='text/html'>&lt;p&gt;C&amp;#226;u?&lt;/p&gt;</mattext></material>{response}</presentation>\
         <resprocessing>{rules}</resprocessing>{feedback}</item></section></assessment></questestinterop>"
    );
    let mut file = read(&xml);
    assert_eq!(
        (file.format, file.title.as_deref()),
        (Format::Qti12, Some("Đề"))
    );
    file.entries.remove(0)
}

fn lid(cardinality: &str) -> String {
    let label = |id: &str| {
        format!(
            "<response_label ident='{id}'><material><mattext>{id} &lt; 1</mattext></material></response_label>"
        )
    };
    format!(
        "<response_lid ident='r' rcardinality='{cardinality}'><render_choice>{}{}{}</render_choice></response_lid>",
        label("a"),
        label("b"),
        label("c")
    )
}

fn rule(test: &str, points: &str) -> String {
    format!(
        "<respcondition><conditionvar>{test}</conditionvar><setvar action='Set' varname='SCORE'>{points}</setvar></respcondition>"
    )
}

#[test]
fn items_of_1_2_are_read() {
    let equal = |id: &str| format!("<varequal respident='r'>{id}</varequal>");
    let said = "<itemfeedback ident='general_fb'><material><mattext texttype='text/html'>Vì</mattext></material></itemfeedback>";
    let single = old(
        "multiple_choice_question",
        &lid("Single"),
        &rule(&equal("b"), "100"),
        said,
    );
    let draft = single.draft.as_ref().expect("a draft");
    assert_eq!(
        (draft.stem.as_str(), draft.options[1].text.as_str()),
        ("Câu?", "b &lt; 1")
    );
    assert!(draft.options[1].correct && draft.kind == QuestionKind::Single);
    assert_eq!(draft.explanation.as_deref(), Some("Vì"));
    let both = format!(
        "<and>{}<not>{}</not>{}</and>",
        equal("a"),
        equal("b"),
        equal("c")
    );
    let several = old(
        "multiple_answers_question",
        &lid("Multiple"),
        &rule(&both, "100"),
        "",
    );
    let right: Vec<_> = several
        .draft
        .expect("a draft")
        .options
        .iter()
        .map(|o| o.correct)
        .collect();
    assert_eq!(right, [true, false, true]);
    let partial = rule(&equal("b"), "100") + &rule(&equal("a"), "50");
    assert_eq!(
        warned(&old("", &lid("Single"), &partial, "")),
        ["import.weights"]
    );
    let entry = "<response_str ident='r'><render_fib/></response_str>";
    let text = old(
        "short_answer_question",
        entry,
        &rule(&(equal("x") + &equal("y")), "100"),
        "",
    );
    assert_eq!(text.draft.expect("a draft").accepted, ["x", "y"]);
    let range = "<or><varequal respident='r'>18</varequal><and><vargte respident='r'>16.0</vargte><varlte respident='r'>20</varlte></and></or>";
    let number = old("numerical_question", entry, &rule(range, "100"), "");
    assert_eq!(number.draft.and_then(|d| d.number), Some((18, 2)));
    for (kind, response) in [
        ("matching_question", lid("Single")),
        ("essay_question", entry.to_owned()),
        ("", entry.to_owned()),
    ] {
        assert_eq!(
            refusal(&old(kind, &response, "", "")),
            Some("import.kind_not_held"),
            "{kind}"
        );
    }
}

proptest! {
    #![proptest_config(crate::exchange::seeded(128))]

    #[test]
    fn any_item_is_read_or_refused(inner in "(<(/)?(itemBody|p|div|choiceInteraction responseIdentifier='R'|simpleChoice identifier='A'|textEntryInteraction responseIdentifier='R'|prompt|modalFeedback|span)(/)?>|_____|&lt;|a|ớ){0,25}", old in "(<(/)?(material|mattext|response_lid ident='r'|response_label ident='a'|conditionvar|varequal|not|setvar|response_str|vargte|itemfeedback)>|1|100|a){0,25}") {
        let key = declared("single", "float", &["1"], "");
        for xml in [
            format!("<assessmentItem>{key}{inner}</assessmentItem>"),
            format!("<questestinterop><item><presentation>{old}</presentation><resprocessing><respcondition>{old}</respcondition></resprocessing></item></questestinterop>"),
        ] {
            let _ = read_questions(xml.as_bytes(), "a.xml", None);
        }
    }
}
