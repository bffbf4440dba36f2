//! Holds the ledger against the store: every acknowledged row is there, nothing is there that was
//! never sent, and no attempt ended twice.

use super::book::{Book, Page};
use super::ground::GRACE_S;
use super::truth::{Stored, Truth, plain};
use anyhow::Result;
use std::collections::HashMap;

const GRACE_US: i64 = GRACE_S as i64 * 1_000_000;

/// Which attempts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those with notes since the last look.
    Touched,
    /// All, and whether there are any that nobody began.
    All,
}

/// Looks; what breaks a promise becomes a finding of the book. Clients may go on meanwhile: what was
/// acknowledged before the look has to be there, and what is there has to have been sent after it.
pub async fn against(book: &Book, truth: &Truth, extent: Extent) -> Result<usize> {
    book.settle()?;
    let owed: HashMap<String, Page> = {
        let mut pages = book.pages();
        let touched = std::mem::take(&mut pages.touched);
        let attempts = pages.attempts.iter();
        let wanted = attempts.filter(|(id, _)| extent == Extent::All || touched.contains(*id));
        wanted.map(|(id, page)| (plain(id), page.clone())).collect()
    };
    let ids: Vec<String> = owed.keys().cloned().collect();
    let stored = match extent {
        Extent::Touched => truth.read(Some(&ids)).await?,
        Extent::All => truth.read(None).await?,
    };
    let sent: HashMap<String, Page> = {
        let pages = book.pages();
        let attempts = pages.attempts.iter();
        let there = attempts.filter(|(id, _)| stored.contains_key(&plain(id)));
        there.map(|(id, page)| (plain(id), page.clone())).collect()
    };
    let mut findings = Vec::new();
    for (id, page) in &owed {
        lost(id, page, stored.get(id), &mut findings);
    }
    for (id, attempt) in &stored {
        invented(id, sent.get(id), attempt, &mut findings);
    }
    findings.sort_unstable();
    for finding in findings {
        book.find(finding);
    }
    // A campaign of a million attempts keeps those that are still written to.
    book.pages()
        .attempts
        .retain(|id, page| !page.is_over || !owed.contains_key(&plain(id)));
    Ok(owed.values().map(|page| page.rows.len()).sum())
}

/// A copy of everything that was sent and acknowledged by now.
pub fn owed(book: &Book) -> HashMap<String, Page> {
    let pages = book.pages();
    let attempts = pages.attempts.iter();
    attempts
        .map(|(id, page)| (plain(id), page.clone()))
        .collect()
}

/// Holds an earlier copy of the ledger against a copy of the store that was made after it; gives how
/// many rows were looked for.
pub async fn kept(book: &Book, owed: &HashMap<String, Page>, copy: &Truth) -> Result<usize> {
    let stored = copy.read(None).await?;
    let sent = self::owed(book);
    let mut findings = Vec::new();
    for (id, page) in owed {
        lost(id, page, stored.get(id), &mut findings);
    }
    for (id, attempt) in &stored {
        invented(id, sent.get(id), attempt, &mut findings);
    }
    findings.sort_unstable();
    for finding in findings {
        book.find(finding);
    }
    Ok(owed.values().map(|page| page.rows.len()).sum())
}

/// What was acknowledged and is not there.
fn lost(id: &str, page: &Page, stored: Option<&Stored>, findings: &mut Vec<String>) {
    let Some(stored) = stored else {
        findings.push(format!(
            "lost: attempt {id} was acknowledged and is not there"
        ));
        return;
    };
    for (numbers, row) in page.rows.iter().filter(|(_, row)| row.ack.is_some()) {
        let there = stored.rows.get(numbers);
        if there.is_none() {
            findings.push(format!(
                "lost: attempt {id} (epoch, seq) {numbers:?}: slot {} = {} was acknowledged and is \
                 not there",
                row.slot, row.option
            ));
        }
    }
    for receipt in &page.receipts {
        if stored.receipt.as_ref() != Some(receipt) {
            findings.push(format!(
                "lost: attempt {id}: handed in with receipt {receipt}, the store has {:?}",
                stored.receipt
            ));
        }
    }
}

/// What is there and was never sent, or is there with another content.
fn invented(id: &str, page: Option<&Page>, stored: &Stored, findings: &mut Vec<String>) {
    // A start whose acknowledgement was lost: nobody has answered anything in it.
    let none = Page::default();
    let page = page.unwrap_or(&none);
    for (numbers, there) in &stored.rows {
        if there.saved_us > stored.deadline_us + GRACE_US {
            findings.push(format!(
                "wrong: attempt {id} (epoch, seq) {numbers:?}: taken {} ms after its deadline",
                (there.saved_us - stored.deadline_us) / 1000
            ));
        }
        let sent = page.rows.get(numbers);
        if sent.is_none_or(|sent| (&sent.slot, &sent.option) != (&there.slot, &there.option)) {
            findings.push(format!(
                "wrong: attempt {id} (epoch, seq) {numbers:?}: the store has slot {} = {}, sent was \
                 {sent:?}",
                there.slot, there.option
            ));
        }
    }
    if stored.state == "submitted" && !page.handing_in {
        findings.push(format!(
            "wrong: attempt {id} is handed in, which nobody asked for"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torture::book::Row;
    use crate::torture::truth::StoredRow;

    fn page(ack: Option<&str>) -> Page {
        let row = Row {
            slot: "3".into(),
            option: "b".into(),
            ack: ack.map(str::to_owned),
        };
        Page {
            rows: [((1, 7), row)].into(),
            ..Page::default()
        }
    }

    fn stored(option: &str) -> Stored {
        let row = StoredRow {
            slot: "3".into(),
            option: option.into(),
            saved_us: 1,
        };
        Stored {
            deadline_us: 2,
            state: "active".into(),
            rows: [((1, 7), row)].into(),
            ..Stored::default()
        }
    }

    fn findings(page: &Page, stored: &Stored) -> Vec<String> {
        let mut findings = Vec::new();
        lost("x", page, Some(stored), &mut findings);
        invented("x", Some(page), stored, &mut findings);
        findings
    }

    #[test]
    fn what_was_acknowledged_has_to_be_there_with_the_same_content() {
        assert!(findings(&page(Some("mac")), &stored("b")).is_empty());
        assert!(findings(&page(None), &Stored::default()).is_empty());
        assert!(findings(&page(None), &stored("b")).is_empty());
        for (page, stored) in [
            (page(Some("mac")), Stored::default()),
            (page(Some("mac")), stored("c")),
            (page(None), stored("c")),
            (Page::default(), stored("b")),
        ] {
            assert_eq!(findings(&page, &stored).len(), 1);
        }
    }

    #[test]
    fn a_receipt_has_to_be_the_stored_one_and_nobody_is_handed_in_unasked() {
        let mut handed_in = Stored {
            state: "submitted".into(),
            receipt: Some("R".into()),
            ..Stored::default()
        };
        let mut page = Page {
            receipts: ["R".to_owned()].into(),
            handing_in: true,
            ..Page::default()
        };
        assert!(findings(&page, &handed_in).is_empty());
        handed_in.receipt = Some("S".into());
        assert_eq!(findings(&page, &handed_in).len(), 1);
        page = Page::default();
        assert_eq!(findings(&page, &handed_in).len(), 1);
    }
}
