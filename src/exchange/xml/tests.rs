//! Documents, sound and broken.

use super::*;
use proptest::prelude::*;

fn code(xml: &str) -> &'static str {
    parse(xml.as_bytes(), "").expect_err("refused").code
}

#[test]
fn a_document_is_read_with_places() {
    let xml = "<?xml version='1.0'?>\n<!-- c -->\n<a:b xmlns:a='u' x:c='1 &lt; 2'>\n <d>m&amp;<![CDATA[<n>]]>&#273;</d><e/></a:b>\n";
    let document = parse(xml.as_bytes(), "").expect("XML");
    let root = &document.root;
    assert_eq!(
        (root.name.as_ref(), root.attribute("c")),
        ("b", Some("1 < 2"))
    );
    let inner = root.child("d").expect("inner");
    assert_eq!(inner.text(), "m&<n>đ");
    assert_eq!(
        &document.text[inner.span.clone()],
        "<d>m&amp;<![CDATA[<n>]]>&#273;</d>"
    );
    assert_eq!(Lines::new(document.text).line(inner.span.start), 4);
    assert_eq!(root_name(xml.as_bytes()).as_deref(), Some("b"));
    assert_eq!(root.outline(&["e"]), "b [c=1 < 2]: \nd: m&<n>đ\n");
}

#[test]
fn what_is_no_sound_xml_is_refused() {
    assert_eq!(
        code("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        "import.xml_dtd_forbidden"
    );
    assert_eq!(code("<a>&nbsp;</a>"), "import.xml_syntax");
    assert_eq!(code("<a><b></a>"), "import.xml_syntax");
    assert_eq!(code("<a/><b/>"), "import.xml_syntax");
    assert_eq!(code("<a/>x"), "import.xml_syntax");
    assert_eq!(code("<a>"), "import.xml_syntax");
    assert_eq!(code(&"<a>".repeat(70)), "import.xml_too_complex");
    assert_eq!(
        parse(b"<a>\xE2\x28</a>", "").expect_err("refused").code,
        "import.encoding"
    );
    assert_eq!(
        code("<?xml version='1.0' encoding='windows-1258'?><a>ờ</a>"),
        "import.xml_syntax"
    );
    assert!(
        parse("<a>".as_bytes(), "x.xml")
            .expect_err("refused")
            .detail
            .contains("x.xml")
    );
}

proptest! {
    #![proptest_config(crate::exchange::seeded(256))]

    #[test]
    fn any_text_is_read_or_refused(xml in "(<(/)?[ab:](/)?>|<a x='1' y=|&lt;|&#x?[0-9]{1,9};|&|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|é| |>|'){0,20}") {
        let _ = parse(xml.as_bytes(), "");
        let _ = root_name(xml.as_bytes());
    }
}
