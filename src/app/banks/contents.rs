//! A bank whole, as files hold it.

use crate::domain::{Bank, DraftOption, Key, Medium, QuestionDraft, QuestionVersion};
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

/// A version as a file describes it: options keep their ids, pictures are named and not held.
pub(in crate::app) fn as_draft(version: QuestionVersion) -> QuestionDraft {
    let right: &[String] = match &version.key {
        Key::Options(ids) => ids,
        Key::Number { .. } | Key::Text(_) => &[],
    };
    let options = version.content.options.into_iter();
    let options = options
        .map(|option| DraftOption {
            correct: right.contains(&option.id),
            id: Some(option.id),
            text: option.text,
            pinned: option.pinned,
        })
        .collect();
    let (number, accepted) = match version.key {
        Key::Options(_) => (None, Vec::new()),
        Key::Number { value, tolerance } => (Some((value, tolerance)), Vec::new()),
        Key::Text(forms) => (None, forms),
    };
    QuestionDraft {
        code: version.code,
        kind: version.content.kind,
        stem: version.content.stem,
        options,
        number,
        accepted,
        topic: version.topic,
        level: version.content.level,
        explanation: version.explanation,
        laws: version.laws,
        media: Vec::new(),
    }
}
