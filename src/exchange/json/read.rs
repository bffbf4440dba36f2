//! From `thiluat-bank/1` to drafts.

use super::pictures::{PictureEntry, pictures};
use super::{NAME, OptionEntry, QuestionEntry};
use crate::domain::text::{self, BadText};
use crate::domain::{DraftOption, LawReference, Medium, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::{self, Part, limit, one_line, text_fault};
use crate::exchange::finding::{At, Finding, Unreadable, line_of};
use crate::exchange::format::Format;
use crate::exchange::html::sanitised;
use crate::exchange::question_file::{Collector, QuestionFile, Refused};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashSet};

/// Greatest number of questions in one file.
const MAX_QUESTIONS: usize = 100_000;

/// The outer object. Questions stay text at first, so that a fault in one of them refuses that
/// one and names its path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer<'a> {
    format: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(borrow)]
    questions: Vec<&'a RawValue>,
    #[serde(default)]
    media: Vec<PictureEntry>,
}

pub(super) fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let line = line_of(bytes, bad.valid_up_to());
        Unreadable::new(
            "import.encoding",
            format!("Dòng {line} không phải UTF-8. Hãy lưu dạng UTF-8."),
        )
    })?;
    let outer: Outer = serde_json::from_str(text).map_err(|bad| whole_file(&bad))?;
    if outer.format != NAME {
        return Err(Unreadable::new(
            "import.format_unknown",
            format!(
                "Khóa format phải là “{NAME}”, không phải “{}”.",
                excerpt(&outer.format)
            ),
        )
        .at(&At::Path("format".into())));
    }
    if outer.questions.len() > MAX_QUESTIONS {
        return Err(Unreadable::new(
            "field.too_many",
            format!("Quá nhiều câu hỏi trong một tệp: tối đa {MAX_QUESTIONS}."),
        )
        .at(&At::Path("questions".into())));
    }
    let code = head_line(outer.code.as_deref(), limit::CODE, "code")?;
    let title = head_line(outer.title.as_deref(), limit::TITLE, "title")?;
    let mut collector = Collector::new(Format::Json);
    let pictures = pictures(&outer.media)?;
    for (i, raw) in outer.questions.iter().enumerate() {
        let path = format!("questions[{i}]");
        let read = question(raw, &path, &pictures);
        collector.push(At::Path(path), raw.get(), read);
    }
    Ok(collector.finish(code, title))
}

/// A single question in the form of the native file, with what a person should know of it. It may show
/// the pictures of these names, which are held elsewhere; the draft holds none.
pub fn read_draft(
    text: &str,
    may_show: impl Fn(&str) -> bool,
) -> Result<(QuestionDraft, Vec<Finding>), Finding> {
    let at = |bad: &serde_json::Error| {
        Finding::new(
            &At::Line(bad.line(), bad.column()),
            "json.syntax",
            "JSON sai cú pháp.",
        )
    };
    let raw: &RawValue = serde_json::from_str(text).map_err(|bad| at(&bad))?;
    let read = read_entry(raw, "").and_then(|(draft, texts)| {
        let stranger = draft.shown_media().into_iter().find(|name| !may_show(name));
        if let Some(name) = stranger {
            let detail = format!("Câu hỏi dùng hình {name} nhưng không có hình đó.");
            return Err(Finding::new(&At::Path("stem".into()), "image.missing", detail).into());
        }
        checked(draft, texts)
    });
    read.map_err(|refused: Refused| refused.finding)
}

fn head_line(text: Option<&str>, limit: usize, key: &str) -> Result<Option<String>, Unreadable> {
    let line = text.map(|text| text::line(text, limit)).transpose();
    line.map(|line| line.filter(|line| !line.is_empty()))
        .map_err(|bad| {
            let (code, detail) = text_fault(bad);
            Unreadable::new(code, detail).at(&At::Path(key.into()))
        })
}

fn whole_file(bad: &serde_json::Error) -> Unreadable {
    let at = At::Line(bad.line(), bad.column());
    if bad.is_data() {
        let fault = DataFault::of(bad);
        return Unreadable::new(fault.code, fault.detail).at(&at);
    }
    Unreadable::new(
        "json.syntax",
        format!(
            "JSON sai cú pháp ở dòng {}, ký tự {}.",
            bad.line(),
            bad.column()
        ),
    )
    .at(&at)
}

/// Content that is JSON but not of the expected shape.
struct DataFault {
    code: &'static str,
    detail: String,
    /// The key, where the path that serde gives ends one step above it.
    below: Option<String>,
}

