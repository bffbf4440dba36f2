//! Links, second factors, recovery codes, notices and the outbox.

use super::staff::member;
use super::world::{hash, staff_id};
use crate::support::database::{TestStore, both_databases, start};
use std::collections::BTreeMap;
use thiluat::domain::{Millis, NoticeId, NoticeKind, ParcelId, StaffLinkId};
use thiluat::store::{Channel, LinkKind, Notice, NoticeSetting, Parcel, StaffLink};
use uuid::Uuid;

both_databases! {
    a_link_takes_the_place_of_the_one_before,
    a_step_is_taken_once_and_none_before_it,
    a_recovery_code_is_taken_once,
    notices_come_newest_first_and_are_read,
    a_parcel_is_taken_by_one,
}

fn link(number: u32, kind: LinkKind) -> StaffLink {
    StaffLink {
        id: StaffLinkId(Uuid::from_u128(number.into())),
        kind,
        staff: staff_id(1),
        token_hash: hash(number),
        takes_factor_off: kind == LinkKind::Recovery,
        made_by: "command".into(),
        created_at: start(),
        expires_at: start() + Millis::seconds(60),
    }
}

async fn a_link_takes_the_place_of_the_one_before(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    for (number, kind) in [
        (1, LinkKind::Invitation),
        (2, LinkKind::Recovery),
        (3, LinkKind::Recovery),
    ] {
        work.put_link(&link(number, kind)).await.unwrap();
    }
    assert_eq!(work.link_of_token(&hash(2)).await.unwrap(), None);
    let recovery = link(3, LinkKind::Recovery);
    assert_eq!(
        work.link(recovery.id).await.unwrap(),
        Some(recovery.clone())
    );
    assert_eq!(work.link_of_token(&hash(3)).await.unwrap(), Some(recovery));
    // An invitation that has ended can be sent again; a way back is forgotten.
    let later = start() + Millis::seconds(61);
    assert_eq!(work.forget_links(later).await.unwrap(), 1);
    let invitation = link(1, LinkKind::Invitation);
    assert!(work.end_link(invitation.id).await.unwrap());
    assert!(!work.end_link(invitation.id).await.unwrap());
}

async fn a_step_is_taken_once_and_none_before_it(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    let id = staff_id(1);
    assert!(work.begin_totp(id, b"first", start()).await.unwrap());
    assert!(work.begin_totp(id, b"second", start()).await.unwrap());
    assert!(!work.take_totp_step(id, 100).await.unwrap(), "not on yet");
    assert!(
        !work
            .staff_member(id)
            .await
            .unwrap()
            .unwrap()
            .has_second_factor
    );
    assert!(work.switch_totp_on(id, 100, start()).await.unwrap());
    assert!(!work.switch_totp_on(id, 101, start()).await.unwrap());
    assert!(!work.begin_totp(id, b"third", start()).await.unwrap());
    assert!(
        work.staff_member(id)
            .await
            .unwrap()
            .unwrap()
            .has_second_factor
    );
    let held = work.totp(id).await.unwrap().unwrap();
    assert_eq!(
        (held.secret, held.last_step),
        (b"second".to_vec(), Some(100))
    );
    for (step, taken) in [
        (100, false),
        (99, false),
        (101, true),
        (101, false),
        (103, true),
    ] {
        assert_eq!(
            work.take_totp_step(id, step).await.unwrap(),
            taken,
            "{step}"
        );
    }
    work.drop_totp(id).await.unwrap();
    assert_eq!(work.totp(id).await.unwrap(), None);
}

