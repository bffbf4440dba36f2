//! PostgreSQL falls silent: everybody is told in bounded time that nothing was saved, and once it is
//! back the same node saves again by itself.

use super::world::{attempt, field, person_id, round_id};
use super::writer::{HandIn, answer, begin, try_save};
use crate::store::world::attempt_id;
use crate::support::database::{PostgresDatabase, start};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::writer::SaveOutcome;
use thiluat::store::{Pooling, Store, StoreError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// Longer than this nobody waits for an answer, on however slow a machine.
const BOUND: Duration = Duration::from_secs(20);

/// Passes bytes on between a node and its database, until it falls silent: then connections stay
/// open and nothing comes through, as behind a cut cable.
struct Line {
    url: String,
    silent: watch::Sender<u64>,
}

impl Line {
    async fn to(database: &PostgresDatabase) -> Self {
        let server = PgConnectOptions::from_str(&database.url()).unwrap();
        let address = (server.get_host().to_owned(), server.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        // Odd: silent. What was open when it fell silent never speaks again.
        let (silent, times) = watch::channel(0_u64);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, address.clone(), times.clone()));
            }
        });
        let url = server.host("127.0.0.1").port(port).to_url_lossy();
        Self {
            url: url.to_string(),
            silent,
        }
    }

    fn cut(&self) {
        self.silent.send_modify(|times| *times += 1);
    }

    fn mend(&self) {
        self.silent.send_modify(|times| *times += 1);
    }
}

async fn pass(mut near: TcpStream, address: (String, u16), mut times: watch::Receiver<u64>) {
    let born = *times.borrow_and_update();
    if born.is_multiple_of(2) {
        let mut far = TcpStream::connect((address.0.as_str(), address.1))
            .await
            .unwrap();
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
            _ = times.changed() => {}
        }
        // The server's end is gone with `far`; the node's end hears nothing of it.
    }
    // Held open until the test is over.
    while times.changed().await.is_ok() {}
    drop(near);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_told_and_saving_goes_on_when_it_is_back() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let line = Line::to(&database).await;
    let pooling = Pooling {
        connections: 4,
        patience: Duration::from_secs(1),
    };
    let store = PostgresStore::connect_with(&line.url, None, pooling).await;
    let store: Arc<dyn Store> = Arc::new(store.unwrap());
    field(&store, 1).await;
    let mut begun = attempt(1, round_id(1), person_id(1), start());
    // The database's own clock judges here.
    begun.deadline_at = start() + thiluat::domain::Millis::seconds(100 * 365 * 86_400);
    begin(&store, begun).await;
    try_save(&store, 1, 1, &[(1, 1, answer(1))]).await.unwrap();

    line.cut();
    let mut asked = Vec::new();
    for seq in 2..=40 {
        let store = store.clone();
        asked.push(tokio::spawn(async move {
            let answers = [(seq, 1, answer(seq))];
            try_save(&store, 1, 1, &answers).await
        }));
    }
    let (hand_in, told) = HandIn::new(attempt_id(1));
    store.writer().submit(Box::new(hand_in)).unwrap();
    for saved in asked {
        let saved = timeout(BOUND, saved).await.expect("an answer").unwrap();
        assert!(
            matches!(saved, Err(StoreError::Unavailable(_))),
            "{saved:?}"
        );
    }
    let told = timeout(BOUND, told).await.expect("an answer").unwrap();
    assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
    let read = timeout(BOUND, store.read()).await.expect("an answer");
    assert!(matches!(read, Err(StoreError::Unavailable(_))));

    line.mend();
    let back = Instant::now();
    let answers = [(2, 1, answer(2))];
    let saved = loop {
        match try_save(&store, 1, 1, &answers).await {
            Ok(saved) => break saved,
            Err(StoreError::Unavailable(_)) => {
                assert!(back.elapsed() < BOUND, "not back after {BOUND:?}");
            }
            Err(other) => panic!("{other}"),
        }
    };
    assert!(
        matches!(saved[..], [SaveOutcome::Saved { .. }]),
        "{saved:?}"
    );
    let log = loop {
        if let Ok(mut work) = store.read().await {
            break work.responses(attempt_id(1)).await.unwrap();
        }
        assert!(back.elapsed() < BOUND, "no reading after {BOUND:?}");
    };
    // What was not acknowledged was not written either: nothing came through.
    assert_eq!(log.len(), 2);
}
