//! One question of another system on its way in: its texts with their pictures, what is told of it,
//! and the draft that comes out.

use super::entities::decoded;
use super::markup::{is_markup, prepared, tidied};
use crate::domain::{Medium, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::{MAX_OPTIONS, limit};
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::is_blank;
use crate::exchange::intake::Intake;
use crate::exchange::picture::{self, PictureFault, digest};
use crate::exchange::question_file::Refused;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// Most pictures that a question shows.
const MAX_PICTURES: usize = 100;
/// Most values that stand in the key of a question.
const MAX_KEY: usize = 1_000;

/// Gives the bytes of a picture of the file by the address that a text uses.
pub(in crate::exchange) type Find<'f> = dyn Fn(&str) -> Option<Cow<'f, [u8]>> + 'f;

/// For formats whose files hold no pictures but those inside of texts.
pub(in crate::exchange) fn no_files(_: &str) -> Option<Cow<'static, [u8]>> {
    None
}

/// The pictures of a file that were read already, by the digest of their bytes there: one that
/// every question shows is read once.
#[derive(Default)]
pub(in crate::exchange) struct Album(RefCell<HashMap<String, Result<Medium, PictureFault>>>);

impl Album {
    fn picture(&self, bytes: &[u8]) -> Result<Medium, PictureFault> {
        let read = || picture::picture(bytes);
        self.0
            .borrow_mut()
            .entry(digest(bytes))
            .or_insert_with(read)
            .clone()
    }
}

/// A question while it is taken in.
pub(in crate::exchange) struct Taking<'a> {
    at: &'a At,
    intake: Intake<'a>,
    album: &'a Album,
    media: Vec<Medium>,
    pictures: usize,
}

impl<'a> Taking<'a> {
    /// For the question at that place.
    pub fn new(at: &'a At, album: &'a Album) -> Self {
        Self {
            at,
            intake: Intake::new(at),
            album,
            media: Vec::new(),
            pictures: 0,
        }
    }

    /// The place of the question.
    pub fn at(&self) -> &At {
        self.at
    }

    /// A refusal at the place of the question.
    pub fn refuse(&self, code: &'static str, detail: impl Into<String>) -> Finding {
        self.intake.refuse(code, detail)
    }

    /// Notes what a person should look at, once however often it is met.
    pub fn warn(&mut self, code: &'static str, detail: impl Into<String>) {
        let detail = detail.into();
        let told = self
            .intake
            .warnings
            .iter()
            .any(|w| w.code == code && w.detail == detail);
        if !told {
            self.intake.warn(code, detail);
        }
    }

    /// HTML as it is stored, with the pictures that it shows.
    ///
    /// # Errors
    /// `import.external_reference` for a picture that lies elsewhere, `image.…` for one that is not
    /// there or can't be read, and those of [`Intake::html`].
    pub fn html(
        &mut self,
        part: &str,
        html: &str,
        limit: usize,
        find: &Find,
    ) -> Result<String, Finding> {
        // So that a text which is far too long costs little, but one with pictures in it passes.
        let html = prepared(html, |address, alt| self.picture(part, address, alt, find))?;
        let clean = self.intake.html(part, &html, limit)?;
        Ok(tidied(&clean))
    }

    /// A text of which the file does not say whether it is plain or HTML. Character references are
    /// characters in both.
    pub fn loose(&mut self, part: &str, text: &str, limit: usize) -> Result<String, Finding> {
        if is_markup(text) {
            self.html(part, &text.replace('\n', "<br>"), limit, &no_files)
        } else {
            self.plain(part, &decoded(text), limit)
        }
    }

    /// Plain text as HTML.
    pub fn plain(&mut self, part: &str, text: &str, limit: usize) -> Result<String, Finding> {
        self.intake.plain(part, text, limit)
    }

    /// A text of one line; empty is none.
    pub fn line(&self, part: &str, text: &str, limit: usize) -> Result<Option<String>, Finding> {
        self.intake.line(part, text, limit)
    }

    /// A topic; empty is none.
    pub fn topic(&self, topic: &str) -> Result<Option<String>, Finding> {
        self.intake.topic(topic)
    }

    /// An accepted form of a text answer.
    pub fn accepted(&self, text: &str) -> Result<Option<String>, Finding> {
        self.line("Đáp án", text, limit::ACCEPTED)
    }

