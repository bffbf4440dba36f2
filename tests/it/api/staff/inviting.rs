//! Invitations: sent, looked at, taken once, sent again, withdrawn; never beyond one's own reach.

use super::world::{World, email, text, token_of};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    an_invitation_is_taken_once,
    an_invitation_ends,
    nobody_invites_beyond_his_reach,
    a_letter_that_can_not_go_is_tried_again_for_a_day,
}

fn binh(unit: Option<&str>) -> Value {
    json!({ "email": "Binh@Example.vn", "name": "Lê Thị Bình", "role": "organiser", "unit": unit })
}

async fn an_invitation_is_taken_once(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in("tinh").await;
    let reply = world
        .call(&top, "POST", "/staff/invitations", binh(Some("18073")))
        .await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let invitation = reply.json();
    assert_eq!(invitation["mailed"], true);
    assert_eq!(
        invitation["expires_at"],
        world.platform.clock_in(7 * 86_400_000)
    );
    let token = token_of(&text(&invitation["link"]), "loi-moi");
    // The letter leads to the same place, in both languages.
    assert_eq!(world.deliver().await, 1);
    let letters = world.mail.letters();
    assert_eq!(letters[0].to, "binh@example.vn");
    assert_eq!(letters[0].link(), text(&invitation["link"]));
    for word in [
        "Kính gửi Lê Thị Bình",
        "Dear Lê Thị Bình",
        "tổ chức",
        "organiser",
    ] {
        assert!(letters[0].text.contains(word), "{}", letters[0].text);
    }
    let listed = world.get(&top, "/staff?state=invited").await;
    assert_eq!(listed["items"][0]["invitation"]["id"], invitation["id"]);
    assert_eq!(listed["items"][0]["last_seen_at"], Value::Null);
    let look = json!({ "token": token });
    for _ in 0..2 {
        let card = world
            .did("", "POST", "/staff/invitations/look", look.clone())
            .await;
        assert_eq!(card["email"], "binh@example.vn");
        assert_eq!(card["unit"]["name"], "Phường Thành Sen");
    }
    let accept = |password: &str| json!({ "token": token, "name": "Bình", "password": password });
    let path = "/staff/invitations/accept";
    assert_eq!(
        world.refused("", "POST", path, accept("ngắn")).await,
        "422 password.too_short"
    );
    let reply = world
        .call("", "POST", path, accept("sáu con trâu ăn cỏ"))
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.header("set-cookie").starts_with("thiluat-staff="));
    let session = text(&reply.json()["token"]);
    assert_eq!(reply.json()["staff"]["name"], "Bình");
    assert_eq!(
        world.get(&session, "/staff/session").await["role"],
        "organiser"
    );
    let again = world
        .refused("", "POST", path, accept("sáu con trâu ăn cỏ"))
        .await;
    assert_eq!(again, "410 invitation.gone");
    let seen = world
        .refused("", "POST", "/staff/invitations/look", look)
        .await;
    assert_eq!(seen, "410 invitation.gone");
    let active = world.get(&top, "/staff?q=binh").await;
    assert_eq!(active["items"][0]["state"], "active");
    assert_eq!(active["items"][0]["invitation"], Value::Null);
    let taken = world
        .refused(&top, "POST", "/staff/invitations", binh(None))
        .await;
    assert_eq!(taken, "409 user.taken");
    let audited = world.audited().await;
    for action in ["staff.invited", "staff.joined"] {
        assert!(audited.iter().any(|known| known == action), "{action}");
    }
}

async fn an_invitation_ends(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in("tinh").await;
    let invitation = world
        .did(&top, "POST", "/staff/invitations", binh(None))
        .await;
    let look = |link: &Value| json!({ "token": token_of(&text(link), "loi-moi") });
    let path = format!("/staff/invitations/{}", text(&invitation["id"]));
    // A new link ends the one before.
    let again = world
        .did(&top, "POST", &format!("{path}/again"), Value::Null)
        .await;
    assert_eq!(again["id"], invitation["id"]);
    let seen = async |link: &Value| {
        world
            .call("", "POST", "/staff/invitations/look", look(link))
            .await
            .status
    };
    assert_eq!(seen(&invitation["link"]).await, 410);
    assert_eq!(seen(&again["link"]).await, 200);
    world.platform.clock.advance(7 * 86_400_000);
    assert_eq!(seen(&again["link"]).await, 410);
    // It can be sent anew after that, and withdrawn, which frees the address.
    let top = world.sign_in("tinh").await;
    let third = world
        .did(&top, "POST", &format!("{path}/again"), Value::Null)
        .await;
    assert_eq!(seen(&third["link"]).await, 200);
    world.did(&top, "DELETE", &path, Value::Null).await;
    assert_eq!(seen(&third["link"]).await, 410);
    assert_eq!(
        world.refused(&top, "DELETE", &path, Value::Null).await,
        "404 not_found"
    );
    world
        .did(&top, "POST", "/staff/invitations", binh(None))
        .await;
    let wrong = json!({ "token": "không phải" });
    let gone = world
        .refused("", "POST", "/staff/invitations/look", wrong)
        .await;
    assert_eq!(gone, "410 invitation.gone");
}

