//! Registering.

use super::office::{Office, contest, contest_with, form, phone};
use crate::support::database::{TestStore, both_databases, every_profile};
use serde_json::json;
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::time::Duration;
use thiluat::app::participants::Registering;
use thiluat::app::{Limits, Refusal as _};
use thiluat::auth::codes;
use thiluat::live::Quota;

every_profile! {
    people_get_numbers_codes_and_pseudonyms,
    a_person_registers_once,
    a_repeated_request_gets_the_first_reply,
    fifty_registrations_at_once_of_one_person_make_one,
    faults_name_their_fields,
    groups_and_minors,
}

// A shared limit goes by the clock of its server, which a test does not move.
both_databases! { sign_ups_from_one_address_have_a_limit }

async fn people_get_numbers_codes_and_pseudonyms(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let mut aliases = HashSet::new();
    for number in 1..=20 {
        let registered = office.register(number).await;
        assert_eq!(registered.participant.number, i64::from(number));
        assert_eq!(
            codes::read(&registered.sign_in_code).as_ref(),
            Some(&registered.sign_in_code)
        );
        assert_eq!(registered.sign_in_code.len(), 12);
        aliases.insert(registered.participant.alias);
        let who = office.app.signed_in(&registered.token).await.unwrap();
        assert_eq!(who.participant, registered.participant.id);
    }
    assert!(aliases.len() >= 19);
    let id = office.person(21).await.participant;
    let person = office
        .app
        .store
        .read()
        .await
        .unwrap()
        .participant(id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.fields["phone"], format!("+84{}", &phone(21)[1..]));
    assert!(person.unit.is_some());
    assert_eq!(person.consents[0].purpose, "take_part");
}

async fn a_person_registers_once(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    office.register(1).await;
    let mut again = form(1);
    let number = phone(1);
    again
        .fields
        .insert("phone".into(), json!(format!("+84 {}", &number[1..])));
    let error = office
        .app
        .register("thi", &again, None, None)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "participant.exists");
    // In another contest the same person is somebody else.
    office
        .apply(&contest_with("/contest/slug", json!("khac")))
        .await;
    assert_eq!(
        office
            .app
            .register("khac", &form(1), None, None)
            .await
            .unwrap()
            .participant
            .number,
        1
    );
}

async fn a_repeated_request_gets_the_first_reply(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let first = office
        .app
        .register("thi", &form(1), Some("k1"), None)
        .await
        .unwrap();
    let again = office
        .app
        .register("thi", &form(1), Some("k1"), None)
        .await
        .unwrap();
    assert!(first == again);
    let error = office
        .app
        .register("thi", &form(2), Some("k1"), None)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "idempotency.conflict");
    let error = office
        .app
        .register("thi", &form(1), Some("k2"), None)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "participant.exists");
}

async fn fifty_registrations_at_once_of_one_person_make_one(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let app = office.app.clone();
            tokio::spawn(async move { app.register("thi", &form(1), Some("same"), None).await })
        })
        .collect();
    let mut replies = Vec::new();
    for one in tries {
        replies.push(one.await.unwrap().unwrap());
    }
    assert!(replies.iter().all(|reply| *reply == replies[0]));
    let contest = office.app.published("thi").await.unwrap().contest.id;
    let mut work = office.app.store.read().await.unwrap();
    assert_eq!(work.count_participants(contest).await.unwrap(), 1);
}

async fn faults_name_their_fields(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let form: Registering = serde_json::from_value(json!({
        "fields": { "full_name": "Lê Lợi", "birth_date": "1990-05-01", "phone": "12", "unit": "nowhere", "score": 10 },
    }))
    .unwrap();
    let error = office
        .app
        .register("thi", &form, None, None)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "registration.invalid");
    let fields = error.fields();
    let faults: Vec<_> = fields
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code))
        .collect();
    assert_eq!(
        faults,
        [
            ("/fields/score", "field.unknown"),
            ("/fields/phone", "field.invalid"),
            ("/consents", "consent.required"),
            ("/fields/unit", "unit.unknown"),
        ]
    );
}

async fn groups_and_minors(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let groups = json!([{ "code": "hoc-sinh", "title": "Học sinh" }]);
    office.apply(&contest_with("/contest/groups", groups)).await;
    let mut child = form(1);
    child
        .fields
        .insert("birth_date".into(), json!("2012-01-01"));
    let error = office
        .app
        .register("thi", &child, None, None)
        .await
        .err()
        .unwrap();
    let pointers: Vec<_> = error
        .fields()
        .into_iter()
        .map(|fault| fault.pointer)
        .collect();
    assert_eq!(pointers, ["/group", "/guardian"]);
    child.group = Some("hoc-sinh".into());
    child.guardian = serde_json::from_value(json!({
        "full_name": "Trần Thị Mẹ", "phone": "0912345678", "relation": "mẹ",
    }))
    .unwrap();
    let token = office
        .app
        .register("thi", &child, None, None)
        .await
        .unwrap()
        .token;
    let who = office.app.signed_in(&token).await.unwrap();
    let person = office
        .app
        .store
        .read()
        .await
        .unwrap()
        .participant(who.participant)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.guardian.unwrap().phone, "+84912345678");
    assert_eq!(person.group.as_deref(), Some("hoc-sinh"));
}

async fn sign_ups_from_one_address_have_a_limit(fresh: TestStore) {
    let two = Quota {
        burst: NonZeroU32::new(2).unwrap(),
        per: Duration::from_mins(1),
    };
    let office = Office::with(
        fresh,
        Limits {
            sign_ups: Some(two),
            ..Limits::default()
        },
    );
    office.furnish().await;
    office.apply(&contest()).await;
    let school = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
    for number in 1..=2 {
        office
            .app
            .register("thi", &form(number), None, school)
            .await
            .unwrap();
    }
    let error = office
        .app
        .register("thi", &form(3), None, school)
        .await
        .err()
        .unwrap();
    assert_eq!(
        (error.code(), error.retry_after_s()),
        ("rate.limited", Some(30))
    );
    let elsewhere = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)));
    office
        .app
        .register("thi", &form(3), None, elsewhere)
        .await
        .unwrap();
    office.pass(30);
    office
        .app
        .register("thi", &form(4), None, school)
        .await
        .unwrap();
}
