//! Texts of Moodle XML: an element with `<text>`, a format, and the files that the text shows.

use crate::exchange::finding::Finding;
use crate::exchange::html::{sanitised, to_plain};
use crate::exchange::lms::archive::unescaped;
use crate::exchange::lms::taking::{Taking, base64};
use crate::exchange::xml::Element;
use std::borrow::Cow;

/// Before the name of a file in a text.
const PLUGIN_FILE: &str = "@@PLUGINFILE@@/";

/// The text of an element: that of its `<text>`, or its own.
pub(super) fn raw(element: &Element) -> String {
    element.child("text").unwrap_or(element).text()
}

/// The text without markup.
pub(super) fn plain(element: &Element) -> String {
    let text = raw(element);
    match element.attribute("format") {
        Some("plain_text" | "moodle_auto_format" | "markdown") | None => text.trim().to_owned(),
        Some(_) => to_plain(&sanitised(&text).html),
    }
}

/// The text in stored form, with its pictures.
pub(super) fn html(
    taking: &mut Taking,
    part: &str,
    element: &Element,
    limit: usize,
) -> Result<String, Finding> {
    let text = raw(element);
    match element.attribute("format") {
        Some("plain_text") => taking.plain(part, &text, limit),
        Some("markdown") => {
            taking.warn(
                "import.markdown",
                format!("{part}: Markdown được giữ nguyên dạng chữ."),
            );
            taking.plain(part, &text, limit)
        }
        Some("moodle_auto_format") if !text.contains(PLUGIN_FILE) => {
            taking.loose(part, text.trim(), limit)
        }
        _ => taking.html(part, text.trim(), limit, &|address| file(element, address)),
    }
}

/// The file beside a text that an address in it names.
fn file<'f>(element: &'f Element, address: &str) -> Option<Cow<'f, [u8]>> {
    let wanted = unescaped(address.strip_prefix(PLUGIN_FILE)?);
    let named = |file: &&Element| {
        let name = file.attribute("name").unwrap_or("");
        let folder = file
            .attribute("path")
            .unwrap_or("/")
            .trim_start_matches('/');
        name == wanted || format!("{folder}{name}") == wanted
    };
    let found = element.all("file").find(named)?;
    match found.attribute("encoding") {
        Some("base64") => base64(&found.text()).map(Cow::Owned),
        _ => None,
    }
}
