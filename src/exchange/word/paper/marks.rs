//! What a line is, to judge by its first words.

use super::letters::letters;
use super::words;

/// The beginning of a question: "Câu 1:", "Câu hỏi 1.", "Question 1", "1.", "1)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuestionMark {
    pub number: u32,
    /// With a word before the number.
    pub worded: bool,
    /// What stands in brackets behind the number: "(NB)", "(0,25 điểm)".
    pub note: Option<String>,
    /// Where the stem begins, in bytes.
    pub rest: usize,
}

const QUESTION_WORDS: [&str; 6] = [
    "câu hỏi số",
    "câu hỏi",
    "câu số",
    "câu thứ",
    "câu",
    "question",
];

/// Reads the mark of a question.
pub(super) fn question(text: &str) -> Option<QuestionMark> {
    let worded = words::after_any(text, &QUESTION_WORDS);
    let start = worded.unwrap_or(text.len() - text.trim_start().len());
    let start = start + words::past(&text[start..], &[]);
    let digits = text[start..].len()
        - text[start..]
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    if digits == 0 || digits > 5 {
        return None;
    }
    let number = text[start..start + digits].parse().ok()?;
    let after = start + digits;
    let (note, after) = match (worded, note(&text[after..])) {
        (Some(_), Some((note, length))) => (Some(note), after + length),
        _ => (None, after),
    };
    let gap = words::past(&text[after..], &[]);
    let signs = after + gap;
    let sign = sign(&text[signs..], worded.is_some());
    let rest = match (worded, sign) {
        (_, Some(length)) => signs + length,
        (Some(_), None) => {
            let next = text[signs..].chars().next();
            // "Câu 5 và câu 6" goes on; "Câu 5 Ai là …" begins.
            let begins = next.is_none_or(|c| gap > 0 && (!c.is_alphabetic() || c.is_uppercase()));
            if !begins && note.is_none() {
                return None;
            }
            signs
        }
        (None, None) => return None,
    };
    Some(QuestionMark {
        number,
        worded: worded.is_some(),
        note,
        rest,
    })
}

/// The sign between the number and the stem: its length with the white space after it.
fn sign(text: &str, worded: bool) -> Option<usize> {
    let first = text.chars().next()?;
    let taken = match first {
        '.' | ')' | ':' => true,
        '/' | '-' | '–' => worded || text[first.len_utf8()..].starts_with(char::is_whitespace),
        _ => false,
    };
    if !taken {
        return None;
    }
    let mut length = first.len_utf8();
    // "1.5 triệu", "1.234", "10:30" are numbers.
    if !worded && text[length..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "Câu 1.:", "Câu 1/."
    if let Some(second @ ('.' | ':')) = text[length..].chars().next()
        && second != first
    {
        length += 1;
    }
    Some(length + words::past(&text[length..], &[]))
}

/// A short text in brackets: its content and the length up to its end.
fn note(text: &str) -> Option<(String, usize)> {
    let gap = words::past(text, &[]);
    let close = match text[gap..].chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let inner = &text[gap + 1..];
    let end = inner.find(close)?;
    let note = inner[..end].trim();
    (note.chars().count() <= 60).then(|| (note.to_owned(), gap + 1 + end + 1))
}

/// The beginning of an option: "A.", "A)", "(a)", "A:", "A -", "*A.".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptionMark {
    /// 0 = A.
    pub place: usize,
    pub capital: bool,
    /// The sign after the letter.
    pub sign: char,
    /// A star stands before it, or before the text.
    pub starred: bool,
    /// Where the letter stands, in bytes.
    pub letter: usize,
    /// Where its text begins.
    pub rest: usize,
}

const STARS: [char; 5] = ['*', '✓', '✔', '√', '☑'];

