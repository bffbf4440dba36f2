//! Starting an attempt, or taking up the one that runs.

use super::facts::{Begun, facts};
use super::view::AttemptView;
use crate::app::rounds::Material;
use crate::app::running::Counted;
use crate::app::{Absent, App, Language, NotFound, Person, Refusal, SignedIn};
use crate::domain::contest::AttemptScope;
use crate::domain::{
    Attempt, AttemptId, AttemptState, Millis, ParticipantId, Round, RoundId, Timestamp,
};
use crate::engine::attempt::{FIRST_EPOCH, PastAttempt, StartDecision, StartRefusal, decide_start};
use crate::engine::digest::hex;
use crate::engine::draw::Paper;
use crate::entropy;
use crate::live::Verdict as Limited;
use crate::store::StoreError;
use crate::store::writer::{StartPlan, Starting};
use serde_json::{Map, Value, json};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Who wants to start what.
#[derive(Debug, Clone)]
pub struct StartRequest {
    /// The round.
    pub round: RoundId,
    /// A random name of the device, kept by the browser.
    pub device: Option<String>,
    /// The request's idempotency key.
    pub idempotency_key: Option<String>,
    /// Where the request comes from; only a keyed mark of its network is kept.
    pub address: Option<IpAddr>,
    /// The entry code, where the round asks for one.
    pub code: Option<String>,
}

/// A running attempt.
pub struct Started {
    /// Whether it is a new one.
    pub created: bool,
    /// Attempt, paper and answers so far.
    pub view: AttemptView,
}

/// Why an attempt was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No such round, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The rules of the round say no.
    #[error(transparent)]
    Refused(#[from] StartRefusal),
    /// The round is for other groups.
    #[error("the round is for other groups")]
    OtherGroup,
    /// The round asks for a code, and it was not this one.
    #[error("the entry code is missing or wrong")]
    EntryCode,
    /// The round is for those who came on from an earlier one.
    #[error("not among those who came on from the earlier round")]
    NotPromoted,
    /// Staff took the person out of the contest.
    #[error("excluded from the contest")]
    Excluded,
    /// Too many tries.
    #[error("too many tries")]
    Limited {
        /// Seconds to wait.
        retry_after_s: u32,
    },
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for StartError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Refused(StartRefusal::NotOpen { .. }) => "round.not_open",
            Self::Refused(StartRefusal::Limit { .. }) => "attempt.limit",
            Self::Refused(StartRefusal::Cooldown { .. }) => "attempt.cooldown",
            Self::OtherGroup => "round.other_group",
            Self::EntryCode => "round.entry_code",
            Self::NotPromoted => "round.not_promoted",
            Self::Excluded => "participant.excluded",
            Self::Limited { .. } => "rate.limited",
        }
    }

    fn detail(&self, language: Language) -> String {
        let vietnamese = language == Language::Vietnamese;
        match self {
            Self::Absent(absent) => absent.detail(language),
            Self::Refused(StartRefusal::NotOpen { .. }) if vietnamese => {
                "Vòng thi chưa mở hoặc đã hết giờ vào thi.".into()
            }
            Self::Refused(StartRefusal::NotOpen { .. }) => {
                "The round has not opened yet, or entry has ended.".into()
            }
            Self::Refused(StartRefusal::Limit { max, per }) => {
                let (vi, en) = match per {
                    AttemptScope::Round => ("trong vòng này", "in this round"),
                    AttemptScope::Day => ("trong hôm nay", "today"),
                    AttemptScope::Contest => ("trong cuộc thi này", "in this contest"),
                };
                if vietnamese {
                    format!("Bạn đã dùng hết {max} lượt thi {vi}.")
                } else {
                    format!("You have used all {max} attempts {en}.")
                }
            }
            Self::Refused(StartRefusal::Cooldown { until }) => {
                let at = until.to_vietnam();
                let (hour, minute) = (at.hour(), at.minute());
                if vietnamese {
                    format!("Bạn có thể thi lượt tiếp theo từ {hour:02}:{minute:02}.")
                } else {
                    format!("Your next attempt may begin at {hour:02}:{minute:02}.")
                }
            }
            Self::OtherGroup if vietnamese => "Vòng thi này dành cho bảng khác.".into(),
            Self::OtherGroup => "This round is for another group.".into(),
            Self::EntryCode if vietnamese => {
                "Vòng thi này cần mã vào thi do đơn vị tổ chức cung cấp; mã vừa nhập còn thiếu hoặc chưa đúng.".into()
            }
            Self::EntryCode => {
                "This round needs an entry code from its organiser; it is missing or wrong.".into()
            }
            Self::NotPromoted if vietnamese => {
                "Vòng thi này dành cho người được chọn từ vòng trước.".into()
            }
            Self::NotPromoted => "This round is for those chosen in the earlier round.".into(),
            Self::Excluded if vietnamese => {
                "Đơn vị tổ chức đã đưa bạn ra khỏi cuộc thi này nên bạn không vào thi được. Nếu có ý kiến, hãy liên hệ đơn vị tổ chức.".into()
            }
            Self::Excluded => {
                "The organiser took you out of this contest, so you can't begin. If you object, please get in touch with the organiser.".into()
            }
            Self::Limited { .. } if vietnamese => {
                "Bạn thao tác quá nhanh. Vui lòng chờ ít giây rồi thử lại.".into()
            }
            Self::Limited { .. } => "Too many tries. Please wait a few seconds.".into(),
        }
    }

    fn facts(&self) -> Map<String, Value> {
        let mut facts = Map::new();
        match self {
            Self::Refused(StartRefusal::NotOpen { opens_at }) => {
                facts.insert("opens_at".into(), json!(opens_at));
            }
            Self::Refused(StartRefusal::Limit { max, .. }) => {
                facts.insert("max".into(), json!(max));
            }
            Self::Refused(StartRefusal::Cooldown { until }) => {
                facts.insert("until".into(), json!(until));
            }
            _ => {}
        }
        facts
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            Self::Limited { retry_after_s } => Some(*retry_after_s),
            _ => None,
        }
    }
}