async fn nobody_invites_beyond_his_reach(store: TestStore) {
    let world = World::on(store).await;
    let (sen, phu) = (world.sign_in("sen").await, world.sign_in("phu").await);
    let path = "/staff/invitations";
    for (unit, said) in [
        (None, "422 field.required"),
        (Some("42"), "422 unit.unknown"),
        (Some("18070"), "422 unit.unknown"),
        (Some("khong-co"), "422 unit.unknown"),
    ] {
        let reply = world.call(&sen, "POST", path, binh(unit)).await;
        assert_eq!(reply.problem(), said, "{unit:?}");
        assert_eq!(reply.json()["errors"][0]["pointer"], "/unit");
    }
    let own = world.did(&sen, "POST", path, binh(Some("18073"))).await;
    let one = format!("{path}/{}", text(&own["id"]));
    for (method, path) in [("POST", format!("{one}/again")), ("DELETE", one.clone())] {
        let refused = world.refused(&phu, method, &path, Value::Null).await;
        assert_eq!(refused, "404 not_found");
    }
    for (name, role) in [("to-chuc", Role::Organiser), ("xem", Role::Viewer)] {
        world.add(name, role, None).await;
        let token = world.sign_in(name).await;
        for (method, path, body) in [
            ("POST", path, binh(None)),
            ("GET", "/staff", Value::Null),
            ("DELETE", one.as_str(), Value::Null),
        ] {
            let refused = world.refused(&token, method, path, body).await;
            assert_eq!(refused, "403 auth.forbidden", "{name} {path}");
        }
    }
    let bad = json!({ "email": "không", "name": "A", "role": "viewer", "unit": "18073" });
    let reply = world.call(&sen, "POST", path, bad).await;
    assert_eq!(reply.problem(), "422 field.invalid");
    assert_eq!(reply.json()["errors"][0]["pointer"], "/email");
    let bad = json!({ "email": email("x"), "name": "A", "role": "king", "unit": "18073" });
    let reply = world.call(&sen, "POST", path, bad).await;
    assert_eq!(reply.json()["errors"][0]["pointer"], "/role");
}

async fn a_letter_that_can_not_go_is_tried_again_for_a_day(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in("tinh").await;
    world.mail.answers(451);
    world
        .did(&top, "POST", "/staff/invitations", binh(None))
        .await;
    let (mut tries, mut last) = (0, 0);
    // The clock moves by minutes; each pause is at least as long as the one before.
    let mut pauses = Vec::new();
    for minute in 0..(25 * 60) {
        let done = world.platform.app.deliver_due().await.unwrap();
        assert_eq!(done.sent, 0);
        if done.postponed + done.given_up > 0 {
            tries += 1;
            pauses.push(minute - last);
            last = minute;
        }
        if done.given_up > 0 {
            break;
        }
        world.platform.clock.advance(60_000);
    }
    assert!((15..25).contains(&tries), "{pauses:?}");
    assert!(
        pauses.windows(2).skip(1).all(|two| two[0] <= two[1]),
        "{pauses:?}"
    );
    assert!(
        (20 * 60..=24 * 60).contains(&last),
        "given up after {last} minutes"
    );
    world.mail.answers(250);
    world.platform.clock.advance(86_400_000);
    assert_eq!(world.deliver().await, 0);
    // A reader that the server does not know is given up at once; one it takes gets the letter.
    let top = world.sign_in("tinh").await;
    for (name, answer, sent) in [("khong-co", 550, 0), ("co", 250, 1)] {
        world.mail.answers(answer);
        let body = json!({ "email": email(name), "name": name, "role": "viewer" });
        world.did(&top, "POST", "/staff/invitations", body).await;
        let done = world.platform.app.deliver_due().await.unwrap();
        assert_eq!((done.sent, done.given_up), (sent, 1 - sent), "{name}");
    }
    let head = world.mail.letters().pop().unwrap().head;
    assert!(
        head.contains("Message-ID: <") && head.contains("@example.vn>"),
        "{head}"
    );
}
