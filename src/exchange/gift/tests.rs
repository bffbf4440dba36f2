//! Questions of GIFT as drafts.

use crate::domain::QuestionKind;
use crate::exchange::{Entry, Format, QuestionFile, read_questions};
use proptest::prelude::*;

fn read(text: &str) -> QuestionFile {
    read_questions(text.as_bytes(), "bank.gift", None).expect("readable")
}

fn one(text: &str) -> Entry {
    let mut file = read(text);
    assert_eq!(file.entries.len(), 1, "{text}");
    file.entries.remove(0)
}

fn refusal(text: &str) -> &'static str {
    one(text).refusal.expect("refused").code
}

fn warned(entry: &Entry) -> Vec<&'static str> {
    let codes = entry.warnings.iter().map(|warning| warning.code);
    codes.filter(|code| *code != "import.no_citation").collect()
}

#[test]
fn a_bank_with_categories_tags_and_explanations_is_read() {
    let file = read(
        "$CATEGORY: $course$/top/Luật đất đai\n\n\
         // [id:d1] [tag:muc-do-3] [tag:khác]\n\
         ::Câu 1::Đất đai thuộc sở hữu của ai?{\n\t=Toàn dân#Điều 4\n\t~Nhà nước & <b>tư nhân</b>\n\t####Xem Luật Đất đai}\n\n\
         Đủ bao nhi&#234;u tuổi? {#18}\n\n\
         Thủ đô là {=Hà Nội =TP\\. Hà Nội}.\n\nTrái đất tròn.{T#Sai rồi#Đúng}\n",
    );
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let drafts = file.drafts();
    assert_eq!(
        (
            drafts[0].code.as_deref(),
            drafts[0].topic.as_deref(),
            drafts[0].level
        ),
        (Some("d1"), Some("Luật đất đai"), 3)
    );
    assert_eq!(drafts[0].kind, QuestionKind::Single);
    assert!(drafts[0].options[0].correct && drafts[0].options.len() == 2);
    assert_eq!(drafts[0].options[1].text, "Nhà nước &amp; <b>tư nhân</b>");
    assert_eq!(drafts[0].explanation.as_deref(), Some("Xem Luật Đất đai"));
    assert_eq!(
        warned(&file.entries[0]),
        ["import.tag_not_kept", "import.feedback_not_kept"]
    );
    assert_eq!(file.entries[0].at.to_string(), "câu 1, dòng 4");
    assert!(file.entries[0].source.contains("::Câu 1::"));
    assert_eq!(
        (drafts[1].stem.as_str(), drafts[1].number),
        ("Đủ bao nhiêu tuổi?", Some((18, 0)))
    );
    assert_eq!(
        (drafts[2].stem.as_str(), drafts[2].accepted[1].as_str()),
        ("Thủ đô là _____ .", "TP\\. Hà Nội")
    );
    assert_eq!(drafts[3].options[0].text, "Đúng");
    assert_eq!(drafts[3].explanation.as_deref(), Some("Đúng"));
    assert_eq!(warned(&file.entries[3]), ["import.feedback_not_kept"]);
}

