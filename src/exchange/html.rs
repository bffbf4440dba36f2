//! Question text is HTML: sanitised when it comes in as HTML, escaped when it comes in as text.

use crate::domain::medium::{is_digest, media_of};
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that question text may hold, none with attributes but `img`, which names a stored
/// medium and never an address. Never svg, math or style: they bring parsers of their own, in which
/// sanitised text has come alive again (security.md 1, 35).
const ALLOWED: [&str; 19] = [
    "p", "br", "b", "strong", "i", "em", "u", "sub", "sup", "ul", "ol", "li", "table", "thead",
    "tbody", "tr", "th", "td", "img",
];

/// The attribute by which an `img` names its medium.
const MEDIUM: &str = "data-media";

/// Elements whose content is no text for people either.
const REMOVED_WHOLE: [&str; 10] = [
    "script", "style", "svg", "math", "iframe", "object", "embed", "noscript", "template", "title",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ALLOWED))
        .clean_content_tags(HashSet::from(REMOVED_WHOLE))
        .tag_attributes(HashMap::from([("img", HashSet::from([MEDIUM, "alt"]))]))
        .attribute_filter(|_, name, value| {
            match name {
                MEDIUM => is_digest(value).then(|| value.into()),
                // So that the end of a tag is the first `>` after its beginning.
                _ => Some(value.replace(['<', '>'], "").into()),
            }
        })
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::new())
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// HTML that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanitised {
    /// Well-formed fragment of the allowed elements.
    pub html: String,
    /// Whether elements, attributes or comments were taken out.
    pub stripped: bool,
}

/// Takes out everything but the allowed elements and text.
///
/// The result is a fixed point: sanitising it again changes nothing, so an export comes back as
/// it was. Parsing can move elements (a table inside a paragraph), which is why once may not do.
pub fn sanitised(html: &str) -> Sanitised {
    if !html.contains(['<', '&']) {
        return Sanitised {
            html: escaped(html),
            stripped: false,
        };
    }
    let stripped = names_something_else(html);
    let mut now = cleaned(html);
    for _ in 0..4 {
        let again = cleaned(&now);
        if again == now {
            break;
        }
        now = again;
    }
    Sanitised {
        html: now.trim().to_owned(),
        stripped,
    }
}

fn cleaned(html: &str) -> String {
    without_nameless_pictures(CLEANER.clean(html).to_string())
}

/// Takes out pictures that name no medium: nobody could see them.
fn without_nameless_pictures(html: String) -> String {
    let mut rest = html.as_str();
    let mut out = String::new();
    while let Some(open) = rest.find("<img") {
        let end = rest[open..]
            .find('>')
            .map_or(rest.len(), |end| open + end + 1);
        out.push_str(&rest[..open]);
        if rest[open..end].contains(" data-media=\"") {
            out.push_str(&rest[open..end]);
        }
        rest = &rest[end..];
    }
    if out.is_empty() && rest.len() == html.len() {
        return html;
    }
    out + rest
}

/// Whether markup occurs that sanitising removes. This decides a warning only, never what stays.
fn names_something_else(html: &str) -> bool {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        match tag.chars().next() {
            Some('!' | '?') => return true,
            Some(c) if c.is_ascii_alphabetic() => {
                let Some(end) = tag.find('>') else {
                    return true;
                };
                let name = tag[..end].trim_end_matches('/').trim_end();
                if !is_own_picture(name)
                    && (name == "img" || !ALLOWED.contains(&name.to_ascii_lowercase().as_str()))
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether a tag is a picture as [`sanitised`] leaves it, to judge by the names of its attributes.
fn is_own_picture(tag: &str) -> bool {
    let names: String = tag.split('"').step_by(2).collect();
    let mut names = names.split_whitespace();
    names.next() == Some("img")
        && media_of(tag).next().is_some()
        && names.all(|name| matches!(name, "data-media=" | "alt="))
}

/// Plain text as a fragment of HTML; line feeds become `<br>`.
pub fn from_plain(text: &str) -> String {
    escaped(text.trim()).replace('\n', "<br>")
}

/// The form in which the sanitiser itself writes text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{A0}' => out.push_str("&nbsp;"),
            c => out.push(c),
        }
    }
    out
}

