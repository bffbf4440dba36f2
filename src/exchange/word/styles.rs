//! `word/styles.xml`: what paragraphs and runs take from their styles.

use super::properties::RunProperties;
use super::xml::{Broken, Step, Vocabulary, Xml};
use std::collections::HashMap;

/// How many styles may stand under one another.
const MAX_CHAIN: usize = 20;

/// What a paragraph is in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Heading {
    #[default]
    None,
    /// The title of the document.
    Title,
    /// 1 = the highest.
    Level(u8),
}

/// The number that Word draws before a paragraph: list and level from 0.
pub(super) type ListPlace = (String, u8);

#[derive(Debug, Default)]
struct Style {
    base: Option<String>,
    run: RunProperties,
    heading: Option<Heading>,
    list: Option<String>,
    level: Option<u8>,
}

/// What a paragraph takes from its style.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphStyle {
    pub run: RunProperties,
    pub heading: Heading,
    pub list: Option<ListPlace>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: RunProperties,
    by_id: HashMap<String, Style>,
    /// Style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    /// Reads the part.
    pub fn read(part: &str) -> Result<Self, Broken> {
        let mut xml = Xml::new(part);
        let mut styles = Self::default();
        while let Some(step) = xml.step()? {
            let Step::Open(element) = step else { continue };
            match (element.of, element.name()) {
                (Vocabulary::Word, "rPrDefault") => styles.read_defaults(&mut xml)?,
                (Vocabulary::Word, "style") => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let usual = element
                        .attribute("default")
                        .is_some_and(|on| matches!(on.as_str(), "1" | "true" | "on"));
                    if usual && element.attribute("type").as_deref() == Some("paragraph") {
                        styles.usual = Some(id.clone());
                    }
                    let style = style(&mut xml)?;
                    styles.by_id.insert(id, style);
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    fn read_defaults(&mut self, xml: &mut Xml) -> Result<(), Broken> {
        loop {
            match xml.step()? {
                Some(Step::Open(element)) if element.name() == "rPr" => {
                    self.defaults = RunProperties::read(xml)?;
                }
                Some(Step::Open(_)) => xml.skip()?,
                Some(Step::Close) => return Ok(()),
                Some(Step::Text(_)) => {}
                None => return Err(Broken),
            }
        }
    }

    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = id.and_then(|id| self.by_id.get(id));
        let next = |style: &&Style| style.base.as_deref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(MAX_CHAIN)
    }

    /// What a paragraph of that style takes from it.
    pub fn paragraph(&self, id: Option<&str>) -> ParagraphStyle {
        let known = id.filter(|id| self.by_id.contains_key(*id));
        let id = known.or(self.usual.as_deref());
        let mut made = ParagraphStyle::default();
        let (mut heading, mut list, mut level) = (None, None, None);
        for style in self.chain(id) {
            made.run = made.run.over(&style.run);
            heading = heading.or(style.heading);
            list = list.or_else(|| style.list.clone());
            level = level.or(style.level);
        }
        made.run = made.run.over(&self.defaults);
        made.heading = heading.unwrap_or_default();
        made.list = list.map(|list| (list, level.unwrap_or(0)));
        made
    }

    /// How a run looks: its own word, over its character style, over its paragraph.
    pub fn run(&self, own: &RunProperties, paragraph: &RunProperties) -> RunProperties {
        let mut run = own.clone();
        for style in self.chain(own.style.as_deref()) {
            run = run.over(&style.run);
        }
        run.over(paragraph)
    }
}

/// Reads `w:style`, which was just opened.
fn style(xml: &mut Xml) -> Result<Style, Broken> {
    let mut style = Style::default();
    // Elements that are open below the style.
    let mut depth = 0;
    loop {
        match xml.step()? {
            Some(Step::Open(element)) => {
                match element.name() {
                    "rPr" if depth == 0 => {
                        style.run = RunProperties::read(xml)?;
                        continue;
                    }
                    "pPr" | "numPr" => {
                        depth += 1;
                        continue;
                    }
                    "basedOn" => style.base = element.val(),
                    "name" => {
                        let name = element.val().unwrap_or_default();
                        style.heading = style.heading.or(heading_name(&name));
                    }
                    "outlineLvl" => {
                        style.heading = style.heading.or(outline(element.val().as_deref()));
                    }
                    "numId" => style.list = element.val(),
                    "ilvl" => style.level = level(element.val().as_deref()),
                    _ => {}
                }
                xml.skip()?;
            }
            Some(Step::Close) if depth == 0 => return Ok(style),
            Some(Step::Close) => depth -= 1,
            Some(Step::Text(_)) => {}
            None => return Err(Broken),
        }
    }
}

/// Word keeps the English names of its own styles in every language.
fn heading_name(name: &str) -> Option<Heading> {
    let low = name.to_lowercase();
    if low == "title" {
        return Some(Heading::Title);
    }
    let number = low.strip_prefix("heading ")?.parse().ok()?;
    (1..=9).contains(&number).then_some(Heading::Level(number))
}

/// `w:outlineLvl`: 0 is the highest, 9 is text.
pub(super) fn outline(val: Option<&str>) -> Option<Heading> {
    let number: u8 = val?.parse().ok()?;
    Some(if number < 9 {
        Heading::Level(number + 1)
    } else {
        Heading::None
    })
}

/// `w:ilvl`: 0 to 8.
pub(super) fn level(val: Option<&str>) -> Option<u8> {
    val?.parse().ok().filter(|level| *level < 9)
}