#[test]
fn kinds_that_the_bank_does_not_hold_are_refused_by_name() {
    for (text, kind) in [
        ("Viết bài luận.{}", "tự luận"),
        ("Nối.{=a -> b =c -> d}", "ghép đôi"),
        ("Chỉ là lời dẫn.", "đoạn văn"),
    ] {
        let finding = one(text).refusal.expect("refused");
        assert_eq!(finding.code, "import.kind_not_held");
        assert!(finding.detail.contains(kind), "{}", finding.detail);
    }
    assert_eq!(refusal("Pi?{#3.14:0.01}"), "import.number_not_whole");
    assert_eq!(refusal("Năm?{#=1945 =1954}"), "import.key_invalid");
    assert_eq!(refusal("Gì?{=a ~b"), "import.gift_syntax");
    assert_eq!(refusal("Gì?{a ~b}"), "import.gift_syntax");
    assert_eq!(refusal("Gì?}{=a}"), "import.gift_syntax");
    assert_eq!(refusal("Gì?{~a ~b}"), "import.key_invalid");
    assert_eq!(refusal("Gì?{=a ~a}"), "import.option_repeated");
    assert_eq!(refusal("Gì\u{202E}?{=a ~b}"), "import.control_char");
    assert_eq!(
        refusal("[html]<img src=\"http\\://169.254.1.1/x\">?{=a ~b}"),
        "import.external_reference"
    );
    assert_eq!(
        refusal("[html]<img src=\"a.png\">?{=a ~b}"),
        "image.missing"
    );
    assert_eq!(
        refusal("[html]<img src=\"data\\:image/png;base64,AAAA\">?{=a ~b}"),
        "image.type"
    );
}

#[test]
fn a_forgotten_brace_costs_one_question_only() {
    let file = read("Một?{=a ~b\n\nHai?{=a\n\n~b}\n\nBa?{=c ~d}\n");
    let refused: Vec<_> = file.entries.iter().map(|e| e.refusal.is_some()).collect();
    assert_eq!(refused, [true, false, false]);
}

#[test]
fn marks_that_are_not_all_or_nothing_are_told() {
    let entry = one("Hai?{~%50%a ~%50%b ~c}");
    assert_eq!(
        entry.draft.as_ref().map(|d| d.kind),
        Some(QuestionKind::Multiple)
    );
    assert!(warned(&entry).is_empty());
    assert_eq!(
        warned(&one("Hai?{~%50%a ~%50%b ~%-50%c}")),
        ["import.weights"]
    );
    assert_eq!(warned(&one("Hai?{~%70%a ~%30%b ~c}")), ["import.weights"]);
    assert_eq!(warned(&one("Một?{=a ~%50%b ~c}")), ["import.weights"]);
    let seasons = one("Mùa?{=xuân =hạ ~tết}");
    assert_eq!(warned(&seasons), ["import.weights"]);
    assert_eq!(seasons.draft.map(|d| d.kind), Some(QuestionKind::Multiple));
    assert_eq!(
        warned(&one("Ai?{=Bác =%50%Hồ =%0%*#sai}")),
        ["import.weights", "import.feedback_not_kept"]
    );
    assert_eq!(warned(&one("Tuổi?{#18:0.5}")), ["import.weights"]);
}

#[test]
fn a_text_file_is_known_by_its_braces() {
    let read =
        |text: &str, name: &str| read_questions(text.as_bytes(), name, None).map(|f| f.format);
    assert_eq!(read("Gì?{=a ~b}", "bank.txt"), Ok(Format::Gift));
    assert_eq!(read("Gì?{\n T }", ""), Ok(Format::Gift));
    assert_eq!(read("{=Á} là châu lục.", "bank.txt"), Ok(Format::Gift));
    assert_eq!(
        read("question,a,b,key\n{=x},a,b,A\n", "bank.csv"),
        Ok(Format::Csv)
    );
    assert_eq!(
        read("question,a,b,key\nx {y},a,b,A\n", "bank"),
        Ok(Format::Csv)
    );
    assert_eq!(
        read_questions(b"a\xFFb {=c}", "bank.gift", None)
            .expect_err("refused")
            .code,
        "import.encoding"
    );
}

proptest! {
    #![proptest_config(crate::exchange::seeded(256))]

    #[test]
    fn any_text_is_read_or_refused(text in "(\\{|\\}|=|~|#|\\\\|:|::|%50%|%|->|\\[html\\]|<img src=x>|&#8238;|//|\\$CATEGORY:|\\[id:x\\]|T|1|\\.\\.|a|ớ|\n| ){0,40}") {
        let _ = read_questions(text.as_bytes(), "bank.gift", None);
        let _ = read_questions(text.as_bytes(), "bank.txt", None);
    }
}
