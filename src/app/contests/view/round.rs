//! One round of a contest.

use super::totals::Counts;
use crate::app::contests::Known;
use crate::domain::contest::{
    AtSubmit, AttemptScope, DurationUnit, KeyRelease, Names, Order, Recognised, RoundKind,
    RoundRules, ScoreboardMode, Where,
};
use crate::domain::{Round, RoundId, RoundState, Timestamp};
use crate::engine::window::state_at;
use serde::Serialize;
use utoipa::ToSchema;

/// A round as the public sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundView {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// Code within the contest.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// What it is among the others: `week`, `stage`, `month`, `qualifying`, `semi`, `final`,
    /// `practice`.
    #[schema(value_type = String)]
    pub kind: RoundKind,
    /// First instant at which an attempt may be started.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// First instant at which none may be started any more.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
    /// First instant at which none may be started any more, where that is before `closes_at`.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_start_at: Option<Timestamp>,
    /// Instant at which every attempt ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub hard_end_at: Option<Timestamp>,
    /// Open intervals; empty: the whole of it.
    pub windows: Vec<WindowView>,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// Seconds for a paper.
    pub time_limit_s: u32,
    /// Seconds for each question, where questions have a time of their own.
    pub per_question_s: Option<u32>,
    /// Whether a code is asked for to begin.
    pub asks_for_code: bool,
    /// Code of the earlier round from which people come on to this one.
    pub promoted_from: Option<String>,
    /// Whether an essay is asked for.
    pub has_essay: bool,
    /// Questions on a paper; the most that any group gets.
    pub questions: u32,
    /// Points on a paper; the most that any group gets.
    pub points_max: u32,
    /// Codes of the groups that may sit it; empty: everyone.
    pub groups: Vec<String>,
    /// How often a person may sit it.
    pub attempts: AttemptLimit,
    /// The prediction question.
    pub prediction: Option<PredictionView>,
    /// The rules that people ask about.
    pub rules: RankingView,
    /// What leaves the server, and when.
    pub publish: PublishView,
    /// Public value that joins the seed.
    pub beacon: Option<BeaconView>,
    /// The commitment in force, hex.
    pub commitment: Option<String>,
    /// When it was made.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub committed_at: Option<Timestamp>,
    /// People and attempts so far; null where a prediction question asks for what they reveal.
    pub totals: Option<RoundTotals>,
}

/// An open interval.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct WindowView {
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
}

/// How often a person may sit a round.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct AttemptLimit {
    /// Greatest number; 0 = unlimited.
    pub max: u32,
    /// What it counts over: `round`, `day`, `contest`.
    #[schema(value_type = String)]
    pub per: AttemptScope,
    /// Least seconds between two attempts.
    pub cooldown_s: u32,
}

/// The prediction question; its target stays untold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PredictionView {
    /// The question.
    pub prompt: String,
    /// Whether a paper can't be handed in without it.
    pub required: bool,
}

/// The rules that people ask about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RankingView {
    /// In which order questions stand: `shuffled`, `easy_to_hard`, `as_listed`.
    #[schema(value_type = String)]
    pub order: Order,
    /// Whether options are shuffled.
    pub shuffle_options: bool,
    /// Whether every question must be answered.
    pub require_all: bool,
    /// Which attempt counts: `best`, `first`, `last`.
    #[schema(value_type = String)]
    pub recognised: Recognised,
    /// The comparators, first one first: `correct desc`, …
    pub ranking: Vec<String>,
    /// Who is ranked at all: `perfect`, or null for everyone.
    #[schema(value_type = Option<String>)]
    pub only: Option<Where>,
    /// The grain in which time used is compared: `s`, `ms`.
    #[schema(value_type = String)]
    pub duration_unit: DurationUnit,
}

/// What leaves the server, and when.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct PublishView {
    /// `none`, `score`, `score_and_key`.
    #[schema(value_type = String)]
    pub at_submit: AtSubmit,
    /// `never`, `round_close`, `contest_close`.
    #[schema(value_type = String)]
    pub key: KeyRelease,
    /// `off`, `live`, `frozen`, `after_close`.
    #[schema(value_type = String)]
    pub scoreboard: ScoreboardMode,
    /// `full`, `masked`, `alias`.
    #[schema(value_type = String)]
    pub names: Names,
    /// Whether live boards and totals may show what the prediction asks for.
    pub target_visible: bool,
    /// The cut-off of a frozen board.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub freeze_at: Option<Timestamp>,
}

/// A public value that joins the seed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BeaconView {
    /// Which value, in words.
    pub rule: String,
    /// When it will be known.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// The value, once it was given.
    pub value: Option<String>,
}

/// People and attempts, counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundTotals {
    /// Distinct people.
    pub people: i64,
    /// Attempts.
    pub attempts: i64,
}

impl RoundView {
    pub(super) fn of(known: &Known, round: &Round, counts: &Counts, now: Timestamp) -> Self {
        let rules = &round.rules;
        let paper = rules.paper;
        let publish = rules.publish;
        Self {
            id: round.id,
            code: rules.code.clone(),
            title: rules.title.clone(),
            kind: rules.kind,
            opens_at: rules.opens_at,
            closes_at: rules.closes_at,
            last_start_at: rules.last_start_at,
            hard_end_at: rules.hard_end_at,
            windows: rules
                .windows
                .iter()
                .map(|w| WindowView {
                    from: w.from,
                    to: w.to,
                })
                .collect(),
            state: state_at(round, now),
            time_limit_s: rules.time_limit_s,
            per_question_s: rules.per_question_s,
            asks_for_code: rules.entry.is_some(),
            promoted_from: rules.promotion.as_ref().map(|rules| rules.from.clone()),
            has_essay: rules.essay.is_some(),
            questions: most(rules, |group| rules.questions_for(group)),
            points_max: most(rules, |group| rules.points_for(group)),
            groups: rules.groups.clone(),
            attempts: AttemptLimit {
                max: rules.attempts.max,
                per: rules.attempts.per,
                cooldown_s: rules.attempts.cooldown_s,
            },
            prediction: rules.prediction.as_ref().map(|prediction| PredictionView {
                prompt: prediction.prompt.clone(),
                required: prediction.required,
            }),
            rules: RankingView {
                order: paper.order,
                shuffle_options: paper.shuffle_options,
                require_all: paper.require_all,
                recognised: rules.attempts.recognised,
                ranking: rules
                    .ranking
                    .individual
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                only: rules.ranking.filter,
                duration_unit: rules.ranking.duration_unit,
            },
            publish: PublishView {
                at_submit: publish.at_submit,
                key: publish.key,
                scoreboard: publish.scoreboard,
                names: publish.names,
                target_visible: publish.target_visible,
                freeze_at: publish.freeze_at,
            },
            beacon: rules.beacon.as_ref().map(|beacon| BeaconView {
                rule: beacon.rule.clone(),
                due: beacon.due,
                value: round.beacon.clone(),
            }),
            commitment: round.commitment.clone(),
            committed_at: round.committed_at,
            totals: if known.hides_counts(round, now) {
                None
            } else {
                counts.of(round.id)
            },
        }
    }
}

/// The most that people of any group get.
fn most(rules: &RoundRules, of: impl Fn(Option<&str>) -> u32) -> u32 {
    let groups = rules.blueprint.iter().map(|cell| cell.group.as_deref());
    groups.chain([None]).map(of).max().unwrap_or(0)
}
