//! A whole platform behind a real listener, under a clock that a test moves.

use crate::edge::wire::{Reply, Wire};
use crate::support::database::TestStore;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use thiluat::app::banks::{BankImport, PlacedDraft};
use thiluat::app::{App, Keys, Limits};
use thiluat::auth::Actor;
use thiluat::clock::{Clock as _, ManualClock};
use thiluat::config::Config;
use thiluat::domain::{
    DraftOption, LawReference, QuestionDraft, QuestionKind, Timestamp, UnitDraft, UnitType,
};
use thiluat::entropy::SeededEntropy;
use thiluat::http::middleware::is_own_origin;
use thiluat::http::routes::system::{Readiness, Report};
use thiluat::http::{ApiError, Site, router, routes, server};
use thiluat::reading::Apart;
use thiluat::ws::announcements::publish_announcements;
use thiluat::ws::topics::Topics;
use thiluat::ws::{Hub, Pace, WsState};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Questions of the test bank; the stem of number n is "Câu n", its right option "đúng n".
pub const QUESTIONS: usize = 40;
/// Stands in every explanation and in the text of no question: keys that leak bring it along.
pub const CANARY: &str = "CANARY-GIAI-THICH";

/// A platform of one test.
pub struct Platform {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub address: SocketAddr,
    drain: CancellationToken,
    store: TestStore,
}

struct Ready;

#[async_trait::async_trait]
impl Readiness for Ready {
    async fn report(&self) -> Report {
        Report {
            store: true,
            live: true,
            draining: false,
        }
    }
}

impl Platform {
    /// On that store; holds units, a bank, and nothing else.
    pub async fn on(store: TestStore) -> Self {
        Self::limited(store, Limits::default()).await
    }

    /// The same with limits.
    pub async fn limited(store: TestStore, limits: Limits) -> Self {
        Self::furnished(store, limits, |app| app).await
    }

    /// The same with what `furnish` adds to the application.
    pub async fn furnished(
        store: TestStore,
        limits: Limits,
        furnish: impl FnOnce(App) -> App,
    ) -> Self {
        let clock = Arc::clone(&store.clock);
        let entropy = Arc::new(SeededEntropy::new(7));
        let app = App::new(
            Arc::clone(&store.store),
            store.live(),
            clock.clone(),
            entropy.clone(),
            Keys::from_master(&[9; 32]),
            limits,
        );
        // Question files are read as they are in earnest: by a process of its own.
        let reader = Apart::new(env!("CARGO_BIN_EXE_thiluat").into());
        let app = Arc::new(furnish(app.with_files(Arc::new(reader))));
        let config = Config::from_sources(None, Path::new("data"), []).unwrap();
        let site = Arc::new(Site::new(&config.http, false, &*entropy));
        let drain = CancellationToken::new();
        let origins = Arc::clone(&site);
        let hub = Arc::new(Hub::new(1, Arc::new(Topics::new(&app))));
        let live = thiluat::ws::router(WsState {
            hub: Arc::clone(&hub),
            allowed_origins: Arc::new(move |headers, origin| {
                is_own_origin(&origins, headers, origin)
            }),
            refuse: Arc::new(|refusal| {
                axum::response::IntoResponse::into_response(ApiError::from(refusal))
            }),
            drain: drain.clone(),
            sockets: TaskTracker::new(),
            pace: Pace::default(),
        });
        let api = routes::api().with_state(Arc::clone(&app));
        let router = router::router(&site, api, live, Arc::new(Ready));
        let listener = server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(server::serve(listener, router, site, drain.clone()));
        let announced = publish_announcements(Arc::clone(&app), hub, drain.clone());
        tokio::spawn(announced);
        let (feeding, stop) = (Arc::clone(&app), drain.clone());
        tokio::spawn(async move { feeding.feed_boards(stop).await });
        let (telling, stop) = (Arc::clone(&app), drain.clone());
        tokio::spawn(async move { telling.tell_waiting(stop).await });
        let platform = Self {
            app,
            clock,
            address,
            drain,
            store,
        };
        platform.fill().await;
        platform
    }

