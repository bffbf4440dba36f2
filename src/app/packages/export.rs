//! A contest leaves as a package.

use super::error::PackageError;
use super::files::{BankHead, Content, Lock, Packing};
use crate::app::App;
use crate::app::contests::{Package, ShowError};
use crate::app::staff::Asker;
use bytes::Bytes;
use serde_json::json;
use std::sync::Arc;

/// How the banks of a package are to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// Not at all.
    Open,
    /// For this installation: other units of it take the package in, nobody else.
    Platform,
    /// By a passphrase.
    Passphrase(String),
}

/// A package on its way out.
#[derive(Debug, Clone)]
pub struct PackageFile {
    /// What the file may be called: slug and ending.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

impl App {
    /// A contest with its banks, signed by this platform; it is written down who took it.
    pub async fn export_package(
        &self,
        asker: impl Into<Asker> + Send,
        slug: &str,
        sealing: &Sealing,
    ) -> Result<PackageFile, PackageError> {
        let asker = asker.into();
        let actor = asker.actor();
        let package = self.contest_package(asker, slug).await.map_err(show)?;
        let Package { source, banks } = package;
        let heads: Vec<BankHead> = banks
            .iter()
            .map(|bank| BankHead {
                code: bank.bank.code.clone(),
                title: bank.bank.title.clone(),
                questions: bank.questions.len(),
            })
            .collect();
        let questions: usize = heads.iter().map(|head| head.questions).sum();
        let mut files = Vec::with_capacity(banks.len());
        for bank in banks {
            files.push(self.packages.write_bank(bank).await?);
        }
        let (lock, content, sealed) = match sealing {
            Sealing::Open => (Lock::Open, Content::Banks(files), "open"),
            Sealing::Platform => {
                let (lock, sealed) = self.seal_here(&self.packages.bundle(files).await?);
                (lock, Content::Sealed(sealed), "platform")
            }
            Sealing::Passphrase(passphrase) => {
                let plain = self.packages.bundle(files).await?;
                let (lock, sealed) = self.seal_by(passphrase, &plain).await?;
                (lock, Content::Sealed(sealed), "passphrase")
            }
        };
        let packing = Packing {
            source,
            heads,
            lock,
            content,
        };
        let keys = Arc::clone(&self.keys);
        let sign = Box::new(move |message: &[u8]| keys.sign(message));
        let bytes = self.packages.pack(packing, sign).await?;
        let mut work = self.store.begin().await?;
        let contest = work.contest_by_slug(slug).await?;
        if let Some(contest) = contest {
            let detail = json!({ "questions": questions, "sealed": sealed });
            let subject = format!("contest:{}", contest.id);
            self.audit(
                &mut *work,
                &actor.to_string(),
                "contest.packaged",
                subject,
                &detail,
            )
            .await?;
        }
        work.commit().await?;
        Ok(PackageFile {
            name: format!("{slug}.zip"),
            bytes,
        })
    }
}

fn show(error: ShowError) -> PackageError {
    match error {
        ShowError::Forbidden(refusal) => refusal.into(),
        ShowError::StepUp(refusal) => refusal.into(),
        ShowError::Absent(absent) => absent.into(),
        ShowError::Bank(beyond) => beyond.into(),
    }
}