impl DataFault {
    /// serde tells these cases apart in its message only.
    fn of(bad: &serde_json::Error) -> Self {
        let message = bad.to_string();
        let name = message.split('`').nth(1).map(excerpt).unwrap_or_default();
        let (code, detail) = if message.starts_with("unknown field") {
            (
                "json.unknown_field",
                format!("Không có khóa “{name}” trong định dạng này."),
            )
        } else if message.starts_with("duplicate field") {
            ("json.duplicate_key", format!("Khóa “{name}” lặp lại."))
        } else if message.starts_with("missing field") {
            ("field.required", format!("Thiếu khóa “{name}”."))
        } else if message.starts_with("unknown variant") {
            (
                "field.type",
                format!("Giá trị “{name}” không được nhận ở đây."),
            )
        } else {
            ("field.type", "Giá trị không đúng kiểu.".to_owned())
        };
        let above = matches!(code, "json.duplicate_key" | "field.required");
        Self {
            code,
            detail,
            below: above.then_some(name),
        }
    }
}

fn excerpt(text: &str) -> String {
    text.chars()
        .filter(|c| !text::is_unseen(*c))
        .take(60)
        .collect()
}

fn question(
    raw: &RawValue,
    path: &str,
    pictures: &BTreeMap<String, Medium>,
) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let (mut draft, texts) = read_entry(raw, path)?;
    show(&mut draft, pictures, &texts)?;
    checked(draft, texts)
}

fn read_entry<'a>(raw: &RawValue, path: &'a str) -> Result<(QuestionDraft, Texts<'a>), Refused> {
    let mut source = serde_json::Deserializer::from_str(raw.get());
    let entry: QuestionEntry = serde_path_to_error::deserialize(&mut source).map_err(|bad| {
        let inner = bad.path().to_string();
        let fault = DataFault::of(bad.inner());
        let mut at = path.to_owned();
        for step in [Some(inner).filter(|inner| inner != "."), fault.below]
            .iter()
            .flatten()
        {
            if !at.is_empty() {
                at.push('.');
            }
            at.push_str(step);
        }
        Finding::new(&At::Path(at), fault.code, fault.detail)
    })?;
    let mut texts = Texts {
        path,
        warnings: Vec::new(),
    };
    let draft = texts.draft(entry)?;
    Ok((draft, texts))
}

/// What hangs together in a question that was read.
fn checked(draft: QuestionDraft, texts: Texts) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    draft_check::check(&draft).map_err(|fault| {
        let part = match (fault.part, draft.kind) {
            (Part::Stem, _) => "stem".to_owned(),
            (Part::Option(i), _) => format!("options[{i}]"),
            (Part::Key, QuestionKind::Number) => "number".to_owned(),
            (Part::Key, QuestionKind::Text) => "accepted".to_owned(),
            (Part::Options | Part::Key, _) => "options".to_owned(),
        };
        Refused {
            finding: Finding::new(&texts.at(&part), fault.code, fault.detail),
            draft: Some(Box::new(draft.clone())),
        }
    })?;
    Ok((draft, texts.warnings))
}

/// Gives the question the pictures that its texts show, under the names that they have here.
fn show(
    draft: &mut QuestionDraft,
    pictures: &BTreeMap<String, Medium>,
    texts: &Texts,
) -> Result<(), Finding> {
    for name in draft.shown_media() {
        let Some(medium) = pictures.get(&name) else {
            let detail = format!("Câu hỏi dùng hình {name} nhưng media không có hình đó.");
            let at = At::Path(texts.path.to_owned());
            return Err(Finding::new(&at, "image.missing", detail));
        };
        if medium.digest != name {
            draft.each_text(|text| *text = text.replace(&name, &medium.digest));
        }
        if !draft.media.iter().any(|held| held.digest == medium.digest) {
            draft.media.push(medium.clone());
        }
    }
    Ok(())
}

/// Brings the texts of one question into their stored form.
struct Texts<'a> {
    path: &'a str,
    warnings: Vec<Finding>,
}

