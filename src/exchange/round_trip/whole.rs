//! Pictures, markup and whole real banks through the formats of learning platforms.

use super::{
    held_by_aiken, held_by_platforms, real_file, there_and_back, version, without_ids,
    write_drafts, written,
};
use crate::domain::{DraftOption, QuestionDraft, QuestionKind, QuestionStatus};
use crate::exchange::picture::{picture, shown};
use crate::exchange::{Format, read_questions};
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

fn png(width: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, 4)
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("memory");
    bytes.into_inner()
}

/// A question with two pictures, one of them shown twice, and with every kind of markup.
fn rich() -> QuestionDraft {
    let (sign, map) = (
        picture(&png(5)).expect("a picture"),
        picture(&png(6)).expect("a picture"),
    );
    let option = |text: String, correct| DraftOption {
        id: None,
        text,
        correct,
        pinned: false,
    };
    QuestionDraft {
        code: Some("b-1 & \"2\"".into()),
        kind: QuestionKind::Single,
        stem: format!(
            "<p>Biển <b>nào</b> <i>cấm</i> <u>đi</u>? {}</p><ul><li>m<sup>2</sup></li><li>H<sub>2</sub>O</li></ul>\
             <table><tbody><tr><th>a</th><td>1 &lt; 2&nbsp;&amp; 3</td></tr></tbody></table>",
            shown(&sign, "Biển \"A\" & B")
        ),
        options: vec![
            option(format!("{} trái<br>hoặc phải", shown(&sign, "")), true),
            option("<strong>Không</strong> biển <em>nào</em>".into(), false),
        ],
        number: None,
        accepted: Vec::new(),
        topic: Some("Chương I / Điều 9".into()),
        level: 4,
        explanation: Some(format!(
            "<p>Xem:</p><ol><li>{}</li></ol>",
            shown(&map, "Bản đồ")
        )),
        laws: Vec::new(),
        media: vec![sign, map],
    }
}

#[test]
fn pictures_and_markup_go_there_and_back() {
    let rich = [rich()];
    for format in [
        Format::Json,
        Format::Gift,
        Format::Moodle,
        Format::Qti21,
        Format::Qti30,
    ] {
        let back = there_and_back(&rich, format).into_iter().map(without_ids);
        assert_eq!(back.collect::<Vec<_>>(), rich, "{format}");
    }
}

#[test]
fn what_a_format_can_not_hold_is_told() {
    let mut draft = rich();
    draft.options[1].pinned = true;
    draft.laws = read_questions(
        r#"{"format":"thiluat-bank/1","questions":[{"kind":"text","stem":"?","accepted":["a"],"laws":[{"document":"1/2000/QH1"}]}]}"#.as_bytes(),
        "a.json",
        None,
    )
    .expect("readable")
    .drafts()[0]
        .laws
        .clone();
    let lost = |draft: &QuestionDraft, format| {
        let written = write_drafts(std::slice::from_ref(draft), format);
        let lost = written.lost.iter();
        lost.map(|f| format!("{}: {} {}", f.at, f.code, f.detail))
            .collect::<Vec<_>>()
    };
    let all = lost(&draft, Format::Moodle).join("\n");
    for part in [
        "mã và tên ngân hàng",
        "căn cứ pháp luật",
        "phương án giữ chỗ",
    ] {
        assert!(all.contains(part), "{all}");
    }
    assert_eq!(lost(&draft, Format::Gift).len(), 3);
    assert_eq!(lost(&draft, Format::Qti21).len(), 2);
    let all = lost(&draft, Format::Aiken).join("\n");
    for part in [
        "mã câu hỏi, chủ đề, mức độ, giải thích",
        "export.media_not_held",
        "export.markup_lost",
    ] {
        assert!(all.contains(part), "{all}");
    }
    draft.kind = QuestionKind::Multiple;
    assert!(
        lost(&draft, Format::Aiken)
            .join("")
            .contains("export.kind_not_held")
    );
}

