//! From a bank to Moodle XML, with pictures beside the texts that show them.

use crate::domain::{Key, Medium, QuestionKind, QuestionVersion};
use crate::exchange::html::to_plain;
use crate::exchange::lms::lost::Losses;
use crate::exchange::lms::out::{file_name, shares, with_pictures};
use crate::exchange::lms::{category, tag, wildcard};
use crate::exchange::question_file::{Book, Written};
use crate::exchange::xml::escaped;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;

/// Longest name of a question, in characters: names are for lists.
const MAX_NAME: usize = 80;

pub(super) fn write(book: &Book) -> Written {
    let mut writer = Writer {
        book,
        losses: Losses::new(),
        xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned(),
    };
    writer.losses.bank(book.bank);
    let mut topic: Option<&str> = None;
    for (nth, question) in (1..).zip(book.questions) {
        writer.losses.of(nth, question);
        if question.topic.as_deref() != topic {
            topic = question.topic.as_deref();
            let path = escaped(&category::path(topic));
            writer.line(&format!(
                "<question type=\"category\"><category><text>{path}</text></category></question>"
            ));
        }
        writer.question(question);
    }
    writer.line("</quiz>");
    Written {
        bytes: writer.xml.into_bytes(),
        lost: writer.losses.found,
    }
}

struct Writer<'a> {
    book: &'a Book<'a>,
    losses: Losses,
    xml: String,
}

impl Writer<'_> {
    fn line(&mut self, xml: &str) {
        self.xml.push_str(xml);
        self.xml.push('\n');
    }

    /// The content of an element that holds a text of the bank: `<text>` and the files that it shows.
    fn text(&mut self, html: &str) -> String {
        let mut shown: Vec<Medium> = Vec::new();
        let html = with_pictures(html, self.book.media, &mut self.losses, |medium, alt| {
            let name = file_name(medium);
            if !shown.iter().any(|known| known.digest == medium.digest) {
                shown.push(medium.clone());
            }
            let (width, height) = (medium.width, medium.height);
            format!(
                "<img src=\"@@PLUGINFILE@@/{name}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">"
            )
        });
        let mut content = format!("<text>{}</text>", escaped(&html));
        for medium in shown {
            let (name, bytes) = (file_name(&medium), STANDARD.encode(&medium.bytes));
            let _ = write!(
                content,
                "<file name=\"{name}\" path=\"/\" encoding=\"base64\">{bytes}</file>"
            );
        }
        content
    }

    fn question(&mut self, question: &QuestionVersion) {
        self.losses.laws(question);
        self.losses.pinned(question);
        let content = &question.content;
        let kind = match content.kind {
            QuestionKind::Single | QuestionKind::Multiple => "multichoice",
            QuestionKind::Number => "numerical",
            QuestionKind::Text => "shortanswer",
        };
        self.line(&format!("<question type=\"{kind}\">"));
        let name = name(question);
        self.line(&format!("<name><text>{}</text></name>", escaped(&name)));
        let stem = self.text(&content.stem);
        self.line(&format!(
            "<questiontext format=\"html\">{stem}</questiontext>"
        ));
        let explanation = self.text(question.explanation.as_deref().unwrap_or(""));
        self.line(&format!(
            "<generalfeedback format=\"html\">{explanation}</generalfeedback>"
        ));
        self.line("<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden>");
        let code = question.code.as_deref().unwrap_or("");
        self.line(&format!("<idnumber>{}</idnumber>", escaped(code)));
        match &question.key {
            Key::Options(right) => self.options(question, right),
            Key::Number { value, tolerance } => self.line(&format!(
                "<answer fraction=\"100\" format=\"moodle_auto_format\"><text>{value}</text><tolerance>{tolerance}</tolerance></answer>"
            )),
            Key::Text(forms) => {
                self.line("<usecase>0</usecase>");
                for form in forms {
                    self.line(&format!(
                        "<answer fraction=\"100\" format=\"moodle_auto_format\"><text>{}</text></answer>",
                        escaped(&wildcard::escaped(form))
                    ));
                }
            }
        }
        if let Some(tag) = tag::of_level(content.level) {
            self.line(&format!("<tags><tag><text>{tag}</text></tag></tags>"));
        }
        self.line("</question>");
    }

    fn options(&mut self, question: &QuestionVersion, right: &[String]) {
        let single = question.content.kind == QuestionKind::Single;
        self.line(&format!(
            "<single>{single}</single><shuffleanswers>true</shuffleanswers><answernumbering>ABCD</answernumbering>"
        ));
        let shares = shares(&question.content, right);
        for (option, share) in question.content.options.iter().zip(shares) {
            let share = match (single, right.contains(&option.id)) {
                (true, true) => "100",
                (true, false) => "0",
                (false, _) => &share,
            };
            let text = self.text(&option.text);
            self.line(&format!(
                "<answer fraction=\"{share}\" format=\"html\">{text}</answer>"
            ));
        }
    }
}

/// A name for lists: the code and the beginning of the text.
fn name(question: &QuestionVersion) -> String {
    let text = to_plain(&question.content.stem).replace('\n', " ");
    let code = question
        .code
        .as_ref()
        .map_or_else(String::new, |code| format!("{code}. "));
    let name: String = format!("{code}{text}").chars().take(MAX_NAME).collect();
    if name.trim().is_empty() {
        return "Câu hỏi".to_owned();
    }
    name
}
