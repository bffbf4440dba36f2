//! VNI for Windows, as text shows it that was read as Latin-1: a base letter, and after it a sign
//! that carries all of its marks. Some letters are one sign.

/// Letters that are one sign of their own.
const ALONE: [(char, char); 18] = [
    ('ñ', 'đ'),
    ('Ñ', 'Đ'),
    ('í', 'í'),
    ('Í', 'Í'),
    ('ì', 'ì'),
    ('Ì', 'Ì'),
    ('æ', 'ỉ'),
    ('Æ', 'Ỉ'),
    ('ó', 'ĩ'),
    ('Ó', 'Ĩ'),
    ('ò', 'ị'),
    ('Ò', 'Ị'),
    ('ô', 'ơ'),
    ('Ô', 'Ơ'),
    ('ö', 'ư'),
    ('Ö', 'Ư'),
    ('î', 'ỵ'),
    ('Î', 'Ỵ'),
];

/// Signs of a tone alone, with the letters that each makes of [`TONED`].
const TONES: [(char, &str); 5] = [
    ('ù', "áéóúýớứ"),
    ('ø', "àèòùỳờừ"),
    ('û', "ảẻỏủỷởử"),
    ('õ', "ãẽõũỹỡữ"),
    ('ï', "ạẹọụỵợự"),
];
/// What [`TONES`] may follow.
const TONED: &str = "aeouyôö";

/// Signs of a circumflex with or without a tone, with what each makes of [`ROOFED`].
const ROOFS: [(char, &str); 6] = [
    ('â', "âêô"),
    ('á', "ấếố"),
    ('à', "ầềồ"),
    ('å', "ẩểổ"),
    ('ã', "ẫễỗ"),
    ('ä', "ậệộ"),
];
/// What [`ROOFS`] may follow.
const ROOFED: &str = "aeo";

/// Signs of a breve with or without a tone, after an `a`.
const BREVES: [(char, char); 6] = [
    ('ê', 'ă'),
    ('é', 'ắ'),
    ('è', 'ằ'),
    ('ú', 'ẳ'),
    ('ü', 'ẵ'),
    ('ë', 'ặ'),
];

/// Whether a sign carries the marks of the letter before it.
pub(super) fn is_mark(sign: char) -> bool {
    let sign = lower(sign);
    TONES.iter().any(|(mark, _)| *mark == sign)
        || ROOFS.iter().any(|(mark, _)| *mark == sign)
        || BREVES.iter().any(|(mark, _)| *mark == sign)
}

/// The letter that a base and the sign after it make.
pub(super) fn joined(base: char, sign: char) -> Option<char> {
    let (low, sign) = (lower(base), lower(sign));
    let nth = |all: &str, made: &str| {
        let at = all.chars().position(|c| c == low)?;
        made.chars().nth(at)
    };
    let tone = TONES.iter().find(|(mark, _)| *mark == sign);
    let roof = ROOFS.iter().find(|(mark, _)| *mark == sign);
    let breve = BREVES.iter().find(|(mark, _)| *mark == sign && low == 'a');
    let made = tone
        .and_then(|(_, made)| nth(TONED, made))
        .or_else(|| roof.and_then(|(_, made)| nth(ROOFED, made)))
        .or_else(|| breve.map(|(_, made)| *made))?;
    Some(if base == low { made } else { upper(made) })
}

/// The letter that a sign makes by itself.
pub(super) fn alone(sign: char) -> Option<char> {
    let found = ALONE.iter().find(|(code, _)| *code == sign);
    found.map(|(_, letter)| *letter)
}

pub(super) fn converted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(letter) = rest.peek().and_then(|sign| joined(c, *sign)) {
            out.push(letter);
            rest.next();
        } else {
            out.push(alone(c).unwrap_or(c));
        }
    }
    out
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}
