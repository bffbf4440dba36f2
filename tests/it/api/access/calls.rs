//! How each route is called: its address filled with ids, its query and its body.

use super::bodies;
use super::world::{Ids, World};
use crate::api::imports::upload;
use crate::edge::wire::{Reply, Wire};
use crate::support::platform::Platform;
use serde_json::Value;
use thiluat::http::access::{self, Access, Caller, Object};

/// Every route of staff, in the order of the table.
pub fn of_staff() -> Vec<&'static Access> {
    let rows = access::rows().filter(|row| matches!(row.caller, Caller::Staff(_)));
    let rows: Vec<_> = rows.collect();
    assert!(rows.len() > 50, "{rows:?}");
    rows
}

/// Whether the route is about a thing that belongs to a unit.
pub fn is_owned(row: &Access) -> bool {
    !matches!(
        row.object,
        Object::Platform | Object::Caller | Object::Reach
    )
}

/// What the address of a route names, as the world calls it; none: it is the same everywhere.
fn thing(path: &str, parameter: &str) -> Option<&'static str> {
    let of = |resource: &str| path.starts_with(&format!("/api/v1/{resource}/"));
    Some(match parameter {
        "id" if of("contests") && path.contains("/participants/") => "person",
        "id" if of("contests") && path.contains("/announcements/") => "announcement",
        "id" if of("contest-drafts") => "draft",
        "id" if of("templates") => "template",
        "id" if of("unit-registrations") => "registration",
        "id" if of("webhooks") => "webhook",
        "id" if of("staff/invitations") => "invitation",
        "id" if of("staff/me") => return None,
        "id" if of("staff") => "member",
        "code" if of("units") => "unit",
        "id" if of("rounds") => "round",
        "id" if of("questions") => "question",
        "id" if of("imports") => "import",
        "id" if of("attempts") => "attempt",
        "code" if of("banks") => "bank",
        "slug" => "slug",
        "digest" => "digest",
        "attempt" => "attempt",
        "person" => "person",
        "void" => "void",
        "proposal" => "proposal",
        "number" | "version" | "position" | "slot" => return None,
        _ => panic!("the test does not know what {{{parameter}}} of {path} names"),
    })
}

/// How many things of units the address names.
pub fn things(row: &Access) -> usize {
    let parts = row.path.split('/').filter_map(parameter);
    parts.filter_map(|name| thing(row.path, name)).count()
}

fn parameter(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The address of a route: the first thing that it names is one of `first`, all others of `others`.
pub fn address(row: &Access, first: &Ids, others: &Ids) -> String {
    let mut named = 0;
    let parts = row.path.split('/').map(|part| {
        let Some(name) = parameter(part) else {
            return part.to_owned();
        };
        match thing(row.path, name) {
            None if name == "number" => "7/2099/QH15".to_owned(),
            None => "1".to_owned(),
            Some(thing) => {
                named += 1;
                let ids = if named == 1 { first } else { others };
                ids[thing].clone()
            }
        }
    });
    let parts: Vec<String> = parts.collect();
    let path = parts.join("/");
    let query = bodies::query(row);
    path.strip_prefix("/api/v1").unwrap().to_owned() + query
}

/// Calls a route at that address; its body names things of `ids`.
pub async fn call(world: &World, row: &Access, address: &str, ids: &Ids, token: &str) -> Reply {
    calls(world, row, address, ids, token).await.remove(0)
}

/// The same with every body that the route has.
pub async fn calls(
    world: &World,
    row: &Access,
    address: &str,
    ids: &Ids,
    token: &str,
) -> Vec<Reply> {
    let platform = &world.platform;
    if (row.method, row.path) == ("POST", "/api/v1/imports") {
        return vec![upload(platform, token, &ids["bank"], "tep.csv", bodies::FILE).await];
    }
    if let Some((name, file)) = bodies::file(row) {
        return vec![form(platform, address, token, name, file).await];
    }
    let mut replies = Vec::new();
    for body in bodies::bodies(row, ids) {
        let reply = platform.call(row.method, address, token, &body).await;
        assert!(reply.status < 500, "{row:?}: {reply:?}");
        replies.push(reply);
    }
    replies
}

/// Sends a form with a file to that address.
async fn form(platform: &Platform, address: &str, token: &str, name: &str, file: &[u8]) -> Reply {
    let mut body = format!(
        "--xx\r\ncontent-disposition: form-data; name=\"dry_run\"\r\n\r\ntrue\r\n\
         --xx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xx--\r\n");
    let sent_by = match token {
        "" => String::new(),
        token => format!("authorization: Bearer {token}\r\n"),
    };
    let head = format!(
        "POST /api/v1{address} HTTP/1.1\r\nhost: localhost\r\n{sent_by}\
         content-type: multipart/form-data; boundary=xx\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut wire = Wire::to(platform.address).await;
    wire.send([head.as_bytes(), &body].concat()).await;
    wire.reply().await
}

/// A reply without what tells one request from another: status, headers, body.
pub fn told(reply: &Reply) -> (u16, Vec<(String, String)>, Value) {
    let mut headers = reply.headers.clone();
    headers.retain(|(name, _)| !matches!(name.as_str(), "x-request-id" | "date"));
    let mut body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if let Some(members) = body.as_object_mut() {
        members.remove("request_id");
    }
    (reply.status, headers, body)
}

/// Status and code of a refusal; only the status of what was not refused.
pub fn outcome(reply: &Reply) -> String {
    if reply.status >= 400 {
        reply.problem()
    } else {
        reply.status.to_string()
    }
}
