//! A board as one reader asks for it.

use super::render::{BoardEntryView, BoardState, BoardTotals, SHOWN};
use crate::app::{Absent, App, NotFound, SignedIn};
use crate::domain::contest::AtSubmit;
use crate::domain::{ParticipantId, RoundId};
use crate::live::{BoardFilter, Placed};
use bytes::Bytes;
use serde::Serialize;

/// Greatest number of places in an answer.
const MOST: usize = 200;
/// Answers to strangers that are kept with a rendered board.
const MOST_ANSWERS: usize = 64;
/// Neighbours above and below the own place.
const NEIGHBOURS: usize = 5;

/// What a reader asks for.
#[derive(Debug, Clone, Default)]
pub struct BoardQuery {
    /// Greatest number of places; none: fifty.
    pub limit: Option<usize>,
    /// Only this group.
    pub group: Option<String>,
    /// Only the unit of this code.
    pub unit: Option<String>,
    /// The places around the own one instead of the first ones.
    pub around_me: bool,
}

/// The own place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OwnPlace {
    /// The place; none while places are hidden.
    pub place: Option<u64>,
    /// The own public name.
    pub name: String,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Time used in milliseconds.
    pub duration_ms: Option<i64>,
}

impl From<&Placed> for OwnPlace {
    fn from(placed: &Placed) -> Self {
        let row = &placed.row;
        Self {
            place: Some(placed.place),
            name: row.name.clone(),
            score: row.score,
            max_score: row.max_score,
            duration_ms: row.duration_ms,
        }
    }
}

/// An answer for one reader.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BoardReply {
    /// Rises with every change.
    pub version: u64,
    /// When this state was taken.
    #[schema(value_type = String)]
    pub as_of: crate::domain::Timestamp,
    /// What the board shows.
    pub state: BoardState,
    /// Whether the newest hand-ins may be missing, because nodes can't tell one another.
    pub late: bool,
    /// Places, the first one first.
    pub entries: Vec<BoardEntryView>,
    /// People and attempts.
    pub totals: Option<BoardTotals>,
    /// The own place, for who is signed in and has one.
    pub me: Option<OwnPlace>,
}

impl App {
    /// The first places of a board as somebody who is not signed in reads them, with what it shows.
    pub async fn board_top(
        &self,
        id: RoundId,
        places: usize,
    ) -> Result<(BoardState, Bytes), Absent> {
        let query = BoardQuery {
            limit: Some(places),
            ..BoardQuery::default()
        };
        let state = self.rendered_board(id).await?.state();
        Ok((state, self.scoreboard(id, &query, None).await?))
    }

    /// The board of a round as JSON. What everybody asks for is answered from shared bytes.
    ///
    /// # Panics
    /// Never: a board is plain data.
    pub async fn scoreboard(
        &self,
        id: RoundId,
        query: &BoardQuery,
        who: Option<SignedIn>,
    ) -> Result<Bytes, Absent> {
        let rendered = self.rendered_board(id).await?;
        let plain = query.group.is_none() && query.unit.is_none() && !query.around_me;
        let limit = query.limit.unwrap_or(SHOWN).min(MOST);
        let material = self.material(id).await?;
        let own = match who {
            Some(who) if who.contest == material.round.contest => Some(who.participant),
            _ => None,
        };
        if plain && limit == SHOWN && own.is_none() {
            return Ok(rendered.anonymous.clone());
        }
        let asked = (limit, query.group.clone(), query.unit.clone());
        if own.is_none()
            && let Some(answer) = rendered.answers.get(&asked)
        {
            return Ok(answer.clone());
        }
        if own.is_some() {
            self.boards_settled().await;
        }
        let shows = rendered.state().shows();
        let unit = match &query.unit {
            Some(code) => {
                let unit = self
                    .store
                    .read()
                    .await?
                    .unit_by_code(code)
                    .await?
                    .ok_or(NotFound)?;
                Some(unit.id)
            }
            None => None,
        };
        let boards = &self.live.scoreboards;
        let filter = BoardFilter {
            group: query.group.clone(),
            unit,
        };
        let found = match own {
            _ if !shows => Some(Vec::new()),
            Some(me) if query.around_me => boards
                .around(id, &filter, me, NEIGHBOURS, NEIGHBOURS)
                .await
                .ok()
                .map(|view| view.entries),
            _ => boards
                .top(id, &filter, limit)
                .await
                .ok()
                .map(|view| view.entries),
        };
        let reply = BoardReply {
            version: rendered.version(),
            as_of: rendered.as_of,
            state: rendered.state(),
            late: rendered.late(),
            entries: found.iter().flatten().map(BoardEntryView::from).collect(),
            totals: rendered.totals,
            me: match own {
                Some(me) => {
                    // Who was looked for among neighbours stands there already.
                    let seen = found.iter().flatten().find(|p| p.participant == me);
                    match seen {
                        Some(placed) => Some(OwnPlace::from(placed)),
                        None if query.around_me && shows && found.is_some() => None,
                        None => {
                            let tells = material.round.rules.publish.at_submit != AtSubmit::None;
                            self.own_place(id, &filter, me, (rendered.state(), tells))
                                .await
                        }
                    }
                }
                None => None,
            },
        };
        let answer: Bytes = serde_json::to_vec(&reply)
            .expect("a board is plain data")
            .into();
        // What one stranger asked for, thousands ask for at the close.
        if own.is_none() && found.is_some() {
            // Whoever asks for odd things can't keep out for good what others ask for.
            if rendered.answers.len() >= MOST_ANSWERS {
                rendered.answers.clear();
            }
            rendered.answers.insert(asked, answer.clone());
        }
        Ok(answer)
    }

    /// The own place on the board that was asked for; where places are hidden only the own score, if the round tells it at hand-in.
    async fn own_place(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        me: ParticipantId,
        (state, tells_score): (BoardState, bool),
    ) -> Option<OwnPlace> {
        if !state.shows() && !tells_score {
            return None;
        }
        let placed = self.live.scoreboards.place(round, filter, me).await;
        let placed: Option<Placed> = placed.ok().flatten();
        placed.map(|placed| OwnPlace {
            place: state.shows().then_some(placed.place),
            ..OwnPlace::from(&placed)
        })
    }
}
