//! Other sites, visits of links and whom they brought.

use super::world::{contest, contest_id, field, newcomer, round_id, unit_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{UnitDraft, UnitType};
use thiluat::store::Referral;
use time::macros::date;

both_databases! {
    origins_are_kept_by_contest,
    visits_add_up_by_unit_beside_whom_they_brought,
}

async fn origins_are_kept_by_contest(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    for (number, origin, is_new) in [
        (1, "https://b.vn", true),
        (1, "https://a.vn", true),
        (1, "https://b.vn", false),
        (2, "https://b.vn", true),
    ] {
        let added = work.add_site(contest_id(number), origin, start()).await;
        assert_eq!(added.unwrap(), is_new, "{number} {origin}");
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(
        work.sites_of(contest_id(1)).await.unwrap(),
        ["https://a.vn", "https://b.vn"]
    );
    assert!(
        work.remove_site(contest_id(1), "https://b.vn")
            .await
            .unwrap()
    );
    assert!(
        !work
            .remove_site(contest_id(1), "https://b.vn")
            .await
            .unwrap()
    );
    assert_eq!(
        work.sites_of(contest_id(1)).await.unwrap(),
        ["https://a.vn"]
    );
    assert_eq!(
        work.sites_of(contest_id(2)).await.unwrap(),
        ["https://b.vn"]
    );
}

async fn visits_add_up_by_unit_beside_whom_they_brought(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, code) in [(1, "42"), (2, "18073"), (3, "18074")] {
        let unit = UnitDraft {
            code: code.into(),
            name: format!("Đơn vị {code}"),
            kind: UnitType::Xa,
            parent: None,
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
        work.put_unit(unit_id(number), &unit).await.unwrap();
    }
    for (unit, day, visits) in [
        (1, date!(2026 - 12 - 01), 2),
        (1, date!(2026 - 12 - 01), 3),
        (1, date!(2026 - 12 - 02), 1),
        (2, date!(2026 - 12 - 02), 7),
    ] {
        work.add_visits(contest_id(1), unit_id(unit), day, visits)
            .await
            .unwrap();
    }
    for (number, unit) in [(1, Some(3)), (2, Some(3)), (3, None), (4, Some(1))] {
        let mut new = newcomer(number, contest_id(1));
        new.referral = unit.map(unit_id);
        work.add_participant(&new).await.unwrap();
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let line = |code: &str, visits, registered| Referral {
        code: code.into(),
        name: format!("Đơn vị {code}"),
        visits,
        registered,
        valid: 0,
    };
    let expected = [line("18074", 0, 2), line("42", 6, 1), line("18073", 7, 0)];
    for rounds in [vec![], vec![round_id(1)]] {
        let told = work.referrals(contest_id(1), &rounds).await.unwrap();
        assert_eq!(told, expected);
    }
    assert_eq!(work.referrals(contest_id(2), &[]).await.unwrap(), []);
}
