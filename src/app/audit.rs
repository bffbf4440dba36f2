//! The audit log: appending to its chain, signing its end, and looking whether it is whole.

use crate::app::{Absent, App};
use crate::domain::Millis;
use crate::engine::audit::{Broken, Checkpoint, Line, Walk, link};
use crate::store::{AuditCheckpoint, AuditEntry, AuditLink, StoreError, UnitOfWork};
use serde_json::Value;

/// Rows read with one statement.
const PAGE: i64 = 5_000;
/// A chain that moved on gets a new checkpoint after this long (security.md 1, threat 40).
const EVERY: Millis = Millis::seconds(3_600);

/// A log that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// Rows.
    pub rows: i64,
    /// Checkpoints in the store that it was held against.
    pub checkpoints: usize,
}

/// What came of looking at the log.
pub type Looked = Result<Whole, Broken>;

fn line(entry: &AuditEntry) -> Line<'_> {
    Line {
        at: entry.at,
        actor: &entry.actor,
        action: &entry.action,
        subject: &entry.subject,
        detail: &entry.detail,
    }
}

fn after(end: &AuditLink, entry: &AuditEntry) -> AuditLink {
    let number = end.number + 1;
    AuditLink {
        number,
        hash: link(&end.hash, number, &line(entry)).to_vec(),
    }
}

impl App {
    /// Appends to the audit log within a transaction. Until that ends nobody else can append, so it is
    /// among the last things a transaction does.
    pub async fn audit(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &str,
        action: &str,
        subject: String,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let mut end = work.audit_end().await?;
        if end.number == 0 {
            end = link_what_was(work).await?;
        }
        let entry = AuditEntry {
            at: self.now(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject,
            detail: detail.to_string(),
        };
        work.audit(&entry, &after(&end, &entry)).await
    }

    /// Signs the end of the chain; none while nothing was ever written.
    pub async fn sign_audit(
        &self,
        work: &mut dyn UnitOfWork,
    ) -> Result<Option<AuditCheckpoint>, StoreError> {
        let end = work.audit_end().await?;
        if end.number == 0 {
            return Ok(None);
        }
        let payload = Checkpoint::new(self.now(), end.number, &end.hash).canonical();
        let checkpoint = AuditCheckpoint {
            number: end.number,
            signature: self.keys.sign(payload.as_bytes()),
            key_id: self.keys.key_id().to_owned(),
            payload,
        };
        work.put_checkpoint(&checkpoint).await?;
        Ok(Some(checkpoint))
    }

    /// Signs the end of the chain if it moved on and the last time is an hour ago. Gives whether it did.
    pub async fn sign_audit_when_due(&self) -> Result<bool, Absent> {
        let mut work = self.store.begin().await?;
        let last = work.checkpoints().await?.pop();
        let end = work.audit_end().await?;
        let due = match &last {
            None => true,
            Some(last) if last.number == end.number => false,
            Some(last) => read(last).is_none_or(|made| self.now().since(made.at) >= EVERY),
        };
        if !due || self.sign_audit(&mut *work).await?.is_none() {
            return Ok(false);
        }
        work.commit().await?;
        Ok(true)
    }

    /// Walks the whole log: the first row that is missing, changed or foreign, or the first checkpoint
    /// that the chain does not lead through. `outside` are checkpoints that were kept elsewhere, which
    /// show it if the end of the log was cut off together with the store's own memory of it.
    pub async fn look_at_audit(&self, outside: &[AuditCheckpoint]) -> Result<Looked, StoreError> {
        // One snapshot, so that rows and their end are of the same instant.
        let mut work = self.store.begin().await?;
        let end = work.audit_end().await?;
        let stored = work.checkpoints().await?;
        let mut checkpoints = Vec::with_capacity(stored.len() + outside.len());
        for checkpoint in stored.iter().chain(outside) {
            match self.signed(checkpoint) {
                Some(read) => checkpoints.push(read),
                None => return Ok(Err(Broken::Unsigned(checkpoint.number))),
            }
        }
        checkpoints.sort_by_key(|checkpoint| checkpoint.link);
        let mut next = checkpoints.iter().peekable();
        let (mut walk, mut place) = (Walk::default(), 0);
        loop {
            let rows = work.audit_rows(place, PAGE).await?;
            for row in &rows {
                place = row.seq;
                // Nothing was written since the log became a chain: the first new row links these.
                if end.number == 0 && row.link.is_none() {
                    continue;
                }
                let linked = row.link.as_ref().map(|link| (link.number, &link.hash[..]));
                if let Err(broken) = walk.step(row.seq, linked, &line(&row.entry)) {
                    return Ok(Err(broken));
                }
                while let Some(here) = next.next_if(|c| c.link <= walk.number()) {
                    if let Err(broken) = walk.fits(here) {
                        return Ok(Err(broken));
                    }
                }
            }
            if rows.is_empty() {
                break;
            }
        }
        if let Err(broken) = walk.ends(end.number, &end.hash) {
            return Ok(Err(broken));
        }
        if let Some(beyond) = next.next() {
            let (found, said) = (walk.number(), beyond.link);
            return Ok(Err(Broken::CutOff { found, said }));
        }
        Ok(Ok(Whole {
            rows: walk.number(),
            checkpoints: stored.len(),
        }))
    }

    /// A checkpoint, if this installation signed it.
    fn signed(&self, checkpoint: &AuditCheckpoint) -> Option<Checkpoint> {
        let held = self
            .keys
            .verify(checkpoint.payload.as_bytes(), &checkpoint.signature);
        let read = read(checkpoint)?;
        (held && read.link == checkpoint.number).then_some(read)
    }
}

fn read(checkpoint: &AuditCheckpoint) -> Option<Checkpoint> {
    serde_json::from_str(&checkpoint.payload).ok()
}

/// Links the rows of versions before the chain, in the order in which they were written.
async fn link_what_was(work: &mut dyn UnitOfWork) -> Result<AuditLink, StoreError> {
    let (mut end, mut place) = (AuditLink::default(), 0);
    loop {
        let rows = work.audit_rows(place, PAGE).await?;
        if rows.is_empty() {
            return Ok(end);
        }
        for row in rows {
            end = after(&end, &row.entry);
            work.link_audit(row.seq, &end).await?;
            place = row.seq;
        }
    }
}
