//! The table of access against the routes that there are.

use serde_json::Value;
use std::collections::BTreeSet;
use thiluat::http::access::{self, Caller, Object};

/// Method, path and description of every route.
fn routes() -> Vec<(String, String, Value)> {
    let document: Value = serde_json::from_str(&thiluat::http::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut routes = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            routes.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    routes
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let routes: BTreeSet<(String, String)> = routes()
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    let mut rows = BTreeSet::new();
    for row in access::rows() {
        let route = (row.method.to_owned(), row.path.to_owned());
        assert!(rows.insert(route), "two rows: {row:?}");
    }
    let without: Vec<_> = routes.difference(&rows).collect();
    assert!(
        without.is_empty(),
        "routes without a row in src/http/access: {without:?}"
    );
    let gone: Vec<_> = rows.difference(&routes).collect();
    assert!(
        gone.is_empty(),
        "rows in src/http/access without a route: {gone:?}"
    );
}

#[test]
fn the_description_says_the_same_of_who_may_call() {
    for (method, path, operation) in routes() {
        let row = access::of(&method, &path).unwrap();
        let security = operation["security"].to_string();
        let asks = match row.caller {
            Caller::Staff(_) => "thiluat-staff",
            Caller::Participant => "thiluat\"",
            // Ending a session takes one to end, and does nothing without.
            Caller::Anyone if row.object == Object::Caller => continue,
            Caller::Anyone => "null",
        };
        assert!(security.contains(asks), "{method} {path}: {security}");
        let asked_for = operation["parameters"].as_array();
        let required = asked_for.into_iter().flatten().filter(|parameter| {
            parameter["in"] == "query" && parameter["required"].as_bool() == Some(true)
        });
        for parameter in required {
            let name = parameter["name"].as_str().unwrap();
            let given = super::bodies::query(row);
            assert!(
                given.contains(&format!("{name}=")) || row.caller == Caller::Anyone,
                "the test does not know the query of {method} {path}"
            );
        }
    }
}
