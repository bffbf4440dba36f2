//! What staff do to a round by hand, which beats its window.

use super::close::CloseError;
use crate::app::notifications::Event;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::round_by_code;
use crate::app::{Absent, App, Language, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{ByHand, Round, RoundId, RoundState};
use crate::engine::window::{closes_for_starts_at, state_at};
use crate::store::{StoreError, UnitOfWork};
use serde_json::json;
use std::time::Duration;

/// How often a closing command looks whether the last attempt has ended.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// What the audit log calls a round that was opened by hand.
const OPENED: &str = "round.opened";

/// Why a round was not opened, closed or reopened.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// No such contest or round, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Its result could not be made.
    #[error(transparent)]
    Close(#[from] CloseError),
    /// The round is a draft: its contest has not been published.
    #[error("the round is a draft")]
    Draft,
    /// The value of its beacon was not given yet.
    #[error("the round waits for its beacon")]
    NoBeacon,
    /// The round names no beacon, or was opened already.
    #[error("the round takes no beacon now")]
    BeaconNotWanted,
    /// The round is over.
    #[error("the round is over")]
    Over,
    /// The round is not closed.
    #[error("the round is not closed")]
    NotClosed,
    /// A seed or a key of the round left the server.
    #[error("a seed or a key of the round left the server")]
    Revealed,
    /// The ranking of the round has no lot, or it was drawn already.
    #[error("the round takes no value for its lot now")]
    LotNotWanted,
    /// Its hard end has passed.
    #[error("the hard end of the round has passed")]
    PastHardEnd,
    /// An outage without a reason, or one that ends before it begins.
    #[error("an outage needs a reason and an end after its beginning")]
    BadOutage,
}

impl From<StoreError> for RoundError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for RoundError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Forbidden(forbidden) => forbidden.code(),
            Self::Close(close) => close.code(),
            Self::Draft => "round.draft",
            Self::NoBeacon => "round.no_beacon",
            Self::BeaconNotWanted => "round.beacon_not_wanted",
            Self::Over => "round.over",
            Self::NotClosed => "round.not_closed",
            Self::Revealed => "round.revealed",
            Self::LotNotWanted => "round.lot_not_wanted",
            Self::PastHardEnd => "round.past_hard_end",
            Self::BadOutage => "field.outage",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Absent(absent) => return absent.detail(language),
            Self::Forbidden(forbidden) => return forbidden.detail(language),
            Self::Close(close) => return close.detail(language),
            Self::Draft => (
                "Vòng thi còn là bản nháp. Hãy công bố cuộc thi trước (contest apply không kèm --draft).",
                "The round is a draft. Publish its contest first (contest apply without --draft).",
            ),
            Self::NoBeacon => (
                "Vòng thi chờ giá trị công khai đã nêu trong thể lệ. Hãy nhập bằng: thiluat round beacon.",
                "The round waits for the public value that its rules name. Give it with: thiluat round beacon.",
            ),
            Self::BeaconNotWanted => (
                "Vòng thi không nêu giá trị công khai nào, hoặc đã có người thi.",
                "The round names no public value, or people have begun.",
            ),
            Self::Over => (
                "Vòng thi đã đóng. Muốn mở lại, dùng: thiluat round reopen.",
                "The round is closed. To open it again use: thiluat round reopen.",
            ),
            Self::NotClosed => ("Vòng thi chưa đóng.", "The round is not closed."),
            Self::Revealed => (
                "Không mở lại được: đáp án hoặc hạt giống bốc đề của vòng thi đã ra khỏi máy chủ.",
                "It can't be reopened: a key or the seed of the round has left the server.",
            ),
            Self::LotNotWanted => (
                "Thể lệ của vòng thi không dùng bốc thăm, hoặc đã bốc thăm xong.",
                "The ranking of the round has no lot, or it was drawn already.",
            ),
            Self::PastHardEnd => (
                "Đã quá thời điểm kết thúc cứng của vòng thi (hard_end_at).",
                "The hard end of the round (hard_end_at) has passed.",
            ),
            Self::BadOutage => (
                "Sự cố cần lý do, và thời điểm kết thúc sau thời điểm bắt đầu.",
                "An outage needs a reason, and an end after its beginning.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            _ => None,
        }
    }
}

impl App {
    /// Opens a round before its time.
    pub async fn open_round(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
    ) -> Result<Round, RoundError> {
        let (work, mut round) = self.take(actor, slug, code).await?;
        if round.rules.beacon.is_some() && round.beacon.is_none() {
            return Err(RoundError::NoBeacon);
        }
        let now = self.now();
        if round.rules.hard_end_at.is_some_and(|end| end <= now) {
            return Err(RoundError::PastHardEnd);
        }
        under_way(&round)?;
        // Before its end a round is opened early; after it, there is no window left to close it.
        round.by_hand = Some(if now < closes_for_starts_at(&round.rules) {
            ByHand::Opened
        } else {
            ByHand::Reopened
        });
        round.state = state_at(&round, now);
        self.give_back(work, actor, OPENED, &round).await?;
        Ok(round)
    }

