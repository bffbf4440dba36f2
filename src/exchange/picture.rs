//! Pictures of questions are read once and written anew: what is stored is ours to the last byte,
//! without metadata and without a second meaning (security.md 1, 34 and 45; bad input 17).

use crate::domain::{Medium, PictureKind};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::Cursor;

/// Greatest width and height that a picture may have in the file, in pixels.
const MAX_SIDE: u32 = 8_000;
/// Greatest memory that reading one may take, in bytes.
const MAX_MEMORY: u64 = 128 << 20;
/// Width and height that a stored picture has at most: sharp on a phone, light on a slow line.
const STORED_SIDE: u32 = 1_280;
/// Of 100: photographs of road signs and documents stay readable.
const JPEG_QUALITY: u8 = 82;

/// Why a picture can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFault {
    /// A format that is not read, or that is none (`image.type`).
    Type,
    /// More pixels than are read (`image.too_large`).
    TooLarge,
    /// It breaks off or contradicts itself (`image.damaged`).
    Damaged,
}

impl PictureFault {
    /// Stable, dotted, English.
    pub fn code(self) -> &'static str {
        match self {
            Self::Type => "image.type",
            Self::TooLarge => "image.too_large",
            Self::Damaged => "image.damaged",
        }
    }

    /// What is wrong and what to do, in Vietnamese.
    pub fn detail(self) -> String {
        match self {
            Self::Type => {
                "Hình không phải PNG, JPEG, GIF, WebP hoặc BMP. Hãy dán lại hình dưới dạng PNG."
                    .to_owned()
            }
            Self::TooLarge => format!("Hình quá lớn: mỗi chiều tối đa {MAX_SIDE} điểm ảnh."),
            Self::Damaged => "Hình bị hỏng, không đọc được.".to_owned(),
        }
    }
}

/// Reads a picture of any taken format and writes it as it will be stored.
///
/// # Errors
/// [`PictureFault`]; nothing is allocated on the word of the file beyond the limits above.
pub(super) fn picture(bytes: &[u8]) -> Result<Medium, PictureFault> {
    let format = image::guess_format(bytes).map_err(|_| PictureFault::Type)?;
    let taken = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ];
    if !taken.contains(&format) {
        return Err(PictureFault::Type);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let image = reader.decode().map_err(|bad| match bad {
        image::ImageError::Limits(_) => PictureFault::TooLarge,
        image::ImageError::Unsupported(_) => PictureFault::Type,
        _ => PictureFault::Damaged,
    })?;
    let image = if image.width() > STORED_SIDE || image.height() > STORED_SIDE {
        image.resize(
            STORED_SIDE,
            STORED_SIDE,
            image::imageops::FilterType::Lanczos3,
        )
    } else {
        image
    };
    let kind = match format {
        ImageFormat::Jpeg => PictureKind::Jpeg,
        _ => PictureKind::Png,
    };
    let bytes = written(&image, kind).map_err(|_| PictureFault::Damaged)?;
    Ok(Medium {
        digest: digest(&bytes),
        kind,
        width: image.width(),
        height: image.height(),
        bytes: bytes.into(),
    })
}

fn written(image: &DynamicImage, kind: PictureKind) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    match kind {
        PictureKind::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            image.to_rgb8().write_with_encoder(encoder)?;
        }
        PictureKind::Png => {
            let encoder = PngEncoder::new_with_quality(
                &mut bytes,
                CompressionType::Best,
                FilterType::Adaptive,
            );
            // Eight bits a channel: deeper ones are not told apart on a phone.
            if image.color().has_alpha() {
                image.to_rgba8().write_with_encoder(encoder)?;
            } else {
                image.to_rgb8().write_with_encoder(encoder)?;
            }
        }
    }
    Ok(bytes)
}

/// SHA-256 of the bytes as 64 lower-case hex digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// How a text shows a picture that was taken: the only form that the sanitiser lets stand.
pub(super) fn shown(medium: &Medium, alt: &str) -> String {
    let alt = super::html::from_plain(alt)
        .replace("<br>", " ")
        .replace('"', "&quot;");
    format!(r#"<img data-media="{}" alt="{alt}">"#, medium.digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = DynamicImage::new_rgb8(width, height);
        written(&image, PictureKind::Png).expect("a picture")
    }

    #[test]
    fn a_picture_is_written_anew_and_named_by_its_bytes() {
        let mut file = png(40, 30);
        // A trailing script makes a polyglot of many formats; it does not come through.
        file.extend_from_slice(b"<script>alert(1)</script>");
        let medium = picture(&file).expect("a picture");
        assert_eq!((medium.width, medium.height), (40, 30));
        assert_eq!(medium.digest, digest(&medium.bytes));
        assert!(!medium.bytes.windows(7).any(|part| part == b"<script"));
        assert_eq!(picture(&medium.bytes).expect("again"), medium);
    }

    #[test]
    fn a_photograph_is_made_small_and_a_drawing_stays_sharp() {
        let wide = picture(&png(3_000, 1_000)).expect("a picture");
        assert_eq!((wide.width, wide.height), (1_280, 427));
        let image = DynamicImage::new_rgb8(20, 10);
        let jpeg = written(&image, PictureKind::Jpeg).expect("a picture");
        assert_eq!(picture(&jpeg).expect("a picture").kind, PictureKind::Jpeg);
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        assert_eq!(picture(b"<svg></svg>"), Err(PictureFault::Type));
        assert_eq!(picture(b"GIF89a/*"), Err(PictureFault::Damaged));
        let mut huge = png(1, 1);
        // The head of a PNG claims 30,000 x 30,000 pixels; its checksum is made to fit.
        huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let sum = crc(&huge[12..29]);
        huge[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(picture(&huge), Err(PictureFault::TooLarge));
        assert_eq!(picture(&png(9, 9)[..40]), Err(PictureFault::Damaged));
    }

    /// CRC-32 of ISO 3309, which closes every chunk of a PNG.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 {
                    sum >> 1 ^ 0xEDB8_8320
                } else {
                    sum >> 1
                }
            })
        })
    }
}
