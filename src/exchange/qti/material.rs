//! Texts and pictures of QTI 1.2 as HTML.

use crate::exchange::html::from_plain;
use crate::exchange::lms::markup::is_markup;
use crate::exchange::xml::{Element, escaped};
use std::fmt::Write;

/// Responses, each with how it is answered.
pub(super) const RESPONSES: [&str; 5] = [
    "response_lid",
    "response_str",
    "response_num",
    "response_grp",
    "response_xy",
];

/// The texts and pictures of an element but those inside of responses, as HTML.
pub(super) fn material(element: &Element) -> String {
    let mut html = String::new();
    add_material(element, &mut html);
    html
}

fn add_material(element: &Element, html: &mut String) {
    for inner in element.elements() {
        match inner.name.as_ref() {
            "mattext" | "mat_formattedtext" => add_text(inner, html),
            "matimage" => {
                let address = escaped(inner.attribute("uri").unwrap_or(""));
                let alt = escaped(inner.attribute("label").unwrap_or(""));
                let _ = write!(html, "<img src=\"{address}\" alt=\"{alt}\">");
            }
            name if RESPONSES.contains(&name) => {}
            _ => add_material(inner, html),
        }
    }
}

/// Adds a text, apart from what stands before it.
fn add_text(element: &Element, html: &mut String) {
    let text = element.text();
    let text = text.trim();
    let kind = element
        .attribute("texttype")
        .or(element.attribute("type"))
        .unwrap_or("");
    let kind = kind.to_ascii_lowercase();
    let is_html = kind.contains("html") || kind == "smart_text" || is_markup(text);
    if text.is_empty() {
        return;
    }
    if !html.is_empty() {
        html.push_str("<br>");
    }
    if is_html {
        html.push_str(text);
    } else {
        html.push_str(&from_plain(text));
    }
}
