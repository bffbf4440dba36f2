//! The audit log.

use crate::support::database::{Place, TestStore, both_databases, start};
use serde_json::json;
use std::sync::Arc;
use thiluat::app::{App, Keys, Limits};
use thiluat::domain::Millis;
use thiluat::engine::audit::Broken;
use thiluat::entropy::SeededEntropy;
use thiluat::store::{AuditEntry, AuditLink};

both_databases! {
    the_newest_entries_come_first_also_within_an_instant,
    rows_from_before_the_chain_are_linked_by_the_first_new_one,
    whatever_is_done_to_the_log_by_hand_is_found,
    a_log_that_was_cut_or_written_anew_does_not_fit_a_checkpoint,
    nodes_append_one_after_another,
    the_end_is_signed_once_an_hour,
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

fn app_on(fresh: &TestStore) -> Arc<App> {
    Arc::new(App::new(
        Arc::clone(&fresh.store),
        fresh.live(),
        fresh.clock.clone(),
        Arc::new(SeededEntropy::new(3)),
        Keys::from_master(&[9; 32]),
        Limits::default(),
    ))
}

async fn append(app: &App, action: &str) {
    let mut work = app.store.begin().await.unwrap();
    app.audit(
        &mut *work,
        "command",
        action,
        "round:1".into(),
        &json!({ "n": 1 }),
    )
    .await
    .unwrap();
    work.commit().await.unwrap();
}

/// Somebody with the password of the database.
async fn by_hand(fresh: &TestStore, sql: &'static str) {
    match &fresh.place {
        Place::Sqlite(_) => {
            let url = format!("sqlite:{}", fresh.place.file().unwrap().display());
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            sqlx::query(sql).execute(&pool).await.unwrap();
            pool.close().await;
        }
        Place::Postgres(database) => {
            let pool = sqlx::PgPool::connect(&database.url()).await.unwrap();
            sqlx::query(sql).execute(&pool).await.unwrap();
            pool.close().await;
        }
    }
}

async fn the_newest_entries_come_first_also_within_an_instant(fresh: TestStore) {
    let entries = [
        entry(1, "round.opened"),
        entry(1, "round.closed"),
        entry(1, "round.reopened"),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    for (number, entry) in (1..).zip(&entries) {
        let hash = vec![0; 32];
        work.audit(entry, &AuditLink { number, hash })
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    let newest: Vec<_> = entries.iter().rev().cloned().collect();
    assert_eq!(work.audit_log(10).await.unwrap(), newest);
    assert_eq!(work.audit_log(2).await.unwrap(), newest[..2]);
    assert_eq!(work.audit_end().await.unwrap().number, 3);
}

async fn rows_from_before_the_chain_are_linked_by_the_first_new_one(fresh: TestStore) {
    let app = app_on(&fresh);
    for _ in 0..2 {
        by_hand(
            &fresh,
            "insert into audit_log (at, actor, action, subject, detail) \
             values (1, 'command', 'old', 'round:1', '{}')",
        )
        .await;
    }
    assert_eq!(app.look_at_audit(&[]).await.unwrap().unwrap().rows, 0);
    append(&app, "new").await;
    assert_eq!(app.look_at_audit(&[]).await.unwrap().unwrap().rows, 3);
}

async fn whatever_is_done_to_the_log_by_hand_is_found(fresh: TestStore) {
    let app = app_on(&fresh);
    for n in 1..=6 {
        append(&app, &format!("act.{n}")).await;
    }
    let look = async || app.look_at_audit(&[]).await.unwrap();
    assert_eq!(look().await.unwrap().rows, 6);
    by_hand(
        &fresh,
        "update audit_log set detail = '{\"n\":2}' where link = 3",
    )
    .await;
    assert_eq!(look().await, Err(Broken::Changed(3)));
    by_hand(
        &fresh,
        "update audit_log set detail = '{\"n\":1}' where link = 3",
    )
    .await;
    assert_eq!(look().await.unwrap().rows, 6);
    by_hand(&fresh, "update audit_log set at = at + 1 where link = 2").await;
    assert_eq!(look().await, Err(Broken::Changed(2)));
    by_hand(&fresh, "update audit_log set at = at - 1 where link = 2").await;
    by_hand(
        &fresh,
        "insert into audit_log (at, actor, action, subject, detail) \
         values (1, 'command', 'act', 'round:1', '{}')",
    )
    .await;
    assert!(matches!(look().await, Err(Broken::Foreign(_))));
    by_hand(&fresh, "delete from audit_log where link is null").await;
    by_hand(&fresh, "delete from audit_log where link = 6").await;
    assert_eq!(look().await, Err(Broken::CutOff { found: 5, said: 6 }));
    by_hand(&fresh, "delete from audit_log where link = 4").await;
    assert_eq!(look().await, Err(Broken::Missing(4)));
}

async fn a_log_that_was_cut_or_written_anew_does_not_fit_a_checkpoint(fresh: TestStore) {
    let app = app_on(&fresh);
    for n in 1..=4 {
        append(&app, &format!("act.{n}")).await;
    }
    let mut work = app.store.begin().await.unwrap();
    let kept = app.sign_audit(&mut *work).await.unwrap().unwrap();
    work.commit().await.unwrap();
    assert_eq!(
        app.look_at_audit(&[]).await.unwrap().unwrap().checkpoints,
        1
    );
    // Cut off with everything that the store knows of it; only what was kept elsewhere tells.
    by_hand(&fresh, "delete from audit_checkpoints").await;
    by_hand(&fresh, "delete from audit_log where link = 4").await;
    by_hand(
        &fresh,
        "update audit_chain set link = 3, hash = (select hash from audit_log where link = 3)",
    )
    .await;
    assert!(app.look_at_audit(&[]).await.unwrap().is_ok());
    let kept = [kept];
    let looked = app.look_at_audit(&kept).await.unwrap();
    assert_eq!(looked, Err(Broken::CutOff { found: 3, said: 4 }));
    // Another row in its place is not the one that was signed.
    append(&app, "act.other").await;
    assert!(app.look_at_audit(&[]).await.unwrap().is_ok());
    let looked = app.look_at_audit(&kept).await.unwrap();
    assert_eq!(looked, Err(Broken::Rewritten(4)));
    let mut forged = kept[0].clone();
    forged.payload = forged.payload.replace("\"link\":4", "\"link\":3");
    forged.number = 3;
    let looked = app.look_at_audit(&[forged]).await.unwrap();
    assert_eq!(looked, Err(Broken::Unsigned(3)));
}

async fn nodes_append_one_after_another(fresh: TestStore) {
    let (one, other) = (app_on(&fresh), app_on(&fresh));
    let writing = |app: Arc<App>| async move {
        for n in 0..25 {
            append(&app, &format!("act.{n}")).await;
        }
    };
    let tasks = [
        tokio::spawn(writing(Arc::clone(&one))),
        tokio::spawn(writing(Arc::clone(&other))),
        tokio::spawn(writing(Arc::clone(&one))),
    ];
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(one.look_at_audit(&[]).await.unwrap().unwrap().rows, 75);
}

async fn the_end_is_signed_once_an_hour(fresh: TestStore) {
    let app = app_on(&fresh);
    assert!(!app.sign_audit_when_due().await.unwrap(), "nothing to sign");
    append(&app, "act").await;
    assert!(app.sign_audit_when_due().await.unwrap());
    append(&app, "act").await;
    assert!(!app.sign_audit_when_due().await.unwrap());
    fresh.clock.advance(3_600_000);
    assert!(app.sign_audit_when_due().await.unwrap());
    fresh.clock.advance(3_600_000);
    assert!(
        !app.sign_audit_when_due().await.unwrap(),
        "nothing was added"
    );
    assert_eq!(
        app.look_at_audit(&[]).await.unwrap().unwrap().checkpoints,
        2
    );
}
