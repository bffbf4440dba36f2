//! Character references of HTML in texts that are not HTML: `&#7847;`, `&eacute;`, `&amp;`.

use crate::exchange::html::{sanitised, to_plain};

/// The text with references as the characters that they mean; everything else stays.
pub(in crate::exchange) fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let lines = text.split('\n').map(|line| {
        // No tag is left, so that the HTML parser sees nothing but text.
        let bare = line.replace('<', "&lt;").replace('>', "&gt;");
        to_plain(&sanitised(&bare).html)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_tags_stay() {
        assert_eq!(
            decoded("Ph&#7847;n &eacute; &lt;b&gt; <i>"),
            "Phần é <b> <i>"
        );
        assert_eq!(decoded("R&D & AT&T"), "R&D & AT&T");
        assert_eq!(decoded("a\nb &#x111;"), "a\nb đ");
    }
}
