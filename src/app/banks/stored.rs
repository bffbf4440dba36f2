//! A draft gets its ids and becomes version 1 of a question.

use crate::domain::medium::media_of;
use crate::domain::{
    BankId, Key, QuestionContent, QuestionDraft, QuestionId, QuestionKind, QuestionOption,
    QuestionStatus, QuestionVersion,
};
use crate::entropy::{self, Entropy};
use std::collections::BTreeSet;

/// Ids of options are random, so that they tell nothing about the order of the source
/// (algorithms.md 1).
const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH: usize = 6;

/// Version 1 of a question. Options keep the ids that an export of ours carried, so that a question
/// has the same ones everywhere.
pub(in crate::app) fn version(
    draft: QuestionDraft,
    id: QuestionId,
    bank: BankId,
    status: QuestionStatus,
    entropy: &dyn Entropy,
) -> QuestionVersion {
    let mut taken = BTreeSet::new();
    let mut right = Vec::new();
    let mut options = Vec::with_capacity(draft.options.len());
    for option in draft.options {
        let carried = option
            .id
            .filter(|id| is_option_id(id) && !taken.contains(id));
        let id = carried.unwrap_or_else(|| fresh(entropy, &taken));
        taken.insert(id.clone());
        if option.correct {
            right.push(id.clone());
        }
        options.push(QuestionOption {
            id,
            text: option.text,
            pinned: option.pinned,
        });
    }
    right.sort_unstable();
    let key = match draft.kind {
        QuestionKind::Single | QuestionKind::Multiple => Key::Options(right),
        QuestionKind::Number => {
            let (value, tolerance) = draft.number.unwrap_or_default();
            Key::Number { value, tolerance }
        }
        QuestionKind::Text => Key::Text(draft.accepted),
    };
    let mut media: Vec<String> = Vec::new();
    let texts = options.iter().map(|option| option.text.as_str());
    for name in std::iter::once(draft.stem.as_str())
        .chain(texts)
        .flat_map(media_of)
    {
        // What an explanation shows is no part of what participants see before its time.
        if !media.iter().any(|known| known == name) {
            media.push(name.to_owned());
        }
    }
    QuestionVersion {
        id,
        version: 1,
        bank,
        code: draft.code,
        status,
        content: QuestionContent {
            kind: draft.kind,
            stem: draft.stem,
            options,
            level: draft.level,
            media,
        },
        key,
        topic: draft.topic,
        explanation: draft.explanation,
        laws: draft.laws,
    }
}

fn is_option_id(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

fn fresh(entropy: &dyn Entropy, taken: &BTreeSet<String>) -> String {
    loop {
        let id = entropy::token(entropy, ALPHABET, LENGTH);
        if !taken.contains(&id) {
            return id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DraftOption;
    use crate::entropy::SeededEntropy;
    use uuid::Uuid;

    fn stored(ids: [Option<&str>; 3]) -> QuestionVersion {
        let option = |(at, id): (usize, Option<&str>)| DraftOption {
            id: id.map(str::to_owned),
            text: format!("Phương án {at}"),
            correct: at != 1,
            pinned: at == 2,
        };
        let draft = QuestionDraft {
            code: None,
            kind: QuestionKind::Multiple,
            stem: "Hỏi".to_owned(),
            options: ids.into_iter().enumerate().map(option).collect(),
            number: None,
            accepted: Vec::new(),
            topic: None,
            level: 0,
            explanation: None,
            laws: Vec::new(),
            media: Vec::new(),
        };
        let id = QuestionId(Uuid::from_u128(1));
        let bank = BankId(Uuid::from_u128(2));
        version(
            draft,
            id,
            bank,
            QuestionStatus::Approved,
            &SeededEntropy::new(4),
        )
    }

    #[test]
    fn ids_are_six_characters_and_the_key_names_the_right_ones() {
        let question = stored([None, None, None]);
        let ids: Vec<&String> = question
            .content
            .options
            .iter()
            .map(|option| &option.id)
            .collect();
        assert!(ids.iter().all(|id| is_option_id(id)), "{ids:?}");
        let mut right = vec![ids[0].clone(), ids[2].clone()];
        right.sort_unstable();
        assert_eq!(question.key, Key::Options(right));
        assert!(question.content.options[2].pinned);
    }

    #[test]
    fn carried_ids_stay_unless_they_are_no_ids_or_stand_twice() {
        let question = stored([Some("abc123"), Some("abc123"), Some("a,b")]);
        let ids: Vec<&str> = question
            .content
            .options
            .iter()
            .map(|o| o.id.as_str())
            .collect();
        assert_eq!(ids[0], "abc123");
        assert!(ids[1] != "abc123" && ids[2] != "a,b");
    }
}
