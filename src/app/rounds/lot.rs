//! The lot of a round: its root is fixed at the close, its public value given afterwards.

use super::by_hand::RoundError;
use crate::app::{App, NotFound, Revision};
use crate::auth::Actor;
use crate::domain::contest::{Measure, RankingRules};
use crate::domain::{Round, RoundId, text};
use crate::engine::digest::unhex;
use crate::engine::lot::{Lot, resolve};
use crate::store::{LotState, ResultRow, StandingRow, StoreError, UnitOfWork};
use serde_json::json;
use std::collections::HashMap;

/// Whether people who are equal on everything else are told apart by lot.
pub(in crate::app) fn ends_in_lot(rules: &RankingRules) -> bool {
    rules
        .individual
        .last()
        .is_some_and(|last| last.measure == Measure::Lot)
}

impl App {
    /// Gives the public value that decides the lot, after the standings were fixed: a new result, in
    /// which nobody shares a place any more.
    pub async fn give_lot_beacon(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
        value: &str,
    ) -> Result<Round, RoundError> {
        let (mut work, round) = self.take(actor, slug, code).await?;
        let state = work.lot(round.id).await?;
        if !ends_in_lot(&round.rules.ranking) || state.beacon2.is_some() {
            return Err(RoundError::LotNotWanted);
        }
        let (true, Some(root)) = (round.state.is_over(), &state.root) else {
            return Err(RoundError::NotClosed);
        };
        let before = work.latest_result(round.id).await?.ok_or(NotFound);
        let before = before.map_err(crate::app::Absent::from)?;
        let standings = work.standings(round.id, before.version).await?;
        let root = root.clone();
        let beacon2 = text::normal(value);
        let drawn = self
            .drawn(&mut *work, round.id, (&root, &beacon2), standings)
            .await?;
        let result = ResultRow {
            version: before.version + 1,
            created_at: self.now(),
            ..before
        };
        work.put_result(&result, &drawn).await?;
        let given = LotState {
            beacon2: Some(beacon2),
            ..state
        };
        work.put_lot(round.id, &given).await?;
        let detail = json!({ "code": round.rules.code, "result": result.version });
        let subject = format!("round:{}", round.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "round.lot_drawn",
            subject,
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(round)
    }

    /// Standings with the places of equals by lot, whose root and public value are given.
    pub(super) async fn drawn(
        &self,
        work: &mut dyn UnitOfWork,
        round: RoundId,
        (root, beacon2): (&str, &str),
        standings: Vec<StandingRow>,
    ) -> Result<Vec<StandingRow>, StoreError> {
        let bad = || StoreError::corrupt("rounds", "lot_root", "not 64 hex digits");
        let root = unhex::<32>(root).ok_or_else(bad)?;
        let seed = self.lot_seed(work, round).await?;
        let mut numbers = HashMap::new();
        for person in work.finished_in(round).await? {
            numbers.insert(person.attempt.participant, person.number);
        }
        let mut places: Vec<(i64, i64)> = Vec::with_capacity(standings.len());
        let mut rows: HashMap<i64, StandingRow> = HashMap::new();
        for row in standings {
            let number = numbers.get(&row.participant).copied().unwrap_or(i64::MAX);
            places.push((row.place, number));
            rows.insert(number, row);
        }
        places.sort_unstable();
        let turns = Lot::new(&seed, &root, beacon2).turns(places.iter().map(|(_, n)| *n));
        Ok(resolve(&places, &turns)
            .into_iter()
            .filter_map(|(place, number, turn)| {
                let mut row = rows.remove(&number)?;
                row.place = place;
                if let Some(last) = row.values.last_mut() {
                    *last = turn;
                }
                Some(row)
            })
            .collect())
    }
}
