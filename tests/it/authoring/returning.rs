//! Coming back with a code, seeing oneself, getting a new code.

use super::office::{Office, contest, contest_with, phone};
use crate::support::database::{TestStore, every_profile};
use serde_json::json;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;
use thiluat::app::attempts::StartRequest;
use thiluat::app::participants::SigningIn;
use thiluat::app::{Language, Limits, Refusal as _};
use thiluat::auth::Actor;
use thiluat::domain::AttemptState;
use thiluat::live::Quota;

every_profile! {
    a_code_brings_the_person_back,
    unknown_people_and_wrong_codes_look_alike,
    refused_codes_are_counted_and_right_ones_pass,
    people_see_themselves_and_not_more_than_they_may,
    a_new_code_ends_the_old_one_and_its_sessions,
}

fn typed(number: u32, code: &str) -> SigningIn {
    SigningIn {
        identity: BTreeMap::from([("phone".to_owned(), phone(number))]),
        sign_in_code: code.to_owned(),
    }
}

async fn a_code_brings_the_person_back(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let registered = office.register(1).await;
    let code = registered.sign_in_code.to_lowercase();
    let spaced = format!("{}-{} {}", &code[..4], &code[4..8], &code[8..]);
    let back = office
        .app
        .sign_in("thi", &typed(1, &spaced), None)
        .await
        .unwrap();
    assert_eq!(back.participant, registered.participant);
    assert_ne!(back.token, registered.token);
    // Both sessions hold.
    for token in [&back.token, &registered.token] {
        let who = office.app.signed_in(token).await.unwrap();
        assert_eq!(who.participant, registered.participant.id);
    }
}

async fn unknown_people_and_wrong_codes_look_alike(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let code = office.register(1).await.sign_in_code;
    let other = office.register(2).await.sign_in_code;
    let mut details = Vec::new();
    for typed in [
        typed(1, &other),
        typed(3, &code),
        typed(1, ""),
        typed(1, "đ"),
    ] {
        let error = office.app.sign_in("thi", &typed, None).await.err().unwrap();
        assert_eq!(error.code(), "auth.refused");
        assert!(error.fields().is_empty() && error.facts().is_empty());
        details.push(error.detail(Language::Vietnamese));
    }
    details.dedup();
    assert_eq!(details.len(), 1);
    let mut malformed = typed(1, &code);
    malformed.identity.insert("phone".into(), "12".into());
    assert_eq!(
        office
            .app
            .sign_in("thi", &malformed, None)
            .await
            .err()
            .unwrap()
            .code(),
        "auth.refused"
    );
    malformed.identity = BTreeMap::from([("email".into(), "a@b.vn".into())]);
    let error = office
        .app
        .sign_in("thi", &malformed, None)
        .await
        .err()
        .unwrap();
    let faults: Vec<_> = error
        .fields()
        .into_iter()
        .map(|f| (f.pointer, f.code))
        .collect();
    assert_eq!(
        faults,
        [
            ("/identity/email".to_owned(), "field.unknown"),
            ("/identity/phone".to_owned(), "field.required")
        ]
    );
}

async fn refused_codes_are_counted_and_right_ones_pass(fresh: TestStore) {
    let two = Quota {
        burst: NonZeroU32::new(2).unwrap(),
        per: Duration::from_mins(1),
    };
    let office = Office::with(
        fresh,
        Limits {
            sign_ins: Some(two),
            ..Limits::default()
        },
    );
    office.furnish().await;
    office.apply(&contest()).await;
    let code = office.register(1).await.sign_in_code;
    office.register(2).await;
    let wrong = async |number| {
        office
            .app
            .sign_in("thi", &typed(number, "000000000000"), None)
            .await
            .err()
            .unwrap()
            .code()
    };
    assert_eq!(wrong(1).await, "auth.refused");
    assert_eq!(wrong(1).await, "auth.refused");
    assert_eq!(wrong(1).await, "rate.limited");
    assert_eq!(wrong(2).await, "auth.refused");
    assert!(
        office
            .app
            .sign_in("thi", &typed(1, &code), None)
            .await
            .is_ok()
    );
}

async fn people_see_themselves_and_not_more_than_they_may(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let round = office.apply(&contest()).await.rounds[0].id;
    office
        .apply(&contest_with("/contest/slug", json!("khac")))
        .await;
    let who = office.person(1).await;
    office.person(2).await;
    office
        .app
        .start_attempt(
            who,
            StartRequest {
                round,
                device: None,
                idempotency_key: None,
                address: None,
                code: None,
            },
        )
        .await
        .unwrap();
    let me = office.app.me("thi", who).await.unwrap();
    assert_eq!(me.participant.full_name, "Trần Văn 1");
    assert_eq!(
        me.participant.unit.as_ref().unwrap().name,
        "Phường Thành Sen"
    );
    assert_eq!(me.attempts.len(), 1);
    assert_eq!(
        (me.attempts[0].ordinal, me.attempts[0].state),
        (1, AttemptState::Active)
    );
    let shown = serde_json::to_value(&me).unwrap();
    assert_eq!(shown["participant"]["number"], 1);
    assert_eq!(
        office.app.me("khac", who).await.unwrap_err().code(),
        "auth.required"
    );
    // At the close the clock hands the paper in; until then `at_submit = none` tells nothing.
    office
        .app
        .close_round(Actor::Command, "thi", "tuan-1", true)
        .await
        .unwrap();
    let line = office.app.me("thi", who).await.unwrap().attempts.remove(0);
    let result = line.result.unwrap();
    assert_eq!(
        (result.score, result.max_score, result.questions),
        (0, 10, 10)
    );
    assert!(line.submitted_at.is_some());
}

async fn a_new_code_ends_the_old_one_and_its_sessions(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let registered = office.register(1).await;
    let identity = typed(1, "").identity;
    let new = office
        .app
        .reissue(Actor::Command, "thi", &identity)
        .await
        .unwrap();
    assert_eq!(new.participant, registered.participant);
    assert!(office.app.signed_in(&registered.token).await.is_err());
    assert!(
        office
            .app
            .sign_in("thi", &typed(1, &registered.sign_in_code), None)
            .await
            .is_err()
    );
    assert!(
        office
            .app
            .sign_in("thi", &typed(1, &new.sign_in_code), None)
            .await
            .is_ok()
    );
    let entry = office
        .app
        .store
        .read()
        .await
        .unwrap()
        .audit_log(1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(entry.action, "participant.reissued");
    assert_eq!(
        entry.subject,
        format!("participant:{}", registered.participant.id)
    );
    assert!(!entry.detail.contains(&new.sign_in_code));
    let nobody = typed(9, "").identity;
    let error = office
        .app
        .reissue(Actor::Command, "thi", &nobody)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "not_found");
}
