use super::*;
use crate::floor::server::listen;
use crate::ledger::Acknowledged;
use crate::services::folder::Folder;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{post, put};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

const PAPER: &str = r#"{"attempt":{"id":"a1","epoch":1},"paper":{"questions":[
    {"slot":1,"options":[{"id":"x","html":""},{"id":"y","html":""}]},
    {"slot":2,"options":[{"id":"u","html":""},{"id":"v","html":""}]}]}}"#;

/// A platform that has everyone come back once before a start, acknowledges the first save, and
/// fails at the second.
fn platform() -> (tokio::runtime::Runtime, SocketAddr) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let address = runtime.block_on(async {
        let (starts, saves) = (AtomicU64::new(0), Arc::new(AtomicU64::new(0)));
        let starts = Arc::new(starts);
        let start = move || async move {
            if starts.fetch_add(1, Ordering::Relaxed) == 0 {
                let busy = (
                    StatusCode::SERVICE_UNAVAILABLE,
                    [(header::RETRY_AFTER, "1")],
                );
                return busy.into_response();
            }
            (StatusCode::CREATED, PAPER).into_response()
        };
        let save = move || async move {
            let seq = saves.fetch_add(1, Ordering::Relaxed) + 1;
            if seq == 1 {
                format!(r#"{{"ack":{{"epoch":1,"seq":{seq}}}}}"#).into_response()
            } else {
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        };
        let join =
            async || -> Response { (StatusCode::CREATED, r#"{"token":"secret"}"#).into_response() };
        let router = Router::new()
            .route("/api/v1/contests/c/participants", post(join))
            .route("/api/v1/rounds/r/attempts", post(start))
            .route("/api/v1/attempts/a1/answers/{slot}", put(save));
        let listener = listen().unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    });
    (runtime, address)
}

#[test]
fn waiting_counts_whoever_is_told_to_comes_back_and_only_acknowledgements_are_written_down() {
    let (_runtime, address) = platform();
    let platform = Platform {
        entries: vec![address],
        contest: "c".to_owned(),
        round: "r".to_owned(),
        unit: "u".to_owned(),
        installation: None,
    };
    let folder = Folder::new("crowd").unwrap();
    let due = Duration::from_millis(10);
    let script = Script::new(7, None, None)
        .then(Duration::ZERO, Deed::Join)
        .then(due, Deed::Start)
        .then(due * 2, Deed::Save)
        .then(due * 3, Deed::Save);
    let setting = Setting {
        platform: &platform,
        ledgers: folder.path(),
        seed: 1,
        connections: 2,
        window: Some(due..due * 2),
        name: "play",
    };
    let (scripts, report) = play(&setting, vec![script]).unwrap();

    assert!(scripts[0].token.is_some() && scripts[0].steps.is_empty());
    assert_eq!(
        (report.refused, report.faults, report.failures()),
        (1, 1, 1)
    );
    let said = report.first_error.as_deref().unwrap();
    assert!(said.starts_with("save: 500"), "{said}");
    let count = |deed| report.count(deed);
    assert_eq!(
        (count(Deed::Join), count(Deed::Start), count(Deed::Save)),
        (1, 1, 1)
    );
    // The pause that the platform asked for is in the start, and in the save that had to wait.
    for deed in [Deed::Start, Deed::Save] {
        let times = report.done[&deed].clone().percentiles();
        assert!(times.max >= 980.0, "{deed:?}: {times:?}");
    }
    let within: Vec<Deed> = report.within.keys().copied().collect();
    assert_eq!(within, [Deed::Start]);

    let ledger = Acknowledged::read(folder.path()).unwrap();
    assert_eq!(ledger.started, [(7, "a1".to_owned())]);
    let acknowledged: Vec<u64> = ledger.saved.values().map(|saved| saved.seq).collect();
    assert_eq!(acknowledged, [1]);
    let mut sent: Vec<u64> = ledger.sent.into_values().collect();
    sent.sort_unstable();
    assert_eq!(sent, [1, 2]);
}