/// Reads the mark of an option at the beginning of a text.
pub(super) fn option(text: &str) -> Option<OptionMark> {
    let mut at = words::past(text, &[]);
    let mut starred = false;
    if let Some(star) = text[at..].chars().next().filter(|c| STARS.contains(c)) {
        starred = true;
        at += star.len_utf8();
        at += words::past(&text[at..], &[]);
    }
    let bracket = text[at..].starts_with('(');
    at += usize::from(bracket);
    let letter = text[at..]
        .chars()
        .next()
        .filter(char::is_ascii_alphabetic)?;
    let letter_at = at;
    at += 1;
    let gap = words::past(&text[at..], &[]);
    let sign = text[at + gap..].chars().next()?;
    let fits = match sign {
        ')' => true,
        '.' | ':' | '/' => !bracket && gap <= 1,
        '-' | '–' => {
            let after = &text[at + gap + sign.len_utf8()..];
            !bracket && gap <= 1 && (after.is_empty() || after.starts_with(char::is_whitespace))
        }
        _ => false,
    };
    if !fits || (bracket && gap > 0) {
        return None;
    }
    at += gap + sign.len_utf8();
    at += words::past(&text[at..], &[]);
    if let Some(star) = text[at..].chars().next().filter(|c| STARS.contains(c)) {
        starred = true;
        at += star.len_utf8();
        at += words::past(&text[at..], &[]);
    }
    Some(OptionMark {
        place: usize::from(letter.to_ascii_lowercase() as u8 - b'a'),
        capital: letter.is_ascii_uppercase(),
        sign,
        starred,
        letter: letter_at,
        rest: at,
    })
}

/// What stands behind the options of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Its key; the words say so whatever follows.
    Key,
    /// Words that say a key only if letters follow: "Chọn B".
    MaybeKey,
    Explanation,
    Citation,
}

const KEY_WORDS: [&str; 12] = [
    "đáp án đúng là",
    "đáp án đúng",
    "đáp án chính xác là",
    "đáp án chính xác",
    "đáp án là",
    "đáp án",
    "phương án đúng là",
    "phương án đúng",
    "đ/a",
    "key",
    "answer",
    "correct answer",
];
const MAYBE_KEY_WORDS: [&str; 9] = [
    "chọn đáp án",
    "chọn phương án",
    "chọn câu",
    "chọn",
    "trả lời đúng",
    "trả lời",
    "đa",
    "ans",
    "keys",
];
const EXPLANATION_WORDS: [&str; 12] = [
    "lời giải chi tiết",
    "lời giải",
    "giải thích chi tiết",
    "giải thích đáp án",
    "giải thích",
    "hướng dẫn giải chi tiết",
    "hướng dẫn giải",
    "hướng dẫn trả lời",
    "hướng dẫn",
    "giải chi tiết",
    "explanation",
    "rationale",
];
const CITATION_WORDS: [&str; 7] = [
    "căn cứ pháp lý",
    "căn cứ pháp luật",
    "căn cứ",
    "cơ sở pháp lý",
    "cơ sở pháp luật",
    "viện dẫn",
    "legal basis",
];
/// With these a citation goes on where no colon stands.
const LAW_WORDS: [&str; 8] = [
    "khoản",
    "điểm",
    "điều",
    "luật",
    "bộ luật",
    "nghị định",
    "thông tư",
    "hiến pháp",
];

/// What a line behind the options begins, and where its content starts, in bytes.
pub(super) fn tail(text: &str) -> Option<(Tail, usize)> {
    // "=> Chọn B", "→ Đáp án B", "- Lời giải".
    let start = words::past(text, &['=', '>', '→', '⇒', '-', '–', '•', '+']);
    let text_at = &text[start..];
    let past = |at: usize, signs: &[char]| at + words::past(&text[at..], signs);
    if let Some(at) = words::after_any(text_at, &EXPLANATION_WORDS) {
        let at = start + at;
        let next = text[at..].trim_start().chars().next();
        if next.is_none_or(|c| matches!(c, ':' | '.' | '-' | '–')) {
            return Some((Tail::Explanation, past_one(text, at)));
        }
    }
    if let Some(at) = words::after_any(text_at, &CITATION_WORDS) {
        let at = start + at;
        let next = text[at..].trim_start().chars().next();
        let law = words::after_any(&text[at..], &LAW_WORDS).is_some();
        if law || next.is_none_or(|c| matches!(c, ':' | '.' | '-' | '–')) {
            return Some((Tail::Citation, past_one(text, at)));
        }
    }
    let sure = words::after_any(text_at, &KEY_WORDS);
    let maybe = words::after_any(text_at, &MAYBE_KEY_WORDS);
    let at = start + sure.max(maybe)?;
    let content = past(at, &[':', '=', '.', '>', '→', '-', '–']);
    let colon = text[at..].trim_start().starts_with([':', '=']);
    let named = letters(&text[content..]).is_some();
    let form = text[at..].trim_start().starts_with('(');
    if sure >= maybe && (colon || named || form || text[content..].is_empty()) {
        let content = if form { past(at, &[]) } else { content };
        return Some((Tail::Key, content));
    }
    named.then_some((Tail::MaybeKey, content))
}

