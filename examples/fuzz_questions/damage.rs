//! Damage to files, always the same for the same seed and case.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Numbers that follow from a seed: `SplitMix64` (Steele, Lea and Flood, 2014).
pub struct Random(u64);

impl Random {
    /// For one case of a seed.
    pub fn of(seed: u64, case: u64) -> Self {
        let mut random = Self(seed ^ case.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below that one; 0 if it is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }
}

/// Pieces with a meaning in one format or another.
const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:br/>",
    "<w:del>",
    "</w:del>",
    "<w:numPr><w:numId w:val=\"1\"/></w:numPr>",
    "<w:b/>",
    "<!DOCTYPE x>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x202E;",
    "&#0;",
    "&x;",
    "Câu 1: ",
    "\nCâu 2. ",
    "A. ",
    "\nB. ",
    "\tC) ",
    "Đáp án: A",
    "ĐÁP ÁN\n",
    "HẾT",
    "1B 2C 3A",
    "Lời giải: ",
    "Căn cứ: khoản 2 Điều 9 Luật số 36/2024/QH15",
    "Phần I. ",
    "*",
    "\"",
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "=1+1",
    "{",
    "}",
    "[",
    "]",
    "::",
    "~",
    "->",
    "TRUE",
    "ANSWER: A",
    "1e999",
    "-1",
    "null",
    "\u{301}",
    "\u{202E}",
    "\u{FEFF}",
    "\u{FFFC}",
    "ế",
    "®\u{AD}îc",
    "aù",
    "\0",
    "<row r=\"1048577\">",
    "<c r=\"XFD1\" t=\"s\"><v>99999999</v></c>",
    "<img data-media=\"\">",
    "<question type=\"x\">",
    "</question>",
    "<responseProcessing/>",
    "../../",
    "http://169.254.169.254/",
];

/// A damaged copy. Other whole files lend pieces.
pub fn damaged(bytes: &[u8], whole: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    // Most damage to the bytes of an archive is found before anything is read.
    if bytes.starts_with(b"PK")
        && random.below(10) > 0
        && let Some(made) = inside(bytes, random)
    {
        return made;
    }
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        damage(&mut out, whole, random);
    }
    out
}

fn inside(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    for _ in 0..=random.below(3) {
        // The larger a part, the more there is to break.
        let chosen = (0..3)
            .map(|_| random.below(parts.len()))
            .max_by_key(|at| parts[*at].1.len())?;
        let lent = parts.clone();
        damage(&mut parts[chosen].1, &lent, random);
    }
    match random.below(40) {
        0 => drop(parts.remove(random.below(parts.len()))),
        1 => parts.swap_remove(0).0.push('x'),
        _ => {}
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

fn damage(out: &mut Vec<u8>, others: &[(String, Vec<u8>)], random: &mut Random) {
    let at = random.below(out.len() + 1);
    let length = match random.below(4) {
        0 => random.below(out.len() - at + 1),
        _ => random.below(40).min(out.len() - at),
    };
    match random.below(9) {
        0 if at < out.len() => out[at] ^= 1 << random.below(8),
        1 => drop(out.drain(at..at + length)),
        2 => {
            let again = out[at..at + length].to_vec();
            for _ in 0..=random.below(8) {
                if out.len() < 4 << 20 {
                    out.splice(at..at, again.iter().copied());
                }
            }
        }
        3 => out.truncate(at),
        4 => {
            let (_, other) = &others[random.below(others.len())];
            let from = random.below(other.len() + 1);
            let piece = &other[from..(from + random.below(400)).min(other.len())];
            out.splice(at..at, piece.iter().copied());
        }
        5 => {
            // One piece between the ends of tags, where it is read as text or as an element.
            let next = out[at..]
                .iter()
                .position(|byte| *byte == b'>')
                .map_or(at, |i| at + i + 1);
            let piece = PIECES[random.below(PIECES.len())];
            out.splice(next..next, piece.bytes());
        }
        _ => {
            let piece = PIECES[random.below(PIECES.len())];
            for _ in 0..=random.below(3) {
                out.splice(at..at, piece.bytes());
            }
        }
    }
}
