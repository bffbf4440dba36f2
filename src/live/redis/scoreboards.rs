//! Scoreboards in Redis: a sorted set by bytes, a hash of rows, and a hash of counts for each round.

use super::link::{Link, nonsense};
use super::members::{KeyBytes, members, read_member, read_row, row_bytes, section};
use crate::domain::{ParticipantId, RoundId};
use crate::live::{
    BoardEntry, BoardFilter, BoardView, LiveError, MOST_ROWS, Placed, Put, Replace, Scoreboards,
    Totals,
};
use async_trait::async_trait;
use redis::{Pipeline, Script, ScriptInvocation};
use std::collections::HashMap;
use std::sync::Arc;

/// Longer than any round and its aftermath; a board that nobody changes goes by itself.
const KEEP_S: i64 = 45 * 86_400;

/// How long the parts of an unfinished `replace_all` stay.
const KEEP_PARTS_S: i64 = 60;

/// Entries that one message of `replace_all` carries.
const CHUNK: usize = 1000;

/// Scoreboards in Redis.
pub(super) struct RedisScoreboards {
    link: Link,
    put: Script,
    top: Script,
    around: Script,
    place: Script,
    totals: Script,
    remove: Script,
    swap: Script,
}

/// The keys of a round; the tag in braces keeps them on one node of a cluster.
struct Keys {
    board: String,
    rows: String,
    meta: String,
}

/// Version, people, attempts, (place of the first row, rows before it), member and row in turn.
type Reading = (u64, u64, u64, (u64, u64), Vec<Vec<u8>>);

impl RedisScoreboards {
    pub(super) fn new(link: Link) -> Self {
        let with_members =
            |step: &str| Script::new(&[include_str!("lua/board_members.lua"), step].concat());
        Self {
            link,
            put: with_members(include_str!("lua/board_put.lua")),
            top: Script::new(include_str!("lua/board_top.lua")),
            around: Script::new(include_str!("lua/board_around.lua")),
            place: Script::new(include_str!("lua/board_place.lua")),
            totals: Script::new(include_str!("lua/board_totals.lua")),
            remove: with_members(include_str!("lua/board_remove.lua")),
            swap: with_members(include_str!("lua/board_swap.lua")),
        }
    }

    fn keys(&self, round: RoundId) -> Keys {
        let key = |part: &str| self.link.key(&format!("{{{round}}}:{part}"));
        Keys {
            board: key("board"),
            rows: key("rows"),
            meta: key("meta"),
        }
    }

    fn step<'a>(&self, script: &'a Script, round: RoundId) -> ScriptInvocation<'a> {
        let keys = self.keys(round);
        let mut step = script.key(keys.board);
        step.key(keys.rows).key(keys.meta);
        step
    }

    async fn counts(&self, round: RoundId) -> Result<(u64, u64, u64), LiveError> {
        self.link.run(&self.step(&self.totals, round)).await
    }

    /// Fills the parts of a new board beside the present one, and says how many people are in it.
    async fn fill(&self, parts: &Keys, entries: Vec<BoardEntry>) -> Result<usize, LiveError> {
        let mut best: HashMap<ParticipantId, BoardEntry> = HashMap::with_capacity(entries.len());
        for entry in entries {
            let better = best
                .get(&entry.participant)
                .is_none_or(|old| entry.key < old.key);
            if better {
                best.insert(entry.participant, entry);
            }
        }
        let best: Vec<BoardEntry> = best.into_values().collect();
        for chunk in best.chunks(CHUNK) {
            let mut commands = Pipeline::new();
            let mut ranks: Vec<(i64, Vec<u8>)> = Vec::new();
            let mut rows: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
            for entry in chunk {
                let row = row_bytes(entry);
                ranks.extend(
                    members(&row, entry.participant)
                        .into_iter()
                        .map(|member| (0, member)),
                );
                rows.push((entry.participant.0.as_bytes().to_vec(), row));
            }
            commands.zadd_multiple(&parts.board, &ranks).ignore();
            commands.hset_multiple(&parts.rows, &rows).ignore();
            commands.expire(&parts.board, KEEP_PARTS_S).ignore();
            commands.expire(&parts.rows, KEEP_PARTS_S).ignore();
            self.link.send::<()>(&commands).await?;
        }
        Ok(best.len())
    }
}

