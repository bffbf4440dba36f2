//! What earns points in an item of QTI 1.2.

use crate::exchange::finding::Finding;
use crate::exchange::lms::number::{self, NOT_WHOLE};
use crate::exchange::lms::taking::Taking;
use crate::exchange::xml::Element;

/// The conditions of an item that give points.
pub(super) struct Rules<'e, 'a> {
    response: &'e str,
    /// Conditions with the points that they give.
    scoring: Vec<(&'e Element<'a>, f64)>,
}

impl<'e, 'a> Rules<'e, 'a> {
    pub fn of(item: &'e Element<'a>, response: &'e str) -> Self {
        let conditions = item
            .all("resprocessing")
            .flat_map(|rules| rules.all("respcondition"));
        let scoring = conditions.filter_map(|condition| {
            let points = condition
                .all("setvar")
                .filter_map(points)
                .fold(0.0, f64::max);
            let test = condition.child("conditionvar")?;
            (points > 0.0).then_some((test, points))
        });
        Self {
            response,
            scoring: scoring.collect(),
        }
    }

    /// Values that a condition wants to be answered, each with its points.
    pub fn right(&self) -> Vec<(String, f64)> {
        let mut right: Vec<(String, f64)> = Vec::new();
        for (test, points) in &self.scoring {
            for value in self.wanted(test) {
                match right.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, known)) => *known = known.max(*points),
                    None => right.push((value, *points)),
                }
            }
        }
        right
    }

    /// The values of `varequal` in a condition, but not those inside of a `not`.
    fn wanted(&self, test: &Element) -> Vec<String> {
        let mut wanted = Vec::new();
        for inner in test.elements() {
            match inner.name.as_ref() {
                "not" => {}
                "varequal" => {
                    let own = inner
                        .attribute("respident")
                        .is_none_or(|id| id == self.response);
                    let value = inner.text().trim().to_owned();
                    if own && !value.is_empty() {
                        wanted.push(value);
                    }
                }
                _ => wanted.extend(self.wanted(inner)),
            }
        }
        wanted
    }

    /// Accepted forms: those with the greatest points.
    pub fn forms(&self, taking: &mut Taking) -> Vec<String> {
        let right = self.right();
        let most = right.iter().map(|(_, points)| *points).fold(0.0, f64::max);
        if right.iter().any(|(_, points)| *points < most) {
            taking.warn(
                "import.weights",
                "Không giữ câu trả lời chỉ được một phần điểm.",
            );
        }
        let best = right.into_iter().filter(|(_, points)| *points >= most);
        best.map(|(form, _)| form).collect()
    }

    /// The number: one that is wanted, with the range that is accepted around it.
    pub fn number(&self, taking: &mut Taking) -> Result<(i64, i64), Finding> {
        let bound = |name: &str| {
            let found = self.scoring.iter().find_map(|(test, _)| test.first(name));
            found.map(|bound| bound.text().trim().to_owned())
        };
        let range = bound("vargte").zip(bound("varlte"));
        let held = match (range, self.right().as_slice()) {
            (Some((least, greatest)), _) => number::between(&least, &greatest),
            (None, [(value, _)]) if bound("vargt").is_none() => number::near(value, "0"),
            _ => None,
        };
        let (key, _) = held.ok_or_else(|| taking.refuse("import.number_not_whole", NOT_WHOLE))?;
        Ok(key)
    }
}

/// The points of a `setvar`; `SCORE.max` is the whole mark.
fn points(set: &Element) -> Option<f64> {
    let text = set.text();
    let text = text.trim();
    if text.to_ascii_lowercase().ends_with(".max") {
        return Some(100.0);
    }
    text.parse().ok().filter(|points: &f64| points.is_finite())
}
