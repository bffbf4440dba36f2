//! A bank whole, as files hold it.

use crate::domain::{Bank, Medium, QuestionVersion};
use crate::store::{StoreError, UnitOfWork};
use std::collections::{BTreeMap, BTreeSet};

/// A bank with its questions, keys included, and the pictures that they show.
#[derive(Debug, Clone)]
pub struct BankContents {
    /// The bank.
    pub bank: Bank,
    /// Questions in order of their making.
    pub questions: Vec<QuestionVersion>,
    /// Pictures by digest.
    pub media: BTreeMap<String, Medium>,
}

impl BankContents {
    /// What the store holds of that bank.
    pub(in crate::app) async fn of(
        bank: Bank,
        work: &mut dyn UnitOfWork,
    ) -> Result<Self, StoreError> {
        let questions = work.questions(bank.id).await?;
        Self::with(bank, questions, work).await
    }

    /// These of its questions.
    pub(in crate::app) async fn with(
        bank: Bank,
        questions: Vec<QuestionVersion>,
        work: &mut dyn UnitOfWork,
    ) -> Result<Self, StoreError> {
        let shown = questions.iter().flat_map(QuestionVersion::shown_media);
        let shown: BTreeSet<String> = shown.map(str::to_owned).collect();
        let shown: Vec<String> = shown.into_iter().collect();
        let media = work.media(&shown).await?;
        Ok(Self {
            bank,
            questions,
            media: media.into_iter().map(|m| (m.digest.clone(), m)).collect(),
        })
    }
}
