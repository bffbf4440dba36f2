//! A paragraph while it is read.

use super::body::Paragraph;
use super::numbering::Numbering;
use super::properties::RunProperties;
use super::styles::{Heading, ParagraphStyle, Styles};
use super::text::{Look, Styled};
use crate::exchange::old_fonts::OldFont;

/// Text of one look and one font.
pub(super) struct Stretch {
    text: String,
    look: Look,
    font: Option<OldFont>,
}

/// A paragraph that is open.
#[derive(Default)]
pub(super) struct Open {
    /// Its number in the document, from 1.
    number: u32,
    /// Its style.
    pub style_id: Option<String>,
    /// Its list, over that of its style; "0" = none.
    pub list: Option<String>,
    /// Level in the list, from 0.
    pub level: Option<u8>,
    /// What it says of its place in the outline.
    pub heading: Option<Heading>,
    /// Look of its mark, and so of the number that is drawn before it.
    pub mark: RunProperties,
    /// Paragraphs of text boxes that hang on it.
    pub hanging: Vec<Paragraph>,
    made: Option<ParagraphStyle>,
    stretches: Vec<Stretch>,
}

impl Open {
    /// The paragraph of that number.
    pub fn new(number: u32) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// What it takes from its style; its properties stand before its first run.
    pub fn style(&mut self, styles: &Styles) -> &ParagraphStyle {
        let id = self.style_id.as_deref();
        self.made.get_or_insert_with(|| styles.paragraph(id))
    }

    /// Adds text.
    pub fn write(&mut self, text: &str, look: Look, font: Option<OldFont>) {
        match self.stretches.last_mut() {
            Some(last) if last.look == look && last.font == font && look.object.is_none() => {
                last.text.push_str(text);
            }
            Some(last) if font.is_some() && last.font == font => {
                // A letter in one run and the sign of its marks in the next.
                let joins = |c: char| font.is_some_and(|font| font.joins(c));
                let rest = text.trim_start_matches(joins);
                last.text.push_str(&text[..text.len() - rest.len()]);
                self.start(rest, look, font);
            }
            _ => self.start(text, look, font),
        }
    }

    fn start(&mut self, text: &str, look: Look, font: Option<OldFont>) {
        if !text.is_empty() {
            let text = text.to_owned();
            self.stretches.push(Stretch { text, look, font });
        }
    }

    /// Puts the text of a paragraph before it whose mark was deleted.
    pub fn carry(&mut self, mut before: Vec<Stretch>) {
        before.append(&mut self.stretches);
        self.stretches = before;
    }

    /// Its text, for the next paragraph.
    pub fn into_stretches(self) -> Vec<Stretch> {
        self.stretches
    }

    /// The paragraph as people see it, and what hangs on it.
    pub fn close(
        mut self,
        styles: &Styles,
        numbering: &mut Numbering,
    ) -> (Paragraph, Vec<Paragraph>) {
        let style = self.style(styles).clone();
        let mut text = Styled::default();
        let level = style.list.as_ref().map(|(_, level)| *level);
        let list = self.list.or(style.list.map(|(list, _)| list));
        let is_empty = self.stretches.iter().all(|s| s.text.trim().is_empty());
        // Word counts empty paragraphs too, but people do not see a question there.
        let list = list.filter(|list| list != "0");
        if let Some(list) = list
            && let Some((drawn, after)) = numbering.next(&list, self.level.or(level).unwrap_or(0))
            && !is_empty
        {
            let mark = styles.run(&self.mark, &style.run);
            text.push(&drawn, mark.look());
            text.push(after, mark.look());
        }
        let drawn = text.text().len();
        for stretch in &self.stretches {
            let read = match stretch.font {
                Some(font) => font.converted(&stretch.text),
                None => stretch.text.clone(),
            };
            // Line ends of the XML are white space; a stray object sign would pass for a picture.
            let read = if stretch.look.object.is_some() {
                read
            } else {
                read.replace(super::text::OBJECT, "")
            };
            text.push(&read, stretch.look);
        }
        let paragraph = Paragraph {
            number: self.number,
            text,
            drawn,
            heading: self.heading.unwrap_or(style.heading),
        };
        (paragraph, self.hanging)
    }
}