impl App {
    /// Starts an attempt, or takes up the one that runs: the same device keeps its turn, any other
    /// takes over. Fifty at once make one attempt, because the decision is made by the writer.
    pub async fn start_attempt(
        &self,
        who: SignedIn,
        request: StartRequest,
    ) -> Result<Started, StartError> {
        if let Some(quota) = self.limits.starts {
            let key = format!("start:{}", who.participant);
            if let Ok(Limited::RetryAfter(ms)) = self.live.node_limits.check(&key, quota).await {
                return Err(StartError::Limited {
                    retry_after_s: seconds(ms),
                });
            }
        }
        let mut material = self.material(request.round).await?;
        if material.round.contest != who.contest {
            return Err(Absent::NotFound(NotFound).into());
        }
        let person = self.person(who.participant).await?;
        let groups = &material.round.rules.groups;
        if !groups.is_empty()
            && !person
                .group
                .as_ref()
                .is_some_and(|group| groups.contains(group))
        {
            return Err(StartError::OtherGroup);
        }
        let of_round = request.round.to_string();
        let network = request
            .address
            .map(|from| self.keys.network(&of_round, from));
        let round = &material.round;
        if let Some(entry) = &round.rules.entry
            && !request
                .code
                .as_deref()
                .is_some_and(|code| entry.takes(code))
            && !self.has_running(who, round.id).await?
        {
            return Err(StartError::EntryCode);
        }
        if round.rules.promotion.is_some() {
            let mut work = self.store.read_urgently().await?;
            if !work.is_admitted(round.id, who.participant).await? {
                return Err(StartError::NotPromoted);
            }
        }
        let practice = self.practice_rounds(&material).await?;
        // A second look is needed only when a command changed the round beside this node.
        loop {
            let (reply, verdict) = oneshot::channel();
            self.store.writer().start(Box::new(Starter {
                request: request.clone(),
                participant: who.participant,
                person: Arc::clone(&person),
                material: Arc::clone(&material),
                network: network.clone(),
                practice: Arc::clone(&practice),
                id_bytes: entropy::bytes(&*self.entropy),
                verdict: Verdict::Outdated,
                reply,
            }))?;
            match verdict
                .await
                .map_err(|_| StoreError::Unavailable("the writer ended".into()))??
            {
                Verdict::Outdated => material = self.fresh_material(request.round).await?,
                Verdict::NoRound => return Err(Absent::NotFound(NotFound).into()),
                Verdict::Excluded => return Err(StartError::Excluded),
                Verdict::Refused(refusal) => return Err(refusal.into()),
                Verdict::Running {
                    attempt,
                    drawn,
                    created,
                    now,
                } => {
                    // A repeated request finds its attempt; only who drew a paper began one.
                    if drawn.is_some() {
                        self.tallies.count(attempt.round, now, Counted::Started, 1);
                    }
                    let begun = Begun::from(&*attempt);
                    let facts = Arc::new(facts(begun, material, person, drawn));
                    self.keep_begun(&attempt, Arc::clone(&facts));
                    let log = if created {
                        Vec::new()
                    } else {
                        self.store
                            .read_urgently()
                            .await?
                            .newest_responses(attempt.id)
                            .await?
                    };
                    let pacing = self.pacing(&facts).await?;
                    return Ok(Started {
                        created,
                        view: AttemptView::of(&facts, &attempt, &log, pacing, now),
                    });
                }
            }
        }
    }
}

