//! Marking (algorithms.md 3): integers only.

use crate::domain::text::nfc;
use crate::domain::{Answer, Key, QuestionKind};
use std::collections::BTreeSet;

/// What a question brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// From 0 to the points of the question.
    pub points: i64,
    /// Whether the answer is right as a whole; a partly right one is not.
    pub correct: bool,
}

/// Marks one answer. `partial` gives a share of the points for some of several right options:
/// floor(points × max(0, right chosen − wrong chosen) / right). A blank, or an answer that does not
/// fit the kind of question, brings nothing.
pub fn mark(
    kind: QuestionKind,
    key: &Key,
    answer: Option<&Answer>,
    points: u32,
    partial: bool,
) -> Mark {
    let points = i64::from(points);
    let whole = |correct: bool| Mark {
        points: if correct { points } else { 0 },
        correct,
    };
    match (kind, key, answer) {
        (QuestionKind::Single, Key::Options(right), Some(Answer::Options(chosen))) => {
            let (chosen, right) = (set(chosen), set(right));
            whole(chosen.len() == 1 && chosen == right)
        }
        (QuestionKind::Multiple, Key::Options(right), Some(Answer::Options(chosen))) => {
            let (chosen, right) = (set(chosen), set(right));
            let correct = !right.is_empty() && chosen == right;
            if correct || !partial || right.is_empty() {
                return whole(correct);
            }
            let hits = chosen.intersection(&right).count();
            let net = hits.saturating_sub(chosen.len() - hits);
            Mark {
                points: share(points, net, right.len()),
                correct: false,
            }
        }
        (QuestionKind::Number, Key::Number { value, tolerance }, Some(Answer::Number(given))) => {
            let tolerance = u64::try_from(*tolerance).unwrap_or(0);
            whole(given.abs_diff(*value) <= tolerance)
        }
        (QuestionKind::Text, Key::Text(forms), Some(Answer::Text(given))) => {
            let given = folded(given);
            whole(!given.is_empty() && forms.iter().any(|form| folded(form) == given))
        }
        _ => whole(false),
    }
}

/// What people decided about a question that turned out to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voiding {
    /// Full marks to everyone.
    Full,
    /// Left out for everyone.
    LeftOut,
}

/// A question of a paper, ready to be marked.
#[derive(Debug, Clone, Copy)]
pub struct Marking<'a> {
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is right.
    pub key: &'a Key,
    /// What the person answered last; none: blank.
    pub answer: Option<&'a Answer>,
    /// What it is worth.
    pub points: u32,
    /// Whether it was voided.
    pub voided: Option<Voiding>,
    /// Whether who does not answer it rightly has failed ("câu điểm liệt").
    pub disqualifying: bool,
}

/// What a paper brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Right answers.
    pub correct: i64,
    /// Questions that count.
    pub questions: i64,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Whether a disqualifying question was not answered rightly; one that was voided fails nobody.
    pub failed: bool,
}

/// Marks a whole paper.
pub fn mark_paper<'a>(paper: impl IntoIterator<Item = Marking<'a>>, partial: bool) -> Score {
    let mut score = Score::default();
    for asked in paper {
        let points = i64::from(asked.points);
        let mark = match asked.voided {
            Some(Voiding::LeftOut) => continue,
            Some(Voiding::Full) => Mark {
                points,
                correct: true,
            },
            None => mark(asked.kind, asked.key, asked.answer, asked.points, partial),
        };
        score.correct += i64::from(mark.correct);
        score.failed |= asked.disqualifying && !mark.correct;
        score.questions += 1;
        score.score += mark.points;
        score.max_score += points;
    }
    score
}

fn set(ids: &[String]) -> BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}

fn share(points: i64, net: usize, right: usize) -> i64 {
    let as_i64 = |n: usize| i64::try_from(n).expect("a question has few options");
    points * as_i64(net) / as_i64(right)
}

