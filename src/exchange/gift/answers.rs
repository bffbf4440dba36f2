//! What stands between the braces.

use super::ast::{Answer, Body, Number, NumberAnswer, Rich, TextFormat};
use super::escape::{find, find_mark, rich};

/// Between the halves of a matching pair.
const ARROW: &str = "->";

/// Reads the answers, without the general feedback; `usual` is the format of the question.
pub(super) fn body(inner: &str, usual: TextFormat) -> Result<Body, &'static str> {
    if inner.is_empty() {
        return Ok(Body::Essay);
    }
    if let Some(numbers) = inner.strip_prefix('#') {
        return Ok(numeric(numbers.trim(), usual));
    }
    if let Some(truth) = true_false(inner, usual) {
        return Ok(truth);
    }
    if !inner.starts_with(['=', '~']) {
        // `{China}`: one right answer.
        if find(inner, &['=', '~']).is_some() {
            return Err("Mỗi đáp án trong { } bắt đầu bằng dấu = hoặc ~.");
        }
        return Ok(Body::Short(vec![answer(true, inner, usual)]));
    }
    let parts = parts(inner);
    let pair = |(right, text): &(bool, &str)| {
        let at = find_mark(text, ARROW).filter(|_| *right)?;
        let subanswer = rich(&text[at + ARROW.len()..], TextFormat::Moodle).text;
        Some((rich(&text[..at], usual), subanswer))
    };
    let pairs: Option<Vec<_>> = parts.iter().map(pair).collect();
    if let Some(pairs) = pairs {
        return Ok(Body::Matching(pairs));
    }
    let answers = parts
        .into_iter()
        .map(|(right, text)| answer(right, text, usual));
    let answers: Vec<_> = answers.collect();
    Ok(if answers.iter().all(|answer| answer.correct) {
        Body::Short(answers)
    } else {
        Body::Choice(answers)
    })
}

/// Answers by the signs before them: whether it is `=`, and the text up to the next sign.
fn parts(inner: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = inner;
    while let Some(sign) = rest.chars().next() {
        rest = &rest[1..];
        let end = find(rest, &['=', '~']).unwrap_or(rest.len());
        parts.push((sign == '=', rest[..end].trim()));
        rest = &rest[end..];
    }
    parts
}

fn answer(correct: bool, text: &str, usual: TextFormat) -> Answer {
    let (weight, text) = weight(text);
    let (text, feedback) = feedback(text, usual);
    Answer {
        correct,
        weight,
        text: rich(text, usual),
        feedback,
    }
}

/// `%50%` before a text, and the text.
fn weight(text: &str) -> (Option<f64>, &str) {
    let weighed = text.strip_prefix('%').and_then(|rest| {
        let (weight, rest) = rest.split_once('%')?;
        let weight: f64 = weight.trim().parse().ok()?;
        weight.is_finite().then_some((weight, rest.trim_start()))
    });
    match weighed {
        Some((weight, rest)) => (Some(weight), rest),
        None => (None, text),
    }
}

/// A text up to its `#`, and what stands behind it.
fn feedback(text: &str, usual: TextFormat) -> (&str, Option<Rich>) {
    match find(text, &['#']) {
        Some(at) => (&text[..at], said(&text[at + 1..], usual)),
        None => (text, None),
    }
}

fn said(text: &str, usual: TextFormat) -> Option<Rich> {
    Some(rich(text, usual)).filter(|rich| !rich.text.is_empty())
}

/// `TRUE#said to the wrong#said to the right`.
fn true_false(inner: &str, usual: TextFormat) -> Option<Body> {
    let (word, rest) = match find(inner, &['#']) {
        Some(at) => (&inner[..at], Some(&inner[at + 1..])),
        None => (inner, None),
    };
    let is_true = match word.trim().to_ascii_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (wrong, right) = match rest {
        None => (None, None),
        Some(rest) => {
            let (wrong, right) = match find(rest, &['#']) {
                Some(at) => (&rest[..at], &rest[at + 1..]),
                None => (rest, ""),
            };
            (said(wrong, usual), said(right, usual))
        }
    };
    let (true_feedback, false_feedback) = if is_true {
        (right, wrong)
    } else {
        (wrong, right)
    };
    Some(Body::TrueFalse {
        is_true,
        true_feedback,
        false_feedback,
    })
}

fn numeric(text: &str, usual: TextFormat) -> Body {
    if !text.starts_with(['=', '~']) {
        let (number_text, said) = feedback(text, usual);
        return Body::Number(number(number_text), said);
    }
    let answers = parts(text).into_iter().map(|(right, text)| {
        let (weight, text) = weight(text);
        let (text, feedback) = feedback(text, usual);
        let number = if right { number(text) } else { Number::Rest };
        NumberAnswer {
            weight,
            number,
            feedback,
        }
    });
    Body::Numbers(answers.collect())
}

fn number(text: &str) -> Number {
    let text = text.trim();
    let own = |part: &str| part.trim().to_owned();
    if text == "*" {
        Number::Rest
    } else if let Some((least, greatest)) = text.split_once("..") {
        Number::Between(own(least), own(greatest))
    } else if let Some((value, tolerance)) = text.split_once(':') {
        Number::Near(own(value), own(tolerance))
    } else {
        Number::Exactly(own(text))
    }
}