impl App {
    /// Whether the person sits an attempt of the round: he has given the code before.
    async fn has_running(&self, who: SignedIn, round: RoundId) -> Result<bool, StoreError> {
        let attempts = self
            .store
            .read_urgently()
            .await?
            .attempts_of(who.participant)
            .await?;
        let runs =
            |attempt: &Attempt| attempt.round == round && attempt.state == AttemptState::Active;
        Ok(attempts.iter().any(runs))
    }

    /// Practice rounds of a contest, where limits count over the contest.
    async fn practice_rounds(&self, material: &Material) -> Result<Arc<[RoundId]>, Absent> {
        let counts_all = material.round.rules.attempts.per == AttemptScope::Contest;
        let rounds = &material.contest.file.rounds;
        if !counts_all || rounds.iter().all(|rules| rules.kind.counts()) {
            return Ok(Arc::new([]));
        }
        let known = self.published(&material.contest.file.contest.slug).await?;
        let practice = known
            .rounds
            .iter()
            .filter(|round| !round.rules.kind.counts());
        Ok(practice.map(|round| round.id).collect())
    }
}

pub(super) fn seconds(wait_ms: u64) -> u32 {
    u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(60).max(1)
}

enum Verdict {
    /// The material that the paper would be drawn from is not the committed one any more, or somebody was
    /// given time or attempts that it does not know.
    Outdated,
    NoRound,
    /// Staff took the person out of the contest.
    Excluded,
    Refused(StartRefusal),
    Running {
        attempt: Box<Attempt>,
        /// Its paper, if it was drawn just now.
        drawn: Option<Paper>,
        created: bool,
        now: Timestamp,
    },
}

/// The decision, made by the writer while nobody else writes about this person.
struct Starter {
    request: StartRequest,
    participant: ParticipantId,
    person: Arc<Person>,
    material: Arc<Material>,
    network: Option<String>,
    /// Rounds whose attempts count towards nothing.
    practice: Arc<[RoundId]>,
    id_bytes: [u8; 10],
    verdict: Verdict,
    reply: oneshot::Sender<Result<Verdict, StoreError>>,
}

