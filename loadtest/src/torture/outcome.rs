//! What a campaign came to: as JSON for programs, as a table for people.

use super::book::names_a_row;
use super::plan::{Campaign, Size};
use serde::Serialize;
use std::fmt::Write as _;

/// What a campaign came to.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// F1 and so on.
    pub campaign: &'static str,
    /// What broke.
    pub title: &'static str,
    /// `short`, `ci` or `release`.
    pub size: String,
    /// Repeats the run.
    pub seed: u64,
    /// The promise that was broken on purpose, if one was.
    pub breach: Option<String>,
    /// Repetitions asked for.
    pub asked: u64,
    /// Repetitions made.
    pub done: u64,
    /// What is counted.
    pub unit: &'static str,
    /// Acknowledged starts, saves and submissions.
    pub acks: [u64; 3],
    /// Whatever else was measured, in order.
    pub figures: Vec<(String, String)>,
    /// What broke a promise; nothing if all were kept.
    pub findings: Vec<String>,
    /// Why the campaign could not be carried through, if it could not.
    pub error: Option<String>,
    /// How long it took.
    pub seconds: f64,
}

impl Outcome {
    /// Nothing yet.
    pub fn of(campaign: Campaign, size: Size, (asked, seed): (u64, u64)) -> Self {
        Self {
            campaign: campaign.name(),
            title: campaign.title(),
            size: format!("{size:?}").to_lowercase(),
            seed,
            breach: None,
            asked,
            done: 0,
            unit: campaign.unit(),
            acks: [0; 3],
            figures: Vec::new(),
            findings: Vec::new(),
            error: None,
            seconds: 0.0,
        }
    }

    /// Whether what was wanted came about: every promise kept, or the broken one noticed by a row
    /// that is lost, wrong or changed.
    pub fn passed(&self) -> bool {
        match self.breach {
            None => self.error.is_none() && self.findings.is_empty() && self.done == self.asked,
            Some(_) => self.findings.iter().any(|finding| names_a_row(finding)),
        }
    }

    /// A few lines for whoever watches.
    pub fn told(&self) -> String {
        let mut text = String::new();
        let [starts, saves, finals] = self.acks;
        let verdict = if self.passed() { "passed" } else { "FAILED" };
        let _ = writeln!(
            text,
            "{} {verdict}: {} of {} {}, {:.0} s, seed {}; acknowledged {starts} starts, {saves} \
             saves, {finals} finals",
            self.campaign, self.done, self.asked, self.unit, self.seconds, self.seed
        );
        for (name, value) in &self.figures {
            let _ = writeln!(text, "  {name}: {value}");
        }
        if let Some(breach) = &self.breach {
            let _ = writeln!(text, "  broken on purpose: {breach}");
        }
        if let Some(error) = &self.error {
            let _ = writeln!(text, "  error: {error}");
        }
        let shown = if self.breach.is_some() { 3 } else { 50 };
        for finding in self.findings.iter().take(shown) {
            let _ = writeln!(text, "  {finding}");
        }
        text
    }
}

/// All outcomes as a table in Markdown.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut text = String::from(
        "| test | what breaks | repetitions | acknowledged starts / saves / finals | findings | \
         figures | seed | minutes |\n|---|---|---:|---:|---:|---|---:|---:|\n",
    );
    for one in outcomes {
        let [starts, saves, finals] = one.acks;
        let figures: Vec<_> = one
            .figures
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let verdict = match (&one.breach, one.passed()) {
            (None, true) => "0".to_owned(),
            (None, false) => format!("**{}**", one.findings.len().max(1)),
            (Some(breach), true) => format!("noticed `{breach}`"),
            (Some(breach), false) => format!("**missed `{breach}`**"),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} of {} {} | {starts} / {saves} / {finals} | {verdict} | {} | {} | {:.1} |",
            one.campaign,
            one.title,
            one.done,
            one.asked,
            one.unit,
            figures.join("; "),
            one.seed,
            one.seconds / 60.0,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Outcome {
        let campaign = "F1".parse().unwrap();
        let mut outcome = Outcome::of(campaign, Size::Short, (2, 7));
        outcome.done = 2;
        outcome
    }

    #[test]
    fn a_campaign_passes_only_if_it_was_carried_through_without_a_finding() {
        assert!(outcome().passed());
        let mut cut_short = outcome();
        cut_short.done = 1;
        let mut broken = outcome();
        broken.error = Some("hung".into());
        let mut found = outcome();
        found.findings.push("lost: a row".into());
        for failed in [cut_short, broken, found] {
            assert!(!failed.passed());
            assert!(table(&[failed]).contains("**1**"));
        }
    }

    #[test]
    fn a_broken_promise_counts_as_noticed_only_by_a_row() {
        let mut outcome = outcome();
        outcome.breach = Some("ack-before-commit".into());
        assert!(!outcome.passed());
        outcome.error = Some("hung".into());
        outcome.findings.push("refused: 500".into());
        assert!(!outcome.passed());
        outcome.findings.push("lost: a row".into());
        assert!(outcome.passed());
    }
}
