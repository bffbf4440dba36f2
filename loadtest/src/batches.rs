//! What the nodes count of their batch writers, read from the pages for Prometheus.

use std::ops::{Add, Sub};

/// Transactions and what was in them, since the nodes started.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Batches {
    /// Batches written, each one commit.
    pub commits: f64,
    /// Commands in all of them.
    pub commands: f64,
}

impl Batches {
    /// Of one node's page; zero where it counts nothing of the kind.
    pub fn of_page(page: &str) -> Self {
        Self {
            commits: sum(page, "thiluat_batch_commands_count"),
            commands: sum(page, "thiluat_batch_commands_sum"),
        }
    }

    /// Commands in a batch on average; none if there was no batch.
    pub fn size(self) -> Option<f64> {
        (self.commits > 0.0).then(|| self.commands / self.commits)
    }
}

impl Add for Batches {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            commits: self.commits + other.commits,
            commands: self.commands + other.commands,
        }
    }
}

impl Sub for Batches {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            commits: self.commits - before.commits,
            commands: self.commands - before.commands,
        }
    }
}

/// Commands that wait for a writer, of all kinds; none where a node does not tell.
pub fn waiting(page: &str) -> Option<f64> {
    values(page, "thiluat_writer_waiting").reduce(|one, other| one + other)
}

/// Sum of a figure over all its labels.
fn sum(page: &str, name: &str) -> f64 {
    values(page, name).sum()
}

fn values<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = f64> + 'a {
    page.lines()
        .filter_map(move |line| line.strip_prefix(name))
        .filter(|rest| rest.starts_with([' ', '{']))
        .filter_map(|rest| rest.rsplit(' ').next()?.parse::<f64>().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# TYPE thiluat_batch_commands histogram\n\
        thiluat_batch_commands_bucket{le=\"1\"} 9\n\
        thiluat_batch_commands_sum{lane=\"a\"} 30\n\
        thiluat_batch_commands_sum{lane=\"b\"} 12\n\
        thiluat_batch_commands_count 6\n\
        thiluat_batch_commands_counted 99\n";

    #[test]
    fn labels_are_summed_and_longer_names_left_alone() {
        let batches = Batches::of_page(PAGE);
        assert_eq!((batches.commits, batches.commands), (6.0, 42.0));
        assert_eq!(batches.size(), Some(7.0));
        assert_eq!((batches - batches).size(), None);
        assert_eq!(Batches::of_page(""), Batches::default());
        assert_eq!(waiting(PAGE), None);
        let page = "thiluat_writer_waiting{kind=\"a\"} 2\nthiluat_writer_waiting{kind=\"b\"} 3\n";
        assert_eq!(waiting(page), Some(5.0));
    }
}
