//! A few hundred people sit a contest: who does what when is thrown once, and then played by the clock.

use super::world::{Dice, SEED, UNITS, form};
use crate::support::database::TestStore;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use thiluat::app::attempts::{NewAnswer, SlotName, StartRequest, SubmitRequest};
use thiluat::app::participants::Registering;
use thiluat::app::{App, SignedIn};
use thiluat::clock::{Clock as _, ManualClock};
use thiluat::domain::contest::ContestFile;
use thiluat::domain::{Answer, AttemptId, RoundId, Slot, Timestamp};

/// A person of the crowd.
pub struct Person {
    pub who: SignedIn,
    pub number: i64,
    pub group: Option<String>,
    pub unit: String,
    /// Right answers in a hundred.
    skill: usize,
}

/// An attempt as the crowd knows it: nothing here was told by the platform but the person's number.
#[derive(Debug, Clone)]
pub struct Sat {
    pub number: i64,
    pub group: Option<String>,
    pub unit: String,
    pub round: String,
    pub correct: i64,
    pub questions: i64,
    pub score: i64,
    pub seconds: i64,
    pub submitted: i64,
    pub guess: Option<i64>,
    /// Left with blanks until the clock handed it in.
    pub left: bool,
}

impl Sat {
    pub fn perfect(&self) -> bool {
        self.correct == self.questions
    }
}

/// An attempt that will be made.
struct Plan {
    person: usize,
    round: usize,
    starts: Timestamp,
    ends: Timestamp,
    guess: Option<i64>,
    leaves: bool,
    dice: u64,
}