    async fn fill(&self) {
        let unit = |code: &str, name: &str, parent: Option<&str>| {
            let draft = UnitDraft {
                parent: parent.map(str::to_owned),
                headcount: Some(100),
                ..UnitDraft::new(code, name, UnitType::Xa)
            };
            (code.to_owned(), draft)
        };
        let units = [
            unit("42", "Tỉnh Hà Tĩnh", None),
            unit("18073", "Phường Thành Sen", Some("42")),
        ];
        self.app.import_units(Actor::Command, &units).await.unwrap();
        self.app
            .import_questions(Actor::Command, bank())
            .await
            .unwrap();
    }

    /// Applies a contest with one round, open from an hour ago for a week; `round` adds to or
    /// replaces keys of the round. Gives the id of the round.
    pub async fn contest(&self, slug: &str, round: Value) -> String {
        let now = self.clock.now();
        let mut rules = json!({
            "code": "v1", "title": "Vòng 1",
            "opens_at": Timestamp::from_millis(now.millis() - 3_600_000),
            "closes_at": Timestamp::from_millis(now.millis() + 7 * 86_400_000),
            "time_limit_s": 900,
            "blueprint": [{ "bank": "thu", "count": 10 }],
            "attempts": { "max": 3 },
            "publish": { "at_submit": "score", "key": "round_close" },
        });
        for (key, value) in round.as_object().unwrap() {
            rules[key] = value.clone();
        }
        let file = json!({
            "contest": { "slug": slug, "title": "Thi thử", "organiser": "42" },
            "rounds": [rules],
        });
        let applied = self
            .app
            .apply_contest(Actor::Command, &file.to_string(), false)
            .await
            .unwrap();
        applied.rounds[0].id.to_string()
    }

    /// Another node over the same store and the same shared live state, which remembers nothing yet.
    pub fn another_node(&self) -> App {
        App::new(
            Arc::clone(&self.store.store),
            self.store.live(),
            self.clock.clone(),
            Arc::new(SeededEntropy::new(8)),
            Keys::from_master(&[9; 32]),
            Limits::default(),
        )
    }

    /// The instant so many milliseconds from now.
    pub fn clock_in(&self, millis: i64) -> String {
        Timestamp::from_millis(self.clock.now().millis() + millis).to_string()
    }

    /// One request on a connection of its own.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        self.call_with(method, path, token, body, "").await
    }

    /// The same with further header lines.
    pub async fn call_with(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: &Value,
        head: &str,
    ) -> Reply {
        let mut wire = Wire::to(self.address).await;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut request = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: localhost\r\n{head}");
        if !token.is_empty() {
            request.push_str("authorization: Bearer ");
            request.push_str(token);
            request.push_str("\r\n");
        }
        if !body.is_empty() {
            let length = body.len();
            write!(
                request,
                "content-type: application/json\r\ncontent-length: {length}\r\n"
            )
            .unwrap();
        }
        wire.send(format!("{request}\r\n{body}")).await;
        wire.reply().await
    }

    /// Registers person number `n` and gives the token.
    pub async fn register(&self, slug: &str, n: usize) -> String {
        let reply = self
            .call(
                "POST",
                &format!("/contests/{slug}/participants"),
                "",
                &form(n),
            )
            .await;
        assert_eq!(reply.status, 201, "{reply:?}");
        reply.json()["token"].as_str().unwrap().to_owned()
    }

    /// Starts an attempt from a device and gives the reply's body.
    pub async fn start(&self, round: &str, token: &str, device: &str) -> Value {
        let reply = self
            .call(
                "POST",
                &format!("/rounds/{round}/attempts"),
                token,
                &json!({ "device": device }),
            )
            .await;
        assert!(matches!(reply.status, 200 | 201), "{reply:?}");
        reply.json()
    }

    /// Saves an answer to the question in a slot.
    pub async fn save(
        &self,
        attempt: &Value,
        token: &str,
        slot: usize,
        seq: i64,
        option: &str,
    ) -> Reply {
        let (id, epoch) = (
            attempt["attempt"]["id"].as_str().unwrap(),
            &attempt["attempt"]["epoch"],
        );
        let body = json!({ "epoch": epoch, "seq": seq, "answer": { "options": [option] } });
        self.call(
            "PUT",
            &format!("/attempts/{id}/answers/{slot}"),
            token,
            &body,
        )
        .await
    }

    /// Hands in.
    pub async fn submit(&self, attempt: &Value, token: &str, final_seq: i64) -> Reply {
        let (id, epoch) = (
            attempt["attempt"]["id"].as_str().unwrap(),
            &attempt["attempt"]["epoch"],
        );
        let body = json!({ "epoch": epoch, "final_seq": final_seq });
        self.call("POST", &format!("/attempts/{id}/submission"), token, &body)
            .await
    }

    /// Answers the first `right` questions rightly and the others wrongly, and hands in.
    pub async fn sit(&self, round: &str, token: &str, right: usize) -> Reply {
        let attempt = self.start(round, token, "d").await;
        let count = questions(&attempt).len();
        for slot in 1..=count {
            let option = option(&attempt, slot, slot <= right);
            let reply = self
                .save(&attempt, token, slot, i64::try_from(slot).unwrap(), &option)
                .await;
            assert_eq!(reply.status, 200, "{reply:?}");
        }
        self.submit(&attempt, token, i64::try_from(count).unwrap())
            .await
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.drain.cancel();
    }
}

