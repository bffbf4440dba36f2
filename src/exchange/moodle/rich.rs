//! Texts of Moodle XML: an element with `<text>`, a format, and the files that the text shows.

use crate::exchange::finding::Finding;
use crate::exchange::html::{sanitised, to_plain};
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
    let wanted = decoded(address.strip_prefix(PLUGIN_FILE)?);
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

/// An address with `%20` as the sign that it stands for.
fn decoded(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or("");
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = address_byte(rest);
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &rest[3..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn address_byte(rest: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = rest else {
        return None;
    };
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(decoded("bi%E1%BB%83n%20b%C3%A1o.png?x=1"), "biển báo.png");
        assert_eq!(decoded("100%.png%2"), "100%.png%2");
    }
}
