//! Staff: adding, signing in, sessions that end.

use super::office::{Office, unit};
use crate::support::database::{TestStore, every_profile};
use thiluat::app::Refusal as _;
use thiluat::app::staff::{Device, NewStaff, StaffSignInError, StaffSigningIn, StaffWelcome};
use thiluat::auth::Actor;
use thiluat::domain::{Role, StaffId};

every_profile! {
    an_account_is_added_once_and_signs_in,
    sessions_end_when_idle_and_after_eight_hours,
    bad_accounts_are_refused,
}

fn an() -> NewStaff {
    NewStaff {
        email: "An@Example.vn".into(),
        name: "Trần Văn An".into(),
        role: Role::Organiser,
        unit: None,
        password: "bốn con trâu ăn cỏ".into(),
    }
}

async fn sign_in(
    office: &Office,
    email: &str,
    password: &str,
) -> Result<StaffWelcome, StaffSignInError> {
    let typed = StaffSigningIn {
        email,
        password,
        code: None,
    };
    office.app.staff_sign_in(typed, &Device::default()).await
}

async fn an_account_is_added_once_and_signs_in(fresh: TestStore) {
    let office = Office::empty(fresh);
    office.app.add_staff(Actor::Command, &an()).await.unwrap();
    let again = NewStaff {
        email: " an@example.VN ".into(),
        ..an()
    };
    let error = office
        .app
        .add_staff(Actor::Command, &again)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "user.taken");
    let refused = async |address: &str, password: &str| {
        sign_in(&office, address, password)
            .await
            .err()
            .unwrap()
            .code()
    };
    assert_eq!(
        refused("an@example.vn", "sai mật khẩu").await,
        "auth.refused"
    );
    assert_eq!(
        refused("nobody@example.vn", "bốn con trâu ăn cỏ").await,
        "auth.refused"
    );
    assert_eq!(
        refused("an@example.vn", &"x".repeat(5000)).await,
        "auth.refused"
    );
    let welcome = sign_in(&office, "AN@example.vn", "bốn con trâu ăn cỏ")
        .await
        .unwrap();
    let who = office.app.staff_signed_in(&welcome.token).await.unwrap();
    assert_eq!(
        (who.email.as_str(), who.role),
        ("an@example.vn", Role::Organiser)
    );
    let error = office
        .app
        .import_units(who.actor(), &[unit("a", "A", Some("b"))])
        .await
        .unwrap_err();
    assert_eq!(error.code(), "import.units");
    let error = office.app.add_staff(who.actor(), &again).await.unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
    office.app.staff_sign_out(&welcome.token).await.unwrap();
    assert!(office.app.staff_signed_in(&welcome.token).await.is_err());
}

async fn sessions_end_when_idle_and_after_eight_hours(fresh: TestStore) {
    let office = Office::empty(fresh);
    office.app.add_staff(Actor::Command, &an()).await.unwrap();
    let session = async || {
        sign_in(&office, "an@example.vn", "bốn con trâu ăn cỏ")
            .await
            .unwrap()
            .token
    };
    let token = session().await;
    for _ in 0..15 {
        office.pass(29 * 60);
        office.app.staff_signed_in(&token).await.unwrap();
    }
    // 15 × 29 minutes have passed; at eight hours it ends though it was used a moment ago.
    office.pass(29 * 60);
    office.app.staff_signed_in(&token).await.unwrap();
    office.pass(16 * 60);
    assert!(office.app.staff_signed_in(&token).await.is_err());
    let token = session().await;
    office.pass(30 * 60);
    assert!(office.app.staff_signed_in(&token).await.is_err());
}

async fn bad_accounts_are_refused(fresh: TestStore) {
    let office = Office::empty(fresh);
    let code = async |change: fn(&mut NewStaff)| {
        let mut new = an();
        change(&mut new);
        office
            .app
            .add_staff(Actor::Command, &new)
            .await
            .unwrap_err()
            .code()
    };
    assert_eq!(code(|new| new.email = "an".into()).await, "field.invalid");
    assert_eq!(
        code(|new| new.name = "\u{202E}".into()).await,
        "field.invalid"
    );
    assert_eq!(
        code(|new| new.unit = Some("99".into())).await,
        "unit.unknown"
    );
    assert_eq!(
        code(|new| new.password = "ngắn".into()).await,
        "password.too_short"
    );
    assert_eq!(
        code(|new| new.password = "matkhau123".into()).await,
        "password.too_common"
    );
    assert_eq!(
        code(|new| new.password = "x y".repeat(2000)).await,
        "password.too_long"
    );
    let viewer = Actor::Staff {
        id: StaffId(uuid::Uuid::from_u128(1)),
        role: Role::Viewer,
        unit: None,
    };
    assert_eq!(
        office
            .app
            .add_staff(viewer, &an())
            .await
            .unwrap_err()
            .code(),
        "auth.forbidden"
    );
}