impl Texts<'_> {
    fn at(&self, part: &str) -> At {
        match self.path {
            "" => At::Path(part.to_owned()),
            path => At::Path(format!("{path}.{part}")),
        }
    }

    fn refuse(&self, part: &str, bad: BadText) -> Finding {
        let (code, detail) = text_fault(bad);
        Finding::new(&self.at(part), code, detail)
    }

    fn draft(&mut self, entry: QuestionEntry) -> Result<QuestionDraft, Finding> {
        if entry.level > 5 {
            let detail = "Mức độ là số từ 1 đến 5; 0 hoặc bỏ trống là chưa rõ.";
            return Err(Finding::new(&self.at("level"), "field.range", detail));
        }
        let accepted = entry
            .accepted
            .iter()
            .enumerate()
            .map(|(i, form)| self.line(&format!("accepted[{i}]"), form, limit::ACCEPTED));
        Ok(QuestionDraft {
            accepted: accepted.collect::<Result<_, _>>()?,
            code: self.optional_line("code", entry.code.as_deref(), limit::CODE)?,
            kind: entry.kind,
            stem: self.html("stem", &entry.stem, limit::PASSAGE)?,
            options: self.options(entry.options)?,
            number: entry.number.map(|number| (number.value, number.tolerance)),
            topic: self.optional_line("topic", entry.topic.as_deref(), limit::TITLE)?,
            level: entry.level,
            explanation: self.explanation(entry.explanation.as_deref())?,
            laws: self.laws(entry.laws)?,
            media: Vec::new(),
        })
    }

    fn html(&mut self, part: &str, html: &str, limit: usize) -> Result<String, Finding> {
        let html = text::passage(html, limit).map_err(|bad| self.refuse(part, bad))?;
        let clean = sanitised(&html);
        if clean.stripped {
            self.warnings.push(Finding::new(
                &self.at(part),
                "import.stripped",
                "Đã bỏ các thẻ, thuộc tính hoặc chú thích HTML không được phép.",
            ));
        }
        // Once more: `&#x202E;` is only seen as what it is after parsing.
        text::passage(&clean.html, limit).map_err(|bad| self.refuse(part, bad))
    }

    fn line(&self, part: &str, line: &str, limit: usize) -> Result<String, Finding> {
        one_line(line, limit).map_err(|bad| self.refuse(part, bad))
    }

    fn optional_line(
        &self,
        part: &str,
        line: Option<&str>,
        limit: usize,
    ) -> Result<Option<String>, Finding> {
        let line = line.map(|line| self.line(part, line, limit)).transpose()?;
        Ok(line.filter(|line| !line.is_empty()))
    }

    fn explanation(&mut self, html: Option<&str>) -> Result<Option<String>, Finding> {
        let html = html
            .map(|html| self.html("explanation", html, limit::PASSAGE))
            .transpose()?;
        Ok(html.filter(|html| !html.is_empty()))
    }

    fn options(&mut self, entries: Vec<OptionEntry>) -> Result<Vec<DraftOption>, Finding> {
        let mut ids = HashSet::new();
        let mut options = Vec::with_capacity(entries.len());
        for (i, entry) in entries.into_iter().enumerate() {
            if let Some(id) = &entry.id {
                let well_formed = (1..=32).contains(&id.len())
                    && id
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                if !well_formed || !ids.insert(id.clone()) {
                    return Err(Finding::new(
                        &self.at(&format!("options[{i}].id")),
                        "import.option_id",
                        "Mã phương án gồm 1 đến 32 chữ thường a-z, số 0-9 và không trùng trong câu.",
                    ));
                }
            }
            options.push(DraftOption {
                id: entry.id,
                text: self.html(&format!("options[{i}].text"), &entry.text, limit::OPTION)?,
                correct: entry.correct,
                pinned: entry.pinned,
            });
        }
        Ok(options)
    }

    fn laws(&self, laws: Vec<LawReference>) -> Result<Vec<LawReference>, Finding> {
        let cleaned = laws.into_iter().enumerate().map(|(i, law)| {
            let part = |key: &str| format!("laws[{i}].{key}");
            let optional = |key: &str, text: Option<String>| {
                self.optional_line(&part(key), text.as_deref(), limit::CODE)
            };
            let document = self.line(&part("document"), &law.document, limit::CODE)?;
            if document.is_empty() {
                let at = self.at(&part("document"));
                return Err(Finding::new(
                    &at,
                    "field.required",
                    "Thiếu số hiệu văn bản.",
                ));
            }
            if let (Some(from), Some(to)) = (law.valid_from, law.valid_to)
                && to < from
            {
                let detail = "Ngày hết hiệu lực đứng trước ngày có hiệu lực.";
                return Err(Finding::new(
                    &self.at(&part("valid_to")),
                    "field.range",
                    detail,
                ));
            }
            Ok(LawReference {
                document,
                title: self.line(&part("title"), &law.title, limit::TITLE)?,
                article: optional("article", law.article)?,
                clause: optional("clause", law.clause)?,
                point: optional("point", law.point)?,
                valid_from: law.valid_from,
                valid_to: law.valid_to,
            })
        });
        cleaned.collect()
    }
}