/// The text of a sanitised fragment: elements fall away, `<br>` and ends of blocks become line
/// feeds, the entities that the sanitiser writes become characters.
pub fn to_plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>').unwrap_or(tag.len());
            match &tag[..end] {
                "br" | "/p" | "/li" | "/tr" => out.push('\n'),
                "/td" | "/th" => out.push(' '),
                _ => {}
            }
            rest = tag.get(end + 1..).unwrap_or("");
        } else if let Some((text, after)) = entity(rest) {
            out.push_str(text);
            rest = after;
        } else {
            // A bare line feed is white space in HTML.
            out.push(if matches!(c, '\n' | '\t') { ' ' } else { c });
            rest = &rest[c.len_utf8()..];
        }
    }
    out.trim().to_owned()
}

/// The text of a stretch between elements: entities as characters, white space as it is seen.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((text, after)) = entity(rest) {
            out.push_str(text);
            rest = after;
        } else {
            out.push(if matches!(c, '\n' | '\t') { ' ' } else { c });
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn entity(rest: &str) -> Option<(&'static str, &str)> {
    [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{A0}"),
        ("&quot;", "\""),
    ]
    .into_iter()
    .find_map(|(name, text)| rest.strip_prefix(name).map(|after| (text, after)))
}

/// Whether a fragment shows anything at all.
pub(super) fn is_blank(html: &str) -> bool {
    media_of(html).next().is_none() && to_plain(html).chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stay_stays_without_a_word() {
        for same in [
            "m<sup>2</sup> &lt; 3 &amp; 4",
            "<p>Một</p><ul><li>Hai</li></ul>",
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
            "dòng một<br>dòng hai",
            "<img data-media=\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" alt=\"Biển &quot;cấm&quot;\">",
        ] {
            let clean = sanitised(same);
            assert_eq!(clean.html, same);
            assert!(!clean.stripped, "{same}");
        }
        assert_eq!(sanitised("a < b & c").html, "a &lt; b &amp; c");
        assert!(!sanitised("a < b & c &#233; <br/>").stripped);
    }

    #[test]
    fn what_could_run_is_taken_out_and_told() {
        for hostile in [
            "x<script>alert(1)</script>",
            "x<img src=x onerror=alert(1)>",
            "x<a href=\"javascript:alert(1)\">y</a>",
            "x<svg><set attributeName=onmouseover to=alert(1)></svg>",
            "x<math><mi xlink:href=\"data:x\"></math>",
            "x<b onclick=alert(1)>y</b>",
            "x<!-- a comment -->",
            "x<img data-media=\"../../key\" alt=\"\">",
            "x<img alt=\"no medium\">",
            "x<p style=\"position:fixed\">y</p>",
            "x<svg></p><style><g title=\"</style><img src onerror=alert(1)>\">",
        ] {
            let clean = sanitised(hostile);
            assert!(clean.stripped, "{hostile}");
            let low = clean.html.to_lowercase();
            for sign in [
                "<script", "<svg", "<math", "<img", "<a", "onerror=", "onclick", "style=",
            ] {
                assert!(
                    !low.contains(sign) || low.contains("&lt;img"),
                    "{hostile} → {low}"
                );
            }
            assert_eq!(sanitised(&clean.html).html, clean.html);
        }
    }

    #[test]
    fn plain_text_goes_there_and_back() {
        for text in ["a < b & \"c\" > d", "hai\ndòng", "không\u{A0}ngắt", "'=1+1"] {
            assert_eq!(to_plain(&from_plain(text)), text);
            assert_eq!(sanitised(&from_plain(text)).html, from_plain(text));
        }
        assert_eq!(to_plain("<p>Một</p><p>Hai <b>ba</b></p>"), "Một\nHai ba");
    }
}
