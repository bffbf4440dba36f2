//! The picture of a share: what Zalo and Facebook show beside a link, 1200 by 630 pixels.
//!
//! Drawn with tiny-skia from outlines that ttf-parser reads, the two crates on which the PDF writer
//! stands anyway. Vietnamese in NFC has a glyph for every letter in Liberation Sans, so that no shaper
//! is needed; what the face lacks, such as emoji, is left out.

mod lettering;
mod lines;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use lettering::{Face, Pen};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

/// Width in pixels; what Facebook and Zalo ask for (1.91 : 1).
pub const WIDTH: u32 = 1200;
/// Height in pixels.
pub const HEIGHT: u32 = 630;
/// Rises when the same card comes to look different, so that kept pictures are drawn anew.
pub const LOOK: u32 = 1;

const MARGIN: f32 = 72.0;
const INNER: f32 = 1200.0 - 2.0 * MARGIN;
/// Top of the band at the foot.
const FOOT: f32 = 470.0;

/// Sizes of the title, and how many lines of each have room.
const TITLE: [(f32, usize); 4] = [(64.0, 3), (56.0, 3), (48.0, 4), (42.0, 5)];

/// What a card says. Every text is one paragraph; what is too long is wrapped, then cut.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Card {
    /// Title of the contest.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// The days on which it runs.
    pub window: String,
    /// How long it still runs: `Còn 5 ngày`.
    pub time_left: String,
    /// The unit that shares it.
    pub unit: Option<String>,
    /// How many took part.
    pub joined: Option<String>,
}

/// Draws a card as PNG.
///
/// # Panics
/// Never: the sizes are constants, and a vector takes all bytes.
pub fn draw(card: &Card) -> Vec<u8> {
    let mut page = Pixmap::new(WIDTH, HEIGHT).expect("neither side is nought");
    page.fill(colour(0xff_ff_ff));
    rectangle(&mut page, (0.0, 0.0, 1200.0, 14.0), 0x9f_1c_22);
    rectangle(&mut page, (0.0, FOOT, 1200.0, 630.0 - FOOT), 0x9f_1c_22);
    mark(&mut page, MARGIN, 52.0, 56.0);
    let mut pen = Pen::new(&mut page);
    pen.line(
        Face::Bold,
        32.0,
        0x9f_1c_22,
        "Thi Luật",
        (MARGIN + 74.0, 91.0),
    );

    let (size, title) = lines::fitting(&card.title, INNER, &TITLE);
    let height = size * 1.2;
    let mut y = 128.0 + height * 0.82;
    for line in &title {
        pen.line(Face::Bold, size, 0x1f_1a_17, line, (MARGIN, y));
        y += height;
    }
    let organiser = lines::cut(Face::Regular, 30.0, &card.organiser, INNER);
    // Below a short title it stays near it, below a long one it keeps clear of the band.
    let y = (y + 14.0).min(FOOT - 26.0);
    pen.line(Face::Regular, 30.0, 0x5c_52_4c, &organiser, (MARGIN, y));

    let left = lines::cut(Face::Bold, 44.0, &card.time_left, INNER / 2.0);
    pen.line(Face::Bold, 44.0, 0xff_d3_4d, &left, (MARGIN, FOOT + 70.0));
    let window = lines::cut(Face::Regular, 28.0, &card.window, INNER / 2.0);
    pen.line(
        Face::Regular,
        28.0,
        0xff_ff_ff,
        &window,
        (MARGIN, FOOT + 118.0),
    );
    let right = |pen: &mut Pen<'_>, face: Face, size: f32, text: &str, y: f32, ink: u32| {
        let text = lines::cut(face, size, text, INNER / 2.0 - 24.0);
        let x = MARGIN + INNER - face.width(size, &text);
        pen.line(face, size, ink, &text, (x, y));
    };
    if let Some(unit) = &card.unit {
        right(&mut pen, Face::Bold, 34.0, unit, FOOT + 68.0, 0xff_ff_ff);
    }
    if let Some(joined) = &card.joined {
        right(
            &mut pen,
            Face::Regular,
            28.0,
            joined,
            FOOT + 118.0,
            0xff_ff_ff,
        );
    }
    png(&page)
}

