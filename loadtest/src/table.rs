//! Prints figures as a table, each with its floor and with what it has to reach.

use crate::figure::Figure;
use std::fmt::Write as _;

const COLUMNS: usize = 24;

const HEAD: [&str; COLUMNS] = [
    "scenario",
    "profile",
    "rate/s",
    "floor/s",
    "ratio",
    "to reach",
    "writer/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "p99.9",
    "max",
    "cpu µs",
    "db µs",
    "floor µs",
    "batch",
    "queue",
    "commits/s",
    "RSS MiB",
    "errors",
    "refused",
    "lost",
    "durable",
    "others",
];

/// The table; `durability` says what an acknowledgement meant, a line for each profile.
pub fn render(figures: &[Figure], durability: &[String]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(figures.iter().map(row));
    let mut widths = [0; COLUMNS];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in &rows {
        for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
            // Words to the left, numbers to the right.
            let _ = if place < 2 || place + 2 >= COLUMNS {
                write!(text, "{cell:<width$}  ")
            } else {
                write!(text, "{cell:>width$}  ")
            };
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    for line in durability {
        let _ = writeln!(text, "durability of every figure: {line}");
    }
    text.push_str(
        "ratio: to the bare server of the same run; writer/s: the batch writer alone; cpu: of all \
         servers for one operation, of which db: database, live state and balancer\n",
    );
    for figure in figures {
        if let Some(error) = &figure.aside.first_error {
            let _ = writeln!(text, "{}: first error: {error}", figure.scenario);
        }
    }
    text
}

fn row(figure: &Figure) -> [String; COLUMNS] {
    let aside = &figure.aside;
    let maybe = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let ms = |value: f64| format!("{value:.2}");
    [
        figure.scenario.clone(),
        figure.profile.clone(),
        format!("{:.0}", figure.rate),
        maybe(figure.floor, 0),
        maybe(figure.ratio, 2),
        aside.goal.to_owned(),
        maybe(figure.writer, 0),
        ms(figure.p50_ms),
        ms(figure.p95_ms),
        ms(figure.p99_ms),
        ms(figure.p999_ms),
        ms(figure.max_ms),
        format!("{:.1}", figure.server_cpu_us_per_op),
        format!("{:.1}", figure.behind_cpu_us_per_op),
        maybe(aside.floor_cpu_us, 1),
        maybe(figure.batch, 1),
        maybe(figure.waiting, 0),
        maybe(figure.commits_per_s, 0),
        format!("{:.0}", figure.rss_mib),
        figure.errors.to_string(),
        figure.refused.to_string(),
        figure.acks_lost.to_string(),
        figure.durability.to_owned(),
        aside.others.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::histogram::Percentiles;

    #[test]
    fn columns_line_up_whatever_the_cells_hold() {
        let mut figure = Figure::new("save", "unit", 123_456.0, Percentiles::default());
        figure.aside.goal = "≥ 0.45";
        figure.aside.first_error = Some("refused".to_owned());
        let text = render(&[figure], &["WAL".to_owned()]);
        let lines: Vec<&str> = text.lines().collect();
        let column = |line: &str, word: &str| {
            let at = line.find(word).unwrap();
            line[..at + word.len()].chars().count()
        };
        assert_eq!(column(lines[0], "rate/s"), column(lines[1], "123456"));
        assert_eq!(column(lines[0], "to reach"), column(lines[1], "≥ 0.45"));
        assert_eq!(lines[2], "durability of every figure: WAL");
        assert_eq!(lines[4], "save: first error: refused");
    }
}
