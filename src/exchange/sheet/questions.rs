//! From the rows of a sheet to drafts.

use super::cell_text::Cells;
use super::headings::{self, Headings};
use super::names::Column;
use super::{Row, Sheet, citation, key, law_columns, level, one_cell};
use crate::domain::text::folded;
use crate::domain::{DraftOption, LawReference, QuestionDraft, QuestionKind};
use crate::exchange::draft_check::{self, MAX_OPTIONS, Part, limit, one_line};
use crate::exchange::finding::{At, Finding, Unreadable, column_letters};
use crate::exchange::format::Format;
use crate::exchange::question_file::{Collector, QuestionFile, Refused};

pub(in crate::exchange) use super::headings::fit;

/// Between the accepted forms of a text question in its key cell.
pub(super) const BETWEEN_FORMS: char = '|';

/// Reads the questions below the headings of a sheet.
pub(in crate::exchange) fn questions(
    format: Format,
    sheet: &Sheet,
) -> Result<QuestionFile, Unreadable> {
    let Some(headings) = headings::find(&sheet.rows) else {
        return Err(Unreadable::new(
            "import.no_headings",
            "Không thấy dòng tiêu đề. Cần có cột “Câu hỏi”, các cột “Đáp án A”, “Đáp án B”, … \
             và cột “Đáp án đúng” (hoặc question, option_a, option_b, …, key).",
        ));
    };
    let mut collector = Collector::new(format);
    let heading_row = &sheet.rows[headings.index];
    for &place in &headings.unread {
        let detail = format!(
            "Không đọc cột {}: tiêu đề lạ hoặc trùng nghĩa.",
            column_letters(place)
        );
        let at = At::Cell(heading_row.number, place);
        collector.warn(Finding::new(&at, "import.column_unread", detail));
    }
    for name in &sheet.passed_over {
        let shown: String = name.chars().take(40).collect();
        let detail = format!("Trang tính “{shown}” cũng có câu hỏi nhưng không đọc.");
        collector.warn(Finding::new(&At::File, "import.sheet_passed_over", detail));
    }
    for row in &sheet.rows[headings.index + 1..] {
        let cells = Cells {
            headings: &headings,
            row,
        };
        if cells.is_question() && !cells.repeat(heading_row) {
            collector.push(At::Row(row.number), &row.source(), question(&cells));
        }
    }
    Ok(collector.finish(None, title(sheet, &headings)))
}

/// The only text of a row above the headings, if there is one.
fn title(sheet: &Sheet, headings: &Headings) -> Option<String> {
    sheet.rows[..headings.index].iter().find_map(|row| {
        let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
        match (filled.next(), filled.next()) {
            (Some(only), None) if !only.is_formula => one_line(&only.text, limit::TITLE).ok(),
            _ => None,
        }
    })
}

impl Cells<'_> {
    /// Whether a row means to be a question: something stands in its question, option or key
    /// cells.
    fn is_question(&self) -> bool {
        self.headings.columns.iter().any(|&(place, column)| {
            let tells = matches!(
                column,
                Column::Stem | Column::Option(_) | Column::Options | Column::Key
            );
            tells && self.row.filled(place).is_some()
        })
    }

    /// Whether the headings stand here again, as on every page of a table made for print.
    fn repeat(&self, heading_row: &Row) -> bool {
        let mut places = self.headings.columns.iter().map(|(place, _)| *place);
        places.all(|place| self.row.cells.get(place) == heading_row.cells.get(place))
    }
}

