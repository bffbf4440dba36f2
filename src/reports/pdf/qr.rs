//! QR codes as squares: sharp at any size, and a few hundred bytes.

use qrcode::{Color, EcLevel, QrCode};

/// The dark runs of a QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    /// Modules along one side, without the quiet zone.
    pub side: usize,
    /// Column, row and length of each dark run.
    pub runs: Vec<(usize, usize, usize)>,
}

impl Modules {
    /// The code of a text, readable with up to 15 % of it lost; none if it is longer than codes hold.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = code.width();
        let colors = code.to_colors();
        let mut runs = Vec::new();
        for (row, line) in colors.chunks(side).enumerate() {
            let mut column = 0;
            for run in line.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    runs.push((column, row, run.len()));
                }
                column += run.len();
            }
        }
        Some(Self { side, runs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_the_dark_modules() {
        let text = "https://thi.example.vn/cuoc-thi/thu";
        let modules = Modules::of(text).unwrap();
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let mut dark = vec![false; modules.side * modules.side];
        for (column, row, length) in &modules.runs {
            for at in *column..column + length {
                dark[row * modules.side + at] = true;
            }
        }
        let colors = code.to_colors();
        let expected: Vec<bool> = colors.iter().map(|color| *color == Color::Dark).collect();
        assert_eq!(dark, expected);
        // The finder pattern begins with seven dark modules.
        assert_eq!(modules.runs[0], (0, 0, 7));
        assert_eq!(Modules::of(&"a".repeat(5_000)), None);
    }
}
