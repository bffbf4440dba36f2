//! Documents that want to do harm, or are broken.

use super::*;
use crate::exchange::xlsx::fixture::package;
use crate::exchange::{Format, detect};
use proptest::prelude::*;

const QUESTION: &str = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B";

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).expect_err("refused").code
}

#[test]
fn hostile_packages_are_refused_before_they_are_parsed() {
    let hostile = |name: &str, content: &[u8]| docx(&lines(QUESTION), &[(name, content)]);
    assert_eq!(code(&hostile("word/vbaProject.bin", b"x")), "import.macro");
    assert_eq!(
        code(&hostile("word/embeddings/a.docx", b"PK\x03\x04....")),
        "import.nested_archive"
    );
    assert_eq!(code(&hostile("../../x", b"x")), "import.unsafe_path");
    assert_eq!(
        code(&hostile("word/media/1.png", &vec![0; 8 << 20])),
        "import.unpacked_too_large"
    );
    let entity = br#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document/>"#;
    assert_eq!(
        code(&package(&[("word/document.xml", entity)])),
        "import.xml_dtd_forbidden"
    );
    let deep = format!("{}{}", "<w:sdt>".repeat(100), "</w:sdt>".repeat(100));
    assert_eq!(code(&docx(&deep, &[])), "import.xml_too_complex");
    for broken in [
        "<w:p><w:r>",
        "</w:p>",
        "<w:p>&unknown;</w:p>",
        "<w:p></w:r>",
        "<w:p",
    ] {
        assert_eq!(code(&docx(broken, &[])), "import.damaged", "{broken}");
    }
}

#[test]
fn names_and_contents_are_held_against_each_other() {
    let good = docx(&lines(QUESTION), &[]);
    assert_eq!(detect(&good, "de.docx"), Ok(Format::Docx));
    assert_eq!(detect(&good, "de"), Ok(Format::Docx));
    let refused = |bytes: &[u8], name: &str| detect(bytes, name).expect_err("refused").code;
    assert_eq!(refused(&good, "de.docm"), "import.macro");
    assert_eq!(refused(b"question,key\n", "de.docx"), "import.not_docx");
    assert_eq!(
        refused(b"\xD0\xCF\x11\xE0....", "de.doc"),
        "import.not_docx"
    );
    assert_eq!(detect(&good, "de.xlsx"), Ok(Format::Docx));
}

#[test]
fn pictures_from_elsewhere_and_drawings_are_left_out_and_told() {
    let relations = relations(&[
        ("r1", "http://169.254.169.254/x.png", true),
        ("r2", "media/1.emf", false),
        ("r3", "../../etc/passwd", false),
    ]);
    let mut emf = vec![0; 60];
    emf[0] = 1;
    emf[40..44].copy_from_slice(b" EMF");
    for (relation, code) in [
        ("r1", "import.external_reference"),
        ("r2", "image.type"),
        ("r3", "image.damaged"),
        ("r9", "image.damaged"),
    ] {
        let body = format!(
            "<w:p>{}{}</w:p>{}",
            run("Câu 1: Ai?", ""),
            picture(relation, ""),
            lines("A. Một\nB. Hai\nĐáp án: B")
        );
        let file = read(&docx(
            &body,
            &[
                ("word/_rels/document.xml.rels", relations.as_bytes()),
                ("word/media/1.emf", &emf),
            ],
        ))
        .expect("readable");
        assert_eq!(
            (short(&file), warned(&file)),
            (vec!["Ai? |Một |*Hai".to_owned()], vec![code])
        );
    }
    let body = format!(
        "<w:p>{}{}</w:p>{}",
        run("Câu 1: Ai?", ""),
        picture("r2", ""),
        lines("A. Một\nB. Hai\nĐáp án: B")
    );
    let more: [(&str, &[u8]); 2] = [
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/1.emf", b"<svg onload='x'/>"),
    ];
    assert_eq!(
        short(&read(&docx(&body, &more)).expect("readable")),
        ["! image.type"]
    );
}

