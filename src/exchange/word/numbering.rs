//! `word/numbering.xml`: the numbers and letters that Word draws before paragraphs and that stand
//! nowhere in their text (ECMA-376, 17.9).

use super::xml::{Broken, Step, Vocabulary, Xml};
use std::collections::HashMap;

const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// What follows the number: a tab, a space or nothing.
    after: &'static str,
    /// The level, from 1, whose numbers begin this one anew; 0 = none does.
    restart: Option<u8>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            after: "\t",
            restart: None,
        }
    }
}

#[derive(Debug, Default)]
struct List {
    levels: String,
    starts: [Option<u32>; LEVELS],
    own: HashMap<usize, Level>,
    used: bool,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, [Level; LEVELS]>,
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads the part.
    pub fn read(part: &str) -> Result<Self, Broken> {
        let mut xml = Xml::new(part);
        let mut numbering = Self::default();
        while let Some(step) = xml.step()? {
            let Step::Open(element) = step else { continue };
            if element.of != Vocabulary::Word {
                continue;
            }
            match element.name() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    let mut levels: [Level; LEVELS] = Default::default();
                    for (at, level) in read_levels(&mut xml)?.own {
                        levels[at] = level;
                    }
                    numbering.abstracts.insert(id, levels);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    let list = read_levels(&mut xml)?;
                    numbering.lists.insert(id, list);
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// Counts a paragraph of that list and level (from 0), and gives what is drawn before it: its
    /// text and the white space after. Nothing for signs such as "•".
    pub fn next(&mut self, list: &str, level: u8) -> Option<(String, &'static str)> {
        let at = usize::from(level).min(LEVELS - 1);
        let list = self.lists.get_mut(list)?;
        let levels = self.abstracts.get(&list.levels)?;
        let counters = self.counters.entry(list.levels.clone()).or_default();
        if !list.used {
            list.used = true;
            for (counter, start) in counters.iter_mut().zip(&list.starts) {
                if start.is_some() {
                    *counter = None;
                }
            }
        }
        let list = &*list;
        let level_of = |i: usize| list.own.get(&i).unwrap_or(&levels[i]);
        let start_of = |i: usize| list.starts[i].unwrap_or(level_of(i).start);
        counters[at] = Some(match counters[at] {
            Some(number) => number.saturating_add(1),
            None => start_of(at),
        });
        for (i, counter) in counters.iter_mut().enumerate() {
            let begins_anew = match level_of(i).restart {
                Some(0) => false,
                Some(above) => at < usize::from(above),
                None => at < i,
            };
            if i > at && begins_anew {
                *counter = None;
            }
            if i < at && counter.is_none() {
                *counter = Some(start_of(i));
            }
        }
        let own = level_of(at);
        if matches!(own.format.as_str(), "bullet" | "none") || !own.text.contains('%') {
            // A fixed word without a number can still be one: "Câu hỏi".
            return None;
        }
        let mut drawn = own.text.clone();
        for (i, counter) in counters.iter().enumerate().take(at + 1) {
            let number = counter.unwrap_or(1);
            let number = written(number, &level_of(i).format);
            drawn = drawn.replace(&format!("%{}", i + 1), &number);
        }
        Some((drawn, own.after))
    }
}

/// Reads the levels of `w:abstractNum` or `w:num`, which was just opened.
fn read_levels(xml: &mut Xml) -> Result<List, Broken> {
    let mut list = List::default();
    let mut at: Option<usize> = None;
    let mut depth = 0;
    loop {
        match xml.step()? {
            Some(Step::Open(element)) => {
                depth += 1;
                let val = element.val();
                match element.name() {
                    "abstractNumId" => list.levels = val.unwrap_or_default(),
                    "lvl" | "lvlOverride" => {
                        let level = super::styles::level(element.attribute("ilvl").as_deref());
                        at = level.map(usize::from);
                        if let (Some(at), "lvl") = (at, element.name()) {
                            list.own.insert(at, Level::default());
                        }
                    }
                    "startOverride" => {
                        if let Some(at) = at {
                            list.starts[at] = val.and_then(|val| val.parse().ok());
                        }
                    }
                    name => {
                        if let Some(level) = at.and_then(|at| list.own.get_mut(&at)) {
                            match name {
                                "start" => {
                                    level.start = val.and_then(|v| v.parse().ok()).unwrap_or(1);
                                }
                                "numFmt" => level.format = val.unwrap_or_default(),
                                "lvlText" => {
                                    level.text = val.unwrap_or_default().chars().take(64).collect();
                                }
                                "suff" => {
                                    level.after = match val.as_deref() {
                                        Some("space") => " ",
                                        Some("nothing") => "",
                                        _ => "\t",
                                    };
                                }
                                "lvlRestart" => level.restart = val.and_then(|v| v.parse().ok()),
                                _ => {}
                            }
                        }
                    }
                }
            }
            Some(Step::Close) if depth == 0 => return Ok(list),
            Some(Step::Close) => depth -= 1,
            Some(Step::Text(_)) => {}
            None => return Err(Broken),
        }
    }
}

/// A number as its format writes it.
fn written(number: u32, format: &str) -> String {
    match format {
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a … z, aa, bb, … as Word writes them.
fn letters(number: u32) -> String {
    let Some(number) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    let times = usize::try_from(number / 26 + 1).unwrap_or(1).min(10);
    std::iter::repeat_n(letter, times).collect()
}

fn roman(mut number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in PARTS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let all = |format| [1, 4, 27, 2026].map(|number| written(number, format));
        assert_eq!(all("decimal"), ["1", "4", "27", "2026"]);
        assert_eq!(all("decimalZero"), ["01", "04", "27", "2026"]);
        assert_eq!(all("upperRoman"), ["I", "IV", "XXVII", "MMXXVI"]);
        assert_eq!(letters(1) + &letters(26) + &letters(27), "azaa");
        assert_eq!(written(0, "upperLetter"), "");
    }
}
