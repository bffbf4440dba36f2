//! The platform that campaigns torture, filled once a run and copied for each campaign.

use super::node::{Node, Recipe};
use super::truth::Truth;
use crate::client::{Client, bearer, path};
use crate::material::{BANK, Material, QUESTIONS, SLUG, UNIT};
use anyhow::{Context, Result, ensure};
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Slug of the contest.
pub const CONTEST: &str = SLUG;
/// Time for an attempt of the long round, in seconds.
const LONG_S: u32 = 3600;
/// Time for an attempt of the middle round: less than a clock may jump.
const MIDDLE_S: u32 = 120;
/// Time for an attempt of the short round, in seconds: the least that a contest may have.
pub const SHORT_S: u32 = 10;
/// How long after its deadline an attempt still takes answers (security.md 2.4).
pub const GRACE_S: u32 = 5;

/// A filled platform that nobody has sat at yet.
pub struct Ground {
    /// How a node of it is started.
    recipe: Recipe,
    /// Who may take part.
    pub people: Arc<Vec<HeaderValue>>,
    /// Its rounds.
    pub rounds: Rounds,
}

/// Ids of the rounds.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    /// An hour for an attempt.
    pub long: String,
    /// Two minutes.
    pub middle: String,
    /// Ten seconds.
    pub short: String,
}

/// A copy of the ground for one campaign.
pub struct Site {
    /// How a node is started here.
    pub recipe: Recipe,
    /// What its store holds.
    pub truth: Truth,
}

impl Ground {
    /// Fills a platform in `folder` with a program that keeps its promises.
    pub fn prepare(binary: &Path, folder: &Path, people: usize) -> Result<Self> {
        ensure!(
            binary.is_file(),
            "{} does not exist; build it first",
            binary.display()
        );
        let recipe = Recipe {
            binary: binary.to_owned(),
            data: folder.join("data"),
            config: folder.join("config.toml"),
            environment: Vec::new(),
            under: Vec::new(),
            log: folder.join("node.log"),
        };
        Self::fill(recipe, folder, people)
    }

    /// The same once more in another folder, with the recipe changed, such as by another store.
    pub fn again(&self, folder: &Path, change: impl FnOnce(Recipe) -> Recipe) -> Result<Self> {
        let recipe = Recipe {
            data: folder.join("data"),
            config: folder.join("config.toml"),
            log: folder.join("node.log"),
            ..self.recipe.clone()
        };
        Self::fill(change(recipe), folder, self.people.len())
    }

    fn fill(recipe: Recipe, folder: &Path, people: usize) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let material = Material::write(folder, "", Some(&contest()))?;
        recipe.run(&["units", "import", text(&material.units)?])?;
        let bank = text(&material.bank)?;
        let said = recipe.run(&["bank", "import", bank, "--bank", BANK, "--json"])?;
        let report: Value = serde_json::from_str(&said).context("bank import --json")?;
        ensure!(
            report["accepted"] == QUESTIONS,
            "the bank was not taken whole: {said}"
        );
        recipe.run(&["contest", "apply", text(&material.contest)?])?;
        let mut node = Node::start(recipe.clone())?;
        let runtime = tokio::runtime::Runtime::new()?;
        let (rounds, people) = runtime.block_on(async {
            let rounds = rounds(&node).await?;
            anyhow::Ok((rounds, register(&node, people).await?))
        })?;
        node.drain()?;
        Ok(Self {
            recipe,
            people: Arc::new(people),
            rounds,
        })
    }

    /// A copy on SQLite in `folder`, to be run by `binary`.
    pub fn sqlite(&self, binary: &Path, folder: &Path) -> Result<Site> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let data = folder.join("data");
        fs::create_dir_all(&data)?;
        for entry in fs::read_dir(&self.recipe.data)? {
            let entry = entry?;
            fs::copy(entry.path(), data.join(entry.file_name()))?;
        }
        let mut recipe = self.recipe.clone().on(&data);
        binary.clone_into(&mut recipe.binary);
        recipe.log = folder.join("node.log");
        Ok(Site {
            truth: Truth::Sqlite(data.join("thiluat.db")),
            recipe,
        })
    }

    /// How a node of it is started.
    pub fn recipe(&self) -> Recipe {
        self.recipe.clone()
    }
}

