//! The pictures of a paper.

use super::markup::escaped;
use crate::domain::medium::media_of;
use crate::domain::{Medium, PictureKind};
use crate::exchange::finding::{At, Finding};
use crate::exchange::html::to_plain;
use std::collections::BTreeMap;

/// English Metric Units of a pixel, of which 96 are an inch.
const EMU: u32 = 9_525;
/// Width of the text of a page, in those units: A4 with margins of 30 and 15 mm.
const WIDTH: u32 = 5_940_000;
/// Greatest height, in those units: a third of a page.
const HEIGHT: u32 = 3_200_000;

/// Pictures placed so far.
pub(super) struct Pictures<'a> {
    media: &'a BTreeMap<String, Medium>,
    /// Pictures that the package has to hold, in the order of their parts.
    pub placed: Vec<&'a Medium>,
    /// Pictures that are nowhere.
    pub lost: Vec<Finding>,
    /// The question that is being written.
    pub at: At,
    drawings: u32,
}

impl<'a> Pictures<'a> {
    pub fn new(media: &'a BTreeMap<String, Medium>) -> Self {
        Self {
            media,
            placed: Vec::new(),
            lost: Vec::new(),
            at: At::File,
            drawings: 0,
        }
    }

    /// The drawing for an `img` tag.
    pub fn drawing(&mut self, tag: &str) -> Option<String> {
        let Some(medium) = media_of(tag).next().and_then(|name| self.media.get(name)) else {
            let detail = "Không tìm thấy hình của câu hỏi.";
            self.lost
                .push(Finding::new(&self.at, "export.media_not_held", detail));
            return None;
        };
        let known = self.placed.iter().position(|p| p.digest == medium.digest);
        let part = known.unwrap_or_else(|| {
            self.placed.push(medium);
            self.placed.len() - 1
        });
        self.drawings += 1;
        let (width, height) = size(medium);
        let alt = tag
            .split_once(" alt=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        let alt = escaped(&to_plain(alt.map_or("", |(alt, _)| alt)));
        Some(format!(
            r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="Hình {id}" descr="{alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Hình {id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#,
            id = self.drawings,
            relation = relation(part),
        ))
    }
}

/// The name of a picture's relation.
pub(super) fn relation(part: usize) -> String {
    format!("rIdHinh{}", part + 1)
}

/// The name of its part below `word/`.
pub(super) fn part_name(part: usize, medium: &Medium) -> String {
    let ending = match medium.kind {
        PictureKind::Png => "png",
        PictureKind::Jpeg => "jpeg",
    };
    format!("media/image{}.{ending}", part + 1)
}

/// Width and height on the page, in its own proportions.
fn size(medium: &Medium) -> (u32, u32) {
    let (width, height) = (
        u64::from(medium.width) * u64::from(EMU),
        u64::from(medium.height) * u64::from(EMU),
    );
    let (most_wide, most_high) = (u64::from(WIDTH), u64::from(HEIGHT));
    // The smaller of the two ratios, as a fraction of whole numbers.
    let (top, bottom) = if width * most_high > height * most_wide {
        (most_wide, width)
    } else {
        (most_high, height)
    };
    let scaled = |side: u64| {
        let side = if top < bottom {
            side * top / bottom
        } else {
            side
        };
        u32::try_from(side.max(1)).unwrap_or(WIDTH)
    };
    (scaled(width), scaled(height))
}