/// The mark of the platform: the star of `contest-ui/public/favicon.svg`.
fn mark(page: &mut Pixmap, x: f32, y: f32, side: f32) {
    const STAR: [(f32, f32); 10] = [
        (16.0, 5.6),
        (18.6, 12.9),
        (26.4, 13.1),
        (20.2, 17.8),
        (22.4, 25.3),
        (16.0, 20.9),
        (9.6, 25.3),
        (11.8, 17.8),
        (5.6, 13.1),
        (13.4, 12.9),
    ];
    rectangle(page, (x, y, side, side), 0x9f_1c_22);
    let mut star = PathBuilder::new();
    for (at, (px, py)) in STAR.iter().enumerate() {
        let (px, py) = (x + px * side / 32.0, y + py * side / 32.0);
        if at == 0 {
            star.move_to(px, py);
        } else {
            star.line_to(px, py);
        }
    }
    star.close();
    if let Some(star) = star.finish() {
        let (ink, stay) = (ink(0xff_d3_4d), Transform::identity());
        page.fill_path(&star, &ink, FillRule::Winding, stay, None);
    }
}

fn rectangle(page: &mut Pixmap, (x, y, width, height): (f32, f32, f32, f32), rgb: u32) {
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        page.fill_rect(rect, &ink(rgb), Transform::identity(), None);
    }
}

fn colour(rgb: u32) -> Color {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

fn ink(rgb: u32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(colour(rgb));
    paint.anti_alias = true;
    paint
}

/// The page as PNG without transparency: every pixel of it was painted over.
fn png(page: &Pixmap) -> Vec<u8> {
    let pixels = page.data().chunks_exact(4);
    let opaque: Vec<u8> = pixels
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
        .write_image(&opaque, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .expect("as many bytes as the sides say, into a vector");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        Card {
            title: title.to_owned(),
            organiser: "Ủy ban nhân dân tỉnh Hà Tĩnh".into(),
            window: "01/12/2026 – 08/12/2026".into(),
            time_left: "Còn 5 ngày".into(),
            unit: Some("Phường Thành Sen".into()),
            joined: Some("Đã có 1.234 người dự thi".into()),
        }
    }

    fn pixels(card: &Card) -> image::RgbImage {
        image::load_from_memory(&draw(card)).unwrap().to_rgb8()
    }

    /// How many pixels of a part are none of the two plain colours.
    fn inked(picture: &image::RgbImage, (left, top, right, bottom): (u32, u32, u32, u32)) -> usize {
        let plain = [[0xff, 0xff, 0xff], [0x9f, 0x1c, 0x22]];
        let points = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
        points
            .filter(|(x, y)| !plain.contains(&picture.get_pixel(*x, *y).0))
            .count()
    }

    #[test]
    fn a_card_has_the_size_that_shares_want_and_something_in_every_part() {
        let picture = pixels(&card("Tìm hiểu pháp luật về an toàn giao thông"));
        assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
        for part in [
            (72, 50, 400, 110),
            (72, 130, 1128, 300),
            (72, 480, 600, 610),
            (620, 480, 1128, 610),
        ] {
            assert!(inked(&picture, part) > 500, "{part:?}");
        }
        // Nothing runs over the margins.
        for part in [
            (0, 20, 64, 460),
            (1136, 20, 1200, 460),
            (1136, 480, 1200, 630),
        ] {
            assert_eq!(inked(&picture, part), 0, "{part:?}");
        }
    }

    #[test]
    fn whatever_is_written_stays_inside_and_no_text_breaks_the_drawing() {
        let long = "Nghiêng ngả ".repeat(60);
        let word = "ư".repeat(400);
        for title in [
            "",
            " ",
            "😀😀",
            &long,
            &word,
            "a\u{301}\u{0}\u{202e}b",
            "e\u{302}\u{301}",
        ] {
            let mut card = card(title);
            card.unit = Some(long.clone());
            card.organiser.clone_from(&word);
            card.joined = Some(word.clone());
            card.time_left.clone_from(&long);
            card.window.clone_from(&word);
            let picture = pixels(&card);
            for part in [
                (0, 20, 64, 460),
                (1136, 20, 1200, 460),
                (1136, 480, 1200, 630),
            ] {
                assert_eq!(inked(&picture, part), 0, "{title}: {part:?}");
            }
        }
    }

    #[test]
    fn what_differs_is_drawn_differently() {
        let one = draw(&card("Cuộc thi một"));
        assert_eq!(one, draw(&card("Cuộc thi một")));
        assert_ne!(one, draw(&card("Cuộc thi mốt")));
        let mut alone = card("Cuộc thi một");
        alone.unit = None;
        assert_ne!(one, draw(&alone));
    }
}