    fn picture(
        &mut self,
        part: &str,
        address: &str,
        alt: &str,
        find: &Find,
    ) -> Result<String, Finding> {
        let address = address.trim();
        self.pictures += 1;
        if self.pictures > MAX_PICTURES {
            let detail = format!("Câu hỏi có hơn {MAX_PICTURES} hình.");
            return Err(self.refuse("image.too_many", detail));
        }
        if address.is_empty() {
            self.warn(
                "import.stripped",
                format!("{part}: đã bỏ một hình không có địa chỉ."),
            );
            return Ok(String::new());
        }
        let bytes = match inline(address) {
            Some(body) => base64(body).map(Cow::Owned),
            None if is_external(address) => {
                let detail = format!(
                    "{part}: hình nằm ngoài tệp (“{}”), không tải về. Hãy chèn hình vào tệp.",
                    shown(address)
                );
                return Err(self.refuse("import.external_reference", detail));
            }
            None => find(address),
        };
        let Some(bytes) = bytes else {
            let detail = format!("{part}: trong tệp không có hình “{}”.", shown(address));
            return Err(self.refuse("image.missing", detail));
        };
        let medium = self.album.picture(&bytes).map_err(|fault| {
            let detail = format!("{part}: {}", fault.detail());
            self.refuse(fault.code(), detail)
        })?;
        let tag = picture::shown(&medium, alt);
        if !self.media.iter().any(|held| held.digest == medium.digest) {
            self.media.push(medium);
        }
        Ok(tag)
    }

    /// Refuses more options than letters name, before any of them is looked at.
    pub fn option_count(&self, count: usize) -> Result<(), Finding> {
        if count <= MAX_OPTIONS {
            return Ok(());
        }
        let detail = format!("Câu hỏi có {count} phương án; tối đa {MAX_OPTIONS}.");
        Err(self.refuse("import.option_count", detail))
    }

    /// Refuses more values in a key than anybody writes.
    pub fn key_size(&self, count: usize) -> Result<(), Finding> {
        if count <= MAX_KEY {
            return Ok(());
        }
        let detail = format!("Đáp án của câu hỏi có {count} giá trị; tối đa {MAX_KEY}.");
        Err(self.refuse("import.key_invalid", detail))
    }

    /// The explanation: the general one of the file, or else the one that stands with what is
    /// right. What else there is can't be kept, and is told.
    pub fn explanation(
        &mut self,
        general: Option<String>,
        with_right: Vec<String>,
        others: bool,
    ) -> Option<String> {
        let shows = |html: &String| !is_blank(html);
        let general = general.filter(shows);
        let mut with_right: Vec<String> = with_right.into_iter().filter(shows).collect();
        with_right.dedup();
        let taken = match (&general, with_right.as_slice()) {
            (None, [only]) => Some(only.clone()),
            _ => general.clone(),
        };
        let left = with_right.iter().any(|html| Some(html) != taken.as_ref());
        if left || others {
            let detail = "Không giữ lời nhận xét riêng của từng phương án.";
            self.warn("import.feedback_not_kept", detail);
        }
        taken
    }

    /// The question as it stands, checked as a whole.
    pub fn finish(
        mut self,
        mut draft: QuestionDraft,
    ) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
        let shown = draft.shown_media();
        // Only what was found in this very question: a digest in the file is nobody's permission.
        self.media.retain(|medium| shown.contains(&medium.digest));
        if self.media.len() < shown.len() {
            let detail = "Câu hỏi dùng một hình không có trong tệp.";
            return Err(self.refuse("image.missing", detail).into());
        }
        let place = |medium: &Medium| shown.iter().position(|name| *name == medium.digest);
        self.media.sort_by_key(place);
        draft.media = self.media;
        match self.intake.check(&draft) {
            Ok(()) => Ok((draft, self.intake.warnings)),
            Err(finding) => Err(Refused {
                finding,
                draft: Some(Box::new(draft)),
            }),
        }
    }
}

/// A draft of a kind with nothing in it.
pub(in crate::exchange) fn blank(kind: QuestionKind) -> QuestionDraft {
    QuestionDraft {
        code: None,
        kind,
        stem: String::new(),
        options: Vec::new(),
        number: None,
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws: Vec::new(),
        media: Vec::new(),
    }
}

/// What people call the n-th option, from 0: “Phương án B”.
pub(in crate::exchange) fn option_name(nth: usize) -> String {
    format!(
        "Phương án {}",
        crate::exchange::finding::column_letters(nth)
    )
}

/// What follows the head of an address that carries its bytes (`data:image/png;base64,…`), empty
/// if it does so in another way than base64; nothing for other addresses.
fn inline(address: &str) -> Option<&str> {
    let scheme = address.get(..5)?;
    let rest = scheme
        .eq_ignore_ascii_case("data:")
        .then(|| &address[scheme.len()..])?;
    let (head, body) = rest.split_once(',').unwrap_or((rest, ""));
    let packed = head.to_ascii_lowercase().ends_with(";base64");
    Some(if packed { body } else { "" })
}

/// Base64 as XML and HTML carry it, broken into lines or not.
pub(in crate::exchange) fn base64(text: &str) -> Option<Vec<u8>> {
    let packed: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).ok()
}

/// Whether an address leads out of the file: it has a scheme, or names a machine.
fn is_external(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("");
    address.starts_with("//") || address.starts_with("\\\\") || scheme.contains(':')
}

/// An address of the sender's choice, fit to be shown.
fn shown(address: &str) -> String {
    let seen = address
        .chars()
        .filter(|c| !crate::domain::text::is_unseen(*c));
    seen.take(80).collect()
}
