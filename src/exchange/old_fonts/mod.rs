//! Text typed in the fonts from before Unicode: TCVN3 (fonts `.VnTime`, `.VnArialH`, …) and VNI
//! (fonts `VNI-Times`, …). Such a font draws Vietnamese letters in the places of other signs, so a
//! file holds "C©u hái" or "Caâu hoûi" where people see "Câu hỏi".
//!
//! Where a file names fonts, the font decides ([`of_font`]); where it does not, the signs do
//! ([`recognised`]), and only when nothing else can be meant.

mod recognise;
mod tcvn3;
mod vni;

#[cfg(test)]
mod tests;

pub(super) use recognise::recognised;

/// How a text was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum OldFont {
    /// TCVN 5712:1993, VN3: one sign a letter.
    Tcvn3,
    /// The same in a font whose letters are all capitals (`.VnTimeH`).
    Tcvn3Capitals,
    /// VNI for Windows: a letter and a sign after it that carries its marks.
    Vni,
}

impl OldFont {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 | Self::Tcvn3Capitals => "TCVN3",
            Self::Vni => "VNI",
        }
    }

    /// The text as it is seen in that font.
    pub fn converted(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => tcvn3::converted(text),
            Self::Tcvn3Capitals => tcvn3::converted(text).to_uppercase(),
            Self::Vni => vni::converted(text),
        }
    }

    /// Whether a sign belongs to the letter before it, so that the two must not be parted.
    pub fn joins(self, sign: char) -> bool {
        self == Self::Vni && vni::is_mark(sign)
    }
}

/// How text in a font of that name was typed; nothing for fonts of Unicode.
pub(super) fn of_font(name: &str) -> Option<OldFont> {
    let low = name.trim().to_lowercase();
    if low.starts_with("vni-") {
        return Some(OldFont::Vni);
    }
    let family = low.strip_prefix(".vn")?;
    // ".VnTimeH" is the capital companion of ".VnTime".
    Some(if family.len() > 1 && family.ends_with('h') {
        OldFont::Tcvn3Capitals
    } else {
        OldFont::Tcvn3
    })
}
