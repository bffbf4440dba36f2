//! Texts and marks of the bank on their way out.

use super::lost::Losses;
use crate::domain::{Medium, QuestionContent};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// The share of the mark of each option of a choice, in percent as Moodle writes it: the right
/// ones together 100, every wrong one -100, so that nothing is earned by choosing all.
pub(in crate::exchange) fn shares(content: &QuestionContent, right: &[String]) -> Vec<String> {
    let count = content
        .options
        .iter()
        .filter(|o| right.contains(&o.id))
        .count()
        .max(1);
    let hundred_thousandths = (10_000_000 + count / 2) / count;
    let part = format!(
        "{}.{:05}",
        hundred_thousandths / 100_000,
        hundred_thousandths % 100_000
    );
    let part = part.trim_end_matches('0').trim_end_matches('.').to_owned();
    let share = |id: &String| {
        if right.contains(id) {
            part.clone()
        } else {
            "-100".to_owned()
        }
    };
    content
        .options
        .iter()
        .map(|option| share(&option.id))
        .collect()
}

/// Replaces each picture of a stored text by what `tag` makes of it and of its alternative text,
/// which is HTML as an attribute holds it.
pub(in crate::exchange) fn with_pictures(
    html: &str,
    media: &BTreeMap<String, Medium>,
    losses: &mut Losses,
    mut tag: impl FnMut(&Medium, &str) -> String,
) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find("<img ") {
        out.push_str(&rest[..open]);
        let end = rest[open..]
            .find('>')
            .map_or(rest.len(), |end| open + end + 1);
        let image = &rest[open..end];
        let value = |name: &str| {
            let after = image.split_once(&format!(" {name}=\""))?.1;
            after.split('"').next()
        };
        match value("data-media").and_then(|digest| media.get(digest)) {
            Some(medium) => out.push_str(&tag(medium, value("alt").unwrap_or(""))),
            None => losses.lose("export.media_not_held", "Không tìm thấy hình của câu hỏi."),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A stored text whose pictures stand in it as `data:` addresses.
pub(in crate::exchange) fn with_inline_pictures(
    html: &str,
    media: &BTreeMap<String, Medium>,
    losses: &mut Losses,
) -> String {
    with_pictures(html, media, losses, |medium, alt| {
        let kind = medium.kind.content_type();
        format!(
            "<img src=\"data:{kind};base64,{}\" alt=\"{alt}\">",
            STANDARD.encode(&medium.bytes)
        )
    })
}

/// The name of a picture in a package or beside a text.
pub(in crate::exchange) fn file_name(medium: &Medium) -> String {
    let ending = match medium.kind.word() {
        "jpeg" => "jpg",
        word => word,
    };
    let short: String = medium.digest.chars().take(24).collect();
    format!("{short}.{ending}")
}

/// A stored text as well-formed XML: elements without content are closed, and `&nbsp;`, which XML
/// does not know, is its character.
pub(in crate::exchange) fn as_xml(html: &str) -> String {
    let html = html.replace("<br>", "<br/>").replace("&nbsp;", "\u{A0}");
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(open) = rest.find("<img ") {
        let end = rest[open..].find('>').map_or(rest.len(), |end| open + end);
        out.push_str(rest[..end].trim_end_matches('/'));
        out.push('/');
        rest = &rest[end..];
    }
    out + rest
}
