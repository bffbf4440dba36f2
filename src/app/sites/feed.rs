//! What happened to contests, for readers of feeds: published, rounds opened and closed, results out.

use crate::app::contests::Known;
use crate::app::{App, Language};
use crate::domain::{Millis, Round, RoundId, RoundState, Timestamp};
use crate::engine::window::state_at;
use crate::store::StoreError;
use std::cmp::Reverse;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Entries of a feed, the newest ones.
const MOST: usize = 50;
/// How long a feed serves.
const FRESH: Millis = Millis::seconds(5);

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedEvent {
    /// A contest was published.
    Announced,
    /// A round opened.
    Opened,
    /// A round closed.
    Closed,
    /// The result of a round was published.
    Results,
}

impl FeedEvent {
    /// A word of its own for each, as a part of addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Announced => "cong-bo",
            Self::Opened => "mo",
            Self::Closed => "dong",
            Self::Results => "ket-qua",
        }
    }
}

/// An entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedItem {
    /// What happened.
    pub event: FeedEvent,
    /// When.
    pub at: Timestamp,
    /// Slug of the contest.
    pub slug: String,
    /// Its title.
    pub contest: String,
    /// Who runs it.
    pub organiser: String,
    /// The round: code, title, when it closes; none for what is about the whole contest.
    pub round: Option<(String, String, Timestamp)>,
}

impl FeedItem {
    /// A headline.
    pub fn title(&self, language: Language) -> String {
        let round = self.round.as_ref().map_or("", |(_, title, _)| title);
        let contest = &self.contest;
        match (language, self.event) {
            (Language::Vietnamese, FeedEvent::Announced) => format!("Cuộc thi mới: {contest}"),
            (Language::Vietnamese, FeedEvent::Opened) => format!("Đã mở {round} – {contest}"),
            (Language::Vietnamese, FeedEvent::Closed) => format!("Đã đóng {round} – {contest}"),
            (Language::Vietnamese, FeedEvent::Results) => {
                format!("Công bố kết quả {round} – {contest}")
            }
            (Language::English, FeedEvent::Announced) => format!("New contest: {contest}"),
            (Language::English, FeedEvent::Opened) => format!("{round} is open – {contest}"),
            (Language::English, FeedEvent::Closed) => format!("{round} has closed – {contest}"),
            (Language::English, FeedEvent::Results) => format!("Results of {round} – {contest}"),
        }
    }

    /// One or two sentences.
    pub fn summary(&self, language: Language) -> String {
        let closes = self.round.as_ref().map(|(_, _, closes)| moment(*closes));
        let closes = closes.unwrap_or_default();
        let who = &self.organiser;
        match (language, self.event) {
            (Language::Vietnamese, FeedEvent::Announced) => {
                format!("{who} tổ chức cuộc thi. Mời bạn xem thể lệ và đăng ký dự thi.")
            }
            (Language::Vietnamese, FeedEvent::Opened) => {
                format!("{who} mời bạn vào thi; vòng thi đóng lúc {closes}.")
            }
            (Language::Vietnamese, FeedEvent::Closed) => {
                "Vòng thi đã đóng. Kết quả sẽ được công bố tại trang của cuộc thi.".to_owned()
            }
            (Language::Vietnamese, FeedEvent::Results) => {
                format!("{who} đã công bố kết quả. Mời bạn xem bảng xếp hạng.")
            }
            (Language::English, FeedEvent::Announced) => {
                format!("{who} runs a contest. See its rules and register.")
            }
            (Language::English, FeedEvent::Opened) => {
                format!("{who} invites you to take part; the round closes at {closes}.")
            }
            (Language::English, FeedEvent::Closed) => {
                "The round has closed. Its result will be published on the contest's page."
                    .to_owned()
            }
            (Language::English, FeedEvent::Results) => {
                format!("{who} has published the result. See the scoreboard.")
            }
        }
    }
}

/// `07:00 ngày 01/12/2026` without the word: hour and day as people in Viet Nam read them.
fn moment(at: Timestamp) -> String {
    let at = at.to_vietnam();
    let (day, month, year) = (at.day(), u8::from(at.month()), at.year());
    format!(
        "{:02}:{:02} {day:02}/{month:02}/{year}",
        at.hour(),
        at.minute()
    )
}

/// The feed as it was put together last.
#[derive(Default)]
pub(super) struct Kept(Mutex<Option<(Timestamp, Arc<[FeedItem]>)>>);

impl Kept {
    fn held(&self) -> MutexGuard<'_, Option<(Timestamp, Arc<[FeedItem]>)>> {
        // Whoever panicked while holding it left a whole value behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn forget(&self) {
        *self.held() = None;
    }
}

impl App {
    /// What happened to published contests so far, the newest first, at most fifty entries.
    pub async fn feed(&self) -> Result<Arc<[FeedItem]>, StoreError> {
        let now = self.now();
        if let Some((at, items)) = &*self.sites.feed.held()
            && now.since(*at) < FRESH
        {
            return Ok(Arc::clone(items));
        }
        let mut items = Vec::new();
        for known in self.all_published().await? {
            items.push(item(
                &known,
                None,
                FeedEvent::Announced,
                known.contest.created_at,
            ));
            for round in &known.rounds {
                self.events_of(&known, round, now, &mut items).await?;
            }
        }
        items.retain(|item| item.at <= now);
        items.sort_by_cached_key(|item| {
            let round = item.round.as_ref().map(|(code, ..)| code.clone());
            (
                Reverse(item.at),
                item.slug.clone(),
                round,
                item.event.word(),
            )
        });
        items.truncate(MOST);
        let items: Arc<[FeedItem]> = items.into();
        *self.sites.feed.held() = Some((now, Arc::clone(&items)));
        Ok(items)
    }

    async fn events_of(
        &self,
        known: &Known,
        round: &Round,
        now: Timestamp,
        items: &mut Vec<FeedItem>,
    ) -> Result<(), StoreError> {
        use RoundState::{Closed, Closing, Open, Published};
        let state = state_at(round, now);
        if !matches!(state, Open | Closing | Closed | Published) {
            return Ok(());
        }
        // A round of a contest that was published late opened then.
        let opened = round.rules.opens_at.max(known.contest.created_at);
        items.push(item(known, Some(round), FeedEvent::Opened, opened));
        if matches!(state, Closed | Published)
            && let Some(made) = self.result_made_at(round.id).await?
        {
            items.push(item(known, Some(round), FeedEvent::Closed, made.0));
            if state == Published {
                items.push(item(known, Some(round), FeedEvent::Results, made.1));
            }
        }
        Ok(())
    }

    /// When the first and the newest result of a round were made.
    async fn result_made_at(
        &self,
        round: RoundId,
    ) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        let mut work = self.store.read().await?;
        let first = work.result_of(round, 1).await?;
        let newest = work.latest_result(round).await?;
        Ok(first
            .zip(newest)
            .map(|(first, newest)| (first.created_at, newest.created_at)))
    }
}

fn item(known: &Known, round: Option<&Round>, event: FeedEvent, at: Timestamp) -> FeedItem {
    FeedItem {
        event,
        at,
        slug: known.contest.file.contest.slug.clone(),
        contest: known.contest.file.contest.title.clone(),
        organiser: known.organiser.clone(),
        round: round.map(|round| {
            let rules = &round.rules;
            (rules.code.clone(), rules.title.clone(), rules.closes_at)
        }),
    }
}
