//! Contests that are still being written, templates, and lists of contests of a unit.

use super::world::{contest, staff_id, unit_id};
use crate::support::database::{TestStore, both_databases, start};
use serde_json::json;
use thiluat::domain::{
    ContestDraft, ContestTemplate, DraftId, Millis, TemplateBank, TemplateId, UnitDraft, UnitType,
};
use thiluat::store::{AuditEntry, AuditLink, ManagedFilter, Store};

both_databases! {
    a_draft_is_replaced_only_by_who_saw_its_revision,
    drafts_and_contests_are_listed_within_a_unit,
    templates_are_shown_to_their_unit_and_shared_downwards,
    what_was_done_last_is_known_by_its_action,
}

/// 1 stands above 2 and 3; 4 stands by itself.
async fn units(store: &dyn Store) {
    let mut work = store.begin().await.unwrap();
    for (number, parent) in [(1, None), (2, Some("1")), (3, Some("1")), (4, None)] {
        let draft = UnitDraft {
            code: number.to_string(),
            name: format!("Đơn vị {number}"),
            kind: UnitType::Xa,
            parent: parent.map(str::to_owned),
            area_type: None,
            headcount: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            block: None,
            headcount_source: None,
            headcount_date: None,
            aliases: Vec::new(),
        };
        work.put_unit(unit_id(number), &draft).await.unwrap();
    }
    work.commit().await.unwrap();
}

fn draft(number: u8, owner: Option<u32>) -> ContestDraft {
    ContestDraft {
        id: DraftId::new(start(), [number; 10]),
        owner: owner.map(unit_id),
        slug: None,
        title: format!("Bản nháp {number}"),
        document: json!({ "contest": { "title": "Thi", "slug": null } }),
        source: Some("# như đã gõ\n".into()),
        revision: 1,
        complete: false,
        rehearsed: None,
        changed_by: Some(staff_id(1)),
        created_at: start(),
        updated_at: start() + Millis::seconds(i64::from(number)),
    }
}

async fn a_draft_is_replaced_only_by_who_saw_its_revision(fresh: TestStore) {
    let store = &*fresh.store;
    let first = draft(1, Some(2));
    let mut work = store.begin().await.unwrap();
    work.add_draft(&first).await.unwrap();
    assert_eq!(work.draft(first.id).await.unwrap().as_ref(), Some(&first));
    let next = ContestDraft {
        slug: Some("thi".into()),
        source: None,
        revision: 2,
        complete: true,
        changed_by: None,
        ..first.clone()
    };
    assert!(work.put_draft(&next, 1).await.unwrap());
    assert!(
        !work.put_draft(&next, 1).await.unwrap(),
        "revision 1 is gone"
    );
    work.rehearsed_draft(first.id, "ab").await.unwrap();
    let kept = work.draft(first.id).await.unwrap().unwrap();
    assert_eq!(kept.rehearsed.as_deref(), Some("ab"));
    assert_eq!(
        ContestDraft {
            rehearsed: None,
            ..kept
        },
        next
    );
    assert!(!work.remove_draft(first.id, Some(1)).await.unwrap());
    assert!(work.remove_draft(first.id, Some(2)).await.unwrap());
    assert!(!work.remove_draft(first.id, None).await.unwrap());
    work.commit().await.unwrap();
}

async fn drafts_and_contests_are_listed_within_a_unit(fresh: TestStore) {
    let store = &*fresh.store;
    units(store).await;
    let mut work = store.begin().await.unwrap();
    for (number, owner) in [(1, Some(2)), (2, Some(1)), (3, Some(4)), (4, None)] {
        work.add_draft(&draft(number, owner)).await.unwrap();
        let mut contest = contest(u32::from(number));
        contest.owner = owner.map(unit_id);
        work.put_contest(&contest, start()).await.unwrap();
    }
    work.commit().await.unwrap();
    let mut work = store.read().await.unwrap();
    for (top, drafts, contests) in [
        (None, vec![4, 3, 2, 1], vec![1, 2, 3, 4]),
        (Some(1), vec![2, 1], vec![1, 2]),
        (Some(2), vec![1], vec![1]),
        (Some(3), vec![], vec![]),
    ] {
        let top = top.map(unit_id);
        let found = work.drafts_within(top, 9).await.unwrap().into_iter();
        let titles: Vec<String> = found.map(|draft| draft.title).collect();
        let expected: Vec<String> = drafts.iter().map(|n| format!("Bản nháp {n}")).collect();
        assert_eq!(titles, expected);
        let filter = ManagedFilter {
            top,
            folded: "phap luat".into(),
        };
        let found = work.managed_contests(&filter).await.unwrap().into_iter();
        let slugs: Vec<String> = found.map(|line| line.slug).collect();
        let expected: Vec<String> = contests.iter().map(|n| format!("cuoc-thi-{n}")).collect();
        assert_eq!(slugs, expected);
    }
    assert_eq!(work.drafts_within(None, 1).await.unwrap().len(), 1);
    let none = ManagedFilter {
        top: None,
        folded: "thi_1".into(),
    };
    assert!(
        work.managed_contests(&none).await.unwrap().is_empty(),
        "no wildcard"
    );
}

async fn templates_are_shown_to_their_unit_and_shared_downwards(fresh: TestStore) {
    let store = &*fresh.store;
    units(store).await;
    let template = |number: u8, owner: Option<u32>, shared: bool| ContestTemplate {
        id: TemplateId::new(start(), [number; 10]),
        owner: owner.map(unit_id),
        title: format!("{number}"),
        summary: String::new(),
        document: json!({ "rounds": [] }),
        rounds: 0,
        questions: 0,
        shared,
        made_by: None,
        created_at: start() + Millis::seconds(i64::from(number)),
    };
    let all = [
        template(1, Some(1), true),
        template(2, Some(1), false),
        template(3, Some(2), true),
        template(4, None, true),
        template(5, None, false),
    ];
    let banks = [TemplateBank {
        code: "b".into(),
        title: "B".into(),
        questions: Vec::new(),
    }];
    let mut work = store.begin().await.unwrap();
    for template in &all {
        work.add_template(template, &banks).await.unwrap();
    }
    assert_eq!(
        work.template(all[0].id).await.unwrap().as_ref(),
        Some(&all[0])
    );
    assert_eq!(work.template_banks(all[0].id).await.unwrap(), banks);
    for (unit, expected) in [
        (None, vec!["5", "4", "3", "2", "1"]),
        (Some(1), vec!["4", "3", "2", "1"]),
        (Some(2), vec!["4", "3", "1"]),
        (Some(3), vec!["4", "1"]),
        (Some(4), vec!["4"]),
    ] {
        let found = work.templates_for(unit.map(unit_id), 9).await.unwrap();
        let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, expected, "{unit:?}");
    }
    assert!(work.remove_template(all[0].id).await.unwrap());
    assert!(!work.remove_template(all[0].id).await.unwrap());
    work.commit().await.unwrap();
}

async fn what_was_done_last_is_known_by_its_action(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.last_audited("a.done").await.unwrap(), None);
    for (number, action) in [(1, "a.done"), (2, "a.done"), (3, "b.done")] {
        let entry = AuditEntry {
            at: start() + Millis::seconds(number),
            actor: "job".into(),
            action: action.into(),
            subject: "x".into(),
            detail: "{}".into(),
        };
        let link = AuditLink {
            number,
            hash: vec![1],
        };
        work.audit_end().await.unwrap();
        work.audit(&entry, &link).await.unwrap();
    }
    let last = work.last_audited("a.done").await.unwrap();
    assert_eq!(last, Some(start() + Millis::seconds(2)));
}
