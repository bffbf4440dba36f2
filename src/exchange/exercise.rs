//! One entrance to every reader of this room, for fuzzing (`examples/fuzz_questions`).

use super::{
    Format, read_keys, read_people, read_questions, read_roster, read_units, read_with_keys,
};

/// Reads bytes in every way there is: as each format and as the one that they look like, as a key
/// file, as a list of units and as a list of people. Gives the number of questions that were met.
/// Nothing that a sender can choose may make this panic or take long.
pub fn exercise(bytes: &[u8], file_name: &str) -> usize {
    let mut questions = 0;
    for format in Format::ALL.map(Some).into_iter().chain([None]) {
        if let Ok(file) = read_questions(bytes, file_name, format) {
            questions += file.entries.len();
        }
    }
    if let Ok(keys) = read_keys(bytes, file_name) {
        let _ = read_with_keys(bytes, file_name, None, &keys);
    }
    let _ = read_units(bytes, file_name);
    let _ = read_roster(bytes, file_name, &[]);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = read_people(text);
    }
    questions
}
