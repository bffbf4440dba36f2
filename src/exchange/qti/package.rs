//! Items of a package in the order of its manifest, and files that stand alone.

use super::item::{self, UNSEEN};
use super::names;
use super::one;
use super::test::{Listed, Tests};
use crate::exchange::draft_check::{limit, one_line};
use crate::exchange::finding::{At, Finding, Unreadable};
use crate::exchange::format::Format;
use crate::exchange::lms::archive::{self, Files, resolved, unescaped};
use crate::exchange::lms::taking::{Album, Find, no_files};
use crate::exchange::question_file::{Collector, QuestionFile};
use crate::exchange::xml::{Document, parse, root_name};
use std::borrow::Cow;

/// The name of the list of contents.
pub(super) const MANIFEST: &str = "imsmanifest.xml";

/// How Canvas addresses the files of a package.
const FILE_BASES: [&str; 3] = [
    "$IMS-CC-FILEBASE$/",
    "%24IMS-CC-FILEBASE%24/",
    "IMS-CC-FILEBASE/",
];

/// Reads a package.
pub(super) fn read(format: Format, bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let files = archive::files(bytes)?;
    let tests = Tests::of(&files);
    let mut title = tests.title.clone();
    let mut reading = Reading {
        collector: Collector::new(format),
        album: Album::default(),
        nth: 0,
    };
    for name in in_order(&files)? {
        let Some(bytes) = files.get(&name) else {
            continue;
        };
        let find = |address: &str| file(&files, &name, address);
        match parse(bytes, &name) {
            Ok(document) => {
                let listed = tests.listed.get(&name).cloned().unwrap_or_default();
                let named = reading.document(document, Some(&name), &listed, &find);
                title = title.or(named);
            }
            Err(fault) => {
                reading.nth += 1;
                let at = At::Path(name.clone());
                let finding = Finding::new(&at, fault.code, fault.detail);
                reading.collector.push(at, &name, Err(finding));
            }
        }
    }
    if reading.nth == 0 {
        let detail = "Gói không có câu hỏi QTI nào (assessmentItem hoặc questestinterop).";
        return Err(Unreadable::new("import.no_questions", detail));
    }
    Ok(reading.finish(title))
}

/// Reads a file that is not in a package.
pub(super) fn read_alone(format: Format, bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let document = parse(bytes, "")?;
    let detail = match names::even_name(&document.root.name).as_ref() {
        "assessmentTest" => {
            "Tệp là một bài kiểm tra QTI, chỉ liệt kê các câu hỏi nằm ở tệp khác. Hãy xuất cả gói .zip."
        }
        "assessmentResult" => "Tệp là kết quả làm bài, không phải câu hỏi.",
        "manifest" => "Tệp chỉ là mục lục của một gói QTI. Hãy nhập cả gói .zip.",
        _ => {
            let mut reading = Reading {
                collector: Collector::new(format),
                album: Album::default(),
                nth: 0,
            };
            let title = reading.document(document, None, &Listed::default(), &no_files);
            if reading.nth == 0 {
                let detail = "Tệp QTI không có câu hỏi nào.";
                return Err(Unreadable::new("import.no_questions", detail));
            }
            return Ok(reading.finish(title));
        }
    };
    Err(Unreadable::new("import.no_questions", detail))
}

struct Reading {
    collector: Collector,
    album: Album,
    nth: usize,
}

impl Reading {
    /// Takes the questions of a document; gives its title, if it has one.
    fn document(
        &mut self,
        mut document: Document,
        file: Option<&str>,
        listed: &Listed,
        find: &Find,
    ) -> Option<String> {
        if document.root.name == "questestinterop" {
            return one::questions(
                &document,
                find,
                &self.album,
                &mut self.nth,
                &mut self.collector,
            );
        }
        names::even(&mut document.root);
        self.nth += 1;
        let at = At::Path(match file {
            Some(name) => format!("câu {} ({name})", self.nth),
            None => format!("câu {}", self.nth),
        });
        let read = item::draft(&document.root, listed, find, &at, &self.album);
        self.collector
            .push(at, document.root.outline(&UNSEEN).trim_end(), read);
        None
    }

    fn finish(self, title: Option<String>) -> QuestionFile {
        let title = title.and_then(|title| one_line(&title, limit::TITLE).ok());
        self.collector
            .finish(None, title.filter(|title| !title.is_empty()))
    }
}

/// The files with questions: first those of the manifest, in its order, then all others.
fn in_order(files: &Files) -> Result<Vec<String>, Unreadable> {
    let mut names: Vec<String> = Vec::new();
    if let Some(bytes) = files.get(MANIFEST) {
        let manifest = parse(bytes, MANIFEST)?;
        for listed in manifest.root.within(&["resource", "file"]) {
            // Blackboard names its files by an attribute of its own.
            for key in ["href", "file"] {
                let address = listed.attribute(key).map(unescaped);
                names.extend(address.and_then(|address| resolved(MANIFEST, &address)));
            }
        }
    }
    names.extend(files.keys().cloned());
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| {
        seen.insert(name.clone()) && files.get(name).is_some_and(|bytes| holds_questions(bytes))
    });
    Ok(names)
}

fn holds_questions(bytes: &[u8]) -> bool {
    let root = root_name(bytes);
    root.is_some_and(|root| {
        matches!(
            names::even_name(&root).as_ref(),
            "assessmentItem" | "questestinterop"
        )
    })
}

/// The file that an address in another file of the package means.
fn file<'f>(files: &'f Files, from: &str, address: &str) -> Option<Cow<'f, [u8]>> {
    let based = FILE_BASES
        .iter()
        .find_map(|base| address.strip_prefix(base));
    let found = match based {
        Some(rest) => {
            let rest = unescaped(rest);
            let place = format!("web_resources/{rest}");
            files.get(&place).or_else(|| files.get(&rest))
        }
        None => files.get(&resolved(from, &unescaped(address))?),
    };
    found.map(|bytes| Cow::Borrowed(bytes.as_slice()))
}
