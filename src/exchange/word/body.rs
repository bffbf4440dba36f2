//! `word/document.xml`: from XML to paragraphs and tables, as Word would show them.

use super::numbering::Numbering;
use super::objects::Objects;
use super::open_paragraph::{Open, Stretch};
use super::properties::RunProperties;
use super::styles::{self, Heading, Styles};
use super::text::{Look, OBJECT, Styled};
use super::xml::{Step, Vocabulary, Xml};
use crate::exchange::finding::Unreadable;
use crate::exchange::old_fonts::OldFont;

/// Greatest number of paragraphs: 20,000 questions of many lines.
const MAX_PARAGRAPHS: u32 = 400_000;
/// Greatest number of bytes of text.
const MAX_TEXT: usize = 48 << 20;

/// A paragraph as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    /// Its number in the document, from 1; those in tables and text boxes count too.
    pub number: u32,
    /// Its text; line feeds are breaks that its author made.
    pub text: Styled,
    /// How many bytes at the beginning are a number that Word draws.
    pub drawn: usize,
    /// What it is in the outline.
    pub heading: Heading,
}

/// What a document is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Paragraph),
    /// Rows of cells; a table inside of a cell gives its paragraphs to that cell.
    Table(Vec<Vec<Vec<Paragraph>>>),
}

/// A document.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub blocks: Vec<Block>,
    /// Text that Word hides was met, and not read.
    pub hidden: bool,
    /// Old code in which text was typed.
    pub old_font: Option<OldFont>,
}

/// What an open element means for what stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Paragraph,
    ParagraphProperties,
    Run,
    Text,
    Table,
    Row,
    Cell,
    /// A drawing; pictures in it are placed.
    Drawing,
    Formula,
    FormulaText,
    /// Two forms of one content; whether one was taken.
    Alternatives(bool),
    Other,
}

struct Reader<'r, 'p, 'a> {
    xml: Xml<'r>,
    styles: &'r Styles,
    numbering: Numbering,
    objects: &'r mut Objects<'p, 'a>,
    body: Body,
    scopes: Vec<Scope>,
    open: Vec<Open>,
    run: RunProperties,
    tables: Vec<Vec<Vec<Vec<Paragraph>>>>,
    alt: String,
    number: u32,
    size: usize,
    /// Text of a paragraph whose mark was deleted: the next one goes on with it.
    carried: Vec<Stretch>,
}

/// Reads the body of a document.
pub(super) fn read(
    part: &str,
    styles: &Styles,
    numbering: Numbering,
    objects: &mut Objects,
) -> Result<Body, Unreadable> {
    let mut reader = Reader {
        xml: Xml::new(part),
        styles,
        numbering,
        objects,
        body: Body::default(),
        scopes: Vec::new(),
        open: Vec::new(),
        run: RunProperties::default(),
        tables: Vec::new(),
        alt: String::new(),
        number: 0,
        size: 0,
        carried: Vec::new(),
    };
    reader.all()?;
    Ok(reader.body)
}

fn too_large() -> Unreadable {
    let detail = format!("Tài liệu quá dài: tối đa {MAX_PARAGRAPHS} đoạn.");
    Unreadable::new("import.document_too_large", detail)
}

