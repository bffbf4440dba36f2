//! Staff.

use super::world::{staff_id, unit_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{Role, Staff};
use thiluat::store::StoreError;

both_databases! {
    a_member_comes_back_whole_in_every_role,
    an_address_belongs_to_one_member,
}

/// An organiser whose address tells his number.
pub fn member(number: u32) -> Staff {
    Staff {
        id: staff_id(number),
        email: format!("can.bo.{number}@hatinh.example"),
        name: format!("Cán bộ {number}"),
        role: Role::Organiser,
        unit: None,
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
        created_at: start(),
        disabled_at: None,
        has_second_factor: false,
    }
}

async fn a_member_comes_back_whole_in_every_role(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.count_staff().await.unwrap(), 0);
    for (number, (role, _)) in (1..).zip(Role::ALL) {
        let new = Staff {
            role,
            ..member(number)
        };
        work.add_staff(&new).await.unwrap();
        assert_eq!(work.staff_member(new.id).await.unwrap(), Some(new.clone()));
        assert_eq!(work.staff_by_email(&new.email).await.unwrap(), Some(new));
    }
    assert_eq!(work.count_staff().await.unwrap(), 7);
    assert_eq!(work.staff_by_email("ai@do.example").await.unwrap(), None);
    assert_eq!(work.staff_member(staff_id(99)).await.unwrap(), None);
    // A unit that does not exist is no unit to act for.
    let mut lost = member(50);
    lost.unit = Some(unit_id(404));
    assert!(work.add_staff(&lost).await.is_err());
}

async fn an_address_belongs_to_one_member(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    let mut twin = member(2);
    twin.email = member(1).email;
    let refused = work.add_staff(&twin).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    work.add_staff(&member(3)).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.count_staff().await.unwrap(), 2);
}
