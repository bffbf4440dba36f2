//! How runs look: what stands at a run, over what its styles say (ECMA-376, 17.3.2).

use super::text::Look;
use super::xml::{Broken, Element, Step, Vocabulary, Xml};
use crate::exchange::old_fonts::{self, OldFont};

/// What is said of a run; nothing where it is left to the style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underline: Option<bool>,
    pub hidden: Option<bool>,
    highlight: Option<bool>,
    ground: Option<bool>,
    colour: Option<u32>,
    raised: Option<Raised>,
    font: Option<Font>,
    /// Id of a character style.
    pub style: Option<String>,
    /// The mark of a paragraph: deleted under tracked changes.
    pub deleted: bool,
}

/// What matters of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Font {
    Unicode,
    Old(OldFont),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raised {
    Up,
    Down,
    Level,
}

impl RunProperties {
    /// Reads `w:rPr`, which was just opened.
    pub fn read(xml: &mut Xml) -> Result<Self, Broken> {
        let mut said = Self::default();
        loop {
            match xml.step()? {
                Some(Step::Open(element)) => {
                    said.take(&element);
                    // `w:rPrChange` holds what was before a tracked change.
                    xml.skip()?;
                }
                Some(Step::Close) => return Ok(said),
                Some(Step::Text(_)) => {}
                None => return Err(Broken),
            }
        }
    }

    fn take(&mut self, element: &Element) {
        if element.of != Vocabulary::Word {
            return;
        }
        match element.name() {
            "b" => self.bold = Some(element.is_on()),
            "i" => self.italic = Some(element.is_on()),
            "u" => self.underline = Some(element.is_on() && element.val().is_some()),
            "vanish" => self.hidden = Some(element.is_on()),
            "highlight" => self.highlight = Some(element.is_on()),
            "shd" => {
                let fill = element.attribute("fill").unwrap_or_default();
                let none = matches!(fill.to_lowercase().as_str(), "" | "auto" | "ffffff");
                self.ground = Some(!none);
            }
            "color" => self.colour = Some(colour(&element.val().unwrap_or_default())),
            "vertAlign" => {
                self.raised = Some(match element.val().as_deref() {
                    Some("superscript") => Raised::Up,
                    Some("subscript") => Raised::Down,
                    _ => Raised::Level,
                });
            }
            "rFonts" => {
                let named = element.attribute("hAnsi");
                let named = named.or_else(|| element.attribute("ascii"));
                let theme = element.attribute("asciiTheme").is_some();
                if let Some(name) = named {
                    self.font = Some(old_fonts::of_font(&name).map_or(Font::Unicode, Font::Old));
                } else if theme {
                    self.font = Some(Font::Unicode);
                }
            }
            "rStyle" => self.style = element.val(),
            "del" | "moveFrom" => self.deleted = true,
            _ => {}
        }
    }

    /// What is said here, and where nothing is, what `base` says.
    pub fn over(&self, base: &Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            underline: self.underline.or(base.underline),
            hidden: self.hidden.or(base.hidden),
            highlight: self.highlight.or(base.highlight),
            ground: self.ground.or(base.ground),
            colour: self.colour.or(base.colour),
            raised: self.raised.or(base.raised),
            font: self.font.or(base.font),
            style: self.style.clone().or_else(|| base.style.clone()),
            deleted: self.deleted,
        }
    }

    /// What it looks like in the end.
    pub fn look(&self) -> Look {
        let on = |said: Option<bool>| said.unwrap_or(false);
        Look {
            bold: on(self.bold),
            italic: on(self.italic),
            underline: on(self.underline),
            superscript: self.raised == Some(Raised::Up),
            subscript: self.raised == Some(Raised::Down),
            highlight: on(self.highlight) || on(self.ground),
            colour: self.colour.unwrap_or(0),
            object: None,
        }
    }

    /// The code of its font, if that is one from before Unicode.
    pub fn old_font(&self) -> Option<OldFont> {
        match self.font {
            Some(Font::Old(font)) => Some(font),
            Some(Font::Unicode) | None => None,
        }
    }
}

/// `0xRRGGBB`; nearly black is black, which people don't tell apart.
fn colour(text: &str) -> u32 {
    let Ok(colour) = u32::from_str_radix(text, 16) else {
        return 0;
    };
    let [_, red, green, blue] = colour.to_be_bytes();
    if red.max(green).max(blue) < 0x48 {
        return 0;
    }
    colour & 0xFF_FFFF
}
