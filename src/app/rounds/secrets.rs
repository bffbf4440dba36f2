//! The seeds of a round: made once, sealed at rest, opened only to draw and to prove.

use crate::app::{App, NotOurs};
use crate::domain::RoundId;
use crate::entropy;
use crate::store::{Secrets, StoreError, UnitOfWork};

impl App {
    /// Fresh secrets for a new round; gives the seed in clear beside the sealed form.
    pub(in crate::app) fn new_secrets(&self, round: RoundId) -> ([u8; 32], Secrets) {
        let seed = entropy::bytes::<32>(&*self.entropy);
        let lot = entropy::bytes::<32>(&*self.entropy);
        let seal = |what: &str, secret: &[u8; 32]| {
            self.keys
                .seal(&*self.entropy, &format!("{what}:{round}"), secret)
        };
        (
            seed,
            Secrets {
                seed: seal("seed", &seed),
                lot: seal("lot", &lot),
            },
        )
    }

    /// The round seed S.
    pub(in crate::app) fn open_seed(
        &self,
        round: RoundId,
        secrets: &Secrets,
    ) -> Result<[u8; 32], StoreError> {
        self.opened("seed", round, &secrets.seed)
    }

    /// The seed D of the round's lot.
    pub(in crate::app) async fn lot_seed(
        &self,
        work: &mut dyn UnitOfWork,
        round: RoundId,
    ) -> Result<[u8; 32], StoreError> {
        let secrets = work
            .secrets(round)
            .await?
            .ok_or_else(|| StoreError::corrupt("round_secrets", "lot", "there is none"))?;
        self.opened("lot", round, &secrets.lot)
    }

    fn opened(
        &self,
        what: &'static str,
        round: RoundId,
        sealed: &[u8],
    ) -> Result<[u8; 32], StoreError> {
        let corrupt = |_: NotOurs| {
            StoreError::corrupt(
                "round_secrets",
                what,
                "sealed under another installation key",
            )
        };
        self.keys
            .open(&format!("{what}:{round}"), sealed)
            .map_err(corrupt)?
            .try_into()
            .map_err(|_| StoreError::corrupt("round_secrets", what, "not 32 bytes"))
    }
}
