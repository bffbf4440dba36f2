mod properties;
mod reference;
mod vectors;

use super::*;
use crate::domain::{QuestionContent, QuestionKind, QuestionOption};
use std::collections::BTreeMap;

/// A question of a test round.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) level: u8,
    pub(super) options: Vec<String>,
    pub(super) pinned: Vec<String>,
}

/// A cell of a test round.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Cell {
    pub(super) count: usize,
    pub(super) group: Option<String>,
    pub(super) questions: Vec<String>,
}

/// A drawer of a test round.
pub(super) fn drawer(
    round: &str,
    order: &str,
    shuffle_options: bool,
    cells: &[Cell],
    questions: &[Asked],
) -> Result<Drawer, NotDrawable> {
    let contents: BTreeMap<&str, (i64, QuestionContent)> = questions
        .iter()
        .map(|q| (q.id.as_str(), (q.version, content(q))))
        .collect();
    let listed = |id: &String| ManifestQuestion {
        id: id.clone(),
        version: contents[id.as_str()].0,
        digest: [0; 32],
    };
    let manifest = Manifest {
        round: round.to_owned(),
        rules: serde_json::json!({ "paper": {
            "order": order, "shuffle_options": shuffle_options, "require_all": false
        } }),
        blueprint: cells
            .iter()
            .map(|c| serde_json::json!({ "count": c.count, "group": c.group, "bank": "b" }))
            .collect(),
        cells: cells
            .iter()
            .map(|c| c.questions.iter().map(listed).collect())
            .collect(),
        beacon_rule: String::new(),
    };
    Drawer::new(&manifest, |id, _| contents.get(id).map(|(_, c)| c))
}

fn content(question: &Asked) -> QuestionContent {
    let options = question.options.iter().map(|id| QuestionOption {
        id: id.clone(),
        text: id.clone(),
        pinned: question.pinned.contains(id),
    });
    QuestionContent {
        kind: QuestionKind::Single,
        stem: "Hỏi".to_owned(),
        options: options.collect(),
        level: question.level,
        media: Vec::new(),
    }
}

#[test]
fn a_manifest_that_can_not_be_drawn_is_refused_with_its_place() {
    let asked = |id: &str| Asked {
        id: id.to_owned(),
        version: 1,
        level: 0,
        options: vec!["a".to_owned(), "b".to_owned()],
        pinned: Vec::new(),
    };
    let questions = ["q1", "q2", "q3"].map(asked);
    let refused = |count: usize, listed: &[&str]| {
        let cell = Cell {
            count,
            group: None,
            questions: listed.iter().map(|id| (*id).to_owned()).collect(),
        };
        drawer("r", "shuffled", true, &[cell], &questions)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(refused(4, &["q1", "q2", "q3"]).starts_with("blueprint[0] needs 4"));
    assert!(refused(1, &["q2", "q1"]).starts_with("cells[0]: question q1 is out of order"));
    assert!(refused(1, &["q1", "q1"]).contains("listed twice"));
    let cell = Cell {
        count: 1,
        group: None,
        questions: vec!["q1".to_owned()],
    };
    let wrong = drawer("r", "by_beauty", true, &[cell], &questions).map(|_| ());
    assert!(matches!(wrong, Err(NotDrawable::Rules { at, .. }) if at == "rules.paper"));
}

#[test]
fn a_manifest_comes_back_from_its_canonical_form() {
    let manifest = Manifest {
        round: "r1".to_owned(),
        rules: serde_json::json!({ "code": "tuan-1" }),
        blueprint: vec![serde_json::json!({ "count": 1, "group": null })],
        cells: vec![vec![ManifestQuestion {
            id: "q1".to_owned(),
            version: 3,
            digest: [7; 32],
        }]],
        beacon_rule: String::new(),
    };
    let text = manifest.canonical().unwrap();
    let read: Manifest = serde_json::from_str(&text).unwrap();
    assert_eq!(read, manifest);
    assert!(serde_json::from_str::<Manifest>(&text.replace("07", "zz")).is_err());
}
