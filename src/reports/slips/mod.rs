//! Slips of paper with the codes of people whom an organiser brought into a contest: A4, eight a page,
//! to be cut apart and handed out.

use super::pdf::{Document, Face, Modules, Page, Place, Unprintable, fitted};

/// What stands on a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipText<'a> {
    /// Number of the person in the contest.
    pub number: i64,
    /// Full name.
    pub full_name: &'a str,
    /// Name of the unit.
    pub unit: Option<&'a str>,
    /// By what the person signs in beside the code.
    pub identity: &'a str,
    /// The sign-in code, without separators.
    pub sign_in_code: &'a str,
    /// Where the person comes back to the contest.
    pub link: &'a str,
}

/// Slips of a page: two columns of four.
const COLUMNS: usize = 2;
const A_PAGE: usize = 8;
/// A slip, in millimetres, and the white edge within it.
const WIDTH: f32 = 105.0;
const HEIGHT: f32 = 74.25;
const EDGE: f32 = 8.0;
/// Side of the QR code, with its quiet zone.
const QR: f32 = 34.0;
/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// What people have to do with it.
const TO_DO: &str = "Quét mã QR hoặc mở địa chỉ trên, nhập thông tin đăng nhập và mã dự thi để vào thi; \
    giữ kín mã, mất phiếu hãy báo đơn vị tổ chức.";

/// Prints slips of a contest with that title.
///
/// # Errors
/// The file can't be written, or a link is longer than a QR code holds.
pub fn print(title: &str, slips: &[SlipText]) -> Result<Vec<u8>, Unprintable> {
    let mut document = Document::new(&format!("Phiếu mã dự thi – {title}"), "vi");
    for page in slips.chunks(A_PAGE) {
        let codes: Option<Vec<Modules>> = page.iter().map(|slip| Modules::of(slip.link)).collect();
        let codes = codes.ok_or_else(|| Unprintable("a link is too long for a QR code".into()))?;
        document.page(|sheet| {
            for (at, (slip, code)) in page.iter().zip(&codes).enumerate() {
                let corner = Place {
                    x: steps(at % COLUMNS) * WIDTH,
                    y: steps(at / COLUMNS) * HEIGHT,
                };
                draw(sheet, corner, title, slip, code);
            }
            cuts(sheet);
        })?;
    }
    document.finish()
}

fn steps(count: usize) -> f32 {
    u8::try_from(count).map_or(0.0, f32::from)
}

/// Where to cut: between the columns and between the rows.
fn cuts(sheet: &mut Page<'_, '_>) {
    let bottom = HEIGHT * 4.0;
    sheet.cut(
        Place { x: WIDTH, y: 0.0 },
        Place {
            x: WIDTH,
            y: bottom,
        },
    );
    for row in 1..4 {
        let y = steps(row) * HEIGHT;
        let right = WIDTH * 2.0;
        sheet.cut(Place { x: 0.0, y }, Place { x: right, y });
    }
}

/// Lines one below the other.
struct Column<'p, 'a, 's> {
    sheet: &'p mut Page<'a, 's>,
    at: Place,
}

impl Column<'_, '_, '_> {
    /// Writes a text in at most so many lines of a width in millimetres, the first one below what is
    /// there already.
    fn write(&mut self, text: &str, face: Face, size: f32, width: f32, most: usize) {
        let text = face.printable(text);
        for line in fitted(&text, face, size, width * POINTS, most) {
            self.at.y += size * 1.22 / POINTS;
            self.sheet.text(self.at, face, size, &line);
        }
    }

    /// Writes a code after the word for it, on one line: the widest code of twelve letters fits.
    fn code(&mut self, code: &str, width: f32) {
        const LABEL: &str = "Mã dự thi:";
        const SIZE: f32 = 16.0;
        let begin = self.at.x;
        let label = (Face::Regular.width(LABEL, 10.0) + 5.0) / POINTS;
        self.at.y += SIZE * 1.22 / POINTS;
        self.sheet.text(self.at, Face::Regular, 10.0, LABEL);
        self.at.x += label;
        self.at.y -= SIZE * 1.22 / POINTS;
        self.write(&grouped(code), Face::Bold, SIZE, width - label, 1);
        self.at.x = begin;
    }

    fn gap(&mut self, millimetres: f32) {
        self.at.y += millimetres;
    }
}

fn draw(sheet: &mut Page<'_, '_>, corner: Place, title: &str, slip: &SlipText, code: &Modules) {
    let whole = WIDTH - 2.0 * EDGE;
    let beside = whole - QR;
    let square = Place {
        x: corner.x + WIDTH - EDGE - QR + 3.0,
        y: corner.y + EDGE + 6.0,
    };
    sheet.qr(square, QR, code);
    let mut column = Column {
        sheet,
        at: Place {
            x: corner.x + EDGE,
            y: corner.y + EDGE - 2.0,
        },
    };
    column.write(title, Face::Regular, 9.0, whole, 1);
    column.gap(1.5);
    column.write(slip.full_name, Face::Bold, 14.0, beside, 2);
    let number = format!("Số báo danh: {}", slip.number);
    column.write(&number, Face::Regular, 10.0, beside, 1);
    if let Some(unit) = slip.unit {
        column.write(unit, Face::Regular, 10.0, beside, 2);
    }
    let identity = format!("Đăng nhập: {}", slip.identity);
    column.write(&identity, Face::Regular, 10.0, beside, 2);
    // What has to be typed stands at the same height on every slip.
    column.at.y = corner.y + 45.5;
    column.code(slip.sign_in_code, whole);
    column.gap(0.5);
    column.write(address(slip.link), Face::Regular, 9.0, whole, 2);
    column.gap(0.5);
    column.write(TO_DO, Face::Regular, 8.0, whole, 3);
}

/// A code in groups of four, which people read out and type without losing their place.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// An address as people type it.
fn address(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.trim_end_matches('/')
}

#[cfg(test)]
mod tests;
