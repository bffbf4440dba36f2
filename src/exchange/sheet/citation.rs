//! Citations written as people write them: "khoản 2 Điều 9 Luật … số 36/2024/QH15".

use crate::domain::LawReference;
use crate::domain::text::folded;

/// What could be read from a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange) struct Citations {
    /// What is sure.
    pub laws: Vec<LawReference>,
    /// Some part of the cell was not understood for sure.
    pub unclear: bool,
}

/// Reads citations separated by semicolons or line feeds, as far as they are sure: a document
/// needs its number; article, clause and point are taken when each is named exactly once.
pub(in crate::exchange) fn citations(text: &str) -> Citations {
    let mut found = Citations {
        laws: Vec::new(),
        unclear: false,
    };
    let pieces = text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty());
    for piece in pieces {
        match citation(piece) {
            Some((law, sure)) => {
                found.unclear |= !sure;
                found.laws.push(law);
            }
            None => found.unclear = true,
        }
    }
    found
}

/// One part of a citation while it is gathered.
#[derive(Default)]
struct Named {
    value: Option<String>,
    times: usize,
}

impl Named {
    fn add(&mut self, value: &str) {
        self.times += 1;
        self.value = Some(value.to_owned());
    }

    fn sure(&mut self) -> Option<String> {
        self.value.take().filter(|_| self.times == 1)
    }
}

fn citation(piece: &str) -> Option<(LawReference, bool)> {
    let words: Vec<&str> = piece
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ','))
        .map(|word| word.trim_matches(|c| matches!(c, '.' | ':' | '“' | '”' | '"')))
        .filter(|word| !word.is_empty())
        .collect();
    let (mut document, mut article) = (Named::default(), Named::default());
    let (mut clause, mut point) = (Named::default(), Named::default());
    let mut rest: Vec<&str> = Vec::new();
    let mut sure = true;
    let mut at = 0;
    while at < words.len() {
        let word = words[at];
        let next = words.get(at + 1).copied().unwrap_or("");
        let named = match folded(word).as_str() {
            "dieu" if is_numbered(next) => Some(&mut article),
            "khoan" if is_numbered(next) => Some(&mut clause),
            "diem" if is_point(next) => Some(&mut point),
            _ => None,
        };
        if let Some(named) = named {
            named.add(next);
            at += 2;
            // "Điều 9 và 10", "khoản 2, 3": more than one is meant.
            let after = words.get(at).copied().unwrap_or("");
            let listed = match folded(after).as_str() {
                "va" | "hoac" | "den" => words.get(at + 1).copied().unwrap_or(""),
                _ => after,
            };
            if is_numbered(listed) {
                named.times += 1;
            }
            continue;
        }
        let (number, read) = match constitution(&words[at..]) {
            Some((name, read)) => (Some(name), read),
            None => (is_document_number(word).then(|| word.to_owned()), 1),
        };
        match number {
            Some(number) => {
                document.add(&number);
                if rest.last().is_some_and(|last| folded(last) == "so") {
                    rest.pop();
                }
            }
            None => rest.push(word),
        }
        at += read;
    }
    for part in [&article, &clause, &point] {
        sure &= part.times <= 1;
    }
    let law = LawReference {
        document: document.sure()?,
        title: title(piece, &rest),
        article: article.sure(),
        clause: clause.sure(),
        point: point.sure(),
        valid_from: None,
        valid_to: None,
    };
    Some((law, sure))
}

/// The Constitution, which has no number: it is cited by its year, with or without the name of the
/// State. Gives how it is registered and how many words that took.
fn constitution(words: &[&str]) -> Option<(String, usize)> {
    const STATE: [&str; 11] = [
        "nuoc", "cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam", "chxhcn", "chxhcnvn",
    ];
    let fold = |word: &&str| folded(word);
    if !words.iter().take(2).map(fold).eq(["hien", "phap"]) {
        return None;
    }
    let between = words[2..].iter().map(fold);
    let between = between.take_while(|word| STATE.contains(&word.as_str()));
    let at = 2 + between.count();
    let year = words.get(at)?;
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| (format!("Hiến pháp {year}"), at + 1))
}

/// `9`, `9a`, `128b`.
fn is_numbered(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_lowercase());
    let letters = word.chars().count() - digits.chars().count();
    !digits.is_empty()
        && digits.len() <= 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && letters <= 1
}

/// `a`, `đ`, `b1`.
fn is_point(word: &str) -> bool {
    let mut chars = word.chars();
    let letter = chars
        .next()
        .is_some_and(|c| c.is_ascii_lowercase() || c == 'đ');
    letter && chars.as_str().len() <= 1 && chars.all(|c| c.is_ascii_digit())
}

