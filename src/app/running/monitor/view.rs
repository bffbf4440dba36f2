//! The monitor as staff see it.

use super::figures::{Figures, MINUTES};
use super::troubles::Trouble;
use crate::app::boards::BoardState;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::running::tally::minute_of;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, Language, NotFound, Refusal};
use crate::auth::{Action, Actor};
use crate::domain::{Millis, Round, RoundId, RoundState, Timestamp};
use crate::engine::window::{closes_for_starts_at, state_at};
use crate::store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// A round of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MonitoredRound)]
pub struct RoundBrief {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub state: RoundState,
}

/// The round whose figures these are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundUnderWay {
    /// Its id.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// When it opens.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// The first instant at which nobody can start any more, by its rules.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
}

/// What happened in a minute, on all nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MinuteView {
    /// Its first instant.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Attempts begun.
    pub started: i64,
    /// Attempts handed in, by people and by the clock.
    pub handed_in: i64,
    /// Answers saved.
    pub saved: i64,
}

/// People of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MonitoredUnit)]
pub struct UnitLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// People who could take part, if that is known.
    pub headcount: Option<i64>,
    /// People who registered for the contest.
    pub registered: i64,
    /// People who began an attempt of the round.
    pub people: i64,
    /// People who sit one now.
    pub sitting: i64,
    /// People who handed one in.
    pub handed_in: i64,
}

/// Something that an organiser has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TroubleView {
    /// Stable, dotted, English: `board.late`, `live.away`, `clock.jumped`, `round.waits_for_beacon`,
    /// `units.idle`, `attempts.overdue`, `saves.late`, `saves.refused`, `saves.failed`.
    pub code: &'static str,
    /// What is wrong and what to do, in the reader's language.
    pub detail: String,
    /// How many of them, where they can be counted.
    pub count: i64,
    /// When this node noticed it first.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
}

/// Answers that came late, over the whole round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SavesView {
    /// Taken after the deadline, within the grace for slow networks.
    pub late: i64,
    /// Refused, because the attempt had ended.
    pub refused: i64,
}

/// How the board of the round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MonitoredBoard)]
pub struct Board {
    /// What it shows.
    pub state: BoardState,
    /// For how long hand-ins have been on their way to it.
    pub behind_ms: i64,
}

/// The monitor of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonitorView {
    /// When the figures were taken.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// When people and units were counted, which takes longer in a large round.
    #[schema(value_type = String, format = DateTime)]
    pub units_as_of: Timestamp,
    /// All rounds of the contest.
    pub rounds: Vec<RoundBrief>,
    /// The round whose figures these are.
    pub round: RoundUnderWay,
    /// People who registered for the contest.
    pub registered: i64,
    /// Distinct people who began an attempt of the round, void ones left out.
    pub people: i64,
    /// Attempts that run.
    pub sitting: i64,
    /// Distinct people who handed one in.
    pub handed_in: i64,
    /// Attempts of the round, void ones left out.
    pub attempts: i64,
    /// The last sixty minutes, the oldest first; the last one is not over.
    pub minutes: Vec<MinuteView>,
    /// Fifty units at the most, those that lag first.
    pub units: Vec<UnitLine>,
    /// How many units there are.
    pub units_total: usize,
    /// What an organiser has to know.
    pub troubles: Vec<TroubleView>,
    /// Answers that came late.
    pub saves: SavesView,
    /// How the board stands.
    pub board: Board,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

/// Why there is no monitor.
#[derive(Debug, thiserror::Error)]
pub enum MonitorError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest or round, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
}

impl MonitorError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(MonitorError);

impl From<StoreError> for MonitorError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for MonitorError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

/// The round that people want to watch: the first one that is open or closing, or else the last one that
/// was, or else the first one.
fn usual(rounds: &[Round], now: Timestamp) -> Option<&Round> {
    let under_way = rounds
        .iter()
        .find(|round| matches!(state_at(round, now), RoundState::Open | RoundState::Closing));
    let past = || rounds.iter().rfind(|round| state_at(round, now).is_over());
    under_way.or_else(past).or_else(|| rounds.first())
}

impl App {
    /// The monitor of a contest for one of its rounds, by code; none: the one that runs.
    pub async fn monitor(
        &self,
        actor: Actor,
        slug: &str,
        code: Option<&str>,
        language: Language,
    ) -> Result<MonitorView, MonitorError> {
        allowed(actor, Action::ReadMonitor)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let rounds = work.rounds_of(contest.id).await?;
        drop(work);
        let now = self.now();
        let round = match code {
            Some(code) => rounds.iter().find(|round| round.rules.code == code),
            None => usual(&rounds, now),
        };
        let round = round.ok_or(NotFound)?;
        let figures = self.figures(&contest, &rounds, round).await?;
        Ok(view(&figures, &rounds, round, (language, now)))
    }
}

fn view(
    figures: &Figures,
    rounds: &[Round],
    round: &Round,
    (language, now): (Language, Timestamp),
) -> MonitorView {
    let first = minute_of(figures.as_of) - Millis::seconds(60 * (MINUTES - 1));
    let minutes = (0..MINUTES).map(|number| {
        let at = first + Millis::seconds(60 * number);
        let tally = figures.minutes.get(&at).copied().unwrap_or_default();
        MinuteView {
            at,
            started: tally.started,
            handed_in: tally.handed_in,
            saved: tally.saved,
        }
    });
    let counts = &figures.counts;
    MonitorView {
        as_of: figures.as_of,
        units_as_of: counts.as_of,
        rounds: rounds
            .iter()
            .map(|round| RoundBrief {
                code: round.rules.code.clone(),
                title: round.rules.title.clone(),
                state: state_at(round, now),
            })
            .collect(),
        round: RoundUnderWay {
            id: round.id,
            code: round.rules.code.clone(),
            title: round.rules.title.clone(),
            state: state_at(round, now),
            opens_at: round.rules.opens_at,
            closes_at: closes_for_starts_at(&round.rules),
        },
        registered: figures.registered,
        people: counts.people,
        sitting: figures.sitting,
        handed_in: counts.handed_in,
        attempts: counts.attempts,
        minutes: minutes.collect(),
        units: counts.units.clone(),
        units_total: counts.units_total,
        troubles: figures
            .troubles
            .iter()
            .map(|(trouble, since)| told(trouble, *since, language))
            .collect(),
        saves: SavesView {
            late: figures.total.late,
            refused: figures.total.refused,
        },
        board: Board {
            state: figures.board.state,
            behind_ms: figures.board.behind_ms,
        },
        server_time: now,
    }
}

fn told(trouble: &Trouble, since: Timestamp, language: Language) -> TroubleView {
    TroubleView {
        code: trouble.code(),
        detail: trouble.detail(language),
        count: trouble.count(),
        since: Some(since),
    }
}