impl Starter {
    fn decide(&mut self, round: &Round, attempts: &[Attempt], now: Timestamp) -> StartPlan {
        let drawn_from = &self.material.round;
        let is_known = (&round.commitment, &round.beacon, round.grants)
            == (
                &drawn_from.commitment,
                &drawn_from.beacon,
                drawn_from.grants,
            );
        if !is_known {
            self.verdict = Verdict::Outdated;
            return StartPlan::Nothing;
        }
        // The reply to this very request was lost: it gets the same one again.
        let key = self.request.idempotency_key.as_ref();
        let again = attempts.iter().find(|attempt| {
            attempt.round == round.id
                && attempt.state == AttemptState::Active
                && key.is_some()
                && attempt.start_key.as_ref() == key
        });
        if let Some(attempt) = again {
            let created = attempt.epoch == FIRST_EPOCH;
            self.verdict = Verdict::Running {
                attempt: Box::new(attempt.clone()),
                drawn: None,
                created,
                now,
            };
            return StartPlan::Nothing;
        }
        let counts = |attempt: &&Attempt| {
            attempt.round == round.id || !self.practice.contains(&attempt.round)
        };
        let past: Vec<PastAttempt> = attempts
            .iter()
            .filter(counts)
            .map(PastAttempt::from)
            .collect();
        let device = self.request.device.as_deref();
        let mut extra = self.material.grants.extra(
            (round.id, round.rules.attempts.per),
            (self.participant, self.person.unit),
            now,
        );
        extra.time = Millis(extra.time.0 + self.person.extra_time.0);
        match decide_start(round, &past, device, extra, now) {
            Err(refusal) => {
                self.verdict = Verdict::Refused(refusal);
                StartPlan::Nothing
            }
            Ok(StartDecision::Resume { id, epoch }) => {
                let running = attempts
                    .iter()
                    .find(|attempt| attempt.id == id)
                    .expect("the rules resume an attempt that they were given");
                self.resume(running, epoch, now)
            }
            Ok(StartDecision::Begin {
                ordinal,
                deadline_at,
            }) => self.begin(round, ordinal, deadline_at, now),
        }
    }

    fn resume(&mut self, running: &Attempt, epoch: i64, now: Timestamp) -> StartPlan {
        let mut attempt = running.clone();
        let takes_over = epoch != running.epoch;
        if takes_over {
            attempt.epoch = epoch;
            attempt.device.clone_from(&self.request.device);
            attempt.start_key.clone_from(&self.request.idempotency_key);
        }
        self.verdict = Verdict::Running {
            attempt: Box::new(attempt),
            drawn: None,
            created: false,
            now,
        };
        if !takes_over {
            return StartPlan::Nothing;
        }
        StartPlan::TakeOver {
            attempt: running.id,
            epoch,
            device: self.request.device.clone(),
            start_key: self.request.idempotency_key.clone(),
        }
    }

    fn begin(
        &mut self,
        round: &Round,
        ordinal: i64,
        deadline_at: Timestamp,
        now: Timestamp,
    ) -> StartPlan {
        let paper = self
            .material
            .paper(self.person.number, ordinal, self.person.group.as_deref());
        let attempt = Attempt {
            id: AttemptId::new(now, self.id_bytes),
            round: round.id,
            participant: self.participant,
            ordinal,
            epoch: FIRST_EPOCH,
            device: self.request.device.clone(),
            start_key: self.request.idempotency_key.clone(),
            state: AttemptState::Active,
            started_at: now,
            deadline_at,
            paper_hash: hex(&paper.hash),
            outcome: None,
        };
        let begun = Box::new(attempt.clone());
        self.verdict = Verdict::Running {
            attempt: begun,
            drawn: Some(paper),
            created: true,
            now,
        };
        StartPlan::Insert(Box::new(attempt))
    }
}

impl Starting for Starter {
    fn who(&self) -> (RoundId, ParticipantId) {
        (self.request.round, self.participant)
    }

    fn network(&self) -> Option<&str> {
        self.network.as_deref()
    }

    fn excluded(&mut self) {
        self.verdict = Verdict::Excluded;
    }

    fn plan(&mut self, round: Option<&Round>, attempts: &[Attempt], now: Timestamp) -> StartPlan {
        match round {
            Some(round) => self.decide(round, attempts, now),
            None => {
                self.verdict = Verdict::NoRound;
                StartPlan::Nothing
            }
        }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        // The asker may have gone; the attempt is there when he comes back.
        let Self { verdict, reply, .. } = *self;
        drop(reply.send(committed.map(|()| verdict)));
    }
}