/// NFC, lower case, single spaces. Tone marks stay: they make another word.
fn folded(text: &str) -> String {
    let lower = nfc(text).to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    nfc(&words.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    fn points(kind: QuestionKind, key: &Key, answer: &Answer, partial: bool) -> (i64, bool) {
        let mark = mark(kind, key, Some(answer), 10, partial);
        (mark.points, mark.correct)
    }

    fn multiple(right: &str, chosen: &str, partial: bool) -> (i64, bool) {
        let key = Key::Options(ids(right));
        let answer = Answer::Options(ids(chosen));
        points(QuestionKind::Multiple, &key, &answer, partial)
    }

    #[test]
    fn single_choice_is_all_or_nothing() {
        let key = Key::Options(ids("b"));
        let given = |chosen: &str| {
            points(
                QuestionKind::Single,
                &key,
                &Answer::Options(ids(chosen)),
                true,
            )
        };
        assert_eq!(given("b"), (10, true));
        for wrong in ["a", "", "ab"] {
            assert_eq!(given(wrong), (0, false), "{wrong:?}");
        }
        let blank = mark(QuestionKind::Single, &key, None, 10, false);
        assert_eq!((blank.points, blank.correct), (0, false));
    }

    #[test]
    fn several_right_ones_are_all_or_nothing_unless_the_rules_say_partial() {
        assert_eq!(multiple("abc", "cab", false), (10, true));
        assert_eq!(multiple("abc", "ab", false), (0, false));
        assert_eq!(multiple("abc", "abcd", false), (0, false));
        assert_eq!(multiple("abc", "abc", true), (10, true));
        // floor(10 × 2 / 3), floor(10 × (2 − 1) / 3), floor(10 × (3 − 1) / 3), none below zero.
        assert_eq!(multiple("abc", "ab", true), (6, false));
        assert_eq!(multiple("abc", "abd", true), (3, false));
        assert_eq!(multiple("abc", "abcd", true), (6, false));
        assert_eq!(multiple("abc", "de", true), (0, false));
        // Choosing one twice is choosing it once.
        assert_eq!(multiple("abc", "aa", true), (3, false));
        assert_eq!(multiple("", "", true), (0, false));
    }

    #[test]
    fn numbers_are_right_within_their_tolerance() {
        let given = |value, tolerance, number| {
            let key = Key::Number { value, tolerance };
            points(QuestionKind::Number, &key, &Answer::Number(number), false).1
        };
        assert!(given(18, 0, 18) && !given(18, 0, 19));
        assert!(given(-18, 2, -20) && given(-18, 2, -16) && !given(-18, 2, -21));
        assert!(!given(i64::MAX, 5, i64::MIN));
    }

    #[test]
    fn short_texts_ignore_case_spaces_and_normal_form_but_not_tones() {
        let key = Key::Text(vec!["Luật  Đất đai".to_owned(), " ".to_owned()]);
        let given = |text: &str| {
            points(
                QuestionKind::Text,
                &key,
                &Answer::Text(text.to_owned()),
                false,
            )
            .1
        };
        assert!(given("luật đất đai"));
        assert!(given(" LUẬT\u{a0}ĐẤT ĐAI "));
        assert!(given("lua\u{323}\u{302}t đa\u{302}\u{301}t đai"));
        assert!(!given("luat dat dai"));
        assert!(!given(""));
    }

    #[test]
    fn an_answer_of_another_kind_brings_nothing() {
        let key = Key::Options(ids("a"));
        assert_eq!(
            points(QuestionKind::Single, &key, &Answer::Number(1), false),
            (0, false)
        );
    }

    #[test]
    fn a_voided_question_counts_for_everyone_or_for_no_one() {
        let key = Key::Options(ids("a"));
        let (right, wrong) = (Answer::Options(ids("a")), Answer::Options(ids("b")));
        let asked = |answer, voided| Marking {
            kind: QuestionKind::Single,
            key: &key,
            answer: Some(answer),
            points: 5,
            voided,
            disqualifying: false,
        };
        let paper = [
            asked(&right, None),
            asked(&wrong, None),
            asked(&wrong, Some(Voiding::Full)),
            asked(&right, Some(Voiding::LeftOut)),
        ];
        assert_eq!(
            mark_paper(paper, false),
            Score {
                correct: 2,
                questions: 3,
                score: 10,
                max_score: 15,
                failed: false,
            }
        );
    }

    #[test]
    fn a_disqualifying_question_fails_who_misses_it_or_leaves_it_blank() {
        let key = Key::Options(ids("a"));
        let (right, wrong) = (Answer::Options(ids("a")), Answer::Options(ids("b")));
        let failed = |answer, voided, disqualifying| {
            let asked = Marking {
                kind: QuestionKind::Single,
                key: &key,
                answer,
                points: 1,
                voided,
                disqualifying,
            };
            mark_paper([asked], false).failed
        };
        assert!(failed(Some(&wrong), None, true) && failed(None, None, true));
        assert!(!failed(Some(&right), None, true) && !failed(Some(&wrong), None, false));
        for voided in [Voiding::Full, Voiding::LeftOut] {
            assert!(!failed(Some(&wrong), Some(voided), true), "{voided:?}");
        }
    }

    proptest! {
        #[test]
        fn marks_lie_between_nothing_and_all(
            kind in prop::sample::select(vec![QuestionKind::Single, QuestionKind::Multiple]),
            right in "[a-f]{0,6}", chosen in "[a-h]{0,8}", points in 0_u32..1000, partial: bool,
        ) {
            let key = Key::Options(ids(&right));
            let answer = Answer::Options(ids(&chosen));
            let mark = mark(kind, &key, Some(&answer), points, partial);
            prop_assert!((0..=i64::from(points)).contains(&mark.points));
            prop_assert!(!mark.correct || mark.points == i64::from(points));
            // The order in which options are chosen or listed is of no account.
            let turned = |text: &str| text.chars().rev().map(String::from).collect();
            let again = super::mark(
                kind, &Key::Options(turned(&right)), Some(&Answer::Options(turned(&chosen))),
                points, partial,
            );
            prop_assert_eq!(again, mark);
        }
    }
}