async fn rounds(node: &Node) -> Result<Rounds> {
    let mut client = Client::new(node.door.address());
    let from = path(&format!("/api/v1/contests/{CONTEST}"))?;
    let reply = client.send(Method::GET, &from, None, "").await?;
    let page: Value = reply.expect(StatusCode::OK)?.json()?;
    let id = |code: &str| {
        let rounds = page["rounds"].as_array()?;
        let round = rounds.iter().find(|round| round["code"] == code)?;
        Some(round["id"].as_str()?.to_owned())
    };
    let of = |code: &str| id(code).with_context(|| format!("the contest has no round '{code}'"));
    Ok(Rounds {
        long: of("dai")?,
        middle: of("vua")?,
        short: of("ngan")?,
    })
}

async fn register(node: &Node, people: usize) -> Result<Vec<HeaderValue>> {
    let to = path(&format!("/api/v1/contests/{CONTEST}/participants"))?;
    let mut tasks = tokio::task::JoinSet::new();
    for share in 0..8 {
        let (to, address) = (to.clone(), node.door.address());
        tasks.spawn(async move {
            let mut client = Client::new(address);
            let mut tokens = Vec::new();
            for number in (share..people).step_by(8) {
                let body = sign_up(number);
                let reply = client.send(Method::POST, &to, None, body).await?;
                let reply: Value = reply.expect(StatusCode::CREATED)?.json()?;
                let token = reply["token"].as_str().context("a sign-up gives a token")?;
                tokens.push((number, bearer(token)?));
            }
            anyhow::Ok(tokens)
        });
    }
    let mut tokens = Vec::new();
    while let Some(share) = tasks.join_next().await {
        tokens.extend(share??);
    }
    tokens.sort_unstable_by_key(|(number, _)| *number);
    Ok(tokens.into_iter().map(|(_, token)| token).collect())
}

/// The body that signs up the person of that number.
pub fn sign_up(number: usize) -> Vec<u8> {
    json!({
        "fields": {
            "full_name": format!("Nguyễn Văn Thử {number}"),
            "birth_date": "1990-01-15",
            "phone": format!("09{:08}", number % 100_000_000),
            "unit": UNIT,
        },
        "consents": ["take_part"],
    })
    .to_string()
    .into_bytes()
}

/// Three rounds that differ in the time for an attempt, open since long and for long, with as many
/// attempts as anyone likes.
fn contest() -> String {
    let mut contest = format!(
        r#"[contest]
slug = "{CONTEST}"
title = "Cuộc thi thử độ bền"
organiser = "42"

[registration]
identity = ["phone"]
fields = [
  {{ key = "full_name", required = true }},
  {{ key = "birth_date", required = true }},
  {{ key = "phone", required = true }},
  {{ key = "unit", required = true }},
]
"#
    );
    for (code, seconds) in [("dai", LONG_S), ("vua", MIDDLE_S), ("ngan", SHORT_S)] {
        let _ = write!(
            contest,
            r#"
[[rounds]]
code = "{code}"
title = "Vòng {seconds} giây"
opens_at = "2026-01-01T00:00:00+07:00"
closes_at = "2099-01-01T00:00:00+07:00"
time_limit_s = {seconds}

[[rounds.blueprint]]
bank = "{BANK}"
count = 20
points = 1

[rounds.attempts]
max = 0

[rounds.publish]
at_submit = "score"
key = "never"
scoreboard = "live"
"#
        );
    }
    contest
}

fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .with_context(|| format!("{} is not UTF-8", path.display()))
}
