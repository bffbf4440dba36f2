//! Pictures of a document, and other things in it that are no text.

use super::parts::{Parts, Relations, Target};
use crate::domain::Medium;
use crate::exchange::finding::Unreadable;
use crate::exchange::picture::{self, PictureFault};
use std::collections::HashMap;

/// What stands at an [`super::text::OBJECT`].
#[derive(Debug, Clone)]
pub(super) enum Object {
    /// A picture with the text that its author gave for it.
    Picture(Medium, String),
    /// A picture that can't be taken: the question is refused.
    Bad(PictureFault),
    /// Something that is left out, with what people are told about it.
    LeftOut(&'static str, String),
}

/// A file may place the same picture many times, but not without end.
const MAX_PLACED: usize = 20_000;

/// The things of a document while it is read.
pub(super) struct Objects<'p, 'a> {
    parts: &'p mut Parts<'a>,
    relations: Relations,
    read: HashMap<String, Object>,
    /// All things, in the order of the document.
    pub all: Vec<Object>,
}

impl<'p, 'a> Objects<'p, 'a> {
    pub fn new(parts: &'p mut Parts<'a>, relations: Relations) -> Self {
        Self {
            parts,
            relations,
            read: HashMap::new(),
            all: Vec::new(),
        }
    }

    /// Adds something that is left out; gives its number.
    pub fn left_out(&mut self, code: &'static str, detail: impl Into<String>) -> u32 {
        self.add(Object::LeftOut(code, detail.into()))
    }

    fn add(&mut self, object: Object) -> u32 {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(object);
        number
    }

    /// Adds the picture of that relation; gives its number.
    pub fn picture(&mut self, relation: &str, alt: &str) -> Result<u32, Unreadable> {
        if self.all.len() >= MAX_PLACED {
            let detail = format!("Tệp có quá nhiều hình: tối đa {MAX_PLACED}.");
            return Err(Unreadable::new("import.too_many_pictures", detail));
        }
        let part = match self.relations.get(relation) {
            Some(Target::Part(part)) => part.clone(),
            Some(Target::External) => {
                let detail = "Hình nằm ngoài tệp (liên kết), không tải về. Hãy dán hình vào tệp.";
                return Ok(self.left_out("import.external_reference", detail));
            }
            None => {
                return Ok(self.left_out("image.damaged", "Hình không có trong tệp."));
            }
        };
        let known = match self.read.get(&part) {
            Some(known) => known.clone(),
            None => {
                let object = self.load(&part)?;
                self.read.insert(part.clone(), object.clone());
                object
            }
        };
        Ok(self.add(match known {
            Object::Picture(medium, _) => Object::Picture(medium, alt.to_owned()),
            other => other,
        }))
    }

    fn load(&mut self, part: &str) -> Result<Object, Unreadable> {
        let Some(bytes) = self.parts.bytes(part)? else {
            let detail = "Hình không có trong tệp.".to_owned();
            return Ok(Object::LeftOut("image.damaged", detail));
        };
        if is_metafile(&bytes) {
            let detail = "Hình dạng EMF/WMF (vẽ trong Word, công thức cũ) không đọc được nên bị bỏ. \
                          Hãy dán lại hình dưới dạng PNG.";
            return Ok(Object::LeftOut("image.type", detail.to_owned()));
        }
        Ok(match picture::picture(&bytes) {
            Ok(medium) => Object::Picture(medium, String::new()),
            Err(fault) => Object::Bad(fault),
        })
    }
}

/// EMF begins with a header record and has " EMF" in it; WMF is placeable, or a header of 9 words.
fn is_metafile(bytes: &[u8]) -> bool {
    let emf = bytes.starts_with(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF");
    let placeable = bytes.starts_with(&[0xD7, 0xCD, 0xC6, 0x9A]);
    let wmf = matches!(bytes.get(..4), Some([1 | 2, 0, 9, 0]));
    // Word packs them: gzip.
    let packed = bytes.starts_with(&[0x1F, 0x8B]);
    emf || placeable || wmf || packed
}
