//! What is right in an item of 2.x or 3.0: the response declaration, and how it is compared.

use crate::exchange::finding::Finding;
use crate::exchange::lms::number::{self, Decimal, NOT_WHOLE};
use crate::exchange::lms::taking::Taking;
use crate::exchange::xml::Element;

/// A `responseDeclaration`.
pub(super) struct Declared<'e> {
    /// `single`, `multiple`, `ordered`, `record`.
    pub cardinality: &'e str,
    /// `identifier`, `string`, `integer`, `float`, …
    pub base_type: &'e str,
    /// Of `correctResponse`, in the order of the file.
    pub correct: Vec<String>,
    /// Keys and values of `mapping`.
    pub mapped: Vec<(&'e str, f64)>,
}

impl<'e> Declared<'e> {
    /// The declaration of that identifier in an item.
    pub fn find(item: &'e Element, identifier: &str) -> Option<Self> {
        let mut all = item.all("responseDeclaration");
        let declared = all.find(|declared| declared.attribute("identifier") == Some(identifier))?;
        let correct = declared
            .child("correctResponse")
            .map_or_else(Vec::new, |correct| {
                correct
                    .all("value")
                    .map(|value| value.text().trim().to_owned())
                    .collect()
            });
        let mapped = declared.child("mapping").map_or_else(Vec::new, |mapping| {
            let entries = mapping.within(&["mapEntry"]).into_iter();
            let pair = |entry: &'e Element| {
                let value: f64 = entry.attribute("mappedValue")?.trim().parse().ok()?;
                Some((entry.attribute("mapKey")?, value)).filter(|_| value.is_finite())
            };
            entries.filter_map(pair).collect()
        });
        Some(Self {
            cardinality: declared.attribute("cardinality").unwrap_or("single"),
            base_type: declared.attribute("baseType").unwrap_or("identifier"),
            correct,
            mapped,
        })
    }

    /// The keys with the greatest mapped value, if any is positive.
    fn best_mapped(&self) -> Vec<String> {
        let most = self
            .mapped
            .iter()
            .map(|(_, value)| *value)
            .fold(0.0, f64::max);
        let best = self
            .mapped
            .iter()
            .filter(|(_, value)| most > 0.0 && *value >= most);
        best.map(|(key, _)| (*key).to_owned()).collect()
    }

    /// The identifiers of the right choices.
    pub fn right_choices(&self, taking: &mut Taking) -> Vec<String> {
        let right = match (self.correct.as_slice(), self.cardinality) {
            ([], "single") => self.best_mapped(),
            ([], _) => {
                let right = self.mapped.iter().filter(|(_, value)| *value > 0.0);
                right.map(|(key, _)| (*key).to_owned()).collect()
            }
            (correct, _) => correct.to_vec(),
        };
        let of_right = |key: &str| right.iter().any(|right| right == key);
        let mut values = self
            .mapped
            .iter()
            .filter(|(key, _)| of_right(key))
            .map(|(_, value)| *value);
        let first = values.next().unwrap_or(0.0);
        let uneven = values.any(|value| (value - first).abs() > 1e-9);
        let partly = self
            .mapped
            .iter()
            .any(|(key, value)| *value > 0.0 && !of_right(key));
        if uneven || partly {
            taking.warn(
                "import.weights",
                "Không giữ điểm từng phần của các phương án; chỉ giữ đúng hay sai.",
            );
        }
        right
    }

    /// The accepted forms of a text.
    pub fn forms(&self, taking: &mut Taking) -> Vec<String> {
        let mut forms = self.correct.clone();
        let best = self.best_mapped();
        if self
            .mapped
            .iter()
            .any(|(key, value)| *value > 0.0 && !best.iter().any(|b| b == key))
        {
            taking.warn(
                "import.weights",
                "Không giữ câu trả lời chỉ được một phần điểm.",
            );
        }
        for form in best {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }
}

/// Ways of comparing that the bank does not know.
const OWN_WAYS: [&str; 10] = [
    "gte",
    "lte",
    "gt",
    "lt",
    "equalRounded",
    "customOperator",
    "patternMatch",
    "substring",
    "inside",
    "stringMatch",
];

/// Refuses an entry that is compared in a way that the bank does not know.
pub(super) fn known_comparison(taking: &Taking, item: &Element) -> Result<(), Finding> {
    let processing = item.child("responseProcessing");
    match processing
        .map(|rules| rules.within(&OWN_WAYS))
        .unwrap_or_default()
        .first()
    {
        None => Ok(()),
        Some(way) => {
            let detail = format!(
                "Câu hỏi được chấm theo cách riêng ({}), ngân hàng chưa giữ.",
                way.name
            );
            Err(taking.refuse("import.scoring_not_held", detail))
        }
    }
}

/// The number with its tolerance.
pub(super) fn number_key(
    taking: &mut Taking,
    item: &Element,
    identifier: &str,
    declared: &Declared,
) -> Result<(i64, i64), Finding> {
    let best = declared.best_mapped();
    let [value] = declared
        .correct
        .first()
        .map_or(best.as_slice(), std::slice::from_ref)
    else {
        let detail = "Câu điền số cần đúng một đáp án.";
        return Err(taking.refuse("import.key_invalid", detail));
    };
    let tolerance = tolerance(item, identifier, value);
    let held = tolerance.and_then(|tolerance| number::near(value, &tolerance));
    let Some((key, cut)) = held else {
        return Err(taking.refuse("import.number_not_whole", NOT_WHOLE));
    };
    if cut {
        taking.warn(
            "import.weights",
            "Sai số lẻ được bỏ phần lẻ, vì câu trả lời là số nguyên.",
        );
    }
    Ok(key)
}

/// The tolerance with which a variable is compared; nothing if it is not the same on both sides.
fn tolerance(item: &Element, identifier: &str, value: &str) -> Option<String> {
    let compared = item
        .child("responseProcessing")
        .map(|rules| rules.within(&["equal"]));
    let own = |equal: &&Element| {
        equal
            .all("variable")
            .any(|variable| variable.attribute("identifier") == Some(identifier))
    };
    let Some(equal) = compared.unwrap_or_default().into_iter().find(own) else {
        return Some("0".to_owned());
    };
    let told = equal.attribute("tolerance").unwrap_or("");
    let parts: Vec<&str> = told.split_whitespace().collect();
    let part = match parts.as_slice() {
        [both] => *both,
        [below, above] if below == above => *below,
        _ => "0",
    };
    match equal.attribute("toleranceMode").unwrap_or("exact") {
        "exact" => Some("0".to_owned()),
        "absolute" if matches!(parts.as_slice(), [_] | [_, _]) => {
            let same = parts.iter().all(|other| *other == part);
            same.then(|| part.to_owned())
        }
        // In percent of the value.
        "relative" => {
            let percent = Decimal::of(part)?.whole()?;
            let whole = Decimal::of(value)?
                .whole()?
                .checked_abs()?
                .checked_mul(percent)?;
            (whole % 100 == 0).then(|| (whole / 100).to_string())
        }
        _ => None,
    }
}
