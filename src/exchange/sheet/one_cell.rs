//! Options that stand together in one cell.

/// The options of a cell: by letters in order (`A. … B. …`), or else by lines, or by `|` or `;`.
pub(super) fn options(cell: &str) -> Vec<String> {
    let lettered = by_letters(cell);
    if lettered.len() >= 2 {
        return lettered;
    }
    let split = |sign: char| {
        let parts = cell
            .split(sign)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let found = ['\n', '|', ';']
        .into_iter()
        .map(split)
        .find(|parts| parts.len() >= 2);
    found.unwrap_or_else(|| split('\n'))
}

/// The texts behind `A.`, `B)`, `C:` …, if the cell begins with A and the letters follow in order.
/// A letter counts at the beginning of a word only, and small letters only at that of a line.
fn by_letters(cell: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = cell.trim_start();
    for letter in 'A'..='Z' {
        let Some(text) = rest.get(1..).filter(|_| is_mark(rest, letter)) else {
            break;
        };
        let text = &text[1..];
        let next = char::from_u32(letter as u32 + 1).and_then(|next| mark_of(text, next));
        let end = next.unwrap_or(text.len());
        found.push(text[..end].trim().to_owned());
        rest = &text[end..];
    }
    found
}

/// Whether a text begins with the mark of that option.
fn is_mark(text: &str, letter: char) -> bool {
    let mut signs = text.chars();
    let named = signs
        .next()
        .is_some_and(|sign| sign.eq_ignore_ascii_case(&letter));
    named
        && signs
            .next()
            .is_some_and(|sign| matches!(sign, '.' | ')' | ':'))
}

/// Where the mark of that option stands in a text.
fn mark_of(text: &str, letter: char) -> Option<usize> {
    let mut before = ' ';
    text.char_indices().find_map(|(at, sign)| {
        let begins = if sign.is_ascii_lowercase() {
            before == '\n'
        } else {
            before.is_whitespace() || matches!(before, ';' | ',')
        };
        before = sign;
        (begins && is_mark(&text[at..], letter)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn letters_lines_and_signs_part_options() {
        assert_eq!(options("A. một\nB. hai"), ["một", "hai"]);
        assert_eq!(
            options("a) một\nb) hai b) hai\nc) ba"),
            ["một", "hai b) hai", "ba"]
        );
        assert_eq!(options("A: x B: y C: z"), ["x", "y", "z"]);
        assert_eq!(options("một | hai | ba; bốn"), ["một", "hai", "ba; bốn"]);
        assert_eq!(options("một\n\nhai"), ["một", "hai"]);
        assert_eq!(options("A. chỉ một"), ["A. chỉ một"]);
        assert_eq!(options("B. sai\nA. thứ tự"), ["B. sai", "A. thứ tự"]);
        assert!(options("").is_empty());
    }
}
