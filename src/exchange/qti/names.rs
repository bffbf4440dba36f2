//! Names of QTI 3.0 in the form of 2.x: `qti-choice-interaction` is `choiceInteraction`.

use crate::exchange::xml::{Element, Node};
use std::borrow::Cow;

/// The name of an element in the form of 2.x.
pub(super) fn even_name(name: &str) -> Cow<'_, str> {
    match name.strip_prefix("qti-") {
        Some(rest) => Cow::Owned(joined(rest)),
        None => Cow::Borrowed(name),
    }
}

/// Brings the names of a whole tree to that form. HTML in it keeps its attributes.
pub(super) fn even(element: &mut Element) {
    if let Cow::Owned(name) = even_name(&element.name) {
        element.name = Cow::Owned(name);
        for (key, _) in &mut element.attributes {
            if key.contains('-') {
                *key = joined(key);
            }
        }
    }
    for node in &mut element.children {
        if let Node::Element(inner) = node {
            even(inner);
        }
    }
}

/// `choice-interaction` as `choiceInteraction`.
fn joined(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (nth, part) in name.split('-').enumerate() {
        let mut signs = part.chars();
        match signs.next() {
            Some(first) if nth > 0 => {
                out.extend(first.to_uppercase());
                out.push_str(signs.as_str());
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// `choiceInteraction` as `choice-interaction`.
pub(super) fn hyphened(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    for sign in name.chars() {
        if sign.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(sign.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        assert_eq!(even_name("qti-choice-interaction"), "choiceInteraction");
        assert_eq!(even_name("p"), "p");
        assert_eq!(hyphened("choiceInteraction"), "choice-interaction");
    }
}
