//! HTML of other systems brought nearer to what the bank holds, before it is sanitised: pictures by
//! name, blocks of every kind as paragraphs. Decides nothing about safety: the sanitiser comes after.

use std::borrow::Cow;

/// Elements that set their content apart like a paragraph.
const BLOCKS: [&str; 21] = [
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "center",
    "address",
    "figure",
    "figcaption",
    "header",
    "footer",
    "dl",
    "dt",
    "dd",
    "fieldset",
];

/// Names of elements by which text is known to be HTML.
const KNOWN: [&str; 22] = [
    "p", "br", "b", "strong", "i", "em", "u", "sub", "sup", "ul", "ol", "li", "table", "tr", "td",
    "th", "img", "span", "div", "a", "font", "h3",
];

/// Rewrites every `<img>` by `picture`, which gets its address and its alternative text and gives
/// what stands in its place, and blocks as paragraphs.
pub(in crate::exchange) fn prepared<E>(
    html: &str,
    mut picture: impl FnMut(&str, &str) -> Result<String, E>,
) -> Result<String, E> {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(rest.len(), |end| end + 7);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let Some(tag) = Tag::of(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let low = tag.name.to_ascii_lowercase();
        if low == "img" || low == "image" {
            if !tag.closes {
                let (address, alt) = (tag.attribute("src"), tag.attribute("alt"));
                out.push_str(&picture(
                    &address.unwrap_or_default(),
                    &alt.unwrap_or_default(),
                )?);
            }
        } else if BLOCKS.contains(&low.as_str()) {
            out.push_str(if tag.closes { "</p>" } else { "<p>" });
        } else {
            out.push_str(tag.whole);
        }
        rest = &rest[tag.whole.len()..];
    }
    out.push_str(rest);
    Ok(out)
}

/// A tag of HTML, from `<` to `>`.
struct Tag<'a> {
    whole: &'a str,
    name: &'a str,
    attributes: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name_end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let (name, attributes) = inner.split_at(name_end);
        let mut quote = None;
        let end = attributes.find(|c| match (quote, c) {
            // A tag that another one follows before its end is none.
            (None, '>' | '<') => true,
            (None, '"' | '\'') => {
                quote = Some(c);
                false
            }
            (Some(open), c) if c == open => {
                quote = None;
                false
            }
            _ => false,
        })?;
        if attributes[end..].starts_with('<') {
            return None;
        }
        let whole = &text[..=text.len() - attributes.len() + end];
        Some(Self {
            whole,
            name,
            attributes: &attributes[..end],
            closes,
        })
    }

    /// The value of an attribute, with references as characters.
    fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'));
            let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
            if name.is_empty() {
                // A stray `=`.
                rest = rest.strip_prefix('=')?;
                continue;
            }
            let after = after.trim_start();
            let Some(value) = after.strip_prefix('=') else {
                rest = after;
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = &value[1..];
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(super::entities::decoded(value));
            }
            rest = after;
        }
    }
}

/// Takes off what preparing leaves: paragraphs without content, and a paragraph that is alone.
pub(in crate::exchange) fn tidied(html: &str) -> String {
    let mut html = Cow::Borrowed(html);
    // White space between paragraphs, as files are laid out for the eye.
    if html.contains("</p> <p>") {
        html = Cow::Owned(html.replace("</p> <p>", "</p><p>"));
    }
    for blank in ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>"] {
        if html.contains(blank) {
            html = Cow::Owned(html.replace(blank, ""));
        }
    }
    let html = html.trim();
    let inner = html
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.trim().to_owned(),
        _ => html.to_owned(),
    }
}

/// Whether a text that may be plain or HTML shows that it is HTML.
pub(in crate::exchange) fn is_markup(text: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open..];
        if let Some(tag) = Tag::of(rest)
            && KNOWN.contains(&tag.name.to_ascii_lowercase().as_str())
        {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepare(html: &str) -> String {
        let named = |src: &str, alt: &str| Ok::<_, ()>(format!("[{src}|{alt}]"));
        prepared(html, named).expect("no fault")
    }

    #[test]
    fn pictures_are_found_however_they_are_written() {
        assert_eq!(
            prepare("a<IMG alt='b > c' src=\"x&amp;y.png\" width=3 />d"),
            "a[x&y.png|b > c]d"
        );
        assert_eq!(prepare("<img src=x.png alt>"), "[x.png|]");
        assert_eq!(prepare("<img data-src='n' = src = 'y'>"), "[y|]");
        assert_eq!(
            prepare("<!-- <img src=z> -->1 < 2 <imgx src=z><img"),
            "<!-- <img src=z> -->1 < 2 <imgx src=z><img"
        );
        assert_eq!(prepare("<image src=a data-media=b></image>"), "[a|]");
    }

    #[test]
    fn blocks_are_paragraphs_and_a_lone_one_is_none() {
        let prepared = prepare("<div class='x'><h2>Một</h2>hai</div>");
        assert_eq!(
            tidied(&crate::exchange::sanitised(&prepared).html),
            "<p>Một</p>hai"
        );
        assert_eq!(tidied("<p>Một</p>"), "Một");
        assert_eq!(tidied("<p>Một</p><p>hai</p>"), "<p>Một</p><p>hai</p>");
        assert!(is_markup("a <b>c</b>") && is_markup("x<br/>y") && !is_markup("a <x> b < c > d"));
    }
}
