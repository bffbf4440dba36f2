//! Small documents for tests, made by hand so that they can hold anything.

use crate::exchange::xlsx::fixture::package;
use std::fmt::Write as _;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#;

/// Text as XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A run; `looks` are the elements of its properties.
pub fn run(text: &str, looks: &str) -> String {
    let text = escaped(text).replace('\t', r#"</w:t><w:tab/><w:t xml:space="preserve">"#);
    format!(r#"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// Signs in the text of a paragraph, and the looks that they turn on and off.
const SIGNS: [(&str, &str); 4] = [
    ("**", "<w:b/>"),
    ("__", r#"<w:u w:val="single"/>"#),
    ("==", r#"<w:highlight w:val="yellow"/>"#),
    ("^^", r#"<w:color w:val="FF0000"/>"#),
];

/// A paragraph of plain text; `**` turns bold on and off, `__` underline, `==` a yellow ground,
/// `^^` red.
pub fn p(text: &str) -> String {
    let mut out = String::from("<w:p>");
    let mut on = [false; 4];
    let mut rest = text;
    while !rest.is_empty() {
        let next = (0..4)
            .filter_map(|i| rest.find(SIGNS[i].0).map(|at| (at, i)))
            .min();
        let end = next.map_or(rest.len(), |(at, _)| at);
        let looks: String = (0..4).filter(|i| on[*i]).map(|i| SIGNS[i].1).collect();
        if end > 0 {
            out += &run(&rest[..end], &looks);
        }
        rest = &rest[end..];
        if let Some((_, i)) = next {
            on[i] = !on[i];
            rest = &rest[2..];
        }
    }
    out + "</w:p>"
}

/// Paragraphs, a line each.
pub fn lines(text: &str) -> String {
    text.lines().map(p).collect()
}

/// A paragraph with properties.
pub fn with(properties: &str, text: &str) -> String {
    p(text).replacen("<w:p>", &format!("<w:p><w:pPr>{properties}</w:pPr>"), 1)
}

/// A paragraph in a list.
pub fn listed(list: u32, level: u32, text: &str) -> String {
    let place = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
    with(&place, text)
}

/// A table: rows of cells, in each cell paragraphs.
pub fn table(rows: &[&[&str]]) -> String {
    let mut out = String::from("<w:tbl><w:tblPr/>");
    for row in rows {
        out += "<w:tr>";
        for cell in *row {
            let _ = write!(out, "<w:tc><w:tcPr/>{}</w:tc>", lines(&format!("{cell}\n")));
            if cell.is_empty() {
                out.truncate(out.len() - "</w:tc>".len());
                out += "</w:tc>";
            }
        }
        out += "</w:tr>";
    }
    out + "</w:tbl>"
}

/// A document with that body and further entries.
pub fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document =
        format!(r#"<?xml version="1.0"?><w:document {NAMES}><w:body>{body}</w:body></w:document>"#);
    let mut entries: Vec<(&str, &[u8])> = vec![("word/document.xml", document.as_bytes())];
    entries.extend_from_slice(more);
    package(&entries)
}

/// A part of a document.
pub fn part(root: &str, content: &str) -> String {
    format!("<w:{root} {NAMES}>{content}</w:{root}>")
}

/// `numbering.xml`: lists from 1, each given by its levels as (format, text).
pub fn numbering(lists: &[&[(&str, &str)]]) -> String {
    let mut out = String::new();
    let mut nums = String::new();
    for (id, levels) in (1..).zip(lists) {
        let _ = write!(out, r#"<w:abstractNum w:abstractNumId="{id}">"#);
        for (level, (format, text)) in levels.iter().enumerate() {
            let _ = write!(
                out,
                r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
            );
        }
        out += "</w:abstractNum>";
        let _ = write!(
            nums,
            r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#
        );
    }
    part("numbering", &(out + &nums))
}

/// `document.xml.rels`: id, target, and whether it leads out of the file.
pub fn relations(all: &[(&str, &str, bool)]) -> String {
    let mut out = String::from(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    );
    for (id, target, external) in all {
        let mode = if *external {
            r#" TargetMode="External""#
        } else {
            ""
        };
        let _ = write!(
            out,
            r#"<Relationship Id="{id}" Type="image" Target="{target}"{mode}/>"#
        );
    }
    out + "</Relationships>"
}

/// A run that shows the picture of a relation.
pub fn picture(relation: &str, alt: &str) -> String {
    format!(
        r#"<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData uri="x"><a:blip r:embed="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}

/// A small PNG of one colour.
pub fn png(red: u8) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(8, 6, image::Rgb([red, 0, 0]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("memory");
    bytes.into_inner()
}
