//! From the text of a file to its items.

use super::answers;
use super::ast::{Body, Fault, Item, Question, Rich, TextFormat};
use super::escape::{find, find_mark, meant, rich};

/// Before the path of a category.
const CATEGORY: &str = "$CATEGORY:";

/// Where the answers stand in the middle of the text.
const GAP: &str = "_____";

/// Whether a text without a telling name is GIFT: answers in braces, as only GIFT writes them.
pub(super) fn looks_like_it(text: &str) -> bool {
    if text
        .lines()
        .any(|line| line.trim_start().starts_with(CATEGORY))
    {
        return true;
    }
    let mut rest = text;
    while let Some(open) = find(rest, &['{']) {
        let inner = rest[open + 1..].trim_start();
        // Up to the next brace of either kind, so that many open ones cost one walk.
        let end = find(inner, &['{', '}']).unwrap_or(inner.len());
        let body = inner.get(..end).unwrap_or("").trim_end();
        let truth = ["T", "F", "TRUE", "FALSE"].contains(&body);
        let number = body.strip_prefix('#').is_some_and(|n| {
            n.trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '-'))
        });
        // A lone `=` inside of a text may be the braces of a missing word.
        let before = rest[..open].trim_end();
        if !before.ends_with('\\') && (truth || number || body.starts_with(['=', '~'])) {
            return true;
        }
        rest = &rest[open + 1..];
    }
    false
}

/// All items, in the order of the file.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut blocks = Blocks {
        text,
        at: 0,
        line: 1,
        brace: 0,
    };
    while let Some(block) = blocks.next_block() {
        item(&block, &mut items);
    }
    items
}

/// Lines without an empty one between them; an empty line inside of braces does not count.
struct Block<'a> {
    line: usize,
    source: &'a str,
}

struct Blocks<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Where the next brace was found last; the end of the text if there is none.
    brace: usize,
}

impl<'a> Blocks<'a> {
    /// The line at the place reached, without its end.
    fn line_at(&self, at: usize) -> Option<&'a str> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        Some(rest.split('\n').next().unwrap_or(rest))
    }

    /// Whether the next brace from the place reached on is one that closes.
    fn next_brace_closes(&mut self) -> bool {
        if self.brace < self.at || self.brace == 0 {
            let rest = self.text.get(self.at..).unwrap_or("");
            self.brace = self.at + find(rest, &['{', '}']).unwrap_or(rest.len());
        }
        self.text
            .get(self.brace..)
            .is_some_and(|rest| rest.starts_with('}'))
    }

    fn next_block(&mut self) -> Option<Block<'a>> {
        while self.line_at(self.at)?.trim().is_empty() {
            self.at += self.line_at(self.at)?.len() + 1;
            self.line += 1;
        }
        let (from, first) = (self.at, self.line);
        let mut open = false;
        while let Some(line) = self.line_at(self.at) {
            let blank = line.trim().is_empty();
            // A brace that the next brace closes is open across empty lines; one that another
            // opens after was forgotten.
            if blank && !(open && self.next_brace_closes()) {
                break;
            }
            let comment = line.trim_start().starts_with("//");
            if !comment {
                open = after(line, open);
            }
            self.at += line.len() + 1;
            self.line += 1;
            // A category is complete on its line.
            if line.trim_start().starts_with(CATEGORY) {
                break;
            }
        }
        let source = self
            .text
            .get(from..self.at.min(self.text.len()))?
            .trim_end();
        Some(Block {
            line: first,
            source,
        })
    }
}

/// Whether a brace is open after a line.
fn after(line: &str, mut open: bool) -> bool {
    let mut rest = line;
    while let Some(at) = find(rest, &['{', '}']) {
        open = rest[at..].starts_with('{');
        rest = &rest[at + 1..];
    }
    open
}

/// What comments above a question say of it.
#[derive(Default)]
struct Notes {
    id: Option<String>,
    tags: Vec<String>,
}

impl Notes {
    fn read(&mut self, comment: &str) {
        let mut rest = comment;
        while let Some(open) = rest.find('[') {
            rest = &rest[open + 1..];
            let end = find(rest, &[']']).unwrap_or(rest.len());
            let note = rest[..end].replace("\\]", "]");
            match note.split_once(':') {
                Some(("id", id)) if !id.trim().is_empty() => self.id = Some(id.trim().to_owned()),
                Some(("tag", tag)) if !tag.trim().is_empty() => {
                    self.tags.push(tag.trim().to_owned());
                }
                _ => {}
            }
            rest = &rest[end..];
        }
    }
}

fn item<'a>(block: &Block<'a>, items: &mut Vec<Item<'a>>) {
    let mut notes = Notes::default();
    let mut text = String::new();
    let mut line = block.line;
    for (number, row) in (block.line..).zip(block.source.split('\n')) {
        if let Some(comment) = row.trim_start().strip_prefix("//") {
            notes.read(comment);
        } else if let Some(path) = row.trim_start().strip_prefix(CATEGORY) {
            items.push(Item::Category(meant(path.trim())));
        } else {
            if text.trim().is_empty() {
                line = number;
            }
            text.push_str(row);
            text.push('\n');
        }
    }
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    items.push(match question(text, notes) {
        Ok(question) => Item::Question(Box::new(Question {
            line,
            source: block.source,
            ..question
        })),
        Err(detail) => Item::Fault(Fault {
            line,
            source: block.source,
            detail,
        }),
    });
}

fn question(text: &str, notes: Notes) -> Result<Question<'static>, &'static str> {
    let (title, text) = title(text);
    let open = find(text, &['{', '}']);
    let (before, inner, after) = match open {
        None => (text, None, ""),
        Some(at) if text[at..].starts_with('}') => return Err("Dấu } không có dấu { đứng trước."),
        Some(at) => {
            let rest = &text[at + 1..];
            let close = find(rest, &['{', '}']).filter(|at| rest[*at..].starts_with('}'));
            let close = close.ok_or("Dấu { không được đóng bằng dấu }.")?;
            (&text[..at], Some(&rest[..close]), &rest[close + 1..])
        }
    };
    if find(after, &['{', '}']).is_some() {
        return Err("Một câu hỏi chỉ có một cặp dấu { }; các câu hỏi ngăn cách bằng dòng trống.");
    }
    let head = rich(before, TextFormat::Moodle);
    let tail = rich(after, head.format);
    let embedded = !tail.text.is_empty();
    let stem = if embedded {
        let parts = [head.text.as_str(), GAP, tail.text.as_str()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Rich {
            format: head.format,
            text: parts.join(" "),
        }
    } else {
        head
    };
    let (body, feedback) = match inner {
        None => (Body::Description, None),
        Some(inner) => {
            let (inner, feedback) = match find_mark(inner, "####") {
                Some(at) => (&inner[..at], Some(rich(&inner[at + 4..], stem.format))),
                None => (inner, None),
            };
            let feedback = feedback.filter(|feedback| !feedback.text.is_empty());
            (answers::body(inner.trim(), stem.format)?, feedback)
        }
    };
    Ok(Question {
        line: 0,
        source: "",
        id: notes.id,
        tags: notes.tags,
        title,
        stem,
        embedded,
        body,
        feedback,
    })
}

/// `::title::` before a text, and the text.
fn title(text: &str) -> (Option<String>, &str) {
    let Some(rest) = text.strip_prefix("::") else {
        return (None, text);
    };
    let Some(end) = find_mark(rest, "::") else {
        return (None, text);
    };
    let title = rich(&rest[..end], TextFormat::Moodle).text;
    let title = Some(title).filter(|title| !title.is_empty());
    (title, rest[end + 2..].trim_start())
}
