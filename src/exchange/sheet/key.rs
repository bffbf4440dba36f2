//! The key of a choice question as people write it in a cell.

use crate::domain::text::folded;

/// Finds the right options.
///
/// `options` are the texts by column, nothing where the cell is empty. Taken are letters and
/// numbers of columns ("B", "b.", "2", "Đáp án C"), several of them ("A,C", "A và C", "AC"),
/// and the very text of an option. Returns columns, rising.
///
/// # Errors
/// A Vietnamese sentence.
pub(super) fn right_options(key: &str, options: &[Option<String>]) -> Result<Vec<usize>, String> {
    let named = by_name(key);
    let text = by_text(key, options);
    let exists = |named: &Vec<usize>| named.iter().all(|&at| has(options, at));
    let mut right = match (named, text) {
        (Some(named), Some(text)) if exists(&named) => {
            // A letter is always a place; a number may be the answer itself.
            if key.trim().parse::<u64>().is_ok() && named != [text] {
                return Err(format!(
                    "Đáp án “{}” vừa có thể là số thứ tự, vừa trùng nội dung một phương án. \
                     Hãy ghi bằng chữ cái.",
                    key.trim()
                ));
            }
            named
        }
        (_, Some(text)) => vec![text],
        (Some(named), None) => named,
        (None, None) => {
            let shown: String = key.trim().chars().take(40).collect();
            return Err(format!("Không hiểu đáp án “{shown}”."));
        }
    };
    right.sort_unstable();
    right.dedup();
    match right.iter().find(|&&at| !has(options, at)) {
        Some(&at) => Err(format!(
            "Đáp án {} trỏ tới phương án không có.",
            crate::exchange::finding::column_letters(at)
        )),
        None => Ok(right),
    }
}

fn has(options: &[Option<String>], at: usize) -> bool {
    options.get(at).is_some_and(Option::is_some)
}

fn by_text(key: &str, options: &[Option<String>]) -> Option<usize> {
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let key = spaced(key);
    let same = |option: &Option<String>| option.as_ref().is_some_and(|text| spaced(text) == key);
    options.iter().position(same)
}

/// Columns by letters and numbers, or nothing if the cell says anything else.
fn by_name(key: &str) -> Option<Vec<usize>> {
    let folded = folded(key);
    let mut named = Vec::new();
    let parts = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    for part in parts {
        match part {
            // Words around the letter: "Đáp án B", "A và C".
            "dap" | "an" | "phuong" | "va" | "and" => {}
            letters if letters.bytes().all(|b| b.is_ascii_lowercase()) => {
                let places = letters.bytes().map(|b| usize::from(b - b'a'));
                let places: Vec<_> = places.collect();
                // "AC" names two options; a word with letters out of order is a word.
                if places.len() > 6 || places.windows(2).any(|pair| pair[0] >= pair[1]) {
                    return None;
                }
                named.extend(places);
            }
            number => named.push(number.parse::<usize>().ok()?.checked_sub(1)?),
        }
    }
    (!named.is_empty()).then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> Vec<Option<String>> {
        ["Mười sáu", "Mười tám", "Hai mươi", "Hai mốt"]
            .map(|t| Some(t.to_owned()))
            .into()
    }

    #[test]
    fn letters_numbers_and_texts_name_options() {
        for (key, right) in [
            ("B", vec![1]),
            (" b. ", vec![1]),
            ("Đáp án B", vec![1]),
            ("2", vec![1]),
            ("A,C", vec![0, 2]),
            ("C; A", vec![0, 2]),
            ("A và C", vec![0, 2]),
            ("ABD", vec![0, 1, 3]),
            ("1,3", vec![0, 2]),
            ("A,A", vec![0]),
            ("Mười  tám", vec![1]),
        ] {
            assert_eq!(right_options(key, &four()), Ok(right), "{key}");
        }
    }

    #[test]
    fn a_key_that_names_no_option_is_refused() {
        for key in [
            "E",
            "0",
            "5",
            "Mười chín",
            "?",
            "CA?B",
            "A,E",
            "99999999999999999999",
        ] {
            assert!(right_options(key, &four()).is_err(), "{key}");
        }
        let mut gap = four();
        gap[2] = None;
        assert!(right_options("C", &gap).is_err());
        assert_eq!(right_options("D", &gap), Ok(vec![3]));
    }

    #[test]
    fn a_number_that_may_be_place_or_text_is_refused_as_unclear() {
        let ages: Vec<_> = ["2", "3", "18", "1"].map(|t| Some(t.to_owned())).into();
        assert!(right_options("2", &ages).is_err());
        assert_eq!(right_options("18", &ages), Ok(vec![2]));
        assert_eq!(right_options("A", &ages), Ok(vec![0]));
    }
}
