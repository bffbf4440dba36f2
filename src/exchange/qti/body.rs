//! Content of QTI items as HTML of the bank, and the interactions that stand in it.

use crate::exchange::finding::Finding;
use crate::exchange::lms::taking::Taking;
use crate::exchange::xml::{Element, Node, escaped};
use std::fmt::Write;

/// Where a text entry stands in a sentence.
const GAP: &str = "_____";

/// Elements that are taken as they are, without attributes.
const KEPT: [&str; 18] = [
    "p", "br", "b", "strong", "i", "em", "u", "sub", "sup", "ul", "ol", "li", "table", "thead",
    "tbody", "tr", "th", "td",
];

/// Elements that set their content apart.
const BLOCKS: [&str; 14] = [
    "div",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "address",
    "dl",
    "dt",
    "dd",
    "figure",
];

/// Content while it is walked over.
pub(super) struct Body<'e, 'a> {
    /// What was written so far.
    pub html: String,
    /// The interactions that were met.
    pub interactions: Vec<&'e Element<'a>>,
    /// Feedback stood in it.
    pub feedback: bool,
}

impl<'e, 'a> Body<'e, 'a> {
    /// The content of an element.
    ///
    /// # Errors
    /// What people would miss: formulas, sound, values that a template fills in.
    pub fn of(taking: &mut Taking, element: &'e Element<'a>) -> Result<Self, Finding> {
        let mut body = Self {
            html: String::new(),
            interactions: Vec::new(),
            feedback: false,
        };
        body.nodes(taking, element)?;
        let ended = body.html.trim_end();
        let without = ended.strip_suffix("</p>").unwrap_or(ended).trim_end();
        // A text entry below the text is a place to write, not a gap in a sentence.
        if let Some(text) = without.strip_suffix(GAP) {
            let text = text.trim_end().to_owned();
            let closed = ended.ends_with("</p>") && !text.ends_with("<p>");
            body.html = if closed {
                text + "</p>"
            } else {
                text.trim_end_matches("<p>").to_owned()
            };
        }
        Ok(body)
    }

    fn nodes(&mut self, taking: &mut Taking, element: &'e Element<'a>) -> Result<(), Finding> {
        for node in &element.children {
            match node {
                Node::Text(text) => self.html.push_str(&escaped_text(text)),
                Node::Element(inner) => self.element(taking, inner)?,
            }
        }
        Ok(())
    }

    fn within(
        &mut self,
        taking: &mut Taking,
        element: &'e Element<'a>,
        tag: &str,
    ) -> Result<(), Finding> {
        let _ = write!(self.html, "<{tag}>");
        self.nodes(taking, element)?;
        let _ = write!(self.html, "</{tag}>");
        Ok(())
    }

    fn element(&mut self, taking: &mut Taking, element: &'e Element<'a>) -> Result<(), Finding> {
        let name = element.name.as_ref();
        match name {
            "br" => self.html.push_str("<br>"),
            "img" => self.picture(
                element.attribute("src"),
                element.attribute("alt").unwrap_or(""),
            ),
            "object" => {
                let kind = element.attribute("type").unwrap_or("");
                if !kind.starts_with("image/") {
                    return Err(medium(taking));
                }
                self.picture(element.attribute("data"), element.text().trim());
            }
            "math" => {
                let detail = "Câu hỏi có công thức MathML, ngân hàng chưa giữ. Hãy thay bằng hình.";
                return Err(taking.refuse("import.math_not_held", detail));
            }
            "audio" | "video" | "embed" | "iframe" | "picture" | "svg" => {
                return Err(medium(taking));
            }
            "printedVariable" | "templateInline" | "templateBlock" => {
                return Err(crate::exchange::lms::kind_not_held(
                    taking.at(),
                    "có tham số ngẫu nhiên",
                ));
            }
            "include" => {
                let detail = "Câu hỏi lấy nội dung từ một tệp khác (XInclude), không được phép.";
                return Err(taking.refuse("import.external_reference", detail));
            }
            "script" | "style" | "stylesheet" => {
                taking.warn(
                    "import.stripped",
                    "Đã bỏ mã lệnh hoặc kiểu dáng trong nội dung.",
                );
            }
            "feedbackInline" | "feedbackBlock" => {
                self.feedback |= !element.text().trim().is_empty();
            }
            "rubricBlock" => {
                taking.warn(
                    "import.rubric_not_kept",
                    "Không giữ hướng dẫn (rubricBlock).",
                );
            }
            "choiceInteraction" => {
                self.interactions.push(element);
                if let Some(prompt) = element.child("prompt") {
                    self.within(taking, prompt, "p")?;
                }
            }
            "textEntryInteraction" => {
                self.interactions.push(element);
                self.html.push_str(GAP);
            }
            _ if name.ends_with("Interaction") => self.interactions.push(element),
            "span"
                if element
                    .attribute("class")
                    .is_some_and(|c| c.contains("qti-underline")) =>
            {
                self.within(taking, element, "u")?;
            }
            _ if KEPT.contains(&name) => self.within(taking, element, name)?,
            _ if BLOCKS.contains(&name) && !holds_blocks(element) => {
                self.within(taking, element, "p")?;
            }
            _ => self.nodes(taking, element)?,
        }
        Ok(())
    }

    fn picture(&mut self, address: Option<&str>, alt: &str) {
        let (address, alt) = (escaped(address.unwrap_or("")), escaped(alt));
        let _ = write!(self.html, "<img src=\"{address}\" alt=\"{alt}\">");
    }
}

fn medium(taking: &Taking) -> Finding {
    let detail = "Câu hỏi có âm thanh, phim hoặc đối tượng khác hình ảnh, ngân hàng chưa giữ.";
    taking.refuse("import.medium_not_held", detail)
}

/// Whether an element stands around paragraphs, lists or tables, or around what a person answers.
fn holds_blocks(element: &Element) -> bool {
    element.elements().any(|inner| {
        let name = inner.name.as_ref();
        let block = matches!(name, "p" | "ul" | "ol" | "table") || BLOCKS.contains(&name);
        block || name == "choiceInteraction" || holds_blocks(inner)
    })
}

/// Text of XML as text of HTML; a line break with the white space around it is one blank.
fn escaped_text(text: &str) -> String {
    let blank = |c: char| c.is_ascii_whitespace();
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or("");
    let Some(last) = lines.next_back() else {
        return escaped(first);
    };
    let middle = lines
        .map(|line| line.trim_matches(blank))
        .filter(|line| !line.is_empty());
    let mut all = vec![first.trim_end_matches(blank)];
    all.extend(middle);
    all.push(last.trim_start_matches(blank));
    escaped(&all.join(" "))
}
