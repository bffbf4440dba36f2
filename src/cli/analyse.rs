//! `thiluat analyse`: statistics of any test, from a table of marks.

use super::failure::language;
use super::{Failure, output};
use crate::app::Language;
use crate::engine::statistics::{BadMark, EffectiveWeight, ItemFigures, MarkMatrix, TestFigures};
use crate::exchange::{MarkTable, read_marks};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct AnalyseArgs {
    /// Bảng điểm CSV: mỗi người một dòng, mỗi câu một cột, dòng đầu là điểm tối đa / marks as CSV
    file: PathBuf,
    /// In JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// The figures of a test, as `--json` prints them. Shares are from 0 to 1, indices, weights,
/// efficiency, consistency and error ratio in per cent, the rest in marks; null: not defined here.
#[derive(Serialize)]
struct Analysis {
    attempts: usize,
    test: Test,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Test {
    items: usize,
    max_score: f64,
    mean: Option<f64>,
    median: Option<f64>,
    sd: Option<f64>,
    skewness: Option<f64>,
    kurtosis: Option<f64>,
    cic: Option<f64>,
    error_ratio: Option<f64>,
    standard_error: Option<f64>,
}

#[derive(Serialize)]
struct Item {
    position: usize,
    name: String,
    n: usize,
    max_mark: f64,
    facility: Option<f64>,
    sd: Option<f64>,
    sd_percent: Option<f64>,
    intended_weight: Option<f64>,
    effective_weight: Option<f64>,
    negative_covariance: bool,
    discrimination_index: Option<f64>,
    discriminative_efficiency: Option<f64>,
}

/// Prints item and test statistics (algorithms.md 6) of a file.
pub(super) fn run(args: &AnalyseArgs) -> Result<(), Failure> {
    let bytes = std::fs::read(&args.file).map_err(|cause| Failure::file(&args.file, &cause))?;
    let file = args.file.display();
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::coded(
            "import.encoding",
            match language() {
                Language::Vietnamese => format!("Tệp {file} không ở dạng UTF-8."),
                Language::English => format!("The file {file} is not UTF-8."),
            },
        )
    })?;
    let table = read_marks(&text).map_err(|fault| {
        let place = format!("{}: {}", fault.at, fault.detail);
        unreadable(&args.file).at([place])
    })?;
    let matrix = MarkMatrix::new(table.greatest.clone(), table.rows.clone())
        .map_err(|fault| unreadable(&args.file).at([told(fault, &table)]))?;
    let analysis = analysis(&table, &matrix);
    if args.json {
        let json = serde_json::to_string_pretty(&analysis);
        return output::print_line(&json.expect("plain figures have a JSON form"));
    }
    output::print(&written(&analysis))
}

fn unreadable(file: &std::path::Path) -> Failure {
    let file = file.display();
    Failure::coded(
        "import.marks",
        match language() {
            Language::Vietnamese => format!("Tệp {file} không phải bảng điểm."),
            Language::English => format!("The file {file} is no table of marks."),
        },
    )
}

/// The place of a bad mark as people see it.
fn told(fault: BadMark, table: &MarkTable) -> String {
    let name = |item: usize| table.names.get(item).cloned().unwrap_or_default();
    match (fault, language()) {
        (BadMark::Greatest { item }, Language::Vietnamese) => {
            format!("Điểm tối đa của câu “{}” không đúng.", name(item))
        }
        (BadMark::Greatest { item }, Language::English) => {
            format!("The greatest mark of item “{}” is none.", name(item))
        }
        (BadMark::Width { row }, Language::Vietnamese) => {
            format!("dòng {}: số cột khác với số câu.", table.lines[row])
        }
        (BadMark::Width { row }, Language::English) => {
            format!("line {}: another number of columns.", table.lines[row])
        }
        (BadMark::Range { row, item }, Language::Vietnamese) => format!(
            "dòng {}, câu “{}”: điểm phải từ 0 đến {}.",
            table.lines[row],
            name(item),
            table.greatest[item]
        ),
        (BadMark::Range { row, item }, Language::English) => format!(
            "line {}, item “{}”: a mark lies between 0 and {}.",
            table.lines[row],
            name(item),
            table.greatest[item]
        ),
    }
}

fn analysis(table: &MarkTable, matrix: &MarkMatrix) -> Analysis {
    let TestFigures {
        n,
        greatest,
        mean,
        median,
        deviation,
        skewness,
        kurtosis,
        consistency,
        error_ratio,
        standard_error,
    } = matrix.test();
    let items = matrix.items().into_iter().zip(&table.names);
    Analysis {
        attempts: n,
        test: Test {
            items: table.greatest.len(),
            max_score: greatest,
            mean,
            median,
            sd: deviation,
            skewness,
            kurtosis,
            cic: consistency,
            error_ratio,
            standard_error,
        },
        items: (1..)
            .zip(items)
            .map(|(position, (figures, name))| item(position, name, &figures))
            .collect(),
    }
}

fn item(position: usize, name: &str, figures: &ItemFigures) -> Item {
    Item {
        position,
        name: name.to_owned(),
        n: figures.n,
        max_mark: figures.greatest,
        facility: figures.facility,
        sd: figures.deviation,
        sd_percent: figures
            .deviation
            .filter(|_| figures.greatest > 0.0)
            .map(|sd| 100.0 * sd / figures.greatest),
        intended_weight: figures.intended_weight,
        effective_weight: match figures.effective_weight {
            EffectiveWeight::PerCent(weight) => Some(weight),
            EffectiveWeight::Negative | EffectiveWeight::Unknown => None,
        },
        negative_covariance: figures.effective_weight == EffectiveWeight::Negative,
        discrimination_index: figures.discrimination_index,
        discriminative_efficiency: figures.discriminative_efficiency,
    }
}

/// The same as lines of a table.
fn written(analysis: &Analysis) -> String {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
    let test = &analysis.test;
    let mut text = format!(
        "n={} mean={} median={} sd={} skewness={} kurtosis={} cic={} error_ratio={} se={}\n",
        analysis.attempts,
        figure(test.mean),
        figure(test.median),
        figure(test.sd),
        figure(test.skewness),
        figure(test.kurtosis),
        figure(test.cic),
        figure(test.error_ratio),
        figure(test.standard_error)
    );
    text.push_str("item\tn\tfacility\tsd\tintended\teffective\tdiscrimination\tefficiency\n");
    for item in &analysis.items {
        let effective = if item.negative_covariance {
            "−".to_owned()
        } else {
            figure(item.effective_weight)
        };
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{effective}\t{}\t{}",
            item.name,
            item.n,
            figure(item.facility),
            figure(item.sd),
            figure(item.intended_weight),
            figure(item.discrimination_index),
            figure(item.discriminative_efficiency)
        );
    }
    text
}
