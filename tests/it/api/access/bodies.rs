//! A body for every route that takes one, such as its handler reads.

use super::world::Ids;
use serde_json::{Value, json};
use thiluat::http::access::Access;

/// A question file.
pub const FILE: &[u8] =
    "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\nMột?,a,b,A\nHai?,a,b,B\n".as_bytes();

/// The query of those routes that need one.
pub fn query(row: &Access) -> &'static str {
    match row.path.rsplit('/').next() {
        Some("export" | "export-losses") => "?format=json",
        Some("difference") => "?from=1&to=1",
        _ => "",
    }
}

fn draft(stem: &str) -> Value {
    json!({
        "kind": "single", "stem": stem, "level": 1,
        "options": [{ "text": "phải", "correct": true }, { "text": "không", "correct": false }],
    })
}

/// Every body of a route that asks one role for one part of it and another role for another.
pub fn bodies(row: &Access, ids: &Ids) -> Vec<Value> {
    match (row.method, row.path) {
        ("GET" | "DELETE", _) => vec![Value::Null],
        ("PATCH", "/api/v1/banks/{code}") => {
            vec![json!({ "title": "Tên mới" }), json!({ "approvals": 1 })]
        }
        _ => vec![body(row, ids)],
    }
}

/// The body; a route that is not here fails the test that calls it.
fn body(row: &Access, ids: &Ids) -> Value {
    let path = row.path.strip_prefix("/api/v1").unwrap();
    let reason = "Biên bản số 7";
    match (row.method, path) {
        ("POST", "/banks") => json!({ "code": ids["bank"], "title": "Ngân hàng" }),
        ("POST", "/banks/{code}/bulk") => {
            json!({ "questions": [ids["question"]], "set": { "level": 3 } })
        }
        ("POST", "/banks/{code}/feasibility") => json!({ "blueprint": [{ "count": 1 }] }),
        ("POST", "/banks/{code}/questions") => draft("Câu thêm vào?"),
        ("POST", "/questions/{id}/comments") => json!({ "text": "Cần xem lại." }),
        ("POST", "/questions/{id}/reviews") => json!({ "version": 1, "verdict": "approve" }),
        ("POST", "/questions/{id}/versions") => {
            json!({ "base_version": 1, "draft": draft("Câu viết lại?") })
        }
        ("POST", "/imports/{id}/commit") => json!({ "as": "draft" }),
        ("PATCH", "/imports/{id}/items/{position}") => json!({ "skip": true }),
        ("POST", "/laws/import") => json!({ "csv": "number,title\n8/2099/QH15,Luật tám\n" }),
        ("PUT", "/laws/{number}") => json!({ "title": "Luật bảy" }),
        ("POST", "/contests/{slug}/extra-time") => {
            json!({ "identity": { "phone": "0900000001" }, "seconds": 60, "reason": reason })
        }
        ("POST", "/rounds/{id}/outages") => json!({
            "from": "2026-11-21T01:00:00.000Z", "to": "2026-11-21T01:05:00.000Z", "reason": reason,
        }),
        ("POST", "/rounds/{id}/close") => json!({ "now": false }),
        ("PUT", "/rounds/{id}/essays/{attempt}") => json!({ "points": 5, "note": "Được" }),
        ("POST", "/rounds/{id}/voids") => {
            json!({ "participant": ids["person"], "reason": reason })
        }
        ("POST", "/rounds/{id}/voids/{void}/appeal") => json!({ "text": "Tôi không đồng ý." }),
        ("POST", "/rounds/{id}/voids/{void}/decision") => {
            json!({ "decision": "upheld", "reason": reason })
        }
        ("POST", "/rounds/{id}/proposals") => {
            json!({ "what": { "publish": {} }, "reason": reason })
        }
        ("POST", "/rounds/{id}/proposals/{proposal}/refusal" | "/questions/{id}/retire") => {
            json!({ "reason": reason })
        }
        (
            "POST",
            "/questions/{id}/restore"
            | "/rounds/{id}/open"
            | "/rounds/{id}/reopen"
            | "/rounds/{id}/results"
            | "/rounds/{id}/proposals/{proposal}/approval",
        ) => json!({}),
        ("POST", "/rounds/{id}/attempts") => json!({ "device": "d" }),
        ("PATCH", "/contests/{slug}/participants/me") => {
            json!({ "fields": { "full_name": "Trần Thị Hoa" } })
        }
        ("PUT", "/attempts/{id}/answers/{slot}") => {
            json!({ "epoch": 1, "seq": 90, "answer": { "options": ["abcdef"] } })
        }
        ("PUT", "/attempts/{id}/answers") => json!({
            "epoch": 1,
            "answers": [{ "slot": "1", "seq": 91, "answer": { "options": ["abcdef"] } }],
        }),
        ("POST", "/attempts/{id}/submission") => json!({ "epoch": 1, "final_seq": 3 }),
        unknown => panic!("the test does not know how to call {unknown:?}"),
    }
}
