//! The seeds of a round: made once, sealed at rest, opened only to draw and to prove.

use crate::app::{App, NotOurs};
use crate::domain::RoundId;
use crate::entropy;
use crate::store::{Secrets, StoreError};

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
        let corrupt = |_: NotOurs| {
            StoreError::corrupt(
                "round_secrets",
                "seed",
                "sealed under another installation key",
            )
        };
        let seed = self
            .keys
            .open(&format!("seed:{round}"), &secrets.seed)
            .map_err(corrupt)?;
        seed.try_into()
            .map_err(|_| StoreError::corrupt("round_secrets", "seed", "not 32 bytes"))
    }
}
