//! The audit log.

use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::Millis;
use thiluat::store::AuditEntry;

both_databases! {
    the_newest_entries_come_first_also_within_an_instant,
}

fn entry(second: i64, action: &str) -> AuditEntry {
    AuditEntry {
        at: start() + Millis::seconds(second),
        actor: "command".into(),
        action: action.into(),
        subject: "round:1".into(),
        detail: r#"{"why":"đề nghị của \"ban tổ chức\""}"#.into(),
    }
}

async fn the_newest_entries_come_first_also_within_an_instant(fresh: TestStore) {
    let entries = [
        entry(1, "round.opened"),
        entry(1, "round.closed"),
        entry(1, "round.reopened"),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    for entry in &entries {
        work.audit(entry).await.unwrap();
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let newest: Vec<_> = entries.iter().rev().cloned().collect();
    assert_eq!(work.audit_log(10).await.unwrap(), newest);
    assert_eq!(work.audit_log(2).await.unwrap(), newest[..2]);
}
