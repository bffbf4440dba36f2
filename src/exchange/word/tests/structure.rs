//! What Word shows is what is read.

use super::*;

const QUESTION: &str = "Câu 1: Ai?\nA. Một\nB. Hai\nĐáp án: B";

fn first(body: &str, more: &[(&str, &[u8])]) -> QuestionFile {
    read(&docx(body, more)).expect("readable")
}

#[test]
fn tracked_changes_fields_and_hidden_text_are_read_as_shown() {
    let stem = format!(
        "<w:p>{}<w:del>{}</w:del><w:ins>{}</w:ins>{}{}{}</w:p>",
        run("Câu 1: Ai ", ""),
        run("xóa", "").replace("w:t", "w:delText"),
        run("được ", ""),
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
        run("lái", ""),
        run(" bí mật", "<w:vanish/>")
            + r#"<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink>"#
            + &run(" xe?", "")
            + "</w:hyperlink>",
    );
    let file = first(&(stem + &lines("A. Một\nB. Hai\nĐáp án: B")), &[]);
    assert_eq!(short(&file), ["Ai được lái xe? |Một |*Hai"]);
    assert!(file.remarks.iter().any(|r| r.detail.contains("chữ ẩn")));
    // A paragraph whose mark was deleted goes on in the next one.
    let body =
        with("<w:rPr><w:del/></w:rPr>", "Câu 1: Ai ") + &lines("lái?\nA. Một\nB. Hai\nĐáp án: B");
    assert_eq!(short(&first(&body, &[])), ["Ai lái? |Một |*Hai"]);
}

#[test]
fn breaks_part_lines_and_text_boxes_hold_paragraphs() {
    let body = format!(
        "<w:p>{}</w:p>",
        QUESTION
            .lines()
            .map(|l| run(l, ""))
            .collect::<Vec<_>>()
            .join("<w:r><w:br/></w:r>")
    );
    assert_eq!(short(&first(&body, &[])), ["Ai? |Một |*Hai"]);
    let inner = lines("A. Một\nB. Hai\nĐáp án: B");
    let body = format!(
        r#"<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
        run("Câu 1: Ai?", "")
    );
    assert_eq!(short(&first(&body, &[])), ["Ai? |Một |*Hai"]);
}

#[test]
fn the_look_of_a_run_may_come_from_its_style() {
    let styles = part(
        "styles",
        r#"<w:style w:type="character" w:styleId="Dung"><w:name w:val="Đúng"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="PA"><w:name w:val="PA"/><w:rPr><w:color w:val="0000FF"/></w:rPr></w:style>"#,
    );
    let right = format!(
        "<w:p>{}</w:p>",
        run("B. Hai", r#"<w:rStyle w:val="Dung"/>"#)
    );
    let body = p("Câu 1: Ai?") + &p("A. Một") + &right;
    assert_eq!(
        short(&first(&body, &[("word/styles.xml", styles.as_bytes())])),
        ["Ai? |Một |*Hai"]
    );
    let body =
        p("Câu 1: Ai?") + &p("A. Một") + &with(r#"<w:pStyle w:val="PA"/>"#, "B. Hai") + &p("C. Ba");
    assert_eq!(
        short(&first(&body, &[("word/styles.xml", styles.as_bytes())])),
        ["Ai? |Một |*Hai |Ba"]
    );
}

#[test]
fn raised_and_lowered_text_stays() {
    let body = format!(
        "<w:p>{}{}</w:p>{}",
        run("Câu 1: 5 m", ""),
        run("2", r#"<w:vertAlign w:val="superscript"/>"#),
        lines("A. a < b & c\nB. Hai\nĐáp án: B")
    );
    assert_eq!(
        short(&first(&body, &[])),
        ["5 m<sup>2</sup> |a &lt; b &amp; c |*Hai"]
    );
}

#[test]
fn old_fonts_and_nfd_become_unicode() {
    let font = |name: &str, text: &str| {
        run(
            text,
            &format!(r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>"#),
        )
    };
    let tcvn3 = [
        font(".VnTime", "C©u 1: "),
        font(".VnTimeH", "luËt"),
        font(".VnTime", " ®\u{AD}êng bé?"),
    ];
    let vni = [
        font("VNI-Times", "Caâu 1: "),
        font("VNI-Times", "LUAÄT"),
        font("VNI-Times", " ñö")
            + &font("VNI-Times", "ôøng bo")
            + &run("ä", r#"<w:b/><w:rFonts w:hAnsi="VNI-Times"/>"#)
            + &run("?", ""),
    ];
    for (runs, old) in [(tcvn3.concat(), "TCVN3"), (vni.concat(), "VNI")] {
        let body = format!("<w:p>{runs}</w:p>{}", lines("A. Một\nB. Hai\nĐáp án: B"));
        let file = first(&body, &[]);
        assert_eq!(short(&file), ["LUẬT đường bộ? |Một |*Hai"]);
        assert!(
            file.remarks
                .iter()
                .any(|r| r.code == "import.old_font" && r.detail.contains(old))
        );
    }
    // The font was lost on the way.
    let text = "C©u 1: LuËt nµo cã hiÖu lùc?\nA. LuËt ®Êt ®ai\nB. LuËt gi¸o dôc\n§¸p ¸n: B";
    let file = first(&lines(text), &[]);
    assert_eq!(
        short(&file),
        ["Luật nào có hiệu lực? |Luật đất đai |*Luật giáo dục"]
    );
    let nfd =
        "Ca\u{302}u 1: Lua\u{323}\u{302}t?\nA. Mo\u{323}\u{302}t\nB. Hai\nĐa\u{301}p a\u{301}n: B";
    assert_eq!(short(&first(&lines(nfd), &[])), ["Luật? |Một |*Hai"]);
}

#[test]
fn pictures_stand_where_they_are_shown() {
    let relations = relations(&[
        ("r1", "media/1.png", false),
        ("r2", "/word/media/2.png", false),
    ]);
    let (one, two) = (png(10), png(200));
    let more: [(&str, &[u8]); 3] = [
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/1.png", &one),
        ("word/media/2.png", &two),
    ];
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}{}</w:p><w:p>{}{}</w:p>{}",
        run("Câu 1: Biển ", ""),
        picture("r1", "Biển &quot;cấm&quot;"),
        run("A. ", ""),
        picture("r2", ""),
        run("B. ", ""),
        picture("r1", ""),
        p("Đáp án: B")
    );
    let file = first(&body, &more);
    assert!(file.refused().is_empty(), "{:?}", file.refused());
    let draft = file.drafts()[0].clone();
    let digests: Vec<_> = draft.media.iter().map(|m| m.digest.clone()).collect();
    assert_eq!((digests.len(), draft.shown_media()), (2, digests.clone()));
    assert_eq!(
        draft.stem,
        format!(
            r#"Biển <img data-media="{}" alt="Biển &quot;cấm&quot;">"#,
            digests[0]
        )
    );
    assert_eq!(
        draft.options[0].text,
        format!(r#"<img data-media="{}" alt="">"#, digests[1])
    );
    assert!(draft.options[1].correct);
}
