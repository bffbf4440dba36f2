//! One question as an item.

use super::version::Version;
use super::{Item, PICTURES};
use crate::domain::{Key, QuestionKind, QuestionVersion};
use crate::exchange::finding::column_letters;
use crate::exchange::html::to_plain;
use crate::exchange::lms::lost::Losses;
use crate::exchange::lms::out::{as_xml, file_name, with_pictures};
use crate::exchange::question_file::Book;
use crate::exchange::xml::escaped;

const RESPONSE: &str = "RESPONSE";
/// The outcome that lets the explanation be shown.
const FEEDBACK: &str = "FEEDBACK";
const EXPLANATION: &str = "EXPLANATION";

/// Longest title, in characters: titles are for lists.
const MAX_TITLE: usize = 80;

pub(super) fn item(
    nth: usize,
    question: &QuestionVersion,
    book: &Book,
    version: Version,
    losses: &mut Losses,
) -> Item {
    let mut writer = Writer {
        version,
        book,
        losses,
        pictures: Vec::new(),
    };
    let name = format!("q{nth:05}");
    let xml = writer.whole(&name, question);
    Item {
        name,
        xml,
        pictures: writer.pictures,
    }
}

struct Writer<'a> {
    version: Version,
    book: &'a Book<'a>,
    losses: &'a mut Losses,
    pictures: Vec<String>,
}

impl Writer<'_> {
    /// A stored text as content of an item.
    fn html(&mut self, html: &str) -> String {
        let pictures = &mut self.pictures;
        let html = with_pictures(html, self.book.media, self.losses, |medium, alt| {
            let name = format!("{PICTURES}/{}", file_name(medium));
            let (width, height) = (medium.width, medium.height);
            let tag = format!(
                "<img src=\"../{name}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">"
            );
            if !pictures.contains(&name) {
                pictures.push(name);
            }
            tag
        });
        // Neither version knows `u`.
        let html = html
            .replace("<u>", "<span class=\"qti-underline\">")
            .replace("</u>", "</span>");
        as_xml(&html)
    }

    fn whole(&mut self, name: &str, question: &QuestionVersion) -> String {
        let v = self.version;
        let (namespace, schema) = v.namespace();
        let location = format!("{namespace} {schema}");
        let title = title(question);
        let mut attributes = vec![
            ("xmlns", namespace),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", &location),
            ("identifier", name),
            ("title", &title),
        ];
        attributes.extend(question.code.as_deref().map(|code| ("label", code)));
        attributes.extend([
            ("xml:lang", "vi"),
            ("adaptive", "false"),
            ("timeDependent", "false"),
        ]);
        // The prefix of the schema's place is no name of QTI.
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
            v.open("assessmentItem", &attributes)
                .replace(" xsi:schema-location=", " xsi:schemaLocation=")
        );
        let body = self.body(question);
        let explanation = question.explanation.as_deref().map(|html| self.html(html));
        let mut parts = vec![declaration(v, question), score(v)];
        if explanation.is_some() {
            parts.push(v.element(
                "outcomeDeclaration",
                &[
                    ("identifier", FEEDBACK),
                    ("cardinality", "single"),
                    ("baseType", "identifier"),
                ],
                "",
            ));
        }
        parts.push(v.element("itemBody", &[], &body));
        parts.push(processing(v, question, explanation.is_some()));
        if let Some(html) = explanation {
            let shown = [
                ("outcomeIdentifier", FEEDBACK),
                ("identifier", EXPLANATION),
                ("showHide", "show"),
            ];
            let content = format!("<div>{html}</div>");
            let content = match v {
                Version::Two => content,
                Version::Three => v.element("contentBody", &[], &content),
            };
            parts.push(v.element("modalFeedback", &shown, &content));
        }
        xml.push_str(&parts.join("\n"));
        xml.push('\n');
        xml.push_str(&v.close("assessmentItem"));
        xml.push('\n');
        xml
    }

    fn body(&mut self, question: &QuestionVersion) -> String {
        let v = self.version;
        let stem = format!("<div>{}</div>", self.html(&question.content.stem));
        let entry = match question.content.kind {
            QuestionKind::Single => self.choices(question, "1"),
            QuestionKind::Multiple => self.choices(question, "0"),
            QuestionKind::Number | QuestionKind::Text => {
                let entry = v.element(
                    "textEntryInteraction",
                    &[("responseIdentifier", RESPONSE)],
                    "",
                );
                format!("<p>{entry}</p>")
            }
        };
        format!("\n{stem}\n{entry}\n")
    }

    fn choices(&mut self, question: &QuestionVersion, most: &str) -> String {
        let v = self.version;
        let mut content = "\n".to_owned();
        for (place, option) in question.content.options.iter().enumerate() {
            let letter = column_letters(place);
            let mut attributes = vec![("identifier", letter.as_str())];
            if option.pinned {
                attributes.push(("fixed", "true"));
            }
            let text = self.html(&option.text);
            content.push_str(&v.element("simpleChoice", &attributes, &text));
            content.push('\n');
        }
        let attributes = [
            ("responseIdentifier", RESPONSE),
            ("shuffle", "true"),
            ("maxChoices", most),
        ];
        v.element("choiceInteraction", &attributes, &content)
    }
}