/// Registers people; `fields` adds to the form of a person, `group` chooses his group.
pub async fn register(
    app: &App,
    file: &ContestFile,
    count: usize,
    fields: impl Fn(usize, &mut Dice) -> (Value, Option<String>, Vec<&'static str>),
) -> Vec<Person> {
    let mut dice = Dice::new(SEED);
    let mut people = Vec::new();
    for n in 0..count {
        let (extra, group, types) = fields(n, &mut dice);
        let units: Vec<&str> = UNITS
            .iter()
            .map(|(code, ..)| *code)
            .chain(["x1-v1"])
            .filter(|code| types.is_empty() || types.iter().any(|start| code.starts_with(start)))
            .collect();
        // Uneven, as in life.
        let at = dice.below(units.len()).min(dice.below(units.len()));
        let unit = format!("{}-{}", file.contest.organiser, units[at]);
        let mut form = form(n, 1950 + u16::try_from(dice.below(55)).unwrap(), &unit);
        for (key, value) in extra.as_object().unwrap() {
            form[key] = value.clone();
        }
        let registered = enter(app, file, &form, group.as_deref()).await.unwrap();
        people.push(Person {
            who: app.signed_in(&registered.token).await.unwrap(),
            number: registered.participant.number,
            group,
            unit,
            skill: [100, 100, 96, 92, 80, 60][dice.below(6)],
        });
    }
    people
}

/// Registers one person.
pub async fn enter(
    app: &App,
    file: &ContestFile,
    fields: &Value,
    group: Option<&str>,
) -> Result<thiluat::app::participants::Registered, thiluat::app::participants::RegisterError> {
    let form: Registering = serde_json::from_value(json!({
        "fields": fields, "group": group, "consents": ["take_part", "publish_name"],
    }))
    .unwrap();
    app.register(&file.contest.slug, &form, None, None).await
}

/// Plays the contest to the end of its last round, and gives what everybody did.
pub async fn play(app: &App, fresh: &TestStore, file: &ContestFile, people: &[Person]) -> Vec<Sat> {
    let clock = &fresh.clock;
    let rounds = rounds(app, file).await;
    let plans = plans(file, people);
    let mut events: BTreeMap<Timestamp, (Vec<usize>, Vec<usize>, bool)> = BTreeMap::new();
    for (at, plan) in plans.iter().enumerate() {
        events.entry(plan.starts).or_default().0.push(at);
        if !plan.leaves {
            events.entry(plan.ends).or_default().1.push(at);
        }
    }
    for rules in &file.rounds {
        // Once when starts have ended, once when the last paper has run out.
        let ended = rules.closes_at.millis() + i64::from(rules.time_limit_s) * 1000 + 10_000;
        events.entry(rules.closes_at).or_default().2 = true;
        events.entry(Timestamp::from_millis(ended)).or_default().2 = true;
    }
    let mut running: BTreeMap<usize, (AttemptId, Value)> = BTreeMap::new();
    let mut sat = Vec::new();
    for (at, (starting, ending, advancing)) in events {
        clock.set(at);
        let started = join_all(
            starting
                .iter()
                .map(|plan| start(app, &rounds, people, &plans[*plan])),
        )
        .await;
        running.extend(starting.into_iter().zip(started));
        let ended = ending.iter().map(|plan| {
            let (attempt, view) = &running[plan];
            finish(app, clock, people, &plans[*plan], *attempt, view)
        });
        for (plan, mut done) in join_all(ended).await {
            done.round.clone_from(&file.rounds[plan].code);
            sat.push(done);
        }
        // Whoever leaves has saved some answers by now.
        let leaving = plans
            .iter()
            .enumerate()
            .filter(|(_, plan)| plan.leaves && plan.starts == at);
        for (index, plan) in leaving {
            let (attempt, view) = &running[&index];
            let limit = i64::from(file.rounds[plan.round].time_limit_s);
            let mut done = answer(app, people, plan, *attempt, view, true).await;
            done.round.clone_from(&file.rounds[plan.round].code);
            done.seconds = limit;
            done.submitted = at.millis() + limit * 1000;
            sat.push(done);
        }
        if advancing {
            app.advance().await.unwrap();
            app.advance().await.unwrap();
        }
    }
    sat
}

async fn rounds(app: &App, file: &ContestFile) -> Vec<RoundId> {
    let known = app.published(&file.contest.slug).await.unwrap();
    known.rounds.iter().map(|round| round.id).collect()
}

fn plans(file: &ContestFile, people: &[Person]) -> Vec<Plan> {
    let mut dice = Dice::new(SEED + 1);
    let mut plans = Vec::new();
    for (round, rules) in file.rounds.iter().enumerate() {
        for person in 0..people.len() {
            if dice.percent(25) {
                continue;
            }
            let most = match rules.attempts.max {
                0 => 3,
                max => max.min(3) as usize,
            };
            let mut from =
                rules.opens_at.millis() + 120_000 * i64::try_from(dice.below(12)).unwrap();
            for _ in 0..=dice.below(most) {
                let minutes = rules.time_limit_s as usize / 60;
                let seconds = 60 * (1 + i64::try_from(dice.below(minutes - 1)).unwrap());
                let leaves = dice.percent(3);
                let guess = dice.below(people.len() * 2);
                let asked = rules.prediction.as_ref();
                let gives = asked.is_some_and(|asked| asked.required || dice.percent(90));
                plans.push(Plan {
                    person,
                    round,
                    starts: Timestamp::from_millis(from),
                    ends: Timestamp::from_millis(from + seconds * 1000),
                    guess: gives
                        .then(|| i64::try_from(guess).unwrap())
                        .filter(|_| !leaves),
                    leaves,
                    dice: SEED + plans.len() as u64,
                });
                let used = if leaves {
                    i64::from(rules.time_limit_s) + 60
                } else {
                    seconds
                };
                from += used * 1000 + 60_000;
            }
        }
    }
    plans
}

async fn start(
    app: &App,
    rounds: &[RoundId],
    people: &[Person],
    plan: &Plan,
) -> (AttemptId, Value) {
    let request = StartRequest {
        round: rounds[plan.round],
        device: None,
        idempotency_key: None,
        code: None,
        address: None,
    };
    let started = app
        .start_attempt(people[plan.person].who, request)
        .await
        .unwrap();
    assert!(started.created);
    let view: Value = serde_json::from_str(&started.view.to_json()).unwrap();
    (started.view.attempt.id, view)
}

/// Saves answers, some of them wrong, and gives what they are worth.
async fn answer(
    app: &App,
    people: &[Person],
    plan: &Plan,
    attempt: AttemptId,
    view: &Value,
    half: bool,
) -> Sat {
    let person = &people[plan.person];
    let mut dice = Dice::new(plan.dice);
    let questions = view["paper"]["questions"].as_array().unwrap();
    let (mut correct, mut score, mut answers) = (0, 0, Vec::new());
    let shown = if half {
        questions.len() / 2
    } else {
        questions.len()
    };
    for (slot, question) in (1..).zip(&questions[..shown]) {
        let is_right = dice.percent(person.skill);
        let options = question["options"].as_array().unwrap();
        let (right, wrong): (Vec<_>, Vec<_>) = options
            .iter()
            .partition(|option| option["html"].as_str().unwrap().starts_with("đúng"));
        let id = |option: &&Value| option["id"].as_str().unwrap().to_owned();
        let mut chosen: Vec<String> = right.iter().map(id).collect();
        if !is_right {
            // One wrong beside the right ones, or one of them missing, where several may be chosen.
            match (question["kind"].as_str().unwrap(), chosen.len()) {
                ("multiple", several) if several > 1 && dice.percent(50) => drop(chosen.pop()),
                ("multiple", _) => chosen.push(id(&wrong[0])),
                _ => chosen = vec![id(&wrong[dice.below(wrong.len())])],
            }
        }
        correct += i64::from(is_right);
        score += if is_right {
            question["points"].as_i64().unwrap()
        } else {
            0
        };
        answers.push(NewAnswer {
            slot: SlotName(Slot(slot)),
            seq: i64::from(slot),
            answer: Answer::Options(chosen),
        });
    }
    let saved = app
        .save_answers(person.who, attempt, 1, answers)
        .await
        .unwrap();
    assert!(saved.iter().all(|(_, result)| result.is_ok()), "{saved:?}");
    Sat {
        number: person.number,
        group: person.group.clone(),
        unit: person.unit.clone(),
        round: String::new(),
        correct,
        questions: i64::try_from(questions.len()).unwrap(),
        score,
        seconds: 0,
        submitted: 0,
        guess: plan.guess,
        left: half,
    }
}

async fn finish(
    app: &App,
    clock: &Arc<ManualClock>,
    people: &[Person],
    plan: &Plan,
    attempt: AttemptId,
    view: &Value,
) -> (usize, Sat) {
    let mut sat = answer(app, people, plan, attempt, view, false).await;
    let request = SubmitRequest {
        epoch: 1,
        final_seq: sat.questions,
        last: Vec::new(),
        prediction: plan.guess,
    };
    app.submit_attempt(people[plan.person].who, attempt, request)
        .await
        .unwrap();
    sat.submitted = clock.now().millis();
    sat.seconds = (sat.submitted - plan.starts.millis()) / 1000;
    (plan.round, sat)
}