async fn a_recovery_code_is_taken_once(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    for number in 1..=2 {
        work.add_staff(&member(number)).await.unwrap();
    }
    let id = staff_id(1);
    work.put_recovery_codes(id, &[hash(1), hash(2)])
        .await
        .unwrap();
    assert!(
        work.take_recovery_code(id, &hash(1), start())
            .await
            .unwrap()
    );
    assert!(
        !work
            .take_recovery_code(id, &hash(1), start())
            .await
            .unwrap()
    );
    assert!(
        !work
            .take_recovery_code(staff_id(2), &hash(2), start())
            .await
            .unwrap()
    );
    work.put_recovery_codes(id, &[hash(3)]).await.unwrap();
    assert!(
        !work
            .take_recovery_code(id, &hash(2), start())
            .await
            .unwrap()
    );
    assert!(
        work.take_recovery_code(id, &hash(3), start())
            .await
            .unwrap()
    );
}

async fn notices_come_newest_first_and_are_read(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    let notice = |number: u128, shown: bool| Notice {
        id: NoticeId(Uuid::from_u128(number)),
        staff: staff_id(1),
        kind: NoticeKind::RoundOpened,
        facts: BTreeMap::from([("round".into(), format!("Tuần {number}"))]),
        link: Some("/quan-tri".into()),
        at: start() + Millis(i64::try_from(number).unwrap()),
        shown,
        read_at: None,
    };
    for number in 1..=4 {
        work.add_notice(&notice(number, number != 3)).await.unwrap();
    }
    let newest = work
        .newest_notice(staff_id(1), NoticeKind::RoundOpened, start())
        .await;
    assert_eq!(newest.unwrap(), Some(notice(4, true)));
    let page = work.notices_of(staff_id(1), None, 2).await.unwrap();
    assert_eq!(page, [notice(4, true), notice(2, true)]);
    let before = Some(notice(2, true).id);
    let page = work.notices_of(staff_id(1), before, 2).await.unwrap();
    assert_eq!(page, [notice(1, true)]);
    assert_eq!(work.unread_notices(staff_id(1)).await.unwrap(), 3);
    let one = Some(notice(4, true).id);
    work.read_notices(staff_id(1), one, start()).await.unwrap();
    assert_eq!(work.unread_notices(staff_id(1)).await.unwrap(), 2);
    work.read_notices(staff_id(1), None, start()).await.unwrap();
    assert_eq!(work.unread_notices(staff_id(1)).await.unwrap(), 0);
    for (in_app, mail) in [(true, true), (false, true)] {
        let setting = NoticeSetting {
            kind: NoticeKind::RoundOpened,
            in_app,
            mail,
        };
        work.put_notice_setting(staff_id(1), &setting)
            .await
            .unwrap();
        assert_eq!(work.notice_settings(staff_id(1)).await.unwrap(), [setting]);
    }
    assert_eq!(work.forget_notices(start() + Millis(3)).await.unwrap(), 2);
}

async fn a_parcel_is_taken_by_one(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    let parcel = |number: u128, seconds: i64| Parcel {
        id: ParcelId(Uuid::from_u128(number)),
        channel: Channel::Webhook,
        recipient: Uuid::from_u128(7),
        content: vec![1, 2, 3],
        made_at: start(),
        next_at: start() + Millis::seconds(seconds),
        tries: 0,
    };
    for (number, seconds) in [(1, 5), (2, 0), (3, 60)] {
        work.put_parcel(&parcel(number, seconds)).await.unwrap();
    }
    let now = start() + Millis::seconds(5);
    let due = work.due_parcels(now, 9).await.unwrap();
    assert_eq!(due, [parcel(2, 0), parcel(1, 5)]);
    let held = start() + Millis::seconds(120);
    assert!(work.take_parcel(&due[0], held).await.unwrap());
    assert!(
        !work.take_parcel(&due[0], held).await.unwrap(),
        "another node was faster"
    );
    assert_eq!(work.due_parcels(now, 9).await.unwrap(), [parcel(1, 5)]);
    work.postpone_parcel(due[0].id, start()).await.unwrap();
    let again = work.due_parcels(now, 1).await.unwrap();
    assert_eq!((again[0].id, again[0].tries), (due[0].id, 1));
    work.drop_parcel(due[0].id).await.unwrap();
    assert_eq!(work.due_parcels(now, 9).await.unwrap(), [parcel(1, 5)]);
}
