//! The directory of templates.

use super::world::{QUESTIONS, World, at, pointers};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    a_shipped_template_needs_name_bank_and_dates,
    what_a_province_shares_its_communes_take_as_their_own,
}

async fn a_shipped_template_needs_name_bank_and_dates(store: TestStore) {
    let world = World::on(store).await;
    let list = world.get("sen", "/templates").await;
    let items = list["items"].as_array().unwrap();
    let kinds: Vec<&str> = items
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "one_week",
            "several_weeks",
            "school",
            "agency",
            "two_groups",
            "knock_out"
        ]
    );
    for item in items {
        let from = json!({ "title": "Thi “luật”", "from": { "template": item["id"] } });
        let draft = world.post("sen", "/contest-drafts", from).await;
        for pointer in pointers(&draft, "error") {
            let expected = ["/bank", "/opens_at", "/closes_at"]
                .iter()
                .any(|end| pointer.ends_with(end));
            assert!(expected, "{}: {pointer}", item["id"]);
        }
        assert_eq!(draft["document"]["contest"]["organiser"], "18073");
        // The comments that teach come with it.
        let path = format!("{}/file", at(&draft));
        let file = world.call("sen", "GET", &path, &Value::Null).await.body;
        let file = String::from_utf8(file).unwrap();
        assert!(
            file.starts_with("# MẪU:") && file.contains("title = \"Thi “luật”\"\n"),
            "{file}"
        );
    }
    let none = json!({ "title": "A", "from": { "template": "nichts" } });
    assert_eq!(
        world.refused("sen", "POST", "/contest-drafts", none).await,
        "404 not_found"
    );
}

async fn what_a_province_shares_its_communes_take_as_their_own(store: TestStore) {
    let world = World::on(store).await;
    world.contest("thi").await;
    let body = |shared: bool| {
        json!({ "contest": "thi", "title": "Thi giao thông", "summary": "Cho mọi xã, phường.",
            "with_banks": true, "shared": shared })
    };
    for who in ["xem", "soan"] {
        assert_eq!(
            world.refused(who, "POST", "/templates", body(true)).await,
            "403 auth.forbidden"
        );
    }
    assert_eq!(
        world
            .refused("hong", "POST", "/templates", body(true))
            .await,
        "404 not_found"
    );
    let own = world.post("sen", "/templates", body(false)).await;
    let made = world.post("tinh", "/templates", body(true)).await;
    assert_eq!(
        made["shared_by"],
        json!({ "code": "42", "name": "Tỉnh Hà Tĩnh" })
    );
    assert_eq!(
        (&made["rounds"], &made["questions"]),
        (&json!(1), &json!(QUESTIONS))
    );
    let kept = |list: Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        let kept = items.filter(|item| item["shipped"] == false);
        kept.map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (own, made) = (own["id"].as_str().unwrap(), made["id"].as_str().unwrap());
    assert_eq!(kept(world.get("hong", "/templates").await), [made]);
    assert_eq!(kept(world.get("khac", "/templates").await), [""; 0]);
    assert_eq!(kept(world.get("tinh", "/templates").await).len(), 2);
    let from = |id: &str| json!({ "title": "Thi ở Hồng Lộc", "from": { "template": id } });
    assert_eq!(
        world
            .refused("hong", "POST", "/contest-drafts", from(own))
            .await,
        "404 not_found"
    );
    assert_eq!(
        world
            .refused("khac", "POST", "/contest-drafts", from(made))
            .await,
        "404 not_found"
    );
    let draft = world.post("hong", "/contest-drafts", from(made)).await;
    let file = &draft["document"];
    assert_eq!(file["rounds"][0]["blueprint"][0]["bank"], "luat-18100");
    assert_eq!(
        file["contest"],
        json!({ "title": "Thi ở Hồng Lộc", "slug": "thi-o-hong-loc", "organiser": "18100" })
    );
    assert_eq!(
        pointers(&draft, "error"),
        ["/rounds/0/opens_at", "/rounds/0/closes_at"]
    );
    assert_eq!(draft["feasibility"][0]["available"], json!(QUESTIONS));
    // A copy: what becomes of the template does not matter to it.
    let path = format!("/templates/{made}");
    assert_eq!(
        world.refused("hong", "DELETE", &path, Value::Null).await,
        "404 not_found"
    );
    assert_eq!(
        world
            .call("tinh", "DELETE", &path, &Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        world.refused("tinh", "DELETE", &path, Value::Null).await,
        "404 not_found"
    );
    let after = world.get("hong", &at(&draft)).await;
    assert_eq!(after["feasibility"], draft["feasibility"]);
    let mut work = world.platform.app.store.read().await.unwrap();
    let bank = work.bank_by_code("luat-18100").await.unwrap().unwrap();
    let unit = work.unit_by_code("18100").await.unwrap().unwrap();
    assert_eq!(bank.owner, Some(unit.id));
}