/// `36/2024/QH15`, `100/2019/NĐ-CP`, `02/VBHN-VPQH`.
fn is_document_number(word: &str) -> bool {
    let parts: Vec<&str> = word.split('/').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (number, year, series) = match parts.as_slice() {
        [number, year, series] => (*number, Some(*year), *series),
        [number, series] => (*number, None, *series),
        _ => return false,
    };
    digits(number)
        && year.is_none_or(|year| year.len() == 4 && digits(year))
        && series.chars().next().is_some_and(char::is_uppercase)
        && series
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-')
}

/// The name of the document among the words that are left, if it begins with the kind of the
/// document and says more than that.
fn title(piece: &str, rest: &[&str]) -> String {
    const KINDS: [&str; 9] = [
        "luat",
        "bo luat",
        "hien phap",
        "phap lenh",
        "nghi quyet",
        "nghi dinh",
        "thong tu",
        "quyet dinh",
        "chi thi",
    ];
    let fold: Vec<String> = rest.iter().map(|word| folded(word)).collect();
    let start = (0..fold.len()).find(|&i| {
        let one = fold[i].as_str();
        let two = fold.get(i + 1).map(|next| format!("{one} {next}"));
        KINDS.contains(&one) || two.is_some_and(|two| KINDS.contains(&two.as_str()))
    });
    let Some(start) = start else {
        return String::new();
    };
    if KINDS.contains(&fold[start..].join(" ").as_str()) {
        return String::new();
    }
    // Taken from the piece itself where the words stand together there, to keep its commas.
    let (first, last) = (rest[start], rest[rest.len() - 1]);
    let from = piece.find(first).unwrap_or(0);
    let whole = piece[from..]
        .find(last)
        .map(|end| &piece[from..from + end + last.len()]);
    let joined = rest[start..].join(" ");
    match whole {
        Some(whole)
            if whole
                .replace(',', "")
                .split_whitespace()
                .eq(joined.split_whitespace()) =>
        {
            whole.to_owned()
        }
        _ => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (LawReference, bool) {
        let found = citations(text);
        assert_eq!(found.laws.len(), 1, "{text}");
        (found.laws[0].clone(), found.unclear)
    }

    fn parts(law: &LawReference) -> [&str; 5] {
        let [article, clause, point] =
            [&law.article, &law.clause, &law.point].map(|part| part.as_deref().unwrap_or(""));
        [&law.document, &law.title, article, clause, point]
    }

    #[test]
    fn usual_forms_are_read_whole() {
        let road = "Luật Trật tự, an toàn giao thông đường bộ";
        let (law, unclear) = one(&format!("Điều 9 khoản 2 {road} 36/2024/QH15"));
        assert!(!unclear);
        assert_eq!(parts(&law), ["36/2024/QH15", road, "9", "2", ""]);
        let (law, unclear) = one(&format!("điểm đ khoản 2 Điều 9a {road} số 36/2024/QH15."));
        assert!(!unclear);
        assert_eq!(parts(&law), ["36/2024/QH15", road, "9a", "2", "đ"]);
        let (law, unclear) = one("Nghị định số 168/2024/NĐ-CP");
        assert!(!unclear);
        assert_eq!(parts(&law), ["168/2024/NĐ-CP", "", "", "", ""]);
        for constitution in [
            "Điều 9 Hiến pháp 2013",
            "Điều 9 Hiến pháp năm 2013",
            "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013, Điều 9",
            "Điều 9 số Hiến pháp 2013",
        ] {
            let (law, unclear) = one(constitution);
            assert!(!unclear, "{constitution}");
            assert_eq!(parts(&law), ["Hiến pháp 2013", "", "9", "", ""]);
        }
        let both = citations("Điều 5 Luật Giáo dục 43/2019/QH14; Điều 6 Luật số 36/2024/QH15");
        assert_eq!((both.laws.len(), both.unclear), (2, false));
    }

    #[test]
    fn what_is_not_sure_is_left_out_and_told() {
        let (law, unclear) = one("Điều 9 và 10 Luật số 36/2024/QH15");
        assert!(unclear && law.article.is_none());
        let (law, unclear) = one("khoản 2, 3 Điều 9 Luật số 36/2024/QH15");
        assert!(unclear && law.clause.is_none());
        assert_eq!(law.article.as_deref(), Some("9"));
        for none in [
            "Luật Giao thông đường bộ",
            // Which of them is not said.
            "Điều 9 Hiến pháp",
            "Điều 9",
            "36/2024/QH15 và 35/2024/QH15",
            "1/2",
        ] {
            let found = citations(none);
            assert!(found.laws.is_empty() && found.unclear, "{none}");
        }
    }
}
