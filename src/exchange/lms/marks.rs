//! Marks in percent as right and wrong.
//!
//! Other systems give every option a share of the mark; the bank knows which options are right,
//! and a contest's rules say what part of them earns. What that changes is told.

use super::taking::Taking;
use crate::domain::{DraftOption, QuestionKind};

/// An option with its share of the mark, in percent.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::exchange) struct Marked {
    /// HTML in stored form.
    pub text: String,
    pub share: f64,
    pub pinned: bool,
}

/// Shares are written with five decimals at most: 33.33333.
const NEAR: f64 = 0.01;

/// Whether a share is the whole mark.
pub(in crate::exchange) fn is_full(share: f64) -> bool {
    share >= 100.0 - NEAR
}

/// Options and kind; `several` when the file lets people choose more than one.
pub(in crate::exchange) fn options(
    taking: &mut Taking,
    marked: Vec<Marked>,
    several: bool,
) -> (QuestionKind, Vec<DraftOption>) {
    let shares: Vec<f64> = marked.iter().map(|option| option.share).collect();
    let right: Vec<bool> = if several {
        shares.iter().map(|share| *share > NEAR).collect()
    } else {
        shares.iter().map(|share| is_full(*share)).collect()
    };
    let many = right.iter().filter(|right| **right).count() > 1;
    if several {
        tell_shares(taking, &shares, &right);
    } else {
        let parts = shares.iter().any(|share| *share > NEAR && !is_full(*share));
        if parts {
            taking.warn(
                "import.weights",
                "Phương án được một phần điểm được đọc là phương án sai.",
            );
        }
        if shares.iter().any(|share| *share < -NEAR) {
            taking.warn("import.weights", "Không giữ điểm trừ của phương án sai.");
        }
        if many {
            let detail = "Nhiều phương án được trọn điểm, đọc thành câu nhiều đáp án: phải chọn đủ mới đúng.";
            taking.warn("import.weights", detail);
        }
    }
    let kind = if several || many {
        QuestionKind::Multiple
    } else {
        QuestionKind::Single
    };
    let options = marked
        .into_iter()
        .zip(right)
        .map(|(option, correct)| DraftOption {
            id: None,
            text: option.text,
            correct,
            pinned: option.pinned,
        });
    (kind, options.collect())
}

fn tell_shares(taking: &mut Taking, shares: &[f64], right: &[bool]) {
    let of_right = || {
        shares
            .iter()
            .zip(right)
            .filter(|(_, right)| **right)
            .map(|(share, _)| *share)
    };
    let (least, most) = of_right().fold((f64::MAX, 0.0_f64), |(least, most), share| {
        (least.min(share), most.max(share))
    });
    let sum: f64 = of_right().sum();
    if most > 0.0 && (most - least > NEAR || (sum - 100.0).abs() > 0.1) {
        let detail =
            "Các phương án đúng có điểm khác nhau hoặc không cộng đủ 100%; chỉ giữ đúng hay sai.";
        taking.warn("import.weights", detail);
    }
    let taken_off = shares
        .iter()
        .any(|share| *share < -NEAR && *share > NEAR - 100.0);
    if taken_off {
        taking.warn("import.weights", "Không giữ điểm trừ của phương án sai.");
    }
}
