//! Levels 1 to 5 as numbers or as the words of school tests.

use crate::domain::text::folded;

/// The level that a cell names; nothing if it says something else.
///
/// The four words are those of the matrix of school tests in Viet Nam (nhận biết, thông hiểu,
/// vận dụng, vận dụng cao); 5 has no word there.
pub(in crate::exchange) fn level(text: &str) -> Option<u8> {
    match folded(text).as_str() {
        "1" | "nhan biet" | "nb" => Some(1),
        "2" | "thong hieu" | "th" => Some(2),
        "3" | "van dung" | "vd" => Some(3),
        "4" | "van dung cao" | "vdc" => Some(4),
        "5" => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_levels() {
        assert_eq!(level(" Vận dụng  cao "), Some(4));
        assert_eq!(level("NHẬN BIẾT"), Some(1));
        assert_eq!(
            (level("5"), level("0"), level("6"), level("khó")),
            (Some(5), None, None, None)
        );
    }
}
