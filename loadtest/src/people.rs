//! Registers the people who take part, over HTTP like anyone.

use crate::client::{Client, bearer, path};
use crate::drive::{self, Plan, Progress, Tally, Worker};
use crate::platform::Platform;
use crate::settings::Settings;
use anyhow::{Context, Result, ensure};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode, Uri};
use serde::Deserialize;
use serde_json::json;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Someone who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The header that says so.
    pub token: HeaderValue,
}

/// Everyone who registered.
pub type People = Arc<Vec<Person>>;

#[derive(Deserialize)]
struct Registered {
    token: String,
}

/// How people fill in the form of one platform in one run.
#[derive(Clone, Debug)]
pub struct SignUp {
    unit: String,
    first_phone: u64,
}

impl SignUp {
    /// The seed decides the phone numbers, so that another run against the same platform brings
    /// others.
    pub fn to(platform: &Platform, seed: u64) -> Self {
        Self {
            unit: platform.unit.clone(),
            first_phone: seed.wrapping_mul(1_000_003) % 100_000_000,
        }
    }

    /// What the person of that number sends.
    pub fn body(&self, number: usize) -> Result<Vec<u8>> {
        let phone = (self.first_phone + u64::try_from(number)?) % 100_000_000;
        let body = json!({
            "fields": {
                "full_name": format!("Nguyễn Văn Tải {number}"),
                "birth_date": "1990-01-15",
                "phone": format!("09{phone:08}"),
                "unit": self.unit,
            },
            "consents": ["take_part"],
        });
        Ok(serde_json::to_vec(&body)?)
    }
}

struct Registration {
    client: Client,
    path: Uri,
    sign_up: SignUp,
    end: usize,
    next: Arc<AtomicUsize>,
    registered: Vec<(usize, Person)>,
}

impl Worker for Registration {
    async fn prepare(&mut self) -> Result<()> {
        self.client.connect().await
    }

    async fn step(&mut self) -> Result<Progress> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.end {
            return Ok(Progress::Exhausted);
        }
        let body = self.sign_up.body(number)?;
        let sent = self
            .client
            .send_patiently(Method::POST, &self.path, None, body);
        let reply: Registered = sent.await?.expect(StatusCode::CREATED)?.json()?;
        let token = bearer(&reply.token)?;
        self.registered.push((number, Person { token }));
        Ok(Progress::Done)
    }

    fn rest(&mut self) {
        self.client.hang_up();
    }
}

/// Registers the people of these numbers.
pub fn register(
    platform: &Platform,
    settings: &Settings,
    numbers: Range<usize>,
) -> Result<(Vec<Person>, Tally)> {
    let people = numbers.len();
    let next = Arc::new(AtomicUsize::new(numbers.start));
    let workers = (0..settings.connections())
        .map(|number| {
            Ok(Registration {
                client: platform.client(number),
                path: path(&format!(
                    "/api/v1/contests/{}/participants",
                    platform.contest
                ))?,
                sign_up: SignUp::to(platform, settings.seed),
                end: numbers.end,
                next: Arc::clone(&next),
                registered: Vec::new(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let (workers, tally) = drive::run(workers, Plan::until_done());
    let mut registered: Vec<_> = workers.into_iter().flat_map(|one| one.registered).collect();
    ensure!(
        registered.len() == people,
        "{} of {people} people could not register: {}",
        people - registered.len(),
        tally.first_error.as_deref().unwrap_or("it took too long")
    );
    registered.sort_by_key(|(number, _)| *number);
    let people = registered.into_iter().map(|(_, person)| person).collect();
    Ok((people, tally))
}

impl Person {
    /// The person of that number.
    pub fn of(people: &People, number: usize) -> Result<&Self> {
        people.get(number).context("a number of someone registered")
    }
}