/// Behind one sign and the white space around it; what follows may begin with such a sign itself.
fn past_one(text: &str, at: usize) -> usize {
    let signs = at + words::past(&text[at..], &[]);
    let sign = text[signs..].chars().next();
    let sign = sign.filter(|c| matches!(c, ':' | '.' | '-' | '–'));
    let after = signs + sign.map_or(0, char::len_utf8);
    after + words::past(&text[after..], &[])
}

/// Words that stand before the number of a part of a paper.
const TOPIC_WORDS: [&str; 10] = [
    "phần",
    "chương",
    "chủ đề",
    "chuyên đề",
    "lĩnh vực",
    "mục",
    "bài",
    "nội dung",
    "section",
    "part",
];

/// The name of the part that a line begins: "Phần I. Quy định chung" → "Quy định chung". Empty if
/// the line has only the number; nothing if it begins no part.
pub(super) fn topic(text: &str) -> Option<&str> {
    let worded = words::after_any(text, &TOPIC_WORDS);
    let at = worded.unwrap_or(text.len() - text.trim_start().len());
    let rest = text[at..].trim_start();
    if worded.is_some() && rest.starts_with(':') {
        // "Lĩnh vực: Đất đai".
        return Some(rest[1..].trim());
    }
    let run = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric())
            .len();
    let (number, after) = rest.split_at(run);
    // By itself "C." is an option.
    let romans: &[u8] = if worded.is_some() { b"IVXLC" } else { b"IVX" };
    let roman = !number.is_empty() && number.bytes().all(|b| romans.contains(&b));
    let fits = roman
        || (worded.is_some()
            && (number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase())
                || !number.is_empty()
                    && number.len() <= 3
                    && number.bytes().all(|b| b.is_ascii_digit())));
    if !fits {
        return None;
    }
    if after.trim().is_empty() {
        return worded.map(|_| "");
    }
    let sign = after
        .trim_start()
        .starts_with(['.', ':', ')', '-', '–', '/']);
    let title = &after[words::past(after, &['.', ':', ')', '-', '–', '/'])..];
    sign.then_some(title.trim_end())
}

/// Whether a line says that the questions end.
pub(in crate::exchange::word) fn is_end(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(word.to_lowercase().as_str(), "hết" | "het" | "the end")
}

/// Whether a line heads the keys of all questions.
pub(super) fn is_key_heading(text: &str) -> bool {
    const HEADINGS: [&str; 8] = [
        "bảng đáp án",
        "đáp án đề",
        "đáp án trắc nghiệm",
        "đáp án chi tiết",
        "đáp án và",
        "phần đáp án",
        "hướng dẫn chấm",
        "answer key",
    ];
    let short = text.chars().count() <= 120;
    let bare = words::after_any(text, &["đáp án", "answers", "key"]);
    let bare = bare.or_else(|| words::after_any(text, &EXPLANATION_WORDS));
    let bare = bare.is_some_and(|at| !text[at..].contains(char::is_alphanumeric));
    short && (bare || words::after_any(text, &HEADINGS).is_some()) && letters_after(text).is_none()
}