    /// Closes a round and waits until it is closed: running attempts end by their own time, or at
    /// once with `hand_in_now`; then its result is written.
    pub async fn close_round(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
        hand_in_now: bool,
    ) -> Result<Round, RoundError> {
        let round = self.begin_closing(actor, slug, code, hand_in_now).await?;
        loop {
            for attempt in &self.store.read().await?.active_in(round.id).await? {
                let facts = self.facts_of(attempt).await?;
                self.expire(&facts).await?;
            }
            if let Some(closed) = self.close_if_ended(actor, round.id).await? {
                return Ok(closed);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Stops starts, and hands in what runs if it is to end now. The closing job does the rest as
    /// soon as the last attempt has ended.
    pub async fn begin_closing(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
        hand_in_now: bool,
    ) -> Result<Round, RoundError> {
        let (work, mut round) = self.take(actor, slug, code).await?;
        under_way(&round)?;
        round.by_hand = Some(ByHand::Closed);
        round.state = RoundState::Closing;
        self.give_back(work, actor, "round.closing", &round).await?;
        if hand_in_now {
            for attempt in &self.store.read().await?.active_in(round.id).await? {
                let facts = self.facts_of(attempt).await?;
                self.end_now(&facts).await?;
            }
        }
        Ok(round)
    }

    /// Opens a closed round again, as long as nothing secret of it left the server.
    pub async fn reopen_round(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
    ) -> Result<Round, RoundError> {
        let (work, mut round) = self.take(actor, slug, code).await?;
        let now = self.now();
        match round.state {
            RoundState::Closed | RoundState::Closing => {}
            RoundState::Published | RoundState::Void => return Err(RoundError::Revealed),
            _ => return Err(RoundError::NotClosed),
        }
        if round.revealed {
            return Err(RoundError::Revealed);
        }
        if round.rules.hard_end_at.is_some_and(|end| end <= now) {
            return Err(RoundError::PastHardEnd);
        }
        round.by_hand = Some(ByHand::Reopened);
        round.state = RoundState::Open;
        self.give_back(work, actor, "round.reopened", &round)
            .await?;
        Ok(round)
    }

    /// Gives the value of the beacon that the rules name, before anybody has begun.
    pub async fn give_beacon(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
        value: &str,
    ) -> Result<Round, RoundError> {
        let (mut work, mut round) = self.take(actor, slug, code).await?;
        if round.rules.beacon.is_none() || work.has_attempts(round.id).await? {
            return Err(RoundError::BeaconNotWanted);
        }
        round.beacon = Some(crate::domain::text::normal(value));
        self.give_back(work, actor, "round.beacon_given", &round)
            .await?;
        Ok(round)
    }

    /// The slug and the code by which a round is addressed.
    pub async fn round_address(&self, id: RoundId) -> Result<(String, String), Absent> {
        let mut work = self.store.read().await?;
        let round = work.round(id).await?.ok_or(NotFound)?;
        let contest = work.contest(round.contest).await?.ok_or(NotFound)?;
        Ok((contest.file.contest.slug, round.rules.code))
    }

    /// A round and the transaction in which it may be changed.
    pub(super) async fn take(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
    ) -> Result<(Box<dyn UnitOfWork>, Round), RoundError> {
        allowed(actor, Action::RunRounds)?;
        let mut work = self.store.begin().await?;
        let id = round_by_code(&mut *work, actor, slug, code).await?.0.id;
        // Read again once nobody else can change it: keys may just have been given out.
        work.lock_round(id).await?;
        let round = work.round(id).await?.ok_or(NotFound);
        Ok((work, round.map_err(Absent::from)?))
    }

    /// Makes the change durable, with who did it, and lets every node see it.
    async fn give_back(
        &self,
        mut work: Box<dyn UnitOfWork>,
        actor: Actor,
        action: &str,
        round: &Round,
    ) -> Result<(), StoreError> {
        work.put_round(round).await?;
        if action == OPENED
            && let Some(contest) = work.contest(round.contest).await?
        {
            let event = Event::opened(&contest, round, actor);
            self.notify(&mut *work, &event).await?;
        }
        let detail = json!({ "code": round.rules.code, "state": round.state });
        let subject = format!("round:{}", round.id);
        self.audit(&mut *work, &actor.to_string(), action, subject, &detail)
            .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(())
    }
}

/// A draft has to be published first, and what is over has to be reopened.
fn under_way(round: &Round) -> Result<(), RoundError> {
    match round.state {
        RoundState::Draft => Err(RoundError::Draft),
        state if state.is_over() => Err(RoundError::Over),
        _ => Ok(()),
    }
}
