//! Lines of a text that has to go into a width. Vietnamese is broken at spaces only.

use super::Face;

/// The text in lines of at most `width` points. A word that is wider by itself is broken where it
/// reaches the edge.
pub fn wrapped(text: &str, face: Face, size: f32, width: f32) -> Vec<String> {
    let fits = |line: &str| face.width(line, size) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if line.chars().count() > 1 && !fits(&line) {
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

/// The same in at most so many lines; what is left over is told by an ellipsis.
pub fn fitted(text: &str, face: Face, size: f32, width: f32, most: usize) -> Vec<String> {
    let mut lines = wrapped(text, face, size, width);
    if lines.len() <= most {
        return lines;
    }
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        last.push('…');
        while face.width(last, size) > width && last.chars().count() > 1 {
            last.pop();
            last.pop();
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    fn seeded() -> Config {
        let rng_seed = match Config::default().rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_261_121),
            fixed @ RngSeed::Fixed(_) => fixed,
        };
        println!("{rng_seed:?}");
        Config {
            cases: 200,
            rng_seed,
            failure_persistence: None,
            ..Config::default()
        }
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn every_line_fits_and_nothing_is_lost(
            words in prop::collection::vec("[a-zđươạ]{1,30}", 0..12),
            width in 40.0_f32..300.0,
        ) {
            let text = words.join(" ");
            let lines = wrapped(&text, Face::Regular, 10.0, width);
            for line in &lines {
                prop_assert!(Face::Regular.width(line, 10.0) <= width, "{}", line);
            }
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            let few = fitted(&text, Face::Regular, 10.0, width, 2);
            prop_assert!(few.len() <= 2);
            prop_assert_eq!(few.iter().any(|line| line.ends_with('…')), lines.len() > 2);
            for line in &few {
                prop_assert!(Face::Regular.width(line, 10.0) <= width, "{}", line);
            }
        }
    }
}