/// The beginning of the text.
fn title(question: &QuestionVersion) -> String {
    let text = to_plain(&question.content.stem).replace('\n', " ");
    let title: String = text.chars().take(MAX_TITLE).collect();
    let title = title.trim();
    if title.is_empty() {
        "Câu hỏi".to_owned()
    } else {
        title.to_owned()
    }
}

/// What is right.
fn declaration(v: Version, question: &QuestionVersion) -> String {
    let value = |text: &str| v.element("value", &[], &escaped(text));
    let (cardinality, base_type, right, mapping) = match &question.key {
        Key::Options(ids) => {
            let options = question.content.options.iter().enumerate();
            let right = options.filter(|(_, option)| ids.contains(&option.id));
            let right: String = right
                .map(|(place, _)| value(&column_letters(place)))
                .collect();
            let several = question.content.kind == QuestionKind::Multiple;
            (
                if several { "multiple" } else { "single" },
                "identifier",
                right,
                String::new(),
            )
        }
        Key::Number { value: number, .. } => (
            "single",
            "integer",
            value(&number.to_string()),
            String::new(),
        ),
        Key::Text(forms) => {
            let entries = forms.iter().map(|form| {
                let attributes = [
                    ("mapKey", form.as_str()),
                    ("mappedValue", "1"),
                    ("caseSensitive", "false"),
                ];
                v.element("mapEntry", &attributes, "")
            });
            let entries: String = entries.collect();
            let mapping = v.element("mapping", &[("defaultValue", "0")], &entries);
            (
                "single",
                "string",
                forms.first().map_or_else(String::new, |form| value(form)),
                mapping,
            )
        }
    };
    let correct = v.element("correctResponse", &[], &right);
    let attributes = [
        ("identifier", RESPONSE),
        ("cardinality", cardinality),
        ("baseType", base_type),
    ];
    v.element("responseDeclaration", &attributes, &(correct + &mapping))
}

fn score(v: Version) -> String {
    let zero = v.element("value", &[], "0");
    let attributes = [
        ("identifier", "SCORE"),
        ("cardinality", "single"),
        ("baseType", "float"),
    ];
    v.element(
        "outcomeDeclaration",
        &attributes,
        &v.element("defaultValue", &[], &zero),
    )
}

/// How an answer is compared with what is right: one point or none.
fn processing(v: Version, question: &QuestionVersion, explained: bool) -> String {
    let mapped = matches!(question.key, Key::Text(_));
    let template = if mapped {
        "map_response"
    } else {
        "match_correct"
    };
    if !explained && !matches!(question.key, Key::Number { .. }) {
        return v.element(
            "responseProcessing",
            &[("template", &v.template(template))],
            "",
        );
    }
    let variable = v.element("variable", &[("identifier", RESPONSE)], "");
    let correct = v.element("correct", &[("identifier", RESPONSE)], "");
    let scored = |value: &str| v.element("setOutcomeValue", &[("identifier", "SCORE")], value);
    let mut rules = match &question.key {
        Key::Text(_) => scored(&v.element("mapResponse", &[("identifier", RESPONSE)], "")),
        key => {
            let both = variable + &correct;
            let test = match key {
                Key::Number { tolerance, .. } => {
                    let width = format!("{tolerance} {tolerance}");
                    let near = [("toleranceMode", "absolute"), ("tolerance", width.as_str())];
                    v.element("equal", &near, &both)
                }
                _ => v.element("match", &[], &both),
            };
            let one = scored(&v.element("baseValue", &[("baseType", "float")], "1"));
            let then = v.element("responseIf", &[], &(test + &one));
            v.element("responseCondition", &[], &then)
        }
    };
    if explained {
        let shown = v.element("baseValue", &[("baseType", "identifier")], EXPLANATION);
        rules += &v.element("setOutcomeValue", &[("identifier", FEEDBACK)], &shown);
    }
    v.element("responseProcessing", &[], &rules)
}
