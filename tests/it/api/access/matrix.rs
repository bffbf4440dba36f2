//! Route × caller × whose things: generated from the table, which the routes are held against.

use super::calls::{address, call, calls, is_owned, of_staff, outcome, things, told};
use super::world::{World, nothing};
use crate::support::database::{TestStore, both_databases};
use std::fmt::Debug;
use thiluat::auth::may;
use thiluat::domain::Role;
use thiluat::http::access::{self, Caller, Object};

both_databases! {
    every_route_of_staff_asks_who_calls,
    what_is_another_units_is_not_there,
    every_route_of_participants_asks_who_calls,
}

/// Everything that is wrong with a table, since its first row alone says little.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    /// Notes what was seen where it is not what it has to be.
    #[expect(clippy::needless_pass_by_value, reason = "reads as assert_eq does")]
    fn is<S, E>(&mut self, seen: S, expected: E, what: impl FnOnce() -> String)
    where
        S: PartialEq<E> + Debug,
        E: Debug,
    {
        if seen != expected {
            self.0
                .push(format!("{}: {seen:?}, not {expected:?}", what()));
        }
    }

    fn nothing(&self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

async fn every_route_of_staff_asks_who_calls(store: TestStore) {
    let world = World::on(store).await;
    let mut wrong = Wrong::default();
    let nothing = nothing();
    // What is made on the way is not what is not there.
    let mut new = nothing.clone();
    new.insert("bank", "kho-moi".to_owned());
    for row in of_staff() {
        let Caller::Staff(actions) = row.caller else {
            unreachable!()
        };
        // With the ids of what is there: that it is there opens nothing.
        let own = address(row, &world.a.ids, &world.a.ids);
        for token in ["", &world.a.participant] {
            let reply = call(&world, row, &own, &world.a.ids, token).await;
            wrong.is(reply.problem(), "401 auth.required", || format!("{row:?}"));
        }
        let nowhere = address(row, &nothing, &nothing);
        for (role, _) in Role::ALL {
            let is_allowed = actions.is_empty() || actions.iter().any(|a| may(role, *a));
            if is_allowed {
                // Of what is not there, so that nothing changes before the next role asks.
                let token = world.everywhere.token(role);
                let replies = calls(&world, row, &nowhere, &new, token).await;
                let outcomes: Vec<String> = replies.iter().map(outcome).collect();
                // A wrong password in the body is refused to whoever may ask.
                let opened = |outcome: &String| {
                    !matches!(outcome.as_str(), "401 auth.required" | "403 auth.forbidden")
                };
                let found = outcomes.iter().find(|outcome| opened(outcome));
                let found = found.map_or("", String::as_str);
                if is_owned(row) || found.is_empty() {
                    let what = || format!("{role:?} {row:?}: {outcomes:?}");
                    wrong.is(found, "404 not_found", what);
                }
                continue;
            }
            for token in [world.everywhere.token(role), world.a.token(role)] {
                for address in [&own, &nowhere] {
                    let reply = call(&world, row, address, &world.a.ids, token).await;
                    let what = || format!("{role:?} {row:?}");
                    wrong.is(reply.problem(), "403 auth.forbidden", what);
                }
            }
        }
    }
    wrong.nothing();
}

async fn what_is_another_units_is_not_there(store: TestStore) {
    let world = World::on(store).await;
    let (a, b) = (&world.a, &world.b);
    let mut wrong = Wrong::default();
    let nothing = nothing();
    let mut owned = of_staff();
    owned.retain(|row| is_owned(row));
    // What nodes remember is warm: everything that can be read was read by those whose it is.
    for row in owned.iter().filter(|row| row.method == "GET") {
        let own = address(row, &a.ids, &a.ids);
        let reply = call(&world, row, &own, &a.ids, a.administrator()).await;
        wrong.is(reply.status, 200, || format!("{row:?}: {reply:?}"));
    }
    let before = world.done_by(b.office.administrator()).await;
    for row in &owned {
        let foreign = address(row, &a.ids, &a.ids);
        let foreign = call(&world, row, &foreign, &a.ids, b.administrator()).await;
        let nowhere = address(row, &nothing, &nothing);
        let nowhere = call(&world, row, &nowhere, &a.ids, b.administrator()).await;
        wrong.is(foreign.problem(), "404 not_found", || format!("{row:?}"));
        wrong.is(told(&foreign), told(&nowhere), || format!("{row:?}"));
        if things(row) > 1 {
            // The own round, and in it what is of another's.
            let mixed = address(row, &b.ids, &a.ids);
            let mixed = call(&world, row, &mixed, &a.ids, b.administrator()).await;
            let absent = address(row, &b.ids, &nothing);
            let absent = call(&world, row, &absent, &a.ids, b.administrator()).await;
            wrong.is(mixed.problem(), "404 not_found", || format!("{row:?}"));
            wrong.is(told(&mixed), told(&absent), || format!("{row:?}"));
        }
    }
    let after = world.done_by(b.office.administrator()).await;
    assert_eq!(before, after, "what was not there was not changed either");
    // The same calls find the same things for those whose they are, and for staff of all units.
    owned.sort_by_key(|row| row.method == "DELETE");
    for (tenant, token) in [
        (a, a.administrator()),
        (b, world.everywhere.token(Role::Administrator)),
    ] {
        for row in &owned {
            let own = address(row, &tenant.ids, &tenant.ids);
            let reply = call(&world, row, &own, &tenant.ids, token).await;
            let outcome = outcome(&reply);
            let is_open = !outcome.starts_with("401")
                && outcome != "404 not_found"
                && outcome != "403 auth.forbidden";
            wrong.is(is_open, true, || format!("{row:?}: {outcome}"));
        }
    }
    wrong.nothing();
}

async fn every_route_of_participants_asks_who_calls(store: TestStore) {
    let world = World::on(store).await;
    let (a, b) = (&world.a, &world.b);
    let nothing = nothing();
    let rows: Vec<_> = access::rows()
        .filter(|row| row.caller == Caller::Participant)
        .collect();
    assert!(rows.len() > 5, "{rows:?}");
    for row in rows {
        let own = address(row, &a.ids, &a.ids);
        for token in ["", a.administrator()] {
            let reply = call(&world, row, &own, &a.ids, token).await;
            assert_eq!(reply.problem(), "401 auth.required", "{row:?}");
        }
        let stranger = call(&world, row, &own, &a.ids, &b.participant).await;
        let nowhere = address(row, &nothing, &nothing);
        let nowhere = call(&world, row, &nowhere, &a.ids, &b.participant).await;
        assert!(stranger.status >= 400, "{row:?}: {stranger:?}");
        // A contest and its rounds are public, what somebody wrote in them is not.
        if row.object == Object::Attempt {
            assert_eq!(stranger.problem(), "404 not_found", "{row:?}");
            assert_eq!(told(&stranger), told(&nowhere), "{row:?}");
        }
        let reply = call(&world, row, &own, &a.ids, &a.participant).await;
        assert!(outcome(&reply) != "404 not_found", "{row:?}: {reply:?}");
    }
}