/// The questions of a start's reply.
pub fn questions(attempt: &Value) -> &Vec<Value> {
    attempt["paper"]["questions"].as_array().unwrap()
}

/// Id of the right option in a slot, or of the first wrong one.
pub fn option(attempt: &Value, slot: usize, right: bool) -> String {
    let options = questions(attempt)[slot - 1]["options"].as_array().unwrap();
    let fits = |o: &&Value| o["html"].as_str().unwrap().starts_with("đúng") == right;
    options.iter().find(fits).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The form of person number `n`, grown up.
pub fn form(n: usize) -> Value {
    json!({
        "fields": {
            "full_name": format!("Nguyễn Văn {}", ["An", "Bình", "Cường", "Dũng"][n % 4]),
            "birth_date": "1990-05-19",
            "phone": format!("09{n:08}"),
            "unit": "18073",
        },
        "consents": ["take_part"],
    })
}

fn bank() -> BankImport {
    let question = |n: usize| QuestionDraft {
        code: None,
        kind: QuestionKind::Single,
        stem: format!("Câu {n}"),
        options: ["đúng", "sai a", "sai b", "sai c"]
            .iter()
            .enumerate()
            .map(|(at, text)| DraftOption {
                id: None,
                text: format!("{text} {n}"),
                correct: at == 0,
                pinned: false,
            })
            .collect(),
        number: None,
        accepted: Vec::new(),
        topic: None,
        level: 1,
        explanation: Some(format!("{CANARY} {n}")),
        laws: vec![LawReference {
            document: "36/2024/QH15".into(),
            title: "Luật thử".into(),
            // Which article a question rests on may tell its key; which laws to read does not.
            article: Some(format!("{CANARY} {n}")),
            clause: None,
            point: None,
            valid_from: None,
            valid_to: None,
        }],
        media: Vec::new(),
    };
    BankImport {
        title: Some("Ngân hàng thử".into()),
        ..bank_of("thu", (1..=QUESTIONS).map(question))
    }
}

/// These questions as a bank to be brought in, all or none.
pub fn bank_of(code: &str, questions: impl IntoIterator<Item = QuestionDraft>) -> BankImport {
    BankImport {
        bank: code.to_owned(),
        title: None,
        questions: (1..)
            .zip(questions)
            .map(|(n, draft)| PlacedDraft {
                at: n.to_string(),
                draft,
            })
            .collect(),
        refused_before: 0,
        as_drafts: false,
        strict: true,
        dry_run: false,
        of: None,
    }
}
