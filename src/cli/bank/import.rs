//! `thiluat bank import`.

use super::super::{Failure, files, output};
use crate::app::App;
use crate::app::banks::{BankImport, PlacedDraft};
use crate::auth::Actor;
use crate::exchange::{self, Format, KeyFile, QuestionFile};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(in crate::cli) struct ImportArgs {
    /// Tệp câu hỏi / file with questions
    file: PathBuf,
    /// Tệp đáp án (docx, xlsx, csv, txt) của tệp Word / key file of a Word file
    key_file: Option<PathBuf>,
    /// Mã ngân hàng; chưa có thì được tạo / code of the bank, made if there is none
    #[arg(long, value_name = "CODE")]
    bank: String,
    /// Tên ngân hàng / title of the bank
    #[arg(long)]
    title: Option<String>,
    /// Định dạng / format: auto, json, csv, xlsx, docx, gift, moodle, aiken, qti12, qti21, qti30, blackboard
    #[arg(long, default_value = "auto", value_parser = format_or_auto)]
    format: FormatChoice,
    /// Nhận làm bản nháp, chưa dùng để ra đề / take as drafts, which are not drawn
    #[arg(long)]
    draft: bool,
    /// Nhận tất cả hoặc không câu nào / take all or none
    #[arg(long)]
    strict: bool,
    /// Chỉ xem kết quả, không ghi / only tell, write nothing
    #[arg(long)]
    dry_run: bool,
    /// In kết quả dạng JSON / print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy)]
struct FormatChoice(Option<Format>);

fn format_or_auto(word: &str) -> Result<FormatChoice, String> {
    if word == "auto" {
        return Ok(FormatChoice(None));
    }
    super::format(word).map(|format| FormatChoice(Some(format)))
}

/// The report of api.md 1.
#[derive(Debug, Serialize)]
struct Report {
    format: Option<&'static str>,
    questions: usize,
    /// Questions taken.
    pub accepted: usize,
    warnings: Vec<Note>,
    /// Questions refused.
    pub refused: Vec<Note>,
}

/// Something about one place of the file.
#[derive(Debug, Serialize)]
struct Note {
    /// The place.
    pub at: String,
    /// Stable, dotted, English.
    pub code: &'static str,
    /// What is wrong, in Vietnamese.
    pub detail: String,
}

impl From<exchange::Finding> for Note {
    fn from(finding: exchange::Finding) -> Self {
        Self {
            at: finding.at,
            code: finding.code,
            detail: finding.detail,
        }
    }
}

impl From<crate::app::ImportNote> for Note {
    fn from(note: crate::app::ImportNote) -> Self {
        Self {
            at: note.at,
            code: note.code,
            detail: note.detail,
        }
    }
}

/// Questions that were read, on their way into a bank.
struct Source {
    /// The file as it was read.
    pub file: QuestionFile,
    /// Code of the bank.
    pub bank: String,
    /// Title of the bank.
    pub title: Option<String>,
    /// Take them as drafts.
    pub draft: bool,
    /// All or none.
    pub strict: bool,
    /// Write nothing.
    pub dry_run: bool,
}

pub(super) async fn run(app: &App, args: ImportArgs) -> Result<(), Failure> {
    let keys = args.key_file.as_deref().map(key_file).transpose()?;
    let name = files::name(&args.file);
    let bytes = files::read(&args.file)?;
    let read = match &keys {
        Some(keys) => exchange::read_with_keys(&bytes, &name, args.format.0, keys),
        None => exchange::read_questions(&bytes, &name, args.format.0),
    };
    let report = match read {
        Ok(file) => {
            let source = Source {
                bank: args.bank,
                title: args.title,
                draft: args.draft,
                strict: args.strict,
                dry_run: args.dry_run,
                file,
            };
            take(app, source).await?
        }
        Err(why) => Report {
            format: args.format.0.map(Format::word),
            questions: 0,
            accepted: 0,
            warnings: Vec::new(),
            refused: vec![Note {
                at: why.at.unwrap_or(name),
                code: why.code,
                detail: why.detail,
            }],
        },
    };
    tell(&report, args.json, args.dry_run)
}

/// Reads the file with the keys.
fn key_file(path: &Path) -> Result<KeyFile, Failure> {
    let name = files::name(path);
    exchange::read_keys(&files::read(path)?, &name).map_err(|why| {
        let place = why
            .at
            .map_or_else(|| name.clone(), |at| format!("{name}, {at}"));
        Failure::coded(why.code, format!("{place}: {}", why.detail))
    })
}

/// Brings questions that were read into their bank.
async fn take(app: &App, source: Source) -> Result<Report, Failure> {
    let Source {
        file,
        bank,
        title,
        draft,
        strict,
        dry_run,
    } = source;
    let questions = file.entries.len();
    let format = file.format.word();
    let (mut placed, mut warnings, mut refused) = (Vec::new(), file.remarks, Vec::new());
    for entry in file.entries {
        match (entry.refusal, entry.draft) {
            (None, Some(draft)) => {
                warnings.extend(entry.warnings);
                placed.push(PlacedDraft {
                    at: entry.at.to_string(),
                    draft,
                });
            }
            (refusal, _) => refused.extend(refusal),
        }
    }
    let done = app
        .import_questions(
            Actor::Command,
            BankImport {
                bank,
                title: title.or(file.title),
                questions: placed,
                refused_before: refused.len(),
                as_drafts: draft,
                strict,
                dry_run,
                of: None,
            },
        )
        .await?;
    let refused = refused.into_iter().map(Note::from);
    Ok(Report {
        format: Some(format),
        questions,
        accepted: done.accepted,
        warnings: warnings.into_iter().map(Note::from).collect(),
        refused: refused
            .chain(done.refused.into_iter().map(Note::from))
            .collect(),
    })
}

fn tell(report: &Report, as_json: bool, dry_run: bool) -> Result<(), Failure> {
    if as_json {
        let json = serde_json::to_string(report).expect("a report is plain data");
        output::print_line(&json)?;
    } else {
        for note in &report.refused {
            output::remark(&format!("{}: {} ({})", note.at, note.detail, note.code));
        }
        for remark in folded(&report.warnings) {
            output::remark(&remark);
        }
        let verb = if dry_run {
            "sẽ nhận"
        } else {
            "đã nhận"
        };
        output::print_line(&format!(
            "{}: {} câu hỏi, {verb} {}, từ chối {}, lưu ý {}",
            report.format.unwrap_or("?"),
            report.questions,
            report.accepted,
            report.refused.len(),
            report.warnings.len()
        ))?;
    }
    if report.accepted > 0 {
        return Ok(());
    }
    let code = report
        .refused
        .first()
        .map_or("import.empty", |note| note.code);
    Err(Failure::coded(code, "Không nhận câu hỏi nào."))
}

/// Places that are named of a remark that stands at many.
const NAMED: usize = 3;

/// A line for each thing there is to remark, however many questions it is true of: a bank without
/// law citations would bury everything else under a line a question.
fn folded(warnings: &[Note]) -> Vec<String> {
    let mut things: Vec<((&str, &str), Vec<&str>)> = Vec::new();
    for note in warnings {
        let thing = (note.code, note.detail.as_str());
        match things.iter_mut().find(|(known, _)| *known == thing) {
            Some((_, places)) => places.push(&note.at),
            None => things.push((thing, vec![&note.at])),
        }
    }
    things
        .into_iter()
        .map(|((code, detail), places)| {
            let named = places[..places.len().min(NAMED)].join("; ");
            let others = match places.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" và {more} chỗ nữa"),
            };
            format!("{named}{others}: {detail} ({code})")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_remark_is_made_once() {
        let note = |at: &str, code, detail: &str| Note {
            at: at.into(),
            code,
            detail: detail.into(),
        };
        let warnings: Vec<Note> = (4..=9)
            .map(|row| {
                note(
                    &format!("dòng {row}"),
                    "import.no_citation",
                    "Thiếu căn cứ.",
                )
            })
            .chain([note("dòng 5, cột B", "import.trimmed", "Đã cắt bớt.")])
            .collect();
        assert_eq!(
            folded(&warnings),
            [
                "dòng 4; dòng 5; dòng 6 và 3 chỗ nữa: Thiếu căn cứ. (import.no_citation)",
                "dòng 5, cột B: Đã cắt bớt. (import.trimmed)"
            ]
        );
    }
}
