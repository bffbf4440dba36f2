//! A poster of a contest for a notice board: A4, to be read from two steps away and scanned.

use super::pdf::{Document, Face, Modules, Page, Place, Unprintable, fitted};

/// What stands on a poster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster<'a> {
    /// Name of the contest.
    pub title: &'a str,
    /// Who runs it, as a sentence.
    pub organiser: &'a str,
    /// The unit that hangs it up.
    pub unit: Option<&'a str>,
    /// When it runs.
    pub window: &'a str,
    /// What the code is for.
    pub scan: &'a str,
    /// Where the code leads.
    pub link: &'a str,
    /// What people do, in the order in which they do it.
    pub steps: &'a [&'a str],
    /// Its language, as documents name it: `vi`, `en`.
    pub language: &'a str,
}

/// A4 and its white edge, in millimetres.
const WIDTH: f32 = 210.0;
const EDGE: f32 = 18.0;
/// Side of the QR code, with its quiet zone: an arm's length and more.
const QR: f32 = 110.0;
/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// From a base line to the next, as a multiple of the size.
const LEADING: f32 = 1.25;

/// Prints a poster.
///
/// # Errors
/// The file can't be written, or the link is longer than a QR code holds.
pub fn print(poster: &Poster) -> Result<Vec<u8>, Unprintable> {
    let code = Modules::of(poster.link);
    let code = code.ok_or_else(|| Unprintable("a link is too long for a QR code".into()))?;
    let mut document = Document::new(poster.title, poster.language);
    document.page(|page| draw(page, poster, &code))?;
    document.finish()
}

fn draw(page: &mut Page<'_, '_>, poster: &Poster, code: &Modules) {
    let mut down = Down { page, y: EDGE };
    down.middle(poster.organiser, Face::Regular, 14.0, 2);
    down.y += 6.0;
    down.middle(poster.title, Face::Bold, 30.0, 4);
    down.y += 4.0;
    down.middle(poster.window, Face::Bold, 18.0, 1);
    if let Some(unit) = poster.unit {
        down.middle(unit, Face::Regular, 16.0, 2);
    }
    down.y += 4.0;
    let square = Place {
        x: (WIDTH - QR) / 2.0,
        y: down.y,
    };
    down.page.qr(square, QR, code);
    down.y += QR;
    down.middle(poster.scan, Face::Bold, 16.0, 2);
    down.middle(typed(poster.link), Face::Regular, 14.0, 2);
    down.y += 5.0;
    for (number, step) in (1..).zip(poster.steps) {
        down.left(&format!("{number}. {step}"), 13.0, 2);
    }
}

/// Writing from above to below.
struct Down<'p, 'a, 's> {
    page: &'p mut Page<'a, 's>,
    y: f32,
}

impl Down<'_, '_, '_> {
    /// Writes a text in the middle, in at most so many lines.
    fn middle(&mut self, text: &str, face: Face, size: f32, most: usize) {
        self.lines(text, face, size, most, |width| (WIDTH - width) / 2.0);
    }

    fn left(&mut self, text: &str, size: f32, most: usize) {
        self.lines(text, Face::Regular, size, most, |_| EDGE);
    }

    /// `from` gives the left of a line of that width; both in millimetres.
    fn lines(&mut self, text: &str, face: Face, size: f32, most: usize, from: impl Fn(f32) -> f32) {
        let text = face.printable(text);
        let room = (WIDTH - 2.0 * EDGE) * POINTS;
        for line in fitted(&text, face, size, room, most) {
            self.y += size * LEADING / POINTS;
            let x = from(face.width(&line, size) / POINTS);
            self.page.text(Place { x, y: self.y }, face, size, &line);
        }
    }
}

/// An address as people type it.
fn typed(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::pdf::text_of;

    fn poster<'a>(title: &'a str, link: &'a str) -> Poster<'a> {
        Poster {
            title,
            organiser: "Ủy ban nhân dân phường Thành Sen tổ chức",
            unit: Some("Trường THCS Lê Văn Thiêm"),
            window: "01/12/2026 – 08/12/2026",
            scan: "Quét mã để vào thi",
            link,
            steps: &[
                "Quét mã hoặc mở địa chỉ trên.",
                "Đăng ký một lần.",
                "Vào thi.",
            ],
            language: "vi",
        }
    }

    #[test]
    fn a_poster_says_what_when_who_and_how() {
        let title = "Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ";
        let pdf = print(&poster(title, "https://thi.example.vn/d/giao-thong/18073")).unwrap();
        let Some(pages) = text_of(&pdf) else { return };
        assert_eq!(pages.len(), 1);
        let text = pages[0].split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            title,
            "Ủy ban nhân dân phường Thành Sen tổ chức",
            "Trường THCS Lê Văn Thiêm",
            "01/12/2026 – 08/12/2026",
            "Quét mã để vào thi",
            "thi.example.vn/d/giao-thong/18073",
            "2. Đăng ký một lần.",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn the_longest_title_stays_on_the_page() {
        let title = "Pháp luật ".repeat(60);
        let pdf = print(&poster(&title, "https://thi.example.vn/d/a/1")).unwrap();
        let Some(pages) = text_of(&pdf) else { return };
        assert_eq!(pages.len(), 1);
        assert!(pages[0].contains("3. Vào thi."), "{}", pages[0]);
    }

    #[test]
    fn a_link_that_no_code_holds_is_told() {
        assert!(print(&poster("Thi", &"x".repeat(5_000))).is_err());
    }
}