fn question(cells: &Cells) -> Result<(QuestionDraft, Vec<Finding>), Refused> {
    let mut warnings = Vec::new();
    let mut draft = QuestionDraft {
        code: cells.line(Column::Code, limit::CODE)?,
        kind: QuestionKind::Single,
        stem: cells
            .html(Column::Stem, limit::PASSAGE)?
            .unwrap_or_default(),
        options: Vec::new(),
        number: None,
        accepted: Vec::new(),
        topic: cells.line(Column::Topic, limit::TITLE)?,
        level: read_level(cells, &mut warnings)?,
        explanation: cells.html(Column::Explanation, limit::PASSAGE)?,
        laws: laws(cells, &mut warnings)?,
        media: Vec::new(),
    };
    let answered = match kind(cells)? {
        Some(QuestionKind::Number) => number(cells, &mut draft),
        Some(QuestionKind::Text) => text_answer(cells, &mut draft),
        stated => choice(cells, stated, &mut draft),
    };
    // What was read of the row is handed over with the fault, so that nobody types it again.
    if let Err(finding) = answered {
        return Err(Refused {
            finding,
            draft: Some(Box::new(draft)),
        });
    }
    draft_check::check(&draft).map_err(|fault| {
        let column = match fault.part {
            Part::Stem => Column::Stem,
            Part::Options if cells.headings.place(Column::Options).is_some() => Column::Options,
            Part::Options => Column::Option(0),
            Part::Option(i) => nth_option(cells, i),
            Part::Key => Column::Key,
        };
        Refused {
            finding: cells.finding(column, fault.code, fault.detail),
            draft: Some(Box::new(draft.clone())),
        }
    })?;
    Ok((draft, warnings))
}

/// The kind that a row states, in Vietnamese or English.
fn kind(cells: &Cells) -> Result<Option<QuestionKind>, Finding> {
    let Some(text) = cells.line(Column::Kind, limit::TITLE)? else {
        return Ok(None);
    };
    let kind = match folded(&text).as_str() {
        "mot dap an" | "mot lua chon" | "single" | "single choice" => QuestionKind::Single,
        "nhieu dap an" | "nhieu lua chon" | "multiple" | "multiple response" => {
            QuestionKind::Multiple
        }
        "dien so" | "so" | "number" | "numeric" => QuestionKind::Number,
        "dien chu" | "chu" | "tra loi ngan" | "text" | "short answer" => QuestionKind::Text,
        // These leave open how many options are right; the key tells.
        "trac nghiem" | "tn" | "multiple choice" => return Ok(None),
        _ => {
            let detail = "Không rõ loại câu hỏi. Nhận: một đáp án, nhiều đáp án, điền số, điền chữ \
                          (hoặc single, multiple, number, text).";
            return Err(cells.finding(Column::Kind, "import.kind_unknown", detail));
        }
    };
    Ok(Some(kind))
}

/// The word that [`kind`] reads.
pub(super) fn kind_word(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "một đáp án",
        QuestionKind::Multiple => "nhiều đáp án",
        QuestionKind::Number => "điền số",
        QuestionKind::Text => "điền chữ",
    }
}

fn choice(
    cells: &Cells,
    stated: Option<QuestionKind>,
    draft: &mut QuestionDraft,
) -> Result<(), Finding> {
    let options = options(cells)?;
    let filled = options.iter().flatten();
    draft.options = filled
        .map(|text| DraftOption {
            id: None,
            text: crate::exchange::html::from_plain(text),
            correct: false,
            pinned: false,
        })
        .collect();
    draft.kind = stated.unwrap_or(QuestionKind::Single);
    let pinned = places(cells, Column::Pinned, &options)?;
    let right = places(cells, Column::Key, &options)?;
    if stated.is_none() && right.len() > 1 {
        draft.kind = QuestionKind::Multiple;
    }
    let letters = (0..options.len()).filter(|&place| options[place].is_some());
    for (option, place) in draft.options.iter_mut().zip(letters) {
        option.correct = right.contains(&place);
        option.pinned = pinned.contains(&place);
    }
    Ok(())
}

/// Plain texts of the options by letter; nothing where the cell is empty.
fn options(cells: &Cells) -> Result<Vec<Option<String>>, Finding> {
    let read = |place| cells.passage(Column::Option(place), limit::OPTION);
    let mut options = (0..MAX_OPTIONS).map(read).collect::<Result<Vec<_>, _>>()?;
    if options.iter().all(Option::is_none)
        && let Some(all) = cells.passage(Column::Options, limit::PASSAGE)?
    {
        let found = one_cell::options(&all);
        if found.len() > MAX_OPTIONS {
            let detail = format!("Ô có hơn {MAX_OPTIONS} phương án.");
            return Err(cells.finding(Column::Options, "import.option_count", detail));
        }
        for (place, text) in options.iter_mut().zip(found) {
            *place = Some(text);
        }
    }
    Ok(options)
}