fn view((version, people, attempts, first, flat): Reading) -> Result<BoardView, LiveError> {
    Ok(BoardView {
        version,
        totals: Totals { people, attempts },
        entries: placed(first, &flat)?,
    })
}

/// Gives places to rows in order: the first one's is known, every other one's follows from the row
/// before it and from how many rows there are before it.
fn placed((first, before): (u64, u64), flat: &[Vec<u8>]) -> Result<Vec<Placed>, LiveError> {
    let mut out: Vec<Placed> = Vec::with_capacity(flat.len() / 2);
    let mut previous: Option<(KeyBytes, u64)> = None;
    for (position, pair) in (before + 1..).zip(flat.chunks_exact(2)) {
        let (key, participant) = read_member(&pair[0]).ok_or_else(|| nonsense("a member"))?;
        let row = read_row(&pair[1]).ok_or_else(|| nonsense("a row"))?;
        let place = match previous {
            None => first,
            Some((same, place)) if same == key => place,
            Some(_) => position,
        };
        previous = Some((key, place));
        out.push(Placed {
            place,
            participant,
            row: Arc::new(row),
        });
    }
    Ok(out)
}

#[async_trait]
impl Scoreboards for RedisScoreboards {
    async fn put(
        &self,
        round: RoundId,
        entry: BoardEntry,
        replace: Replace,
    ) -> Result<Put, LiveError> {
        let mode = match replace {
            Replace::IfBetter => "better",
            Replace::Always => "always",
            Replace::IfAbsent => "absent",
        };
        let mut step = self.step(&self.put, round);
        step.arg(&entry.participant.0.as_bytes()[..])
            .arg(row_bytes(&entry))
            .arg(mode)
            .arg(KEEP_S);
        let (entered, version): (bool, u64) = self.link.run(&step).await?;
        Ok(Put { entered, version })
    }

    async fn top(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        limit: usize,
    ) -> Result<BoardView, LiveError> {
        let mut step = self.step(&self.top, round);
        step.arg(&section(filter)[..]).arg(limit.min(MOST_ROWS));
        view(self.link.run(&step).await?)
    }

    async fn place(
        &self,
        round: RoundId,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError> {
        let mut step = self.step(&self.place, round);
        step.arg(&participant.0.as_bytes()[..]);
        let found: Option<(u64, Vec<u8>)> = self.link.run(&step).await?;
        let Some((place, row)) = found else {
            return Ok(None);
        };
        Ok(Some(Placed {
            place,
            participant,
            row: Arc::new(read_row(&row).ok_or_else(|| nonsense("a row"))?),
        }))
    }

    async fn around(
        &self,
        round: RoundId,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError> {
        let above = above.min(MOST_ROWS - 1);
        let mut step = self.step(&self.around, round);
        step.arg(&participant.0.as_bytes()[..])
            .arg(above)
            .arg(below.min(MOST_ROWS - 1 - above));
        view(self.link.run(&step).await?)
    }

    async fn totals(&self, round: RoundId) -> Result<Totals, LiveError> {
        let (_, people, attempts) = self.counts(round).await?;
        Ok(Totals { people, attempts })
    }

    async fn replace_all(
        &self,
        round: RoundId,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError> {
        let keys = self.keys(round);
        // A number of its own, so that two nodes that rebuild at once do not mix their parts.
        let mut commands = Pipeline::new();
        commands.hincr(&keys.meta, "builds", 1);
        commands.expire(&keys.meta, KEEP_S).ignore();
        let (build,): (u64,) = self.link.send(&commands).await?;
        let parts = Keys {
            board: format!("{}:{build}", keys.board),
            rows: format!("{}:{build}", keys.rows),
            meta: String::new(),
        };
        let people = self.fill(&parts, entries).await?;
        let mut step = self.step(&self.swap, round);
        step.key(parts.board)
            .key(parts.rows)
            .arg(people)
            .arg(attempts)
            .arg(KEEP_S);
        self.link.run(&step).await
    }

    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError> {
        let mut step = self.step(&self.remove, round);
        step.arg(&participant.0.as_bytes()[..]);
        self.link.run(&step).await
    }

    async fn version(&self, round: RoundId) -> Result<u64, LiveError> {
        Ok(self.counts(round).await?.0)
    }
}
