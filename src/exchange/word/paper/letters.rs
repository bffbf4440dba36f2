//! Letters of options as keys name them: "B", "A, C", "AC", "A và C".

use super::words;

/// Letters at the beginning of a text, as places of options from 0, rising, each once; and the rest
/// of the text. Nothing if something else stands there, or if it leaves open which is meant ("B
/// hoặc C").
pub(super) fn letters(text: &str) -> Option<(Vec<usize>, &str)> {
    let mut places = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let run = rest.len() - rest.trim_start_matches(char::is_alphanumeric).len();
        let (token, after) = rest.split_at(run);
        let Some(named) = token_places(token) else {
            break;
        };
        places.extend(named);
        rest = after;
        let next = after.trim_start();
        let between = next
            .strip_prefix([',', ';', '/', '&', '+'])
            .or_else(|| words::after(next, "và").map(|at| &next[at..]))
            .or_else(|| words::after(next, "and").map(|at| &next[at..]));
        match between.map(str::trim_start) {
            Some(more) if begins_with_letter(more) => rest = more,
            _ => break,
        }
    }
    let open = words::after_any(rest, &["hoặc", "hay", "or"]).is_some();
    if places.is_empty() || open {
        return None;
    }
    places.sort_unstable();
    places.dedup();
    Some((places, rest))
}

fn begins_with_letter(text: &str) -> bool {
    let run = text.len() - text.trim_start_matches(char::is_alphanumeric).len();
    token_places(&text[..run]).is_some()
}

/// "B", "b", "ACD".
fn token_places(token: &str) -> Option<Vec<usize>> {
    let bytes = token.as_bytes();
    let capitals = bytes.iter().all(u8::is_ascii_uppercase);
    let fits = match bytes.len() {
        1 => bytes[0].is_ascii_alphabetic(),
        // Letters out of order are a word.
        2..=6 => capitals && bytes.windows(2).all(|pair| pair[0] < pair[1]),
        _ => false,
    };
    let place = |byte: &u8| usize::from(byte.to_ascii_lowercase() - b'a');
    fits.then(|| bytes.iter().map(place).collect())
}

/// The same places as people name them: "A, C".
pub(super) fn named(places: &[usize]) -> String {
    let letters = places
        .iter()
        .map(|at| crate::exchange::finding::column_letters(*at));
    letters.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_with_what_follows() {
        for (text, places, rest) in [
            ("B", vec![1], ""),
            (" b.", vec![1], "."),
            ("A, C", vec![0, 2], ""),
            ("AC; vì", vec![0, 2], "; vì"),
            ("C và A.", vec![0, 2], "."),
            ("A, B, C đều đúng", vec![0, 1, 2], " đều đúng"),
            ("B vì luật", vec![1], " vì luật"),
        ] {
            assert_eq!(letters(text), Some((places, rest)), "{text}");
        }
        for none in [
            "",
            "Ba",
            "CA",
            "B hoặc C",
            "Cả A và B",
            "18",
            "đ",
            "ABCDEFG",
        ] {
            assert_eq!(letters(none), None, "{none}");
        }
    }
}
