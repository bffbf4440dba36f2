//! Scoreboards in Redis: a sorted set by bytes, a hash of rows, and a hash of counts for each round.

use super::link::{Link, nonsense};
use super::members::{KeyBytes, members, read_member, read_row, row_bytes, section};
use crate::domain::{ParticipantId, RoundId};
use crate::live::{
    BoardEntry, BoardFilter, BoardView, Content, LiveError, MOST_ROWS, Mark, Placed, Put, Replace,
    Scoreboards, Totals,
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

/// Entries that one `put` step takes: while it runs, the server does nothing else.
const PUT_AT_ONCE: usize = 64;

/// Scoreboards in Redis.
pub(super) struct RedisScoreboards {
    link: Link,
    put: Script,
    top: Script,
    around: Script,
    place: Script,
    mark: Script,
    remove: Script,
    swap: Script,
    confirm: Script,
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
        let members = include_str!("lua/board_members.lua");
        let intact = include_str!("lua/board_intact.lua");
        let rows = include_str!("lua/board_rows.lua");
        let script = |parts: &[&str]| Script::new(&parts.concat());
        Self {
            link,
            put: script(&[members, intact, include_str!("lua/board_put.lua")]),
            top: script(&[rows, include_str!("lua/board_top.lua")]),
            around: script(&[rows, include_str!("lua/board_around.lua")]),
            place: script(&[include_str!("lua/board_place.lua")]),
            mark: script(&[intact, include_str!("lua/board_mark.lua")]),
            remove: script(&[members, include_str!("lua/board_remove.lua")]),
            swap: script(&[members, include_str!("lua/board_swap.lua")]),
            confirm: script(&[members, include_str!("lua/board_confirm.lua")]),
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

    /// Fills the parts of a new board beside the present one, and says how many people and members
    /// are in it.
    async fn fill(
        &self,
        parts: &Keys,
        entries: Vec<BoardEntry>,
    ) -> Result<(usize, usize), LiveError> {
        let mut best: HashMap<ParticipantId, BoardEntry> = HashMap::with_capacity(entries.len());
        for entry in entries {
            let better = best
                .get(&entry.participant)
                .is_none_or(|old| (!entry.listed, entry.key) < (!old.listed, old.key));
            if better {
                best.insert(entry.participant, entry);
            }
        }
        let best: Vec<BoardEntry> = best.into_values().collect();
        let mut in_all = 0;
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
            in_all += ranks.len();
            if !ranks.is_empty() {
                commands.zadd_multiple(&parts.board, &ranks).ignore();
            }
            commands.hset_multiple(&parts.rows, &rows).ignore();
            commands.expire(&parts.board, KEEP_PARTS_S).ignore();
            commands.expire(&parts.rows, KEEP_PARTS_S).ignore();
            self.link.send_large::<()>(&commands).await?;
        }
        Ok((best.len(), in_all))
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

fn mode(replace: Replace) -> &'static str {
    match replace {
        Replace::IfBetter => "better",
        Replace::Always => "always",
        Replace::Newest => "newest",
        Replace::IfAbsent => "absent",
    }
}

fn content_word(content: Content) -> String {
    match content {
        Content::Attempts => "attempts".to_owned(),
        Content::Result(version) => format!("result:{version}"),
    }
}

fn content_of(word: &str) -> Option<Content> {
    if word == "attempts" {
        return Some(Content::Attempts);
    }
    let version = word.strip_prefix("result:")?.parse().ok()?;
    Some(Content::Result(version))
}

#[async_trait]
impl Scoreboards for RedisScoreboards {
    async fn put(
        &self,
        round: RoundId,
        entries: Vec<(BoardEntry, Replace)>,
    ) -> Result<Put, LiveError> {
        let mut all = Put {
            taken: true,
            entered: 0,
            version: 0,
        };
        for some in entries.chunks(PUT_AT_ONCE) {
            let mut step = self.step(&self.put, round);
            step.arg(KEEP_S);
            for (entry, replace) in some {
                step.arg(&entry.participant.0.as_bytes()[..])
                    .arg(row_bytes(entry))
                    .arg(mode(*replace));
            }
            let (taken, entered, version): (bool, u64, u64) = self.link.run(&step).await?;
            all.taken &= taken;
            all.entered += entered;
            all.version = version;
        }
        Ok(all)
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
        filter: &BoardFilter,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError> {
        let mut step = self.step(&self.place, round);
        step.arg(&section(filter)[..])
            .arg(&participant.0.as_bytes()[..]);
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
        filter: &BoardFilter,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError> {
        let above = above.min(MOST_ROWS - 1);
        let mut step = self.step(&self.around, round);
        step.arg(&section(filter)[..])
            .arg(&participant.0.as_bytes()[..])
            .arg(above)
            .arg(below.min(MOST_ROWS - 1 - above));
        view(self.link.run(&step).await?)
    }

    async fn replace_all(
        &self,
        round: RoundId,
        content: Content,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError> {
        let keys = self.keys(round);
        // A number of its own, so that two nodes that fill at once do not mix their parts.
        let mut commands = Pipeline::new();
        commands.hincr(&keys.meta, "fillings", 1);
        commands.expire(&keys.meta, KEEP_S).ignore();
        let (filling,): (u64,) = self.link.send(&commands).await?;
        let parts = Keys {
            board: format!("{}:{filling}", keys.board),
            rows: format!("{}:{filling}", keys.rows),
            meta: String::new(),
        };
        let (people, members) = self.fill(&parts, entries).await?;
        let mut step = self.step(&self.swap, round);
        step.key(parts.board)
            .key(parts.rows)
            .arg(content_word(content))
            .arg(people)
            .arg(members)
            .arg(attempts)
            .arg(filling)
            .arg(KEEP_S);
        let _: u64 = self.link.run_large(&step).await?;
        Ok(filling)
    }

    async fn confirm(&self, round: RoundId, filling: u64) -> Result<bool, LiveError> {
        let mut step = self.step(&self.confirm, round);
        step.arg(filling);
        self.link.run(&step).await
    }

    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError> {
        let mut step = self.step(&self.remove, round);
        step.arg(&participant.0.as_bytes()[..]);
        self.link.run(&step).await
    }

    async fn mark(&self, round: RoundId) -> Result<Mark, LiveError> {
        let (version, people, attempts, content): (u64, u64, u64, Option<String>) =
            self.link.run(&self.step(&self.mark, round)).await?;
        Ok(Mark {
            version,
            content: content.as_deref().and_then(content_of),
            totals: Totals { people, attempts },
            stand_in: false,
        })
    }
}
