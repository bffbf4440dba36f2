//! Text with looks as a fragment of HTML, in the elements that questions may hold.

use super::objects::Object;
use super::text::{Look, Styled};
use crate::domain::Medium;
use crate::exchange::{from_plain, picture};

/// An element, and the looks that ask for it.
type Element = (&'static str, fn(Look) -> bool);

/// Elements in their order from the outside in.
const ELEMENTS: [Element; 5] = [
    ("b", |look| look.bold),
    ("i", |look| look.italic),
    ("u", |look| look.underline),
    ("sub", |look| look.subscript),
    ("sup", |look| look.superscript),
];

/// Turns texts into HTML, and gathers what they show on the way.
#[derive(Default)]
pub(super) struct Fragments<'a> {
    /// The things of the document.
    pub objects: &'a [Object],
    /// Pictures shown so far, each once.
    pub media: Vec<Medium>,
    /// Things that are left out: code and sentence.
    pub left_out: Vec<(&'static str, String)>,
    /// A picture that can't be taken.
    pub bad: Option<picture::PictureFault>,
}

impl Fragments<'_> {
    /// The text as HTML. What all of it is, bold for instance, is the look of the paper and not of
    /// the question, and falls away.
    pub fn html(&mut self, text: &Styled) -> String {
        let all = |so: fn(Look) -> bool| text.looks(|look| look.object.is_some() || so(look));
        let [bold, italic, underline] = [0, 1, 2].map(|i| all(ELEMENTS[i].1));
        let text = text.restyled(|look| Look {
            bold: look.bold && !bold,
            italic: look.italic && !italic,
            underline: look.underline && !underline,
            highlight: false,
            colour: 0,
            ..look
        });
        let mut out = String::new();
        let mut open: Vec<usize> = Vec::new();
        for (text, look) in text.stretches() {
            let wanted: Vec<usize> = if text.trim().is_empty() && look.object.is_none() {
                // White space has no look of its own.
                open.clone()
            } else {
                (0..ELEMENTS.len())
                    .filter(|i| ELEMENTS[*i].1(look))
                    .collect()
            };
            let kept = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
            for element in open.drain(kept..).rev() {
                out.extend(["</", ELEMENTS[element].0, ">"]);
            }
            for element in &wanted[kept..] {
                out.extend(["<", ELEMENTS[*element].0, ">"]);
            }
            open = wanted;
            match look.object {
                Some(object) => self.show(object, &mut out),
                None => out += &plain(text),
            }
        }
        for element in open.into_iter().rev() {
            out.extend(["</", ELEMENTS[element].0, ">"]);
        }
        out
    }

    fn show(&mut self, object: u32, out: &mut String) {
        let object = usize::try_from(object)
            .ok()
            .and_then(|at| self.objects.get(at));
        match object {
            Some(Object::Picture(medium, alt)) => {
                *out += &picture::shown(medium, alt);
                if !self.media.iter().any(|known| known.digest == medium.digest) {
                    self.media.push(medium.clone());
                }
            }
            Some(Object::LeftOut(code, detail)) => self.left_out.push((code, detail.clone())),
            Some(Object::Bad(fault)) => self.bad = Some(*fault),
            None => {}
        }
    }
}

/// Text as HTML with its white space at the ends, which belongs between stretches.
fn plain(text: &str) -> String {
    let body = text.trim();
    if body.is_empty() {
        return text.replace('\n', "<br>").replace('\u{A0}', "&nbsp;");
    }
    let start = text.len() - text.trim_start().len();
    let end = start + body.len();
    plain(&text[..start]) + &from_plain(body) + &plain(&text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_become_elements_that_nest_in_one_order() {
        let look = |bold, italic| Look {
            bold,
            italic,
            colour: 0xFF_0000,
            ..Look::default()
        };
        let mut text = Styled::plain("Ai ");
        text.push("không ", look(true, false));
        text.push("được", look(true, true));
        text.push(" < lái\nxe", look(false, true));
        let html = Fragments::default().html(&text);
        assert_eq!(html, "Ai <b>không <i>được</i></b><i> &lt; lái<br>xe</i>");
        let mut all = Styled::default();
        all.push("Ai là ai?", look(true, false));
        assert_eq!(Fragments::default().html(&all), "Ai là ai?");
    }
}
