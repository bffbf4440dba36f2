//! The list of contents, and the test that lists the questions by topic.

use super::super::test::TOPIC;
use super::Item;
use super::version::Version;
use crate::exchange::lms::tag;
use crate::exchange::question_file::Book;
use crate::exchange::xml::escaped;
use std::fmt::Write;

/// The file of the test.
pub(super) const TEST: &str = "test.xml";

/// The file of an item.
pub(super) fn item_file(name: &str) -> String {
    format!("items/{name}.xml")
}

pub(super) fn manifest(items: &[Item], version: Version) -> String {
    let [namespace, schema, schema_version] = version.packaging();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"{namespace}\" identifier=\"bank\">\n\
         <metadata><schema>{schema}</schema><schemaversion>{schema_version}</schemaversion></metadata>\n\
         <organizations/>\n<resources>\n"
    );
    let kind = version.resource("test");
    let _ = writeln!(
        xml,
        "<resource identifier=\"test\" type=\"{kind}\" href=\"{TEST}\"><file href=\"{TEST}\"/>"
    );
    for item in items {
        let _ = writeln!(xml, "<dependency identifierref=\"{}\"/>", item.name);
    }
    xml.push_str("</resource>\n");
    let kind = version.resource("item");
    for item in items {
        let file = item_file(&item.name);
        let _ = write!(
            xml,
            "<resource identifier=\"{}\" type=\"{kind}\" href=\"{file}\"><file href=\"{file}\"/>",
            item.name
        );
        for picture in &item.pictures {
            let _ = write!(xml, "<file href=\"{}\"/>", escaped(picture));
        }
        xml.push_str("</resource>\n");
    }
    xml.push_str("</resources>\n</manifest>\n");
    xml
}

pub(super) fn test(book: &Book, items: &[Item], version: Version) -> String {
    let v = version;
    let (namespace, _) = v.namespace();
    let root = [
        ("xmlns", namespace),
        ("identifier", "bank"),
        ("title", &book.bank.title),
    ];
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
        v.open("assessmentTest", &root)
    );
    let part = [
        ("identifier", "part"),
        ("navigationMode", "nonlinear"),
        ("submissionMode", "simultaneous"),
    ];
    xml.push_str(&v.open("testPart", &part));
    let mut topic: Option<&str> = None;
    let mut sections = 0;
    for (item, question) in items.iter().zip(book.questions) {
        if sections == 0 || topic != question.topic.as_deref() {
            if sections > 0 {
                xml.push_str(&v.close("assessmentSection"));
            }
            sections += 1;
            topic = question.topic.as_deref();
            let (name, title) = match &question.topic {
                Some(topic) => (format!("{TOPIC}{sections}"), topic.as_str()),
                None => (format!("section-{sections}"), "Câu hỏi"),
            };
            let section = [
                ("identifier", name.as_str()),
                ("title", title),
                ("visible", "true"),
            ];
            xml.push('\n');
            xml.push_str(&v.open("assessmentSection", &section));
        }
        let file = item_file(&item.name);
        let level = tag::of_level(question.content.level);
        let mut reference = vec![("identifier", item.name.as_str()), ("href", file.as_str())];
        reference.extend(level.as_deref().map(|level| ("category", level)));
        xml.push('\n');
        xml.push_str(&v.element("assessmentItemRef", &reference, ""));
    }
    if sections == 0 {
        // A part holds at least one section.
        let section = [
            ("identifier", "section-1"),
            ("title", "Câu hỏi"),
            ("visible", "true"),
        ];
        xml.push_str(&v.open("assessmentSection", &section));
    }
    xml.push_str(&v.close("assessmentSection"));
    let _ = write!(
        xml,
        "\n{}\n{}\n",
        v.close("testPart"),
        v.close("assessmentTest")
    );
    xml
}
