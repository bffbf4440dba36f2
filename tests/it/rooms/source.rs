//! A file of `src` as the table of rooms looks at it: without comments, texts and tests.

use std::path::Path;

/// A file of `src`.
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    /// Lines in all.
    pub lines: usize,
    code: String,
}

/// Something of the house that a file names.
pub struct Use {
    /// Line of the file, from 1.
    pub line: usize,
    /// Room and the next word, such as `store::sqlite`.
    pub path: String,
}

/// Every file of `src`, but for those that only hold tests.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if name != "tests" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs") && name != "tests.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root).unwrap().to_str().unwrap();
                sources.push(Source::of(&path.replace('\\', "/"), &text));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

impl Source {
    pub fn of(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            lines: text.lines().count(),
            code: code(text),
        }
    }

    /// The room it stands in.
    pub fn room(&self) -> &str {
        let inner = self.path.strip_prefix("src/").unwrap();
        inner
            .split('/')
            .next()
            .map_or(inner, |first| first.trim_end_matches(".rs"))
    }

    /// Lines of code, with their numbers.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.lines())
    }

    /// What it names of the house by `crate::`, or by `super::` beyond the walls of its room.
    pub fn uses_of_the_house(&self) -> Vec<Use> {
        let mut used = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            if is_word_before(&self.code, at) {
                continue;
            }
            for path in tree(&self.code[at + "crate::".len()..]) {
                used.push(Use {
                    line: self.line_of(at),
                    path,
                });
            }
        }
        // So many steps up lead from this file to the root of the crate.
        let depth = self.path.matches('/').count() - usize::from(self.path.ends_with("/mod.rs"));
        let up = "super::".repeat(depth);
        for (at, _) in self.code.match_indices(&up) {
            if !is_word_before(&self.code, at) {
                used.extend(
                    tree(&self.code[at + up.len()..])
                        .into_iter()
                        .map(|path| Use {
                            line: self.line_of(at),
                            path,
                        }),
                );
            }
        }
        used.sort_by_key(|used| used.line);
        used
    }

    /// Lines that name a crate at the head of a path.
    pub fn lines_naming_crate(&self, name: &str) -> Vec<usize> {
        let mut lines = Vec::new();
        for (at, _) in self.code.match_indices(name) {
            let before = self.code[..at].trim_end_matches("::");
            let is_inner = before.len() < at && before.ends_with(|c: char| is_word(c));
            let rest = &self.code[at + name.len()..];
            let heads_a_path = rest.starts_with("::");
            let is_imported = rest.starts_with([';', ' ']) && before.ends_with("use ");
            if !is_word_before(&self.code, at) && !is_inner && (heads_a_path || is_imported) {
                lines.push(self.line_of(at));
            }
        }
        lines
    }

    fn line_of(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_word_before(code: &str, at: usize) -> bool {
    code[..at].ends_with(|c: char| is_word(c))
}

/// The paths, two words long, that a use tree opens: `a::{b, c::d}` gives `a::b` and `a::c`.
fn tree(text: &str) -> Vec<String> {
    let (word, rest) = word(text);
    if word.is_empty() {
        return branches(text).iter().flat_map(|part| tree(part)).collect();
    }
    let Some(rest) = rest.strip_prefix("::") else {
        return vec![word.to_owned()];
    };
    let (second, _) = self::word(rest);
    if !second.is_empty() {
        return vec![format!("{word}::{second}")];
    }
    let inner = branches(rest);
    if inner.is_empty() {
        return vec![word.to_owned()];
    }
    inner
        .iter()
        .map(|part| format!("{word}::{}", self::word(part).0))
        .collect()
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(|c| !is_word(c)).unwrap_or(text.len()))
}

/// The parts of a group in braces, none if it is not one.
fn branches(text: &str) -> Vec<&str> {
    let Some(text) = text.trim_start().strip_prefix('{') else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The text with comments, texts in quotes and everything from the module of tests on blanked out,
/// line by line, so that numbers of lines stay.
fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut is_test = false;
    let mut is_quoted = false;
    for line in text.lines() {
        is_test |= line.starts_with("#[cfg(test)]");
        let mut escaped = false;
        let mut previous = ' ';
        for c in line.chars() {
            if is_test {
                break;
            }
            if is_quoted {
                is_quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
                continue;
            }
            if c == '/' && previous == '/' {
                code.pop();
                break;
            }
            // The character `'"'` opens no text.
            is_quoted = c == '"' && previous != '\'';
            previous = c;
            if !is_quoted {
                code.push(c);
            }
        }
        code.push('\n');
    }
    code
}