#[test]
fn text_is_never_markup() {
    let file = file(&lines(
        "Câu 1: <script>alert(1)</script>?\nA. <img src=x onerror=y>\nB. Hai\nĐáp án: B",
    ));
    assert_eq!(
        short(&file),
        ["&lt;script&gt;alert(1)&lt;/script&gt;? |&lt;img src=x onerror=y&gt; |*Hai"]
    );
    let file = super::file(&lines("Câu 1: a\u{202E}b?\nA. Một\nB. Hai\nĐáp án: B"));
    assert_eq!(short(&file), ["! import.control_char"]);
}

/// Long documents of one kind of line must not take time that grows faster than they do.
#[test]
fn long_monotonous_papers_are_read() {
    for line in [
        "A. ",
        "a ",
        "Câu 1: A. ",
        "1B ",
        "Đáp án: ",
        "\t",
        "(",
        "B. Đáp án ",
        "*",
    ] {
        let text = format!(
            "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B\n{}",
            line.repeat(10_000)
        );
        let _ = read(&docx(&lines(&text), &[]));
        let text = format!(
            "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B\n{}",
            format!("{line}\n").repeat(2_000)
        );
        let _ = read(&docx(&lines(&text), &[]));
    }
}

proptest! {
    #![proptest_config(crate::exchange::seeded(96))]

    #[test]
    fn any_markup_is_read_or_refused(
        body in "(<w:p>|</w:p>|<w:r>|</w:r>|<w:t>|</w:t>|<w:tbl>|</w:tbl>|<w:tr>|</w:tr>|<w:tc>|</w:tc>|<w:br/>|<w:pPr>|</w:pPr>|<w:rPr><w:b/></w:rPr>|<w:numPr><w:numId w:val=\"1\"/></w:numPr>|<w:pict>|</w:pict>|<w:del>|</w:del>|Câu 1: |A\\. |B\\. |Đáp án: B|1B 2A|\u{301}|&amp;|&#x41;|<a:blip r:embed=\"r\"/>){0,40}"
    ) {
        let _ = read(&docx(&body, &[]));
    }

    #[test]
    fn any_paper_is_read_or_refused(
        text in "((Câu|Phần|HẾT|ĐÁP ÁN|Đáp án:|Lời giải:|Căn cứ:|Chọn) ?[0-9IA-D]{0,2}[.:) ]?|[A-Da-d][.):] ?|\\*|\\*\\*|__|==|1B 2C|[0-9]{1,3}\\. |\t|  |\n|ế|x|\u{FFFC}|\u{301}|\u{AD}){0,60}"
    ) {
        if let Ok(file) = read(&docx(&lines(&text), &[])) {
            for entry in &file.entries {
                prop_assert!(entry.refusal.is_some() || entry.draft.is_some());
            }
        }
        let _ = read_keys(text.as_bytes(), "key.txt");
    }

    #[test]
    fn any_list_and_style_is_read_or_refused(part in "(<w:abstractNum w:abstractNumId=\"1\">|</w:abstractNum>|<w:lvl w:ilvl=\"[0-9]\">|</w:lvl>|<w:lvlText w:val=\"%[0-9].\"/>|<w:start w:val=\"4294967295\"/>|<w:numFmt w:val=\"(upperLetter|lowerRoman)\"/>|<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>|<w:style w:styleId=\"a\"><w:basedOn w:val=\"a\"/></w:style>){0,20}") {
        let part = fixture::part("x", &part);
        let body = listed(1, 0, "Ai?") + &listed(1, 1, "Một") + &listed(1, 0, "Hai") + &with(r#"<w:pStyle w:val="a"/>"#, "x");
        let _ = read(&docx(&body, &[("word/numbering.xml", part.as_bytes()), ("word/styles.xml", part.as_bytes())]));
    }
}
