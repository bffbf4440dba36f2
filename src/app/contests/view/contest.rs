//! One contest.

use super::registration::RegistrationView;
use super::round::RoundView;
use super::totals::Counts;
use crate::app::contests::Known;
use crate::app::{Absent, App};
use crate::domain::contest::{Group, LegalBasis, Prize};
use crate::domain::{RoundState, Timestamp};
use crate::engine::window::state_at;
use crate::store::StoreError;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// A contest with its rounds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContestView {
    /// Name in addresses.
    pub slug: String,
    /// Name for people.
    pub title: String,
    /// Who runs it.
    pub organiser: Organiser,
    /// Where it stands as a whole.
    pub state: ContestState,
    /// When its first round opens.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<Timestamp>,
    /// When its last round closes.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<Timestamp>,
    /// People who took part so far; null where a prediction question asks for what it reveals.
    pub people: Option<i64>,
    /// Groups (bảng) that divide people.
    #[schema(value_type = Vec<Object>)]
    pub groups: Vec<Group>,
    /// Documents that the contest stands on.
    #[schema(value_type = Vec<Object>)]
    pub legal_basis: Vec<LegalBasis>,
    /// Who may take part and what is asked of them.
    pub registration: RegistrationView,
    /// The rounds, in the order of the contest file.
    pub rounds: Vec<RoundView>,
    /// Prizes, in the order of the contest file.
    #[schema(value_type = Vec<Object>)]
    pub prizes: Vec<Prize>,
    /// Documents that its questions cite; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<Document>>,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

/// The unit that runs a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Organiser {
    /// Unit code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A document that questions cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Document {
    /// Number and symbol.
    pub number: String,
    /// Title.
    pub title: Option<String>,
}

/// Where a contest stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContestState {
    /// A round is open.
    Open,
    /// None is open, one will be.
    Upcoming,
    /// No round can be sat any more.
    Closed,
}

impl Known {
    /// Where the contest stands.
    pub fn state(&self, now: Timestamp) -> ContestState {
        let any = |wanted| {
            self.rounds
                .iter()
                .any(|round| state_at(round, now) == wanted)
        };
        if any(RoundState::Open) {
            ContestState::Open
        } else if any(RoundState::Scheduled) {
            ContestState::Upcoming
        } else {
            ContestState::Closed
        }
    }
}

impl App {
    /// The published contest of that slug.
    pub async fn contest_view(&self, slug: &str) -> Result<ContestView, Absent> {
        let known = self.published(slug).await?;
        let counts = self.counts(&known).await?;
        let mut view = view(&known, &counts, self.now());
        view.documents = Some(self.documents(&known).await?);
        Ok(view)
    }

    /// People who took part so far; none where a prediction question asks for what it reveals.
    pub async fn contest_people(&self, slug: &str) -> Result<Option<i64>, Absent> {
        let known = self.published(slug).await?;
        let now = self.now();
        if known
            .rounds
            .iter()
            .any(|round| known.hides_counts(round, now))
        {
            return Ok(None);
        }
        Ok(Some(self.counts(&known).await?.people))
    }

    /// The documents cited by the questions that its rounds may draw, by number.
    async fn documents(&self, known: &Known) -> Result<Vec<Document>, StoreError> {
        let mut documents = BTreeMap::new();
        for round in known
            .rounds
            .iter()
            .filter(|round| round.commitment.is_some())
        {
            let material = match self.material(round.id).await {
                Ok(material) => material,
                Err(Absent::NotFound(_)) => continue,
                Err(Absent::Store(error)) => return Err(error),
            };
            for law in material
                .questions
                .iter()
                .flat_map(|question| &question.laws)
            {
                let title: &mut Option<String> = documents.entry(law.document.clone()).or_default();
                if title.is_none() && !law.title.is_empty() {
                    *title = Some(law.title.clone());
                }
            }
        }
        Ok(documents
            .into_iter()
            .map(|(number, title)| Document { number, title })
            .collect())
    }
}

/// Puts a contest together, without its documents.
pub(super) fn view(known: &Known, counts: &Arc<Counts>, now: Timestamp) -> ContestView {
    let file = &known.contest.file;
    let hidden = known
        .rounds
        .iter()
        .any(|round| known.hides_counts(round, now));
    ContestView {
        slug: file.contest.slug.clone(),
        title: file.contest.title.clone(),
        organiser: Organiser {
            code: file.contest.organiser.clone(),
            name: known.organiser.clone(),
        },
        state: known.state(now),
        opens_at: known.rounds.iter().map(|round| round.rules.opens_at).min(),
        closes_at: known.rounds.iter().map(|round| round.rules.closes_at).max(),
        people: (!hidden).then_some(counts.people),
        groups: file.contest.groups.clone(),
        legal_basis: file.contest.legal_basis.clone(),
        registration: RegistrationView::of(&file.registration),
        rounds: known
            .rounds
            .iter()
            .map(|round| RoundView::of(known, round, counts, now))
            .collect(),
        prizes: file.prizes.clone(),
        documents: None,
        server_time: now,
    }
}