#[test]
fn what_is_not_approved_is_told_in_every_format() {
    let told = |status, format| {
        let mut question = version(1, &rich());
        question.status = status;
        let lost = written(&[question], &[rich()], format).lost;
        lost.iter().filter(|f| f.code == "export.status").count()
    };
    for format in [
        Format::Json,
        Format::Csv,
        Format::Xlsx,
        Format::Docx,
        Format::Gift,
        Format::Moodle,
        Format::Aiken,
        Format::Qti21,
        Format::Qti30,
    ] {
        for status in [
            QuestionStatus::Draft,
            QuestionStatus::Checked,
            QuestionStatus::Retired,
        ] {
            assert_eq!(told(status, format), 1, "{format} {status:?}");
        }
        assert_eq!(told(QuestionStatus::Approved, format), 0, "{format}");
    }
}

#[test]
fn a_package_of_many_questions_is_read_back() {
    let one = |i: usize| {
        let mut draft = rich();
        draft.stem = format!("Câu {i}?");
        draft.code = Some(format!("c{i}"));
        draft.explanation = None;
        draft.media.truncate(1);
        draft
    };
    let many: Vec<_> = (0..700).map(one).collect();
    let back = there_and_back(&many, Format::Qti21)
        .into_iter()
        .map(without_ids);
    assert_eq!(back.collect::<Vec<_>>(), many);
}

/// Each of these made a walk over the rest of the file for every sign of it, once.
#[test]
fn repetitions_cost_one_walk() {
    let long = |unit: &str| unit.repeat(600_000 / unit.len());
    for (text, name) in [
        (long("{"), "a.gift"),
        (format!("Gì?{{{}", long("\n \n")), "a.gift"),
        (format!("[html]{}{{=a ~b}}", long("<a ")), "a.gift"),
        (format!("[html]{}{{=a ~b}}", long("<img src=x>")), "a.gift"),
        (format!("Gì?{{{}}}", long("~a ")), "a.gift"),
        (format!("// {}\nGì?{{=a ~b}}", long("[tag:x]")), "a.gift"),
        (long("A. a\nANSWER: A\n"), "a.txt"),
        (format!("Gì?\n{}ANSWER: A\n", long("A. a\nb\n")), "a.txt"),
        (
            format!(
                "<quiz><question type='multichoice'>{}</question></quiz>",
                long("<answer fraction='1'><text>a</text></answer>")
            ),
            "a.xml",
        ),
        (
            format!(
                "<assessmentItem><responseDeclaration identifier='R'><mapping>{}</mapping></responseDeclaration><itemBody><choiceInteraction responseIdentifier='R'/></itemBody></assessmentItem>",
                long("<mapEntry mapKey='a' mappedValue='1'/>")
            ),
            "a.xml",
        ),
        (
            format!(
                "<questestinterop><item><presentation><response_str ident='r'/></presentation><resprocessing><respcondition><conditionvar>{}</conditionvar><setvar>1</setvar></respcondition></resprocessing></item></questestinterop>",
                long("<varequal>a</varequal>")
            ),
            "a.xml",
        ),
    ] {
        let _ = read_questions(text.as_bytes(), name, None);
    }
}

#[test]
fn a_real_bank_goes_through_every_format() {
    let Some(bytes) = real_file("ngan-hang-gplx.csv") else {
        return;
    };
    let file = read_questions(&bytes, "ngan-hang-gplx.csv", None).expect("readable");
    let drafts: Vec<QuestionDraft> = file.drafts().into_iter().cloned().collect();
    assert_eq!(drafts.len(), 141);
    let expected: Vec<_> = drafts.iter().cloned().map(without_ids).collect();
    for format in [Format::Gift, Format::Moodle, Format::Qti21, Format::Qti30] {
        assert_eq!(there_and_back(&drafts, format), expected, "{format}");
    }
    let held: Vec<_> = expected
        .iter()
        .cloned()
        .map(held_by_platforms)
        .map(held_by_aiken)
        .collect();
    assert_eq!(there_and_back(&drafts, Format::Aiken), held);
}