fn letters_after(text: &str) -> Option<()> {
    match tail(text) {
        Some((Tail::Key | Tail::MaybeKey, at)) => letters(&text[at..]).map(|_| ()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_and_stem(text: &str) -> Option<(u32, &str)> {
        question(text).map(|mark| (mark.number, &text[mark.rest..]))
    }

    #[test]
    fn questions_begin_in_many_ways() {
        for (text, number) in [
            ("Câu 1: Ai?", 1),
            ("Câu 1. Ai?", 1),
            ("CÂU 1 : Ai?", 1),
            ("Câu 1 Ai?", 1),
            ("Câu 01) Ai?", 1),
            ("Câu hỏi 12: Ai?", 12),
            ("Câu hỏi số 3 - Ai?", 3),
            ("Question 7. Ai?", 7),
            ("cau 2/ Ai?", 2),
            ("Câu 4 (0,25 điểm): Ai?", 4),
            ("Câu 4 [NB] Ai?", 4),
            ("1. Ai?", 1),
            ("1) Ai?", 1),
            ("15.Ai?", 15),
            ("Câu 9.: Ai?", 9),
        ] {
            assert_eq!(number_and_stem(text), Some((number, "Ai?")), "{text}");
        }
        assert_eq!(number_and_stem("Câu 5"), Some((5, "")));
        assert_eq!(
            question("Câu 4 (NB). Ai?").and_then(|q| q.note),
            Some("NB".into())
        );
        for none in [
            "Câu 5 và câu 6 dưới đây",
            "Cầu 1: dài",
            "Câu: Ai?",
            "1 Ai?",
            "1.5 triệu",
            "Câu 1a: x",
            "10:30 sáng",
            "123456. Ai?",
            "Ai?",
            "",
        ] {
            assert_eq!(question(none), None, "{none}");
        }
    }

    #[test]
    fn options_begin_in_many_ways() {
        for text in [
            "A. x", "A) x", "a) x", "A: x", "A - x", "(A) x", "A.x", "*A. x", "A. *x", "A . x",
            "✓ a/ x",
        ] {
            let mark = option(text).expect(text);
            assert_eq!((mark.place, &text[mark.rest..]), (0, "x"), "{text}");
            assert_eq!(mark.starred, text.contains(['*', '✓']), "{text}");
        }
        for none in ["Ai là", "A", "AB. x", "Đ. x", "A-x", "1. x", "", "(A x"] {
            assert_eq!(option(none), None, "{none}");
        }
    }

    #[test]
    fn keys_explanations_and_citations_are_known() {
        for (text, kind, rest) in [
            ("Đáp án: B", Tail::Key, "B"),
            ("ĐÁP ÁN B", Tail::Key, "B"),
            ("Đáp án đúng: A, C", Tail::Key, "A, C"),
            ("Đáp án đúng là B.", Tail::Key, "B."),
            ("Key: B", Tail::Key, "B"),
            ("Đáp án: xanh", Tail::Key, "xanh"),
            ("Đáp án (điền số): 18", Tail::Key, "(điền số): 18"),
            ("=> Chọn B", Tail::MaybeKey, "B"),
            ("Chọn đáp án B vì", Tail::MaybeKey, "B vì"),
            ("Lời giải: Vì", Tail::Explanation, "Vì"),
            ("HƯỚNG DẪN GIẢI", Tail::Explanation, ""),
            ("Giải thích. Vì", Tail::Explanation, "Vì"),
            ("Căn cứ: Điều 9", Tail::Citation, "Điều 9"),
            ("Căn cứ khoản 2 Điều 9", Tail::Citation, "khoản 2 Điều 9"),
        ] {
            assert_eq!(
                tail(text).map(|(k, at)| (k, &text[at..])),
                Some((kind, rest)),
                "{text}"
            );
        }
        for none in [
            "Chọn phương án đúng nhất",
            "Hướng dẫn viên du lịch",
            "Căn cứ vào đâu?",
            "Đáp ánh",
            "Giải thích vì sao",
            "Trả lời câu hỏi",
            "Đáp án nào đúng?",
        ] {
            assert_eq!(tail(none), None, "{none}");
        }
    }

    #[test]
    fn parts_ends_and_headings_of_keys_are_known() {
        assert_eq!(topic("Phần I. Quy định chung"), Some("Quy định chung"));
        assert_eq!(topic("CHƯƠNG 2: Đất đai"), Some("Đất đai"));
        assert_eq!(topic("II. XỬ PHẠT"), Some("XỬ PHẠT"));
        assert_eq!(topic("PHẦN A"), Some(""));
        assert_eq!(topic("Lĩnh vực: Đất đai"), Some("Đất đai"));
        for none in [
            "Phần của đường bộ",
            "A. Một",
            "1. Hai",
            "Phần lớn",
            "I",
            "Bài viết",
        ] {
            assert_eq!(topic(none), None, "{none}");
        }
        assert!(is_end("--- HẾT ---") && is_end("Hết.") && !is_end("Hết hạn"));
        for heading in [
            "BẢNG ĐÁP ÁN",
            "ĐÁP ÁN",
            "Đáp án và lời giải",
            "ĐÁP ÁN ĐỀ THI SỐ 1",
            "Lời giải:",
        ] {
            assert!(is_key_heading(heading), "{heading}");
        }
        for none in ["Đáp án: B", "Đáp án B", "Đáp án nào đúng?", "Chọn B"] {
            assert!(!is_key_heading(none), "{none}");
        }
    }
}
