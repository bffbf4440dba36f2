//! The demonstration over PostgreSQL, as `make cluster` fills it in; the browser tests run on the
//! one over SQLite.

use crate::support::database::{PostgresDatabase, TempFolder};
use thiluat::cli::{Installation, Place, demo};
use thiluat::config::Config;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_filled_in_once_on_postgresql_too() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let folder = TempFolder::new();
    let place = Place {
        data: folder.path().to_owned(),
        config: None,
    };
    let settings = [("THILUAT__DATABASE__URL".to_owned(), database.url())];
    let config = Config::from_sources(None, &place.data, settings).unwrap();

    let told = demo::fill(&place, &config).await.unwrap();
    assert!(
        told.is_some(),
        "an empty database was taken for a filled one"
    );
    let again = demo::fill(&place, &config).await.unwrap();
    assert!(again.is_none(), "a filled database was filled again");

    // People sat the closed and the open round in the past days, by the demonstration's clock; the
    // third has yet to open.
    let installation = Installation::with(&place, config).await.unwrap();
    let app = &installation.app;
    let mut work = app.store.read().await.unwrap();
    let contest = work
        .contest_by_slug("phap-luat-quanh-ta")
        .await
        .unwrap()
        .unwrap();
    let rounds = work.rounds_of(contest.id).await.unwrap();
    drop(work);
    let mut states = Vec::new();
    for round in &rounds {
        let board = app.board_data(round.id).await.unwrap();
        let board: serde_json::Value = serde_json::from_str(&board).unwrap();
        let people = board["totals"]["people"].as_u64().unwrap_or(0);
        states.push((board["state"].as_str().unwrap().to_owned(), people > 100));
    }
    assert_eq!(
        states,
        [
            ("final".to_owned(), true),
            ("live".to_owned(), true),
            ("hidden".to_owned(), false)
        ]
    );
    app.store.close().await;
}
