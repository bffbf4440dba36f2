//! The words of a sanitised fragment of HTML, for searching, comparing and short lines.

use super::{QuestionVersion, text};

/// The text of a sanitised fragment: elements fall away and leave a space where they end a line or a
/// cell, the entities that the sanitiser writes become characters, white space is folded.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut gap = false;
    let mut rest = html;
    let mut put = |c: char, gap: &mut bool| {
        if c.is_whitespace() {
            *gap = true;
            return;
        }
        if std::mem::take(gap) && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    };
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>').unwrap_or(tag.len());
            let name = tag[..end].trim_end_matches(['/', ' ']);
            gap |= !matches!(
                name.trim_start_matches('/'),
                "b" | "strong" | "i" | "em" | "u" | "sub" | "sup"
            );
            rest = tag.get(end + 1..).unwrap_or("");
        } else if let Some((c, after)) = entity(rest) {
            put(c, &mut gap);
            rest = after;
        } else {
            put(c, &mut gap);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn entity(rest: &str) -> Option<(char, &str)> {
    [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&nbsp;", ' '),
    ]
    .into_iter()
    .find_map(|(name, c)| rest.strip_prefix(name).map(|after| (c, after)))
}

/// What a question is found by, folded: code, stem, options, topic.
pub fn searched(question: &QuestionVersion) -> String {
    text::folded(&words(question))
}

/// The same as it is written: code, stem, options, topic, a line each.
pub fn words(question: &QuestionVersion) -> String {
    let mut words = plain(&question.content.stem);
    let options = question.content.options.iter();
    for part in options
        .map(|option| plain(&option.text))
        .chain(question.topic.clone())
        .chain(question.code.clone())
    {
        words.push('\n');
        words.push_str(&part);
    }
    words
}

/// At most so many characters, with an ellipsis where something was cut off.
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_entities_become_words() {
        assert_eq!(
            plain("<p>Một&nbsp;&lt;3</p><p>H<b>a</b>i<br>ba  m<sup>2</sup></p>"),
            "Một <3 Hai ba m2"
        );
        assert_eq!(plain("a &amp; b"), "a & b");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn a_long_line_ends_in_an_ellipsis() {
        assert_eq!(short("Đường", 5), "Đường");
        assert_eq!(short("Đường bộ", 7), "Đường…");
    }
}
