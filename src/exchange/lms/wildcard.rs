//! `*` in short answers of Moodle stands for any text, `\*` for itself. The bank knows no such sign.

/// What is told where a `*` stands for any text.
pub(in crate::exchange) const NOT_KEPT: &str =
    "Dấu * trong đáp án được so khớp nguyên văn, không thay cho chữ bất kỳ.";

/// A form as it is meant, and whether a `*` in it stands for any text.
pub(in crate::exchange) fn meant(form: &str) -> (String, bool) {
    let open = form.replace("\\*", "").contains('*');
    (form.replace("\\*", "*"), open)
}

/// A form in which every `*` means itself.
pub(in crate::exchange) fn escaped(form: &str) -> String {
    form.replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_goes_there_and_back() {
        assert_eq!(meant("a*"), ("a*".to_owned(), true));
        for same in ["5 * 3", "*", "a\\b"] {
            assert_eq!(meant(&escaped(same)), (same.to_owned(), false));
        }
    }
}