/// The letter columns that a cell names.
fn places(
    cells: &Cells,
    column: Column,
    options: &[Option<String>],
) -> Result<Vec<usize>, Finding> {
    match cells.passage(column, limit::OPTION)? {
        None => Ok(Vec::new()),
        Some(text) => key::right_options(&text, options)
            .map_err(|detail| cells.finding(column, "import.key_invalid", detail)),
    }
}

/// The column of the i-th option that is filled.
fn nth_option(cells: &Cells, i: usize) -> Column {
    let filled = (0..MAX_OPTIONS).map(Column::Option).filter(|column| {
        let place = cells.headings.place(*column);
        place.is_some_and(|place| cells.row.filled(place).is_some())
    });
    let in_one_cell = cells
        .headings
        .place(Column::Options)
        .map(|_| Column::Options);
    let other = in_one_cell.unwrap_or(Column::Option(0));
    filled.into_iter().nth(i).unwrap_or(other)
}

fn number(cells: &Cells, draft: &mut QuestionDraft) -> Result<(), Finding> {
    draft.kind = QuestionKind::Number;
    refuse_options(cells)?;
    if let Some(value) = integer(cells, Column::Key)? {
        let tolerance = integer(cells, Column::Tolerance)?.unwrap_or(0);
        draft.number = Some((value, tolerance));
    }
    Ok(())
}

fn integer(cells: &Cells, column: Column) -> Result<Option<i64>, Finding> {
    let Some(text) = cells.line(column, limit::CODE)? else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        let detail = "Cần một số nguyên, không có dấu chấm, dấu phẩy hay đơn vị.";
        cells.finding(column, "import.key_invalid", detail)
    })
}

fn text_answer(cells: &Cells, draft: &mut QuestionDraft) -> Result<(), Finding> {
    draft.kind = QuestionKind::Text;
    refuse_options(cells)?;
    let forms = cells.line(Column::Key, limit::PASSAGE)?.unwrap_or_default();
    let forms = forms
        .split(BETWEEN_FORMS)
        .map(str::trim)
        .filter(|form| !form.is_empty());
    draft.accepted = forms.map(str::to_owned).collect();
    Ok(())
}

/// A question without options must not have any in its row.
fn refuse_options(cells: &Cells) -> Result<(), Finding> {
    match options(cells)?.iter().position(Option::is_some) {
        Some(place) => Err(cells.finding(
            Column::Option(place),
            "import.kind_mismatch",
            "Câu điền số, điền chữ không có phương án.",
        )),
        None => Ok(()),
    }
}

fn read_level(cells: &Cells, warnings: &mut Vec<Finding>) -> Result<u8, Finding> {
    let Some(text) = cells.line(Column::Level, limit::TITLE)? else {
        return Ok(0);
    };
    let level = level::level(&text);
    if level.is_none() {
        let detail = "Không rõ mức độ nên để trống. Nhận: 1 đến 5, hoặc nhận biết, thông hiểu, \
                      vận dụng, vận dụng cao.";
        warnings.push(cells.finding(Column::Level, "import.level_unknown", detail));
    }
    Ok(level.unwrap_or(0))
}

fn laws(cells: &Cells, warnings: &mut Vec<Finding>) -> Result<Vec<LawReference>, Finding> {
    let laws = law_columns::laws(cells, warnings)?;
    if !laws.is_empty() {
        return Ok(laws);
    }
    let Some(text) = cells.passage(Column::Citation, limit::PASSAGE)? else {
        return Ok(laws);
    };
    let found = citation::citations(&text);
    if found.unclear {
        let detail = "Căn cứ chỉ đọc được một phần hoặc chưa đọc được. \
                      Viết như: khoản 2 Điều 9 Luật … số 36/2024/QH15.";
        warnings.push(cells.finding(Column::Citation, "import.citation_unclear", detail));
    }
    Ok(found.laws)
}