impl Reader<'_, '_, '_> {
    fn all(&mut self) -> Result<(), Unreadable> {
        while let Some(step) = self.xml.step()? {
            match step {
                Step::Open(element) => {
                    if element.of == Vocabulary::Word && element.name() == "rPr" {
                        self.run_properties()?;
                        continue;
                    }
                    match self.opened(&element)? {
                        Some(scope) => self.scopes.push(scope),
                        None => self.xml.skip()?,
                    }
                }
                Step::Close => {
                    let closed = self.scopes.pop();
                    self.closed(closed)?;
                }
                Step::Text(text) => {
                    // A line feed in the XML is a space on the page.
                    if let Some(Scope::Text | Scope::FormulaText) = self.scopes.last() {
                        self.write(&text.replace(['\n', '\r', '\t'], " "))?;
                    }
                }
            }
        }
        if !self.carried.is_empty() {
            let mut open = Open::new(self.number);
            open.carry(std::mem::take(&mut self.carried));
            let (paragraph, _) = open.close(self.styles, &mut self.numbering);
            self.add(paragraph);
        }
        // A part that breaks off would lose its last questions without a word.
        if self.scopes.is_empty() {
            Ok(())
        } else {
            Err(super::parts::damaged())
        }
    }

    /// What an element means; nothing if it is passed over with all that is in it.
    fn opened(&mut self, element: &super::xml::Element) -> Result<Option<Scope>, Unreadable> {
        match element.of {
            Vocabulary::Word => self.word(element),
            Vocabulary::Alternative => Ok(match (element.name(), self.scopes.last_mut()) {
                ("AlternateContent", _) => Some(Scope::Alternatives(false)),
                ("Choice" | "Fallback", Some(Scope::Alternatives(taken))) => {
                    let first = !*taken;
                    *taken = true;
                    first.then_some(Scope::Other)
                }
                _ => Some(Scope::Other),
            }),
            Vocabulary::Math => match element.name() {
                "oMath" => {
                    let detail = "Công thức toán chỉ đọc được phần chữ; hãy xem lại, \
                                  hoặc dán công thức dưới dạng hình PNG.";
                    self.leave_out("import.formula_text_only", detail);
                    Ok(Some(Scope::Formula))
                }
                "t" => Ok(Some(Scope::FormulaText)),
                _ => Ok(Some(Scope::Other)),
            },
            Vocabulary::Placed => {
                if element.name() == "docPr" {
                    self.alt = element.attribute("descr").unwrap_or_default();
                }
                Ok(Some(Scope::Other))
            }
            Vocabulary::Drawing if element.name() == "blip" => {
                let embedded = element.attribute("embed");
                let name = embedded.or_else(|| element.attribute("link"));
                self.place(name.as_deref().unwrap_or_default())?;
                Ok(Some(Scope::Other))
            }
            Vocabulary::Vml if element.name() == "imagedata" => {
                if let Some(name) = element.attribute("id") {
                    self.place(&name)?;
                }
                Ok(Some(Scope::Other))
            }
            Vocabulary::Drawing if element.name() == "graphicData" => {
                let uri = element.attribute("uri").unwrap_or_default();
                if uri.ends_with("/chart") || uri.ends_with("/diagram") {
                    let detail = "Biểu đồ, sơ đồ không đọc được nên bị bỏ. \
                                  Hãy dán lại dưới dạng hình PNG.";
                    self.leave_out("image.type", detail);
                }
                Ok(Some(Scope::Other))
            }
            _ => Ok(Some(Scope::Other)),
        }
    }

    fn word(&mut self, element: &super::xml::Element) -> Result<Option<Scope>, Unreadable> {
        let scope = match element.name() {
            "p" => {
                self.number += 1;
                if self.number > MAX_PARAGRAPHS {
                    return Err(too_large());
                }
                self.open.push(Open::new(self.number));
                Scope::Paragraph
            }
            "pPr" => Scope::ParagraphProperties,
            "r" => {
                self.run = RunProperties::default();
                Scope::Run
            }
            "t" => Scope::Text,
            "tbl" => {
                self.tables.push(Vec::new());
                Scope::Table
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.push(Vec::new());
                }
                Scope::Row
            }
            "tc" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.last_mut()) {
                    row.push(Vec::new());
                }
                Scope::Cell
            }
            "drawing" | "pict" | "object" => {
                self.alt.clear();
                Scope::Drawing
            }
            // What was deleted or moved away, what was before a change, what is told to programs.
            "del" | "moveFrom" | "pPrChange" | "sectPr" | "instrText" | "delText"
            | "footnoteReference" | "endnoteReference" | "commentReference" | "tblPr" | "tcPr"
            | "trPr" | "tblGrid" | "sdtPr" | "rt" => return Ok(None),
            name => {
                self.small(name, element)?;
                Scope::Other
            }
        };
        Ok(Some(scope))
    }

    /// Reads `w:rPr`, which was just opened, to its end.
    fn run_properties(&mut self) -> Result<(), Unreadable> {
        let said = RunProperties::read(&mut self.xml)?;
        match (self.scopes.last(), self.open.last_mut()) {
            (Some(Scope::ParagraphProperties), Some(open)) => open.mark = said,
            (Some(Scope::Run), _) => self.run = said,
            _ => {}
        }
        Ok(())
    }

    fn small(&mut self, name: &str, element: &super::xml::Element) -> Result<(), Unreadable> {
        if let Some(open) = self.open.last_mut() {
            match name {
                "pStyle" => open.style_id = element.val(),
                "outlineLvl" => open.heading = styles::outline(element.val().as_deref()),
                "numId" => open.list = element.val(),
                "ilvl" => open.level = styles::level(element.val().as_deref()),
                _ => {}
            }
        }
        if self.scopes.last() != Some(&Scope::Run) {
            return Ok(());
        }
        match name {
            "br" | "cr" => self.write("\n"),
            "tab" | "ptab" => self.write("\t"),
            "noBreakHyphen" => self.write("-"),
            // In TCVN3 the place of the soft hyphen is the letter ư.
            "softHyphen" => self.write("\u{AD}"),
            "sym" => {
                let font = element.attribute("font").unwrap_or_default();
                let font: String = font.chars().take(40).collect();
                let detail = format!("Ký hiệu của phông “{font}” không đọc được nên bị bỏ.");
                self.leave_out("import.symbol", &detail);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The look and the font of the run that is open, and whether it is hidden.
    fn seen(&mut self) -> Option<(Look, Option<OldFont>)> {
        let open = self.open.last_mut()?;
        let run = self.styles.run(&self.run, &open.style(self.styles).run);
        if run.hidden == Some(true) {
            self.body.hidden = true;
            return None;
        }
        Some((run.look(), run.old_font()))
    }

    fn write(&mut self, text: &str) -> Result<(), Unreadable> {
        self.size += text.len();
        if self.size > MAX_TEXT {
            return Err(too_large());
        }
        let Some((look, font)) = self.seen() else {
            return Ok(());
        };
        if let Some(font) = font {
            self.body.old_font = Some(font);
        }
        if let Some(open) = self.open.last_mut() {
            open.write(text, look, font);
        }
        Ok(())
    }

    fn place(&mut self, relation: &str) -> Result<(), Unreadable> {
        let alt = std::mem::take(&mut self.alt);
        let object = self.objects.picture(relation, &alt)?;
        self.show(object);
        Ok(())
    }

    fn leave_out(&mut self, code: &'static str, detail: &str) {
        let object = self.objects.left_out(code, detail);
        self.show(object);
    }

    fn show(&mut self, object: u32) {
        if let Some(open) = self.open.last_mut() {
            let look = Look {
                object: Some(object),
                ..Look::default()
            };
            open.write(OBJECT.encode_utf8(&mut [0; 4]), look, None);
        }
    }

    fn closed(&mut self, scope: Option<Scope>) -> Result<(), Unreadable> {
        match scope {
            // Text that stands outside of any element.
            None => return Err(super::parts::damaged()),
            Some(Scope::Paragraph) => self.paragraph_closed(),
            Some(Scope::Table) => {
                if let Some(table) = self.tables.pop() {
                    self.table_closed(table);
                }
            }
            Some(_) => {}
        }
        Ok(())
    }

    fn paragraph_closed(&mut self) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        let deleted = open.mark.deleted;
        if self.open.is_empty() {
            open.carry(std::mem::take(&mut self.carried));
            if deleted {
                self.carried = open.into_stretches();
                return;
            }
        }
        let (paragraph, hanging) = open.close(self.styles, &mut self.numbering);
        match self.open.last_mut() {
            Some(host) => {
                host.hanging.push(paragraph);
                host.hanging.extend(hanging);
            }
            None => {
                for paragraph in std::iter::once(paragraph).chain(hanging) {
                    self.add(paragraph);
                }
            }
        }
    }

    fn add(&mut self, paragraph: Paragraph) {
        let cell = self
            .tables
            .last_mut()
            .and_then(|table| table.last_mut())
            .and_then(|row| row.last_mut());
        match cell {
            Some(cell) => cell.push(paragraph),
            None => self.body.blocks.push(Block::Paragraph(paragraph)),
        }
    }

    fn table_closed(&mut self, table: Vec<Vec<Vec<Paragraph>>>) {
        let flat = |table: Vec<Vec<Vec<Paragraph>>>| table.into_iter().flatten().flatten();
        if let Some(host) = self.open.last_mut() {
            // A table in a text box.
            host.hanging.extend(flat(table));
        } else if self.tables.is_empty() {
            self.body.blocks.push(Block::Table(table));
        } else {
            for paragraph in flat(table) {
                self.add(paragraph);
            }
        }
    }
}
