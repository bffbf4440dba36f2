//! Rounds, their secrets, manifests and commitments.

use super::world::{contest, contest_id, field, round, round_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{ByHand, Millis, RoundState};
use thiluat::store::{Commitment, LotState, Manifest, Secrets, StoreError};

both_databases! {
    a_round_comes_back_as_it_was_put,
    rounds_keep_the_order_of_the_file,
    the_closing_job_sees_rounds_under_way,
    secrets_are_kept_once,
    a_superseded_commitment_stays_in_the_list,
    the_lot_of_a_round_is_kept_whatever_else_changes,
    a_removed_round_leaves_nothing,
}

async fn a_round_comes_back_as_it_was_put(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut whole = round(1, contest_id(1));
    whole.position = 4;
    whole.by_hand = Some(ByHand::Closed);
    whole.commitment = Some("cd".repeat(32));
    whole.committed_at = Some(start() + Millis(1));
    whole.beacon = Some("123456".into());
    whole.revealed = true;
    whole.rules.title = "Tuần một".into();
    let mut work = fresh.store.begin().await.unwrap();
    for (_, word) in RoundState::ALL {
        whole.state = RoundState::of(word).unwrap();
        work.put_round(&whole).await.unwrap();
        let stored = work.round(round_id(1)).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&whole));
    }
    assert_eq!(work.round(round_id(2)).await.unwrap(), None);
}

async fn rounds_keep_the_order_of_the_file(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    for number in [5, 3, 2] {
        work.put_round(&round(number, contest_id(1))).await.unwrap();
    }
    work.put_round(&round(4, contest_id(2))).await.unwrap();
    let stored = work.rounds_of(contest_id(1)).await.unwrap();
    let ids: Vec<_> = stored.iter().map(|round| round.id).collect();
    assert_eq!(ids, [1, 2, 3, 5].map(round_id));

    let mut twin = round(9, contest_id(1));
    twin.rules.code = "tuan-5".into();
    let refused = work.put_round(&twin).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
}

async fn the_closing_job_sees_rounds_under_way(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, (state, _)) in (1..).zip(RoundState::ALL) {
        let mut round = round(number, contest_id(1));
        round.state = state;
        work.put_round(&round).await.unwrap();
    }
    let under_way = work.rounds_under_way().await.unwrap();
    let states: Vec<_> = under_way.iter().map(|round| round.state).collect();
    let expected = [RoundState::Scheduled, RoundState::Open, RoundState::Closing];
    assert_eq!(states, expected);
}

async fn secrets_are_kept_once(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let secrets = |byte| Secrets {
        seed: vec![byte; 60],
        lot: vec![byte + 1; 60],
    };
    let mut work = fresh.store.begin().await.unwrap();
    assert!(work.secrets(round_id(1)).await.unwrap().is_none());
    work.put_secrets(round_id(1), &secrets(1)).await.unwrap();
    let stored = work.secrets(round_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.seed, stored.lot), (vec![1; 60], vec![2; 60]));
    let refused = work.put_secrets(round_id(1), &secrets(5)).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
}

fn commitment(second: i64, text: &str) -> Commitment {
    Commitment {
        at: start() + Millis::seconds(second),
        commitment: format!("c-{text}"),
        lot: (second > 1).then(|| format!("lot-{text}")),
    }
}

async fn the_lot_of_a_round_is_kept_whatever_else_changes(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let lot = LotState {
        root: Some("ab".repeat(32)),
        beacon2: Some("48213".into()),
    };
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.lot(round_id(1)).await.unwrap(), LotState::default());
    work.put_lot(round_id(1), &lot).await.unwrap();
    let round = work.round(round_id(1)).await.unwrap().unwrap();
    work.put_round(&round).await.unwrap();
    assert_eq!(work.lot(round_id(1)).await.unwrap(), lot);
    work.commit().await.unwrap();
}

async fn a_superseded_commitment_stays_in_the_list(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let manifest = |document: &str| Manifest {
        document: document.into(),
        salts: format!("{{\"{document}\":1}}"),
    };
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.manifest(round_id(1)).await.unwrap(), None);
    for (second, text) in [(1, "first"), (2, "second"), (3, "third")] {
        work.put_manifest(round_id(1), &manifest(text), &commitment(second, text))
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let in_force = work.manifest(round_id(1)).await.unwrap();
    assert_eq!(in_force, Some(manifest("third")));
    let listed = work.commitments(round_id(1)).await.unwrap();
    let expected =
        [(1, "first"), (2, "second"), (3, "third")].map(|(second, text)| commitment(second, text));
    assert_eq!(listed, expected);
}

async fn a_removed_round_leaves_nothing(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let manifest = Manifest {
        document: "{}".into(),
        salts: "{}".into(),
    };
    let secrets = Secrets {
        seed: vec![1],
        lot: vec![2],
    };
    let mut work = fresh.store.begin().await.unwrap();
    work.put_secrets(round_id(1), &secrets).await.unwrap();
    work.put_manifest(round_id(1), &manifest, &commitment(0, "c"))
        .await
        .unwrap();
    work.remove_round(round_id(1)).await.unwrap();
    assert_eq!(work.round(round_id(1)).await.unwrap(), None);
    assert!(work.secrets(round_id(1)).await.unwrap().is_none());
    assert_eq!(work.manifest(round_id(1)).await.unwrap(), None);
    assert_eq!(work.commitments(round_id(1)).await.unwrap(), []);
    work.commit().await.unwrap();
}
