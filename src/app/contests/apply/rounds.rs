//! The rounds of a contest file, brought into the store.

use super::{BankQuestions, Standing};
use crate::app::App;
use crate::domain::contest::RoundRules;
use crate::domain::{Contest, Round, RoundId, RoundState};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};

impl App {
    /// Adds, changes and removes rounds until the store holds those of the file, each committed to.
    pub(super) async fn put_rounds(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        standing: &[Standing],
        questions: &BankQuestions,
    ) -> Result<Vec<Round>, StoreError> {
        for gone in standing {
            let stays = contest
                .file
                .rounds
                .iter()
                .any(|rules| rules.code == gone.round.rules.code);
            if !stays {
                work.remove_round(gone.round.id).await?;
            }
        }
        let mut rounds = Vec::with_capacity(contest.file.rounds.len());
        for (position, rules) in (0..).zip(&contest.file.rounds) {
            let before = standing
                .iter()
                .find(|standing| standing.round.rules.code == rules.code);
            let round = match before {
                Some(Standing {
                    round,
                    is_fixed: true,
                }) => {
                    let amended = Round {
                        position,
                        rules: rules.clone(),
                        ..round.clone()
                    };
                    work.put_round(&amended).await?;
                    amended
                }
                before => {
                    let before = before.map(|standing| &standing.round);
                    self.put_free_round(work, contest, position, rules, before, questions)
                        .await?
                }
            };
            rounds.push(round);
        }
        Ok(rounds)
    }

    /// A round that no one has begun.
    async fn put_free_round(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        position: i64,
        rules: &RoundRules,
        before: Option<&Round>,
        questions: &BankQuestions,
    ) -> Result<Round, StoreError> {
        let state = match before {
            _ if !contest.published => RoundState::Draft,
            Some(round) if round.state != RoundState::Draft => round.state,
            _ => RoundState::Scheduled,
        };
        let mut round = Round {
            id: before.map_or_else(
                || entropy::id(&*self.entropy, self.now(), RoundId::new),
                |r| r.id,
            ),
            contest: contest.id,
            position,
            rules: rules.clone(),
            state,
            by_hand: before.and_then(|round| round.by_hand),
            commitment: before.and_then(|round| round.commitment.clone()),
            committed_at: before.and_then(|round| round.committed_at),
            beacon: before.and_then(|round| round.beacon.clone()),
            revealed: false,
            grants: before.map_or(0, |round| round.grants),
        };
        work.put_round(&round).await?;
        let seed = if let Some(secrets) = work.secrets(round.id).await? {
            self.open_seed(round.id, &secrets)?
        } else {
            let (seed, secrets) = self.new_secrets(round.id);
            work.put_secrets(round.id, &secrets).await?;
            seed
        };
        self.commit_to(work, &mut round, &questions.cells(rules), &seed)
            .await?;
        Ok(round)
    }
}
