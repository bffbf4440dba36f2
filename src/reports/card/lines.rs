//! Lines that fit: wrapping at spaces, and cutting what has no room.

use super::lettering::Face;

/// The text in bold in the first of these sizes in which it takes no more than the lines that have room
/// then; in the last one, what is too much is cut off.
pub(super) fn fitting(text: &str, width: f32, sizes: &[(f32, usize)]) -> (f32, Vec<String>) {
    let mut last = (0.0, 1, Vec::new());
    for (size, room) in sizes {
        let lines = wrapped(Face::Bold, *size, text, width);
        if lines.len() <= *room {
            return (*size, lines);
        }
        last = (*size, *room, lines);
    }
    let (size, room, mut lines) = last;
    let rest = lines.split_off((room - 1).min(lines.len()));
    lines.push(cut(Face::Bold, size, &rest.join(" "), width));
    (size, lines)
}

/// Breaks a text at its spaces; a word that is wider than a line is broken where it has to be.
fn wrapped(face: Face, size: f32, text: &str, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if face.width(size, &longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if face.width(size, &line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The line, cut with an ellipsis where it is wider than that.
pub(super) fn cut(face: Face, size: f32, text: &str, width: f32) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if face.width(size, &line) <= width {
        return line;
    }
    let mut kept = String::new();
    for c in line.chars() {
        kept.push(c);
        if face.width(size, &format!("{kept}…")) > width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_every_word_and_their_width() {
        let text = "Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ năm 2026";
        for size in [20.0, 40.0, 80.0] {
            let lines = wrapped(Face::Bold, size, text, 500.0);
            assert_eq!(lines.join(" "), text);
            assert!(
                lines
                    .iter()
                    .all(|line| Face::Bold.width(size, line) <= 500.0)
            );
        }
        let broken = wrapped(Face::Bold, 40.0, &"ư".repeat(100), 500.0);
        assert_eq!(broken.concat(), "ư".repeat(100));
        assert!(broken.len() > 1);
    }

    #[test]
    fn a_long_title_gets_smaller_letters_and_then_an_end() {
        let sizes = [(64.0, 2), (42.0, 4)];
        assert_eq!(
            fitting("Ngắn", 1000.0, &sizes),
            (64.0, vec!["Ngắn".to_owned()])
        );
        let (size, lines) = fitting(&"dài ".repeat(30), 1000.0, &sizes);
        assert!(size < 64.0 && lines.len() <= 4, "{size} {lines:?}");
        let (size, lines) = fitting(&"rất dài ".repeat(200), 1000.0, &sizes);
        assert!((size - 42.0).abs() < f32::EPSILON);
        assert_eq!(lines.len(), 4);
        assert!(lines[3].ends_with('…'), "{lines:?}");
        assert_eq!(fitting("", 1000.0, &sizes).1, Vec::<String>::new());
    }

    #[test]
    fn a_cut_line_fits() {
        let line = cut(Face::Regular, 30.0, &"đường ".repeat(90), 400.0);
        assert!(line.ends_with('…') && Face::Regular.width(30.0, &line) <= 400.0);
        assert_eq!(cut(Face::Regular, 30.0, " một \n hai ", 400.0), "một hai");
    }
}
