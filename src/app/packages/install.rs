//! A package is applied as it stands, by whoever stands at the machine.

use super::banks::{BankPlace, Home, rename_banks};
use super::error::PackageError;
use super::rewrite::head;
use crate::app::App;
use crate::app::contests::{Applied, file_document, to_toml};
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use bytes::Bytes;

impl App {
    /// Takes the banks of a package in and applies its contest: what `thiluat contest apply PACKAGE`
    /// does. Codes that are somebody else's get others, and the contest file follows them; anything else
    /// of it stays as it was written.
    pub async fn install_package(
        &self,
        actor: Actor,
        bytes: Bytes,
        passphrase: Option<&str>,
        draft: bool,
        mut told: impl FnMut(&[BankPlace]) + Send,
    ) -> Result<Applied, PackageError> {
        allowed(actor, Action::ApplyContests)?;
        allowed(actor, Action::ApproveQuestions)?;
        let unpacked = self.unpack(bytes, passphrase).await?;
        let Some(banks) = unpacked.banks else {
            return Err(PackageError::PassphraseNeeded);
        };
        let mut document = file_document(&unpacked.source)?;
        let mut work = self.store.begin().await?;
        let unit = work.unit_by_code(head(&document, "organiser")).await?;
        let home = Home {
            owner: unit.as_ref().map_or(actor.unit(), |unit| Some(unit.id)),
            unit: unit.map(|unit| unit.draft.code),
            takes_nobodys: true,
        };
        let places = self
            .take_banks(&mut *work, actor, &home, banks, true)
            .await?;
        work.commit().await?;
        told(&places);
        let source = if rename_banks(&mut document, &places) {
            to_toml(&document)
        } else {
            unpacked.source
        };
        Ok(self.apply_contest(actor, &source, draft).await?)
    }
}
