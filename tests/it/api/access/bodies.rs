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
        Some("export") if !row.path.contains("/banks/") => "?format=csv",
        Some("matrix") => "?format=csv",
        Some("resolve") => "?name=to",
        Some("export" | "export-losses") => "?format=json",
        Some("difference") => "?from=1&to=1",
        _ => "",
    }
}

/// Name and content of the file that a route takes in a form.
pub fn file(row: &Access) -> Option<(&'static str, &'static [u8])> {
    Some(match (row.method, row.path) {
        ("POST", "/api/v1/units/import") => (
            "don-vi.csv",
            "code,name,type\nmoi-nhap,Đơn vị mới,thon\n".as_bytes(),
        ),
        ("POST", "/api/v1/contests/{slug}/rosters") => (
            "lop.csv",
            "Họ tên,Ngày sinh,SĐT\nTrần Thị Hoa,01/02/1990,0900000077\n".as_bytes(),
        ),
        ("POST", "/api/v1/packages") => ("goi.zip", b"PK\x03\x04 no package"),
        _ => return None,
    })
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
        ("DELETE", "/api/v1/contests/{slug}/sites") => {
            vec![json!({ "origin": "https://cong.example.vn" })]
        }
        ("DELETE", "/api/v1/contests/{slug}/participants/{id}/exclusion") => {
            vec![json!({ "reason": "Xét lại" })]
        }
        ("DELETE", "/api/v1/staff/me/totp") => vec![json!({ "code": "000000" })],
        ("GET" | "DELETE", _) => vec![Value::Null],
        ("PATCH", "/api/v1/banks/{code}") => {
            vec![json!({ "title": "Tên mới" }), json!({ "approvals": 1 })]
        }
        _ => vec![body(row, ids)],
    }
}

/// The body; a route that is not here fails the test that calls it.
#[expect(clippy::match_same_arms, reason = "one room after the other")]
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
        ("POST", "/staff/session/step-up") => json!({ "password": super::world::PASSWORD }),
        ("POST", "/staff/me/password") => {
            json!({ "current": super::world::PASSWORD, "new": "ngắn" })
        }
        ("PUT", "/staff/me/totp") => json!({ "code": "000000" }),
        ("POST", "/staff/me/notifications/read") => json!({ "all": true }),
        ("PUT", "/staff/me/notification-settings") => json!({ "kinds": [] }),
        ("PATCH", "/staff/{id}") => json!({ "name": "Tên mới" }),
        ("POST", "/staff/invitations") => json!({
            "email": "duoc-moi@example.vn", "name": "Người được mời", "role": "viewer",
            "unit": ids["unit"],
        }),
        (
            "POST",
            "/staff/{id}/recovery"
            | "/staff/me/totp"
            | "/staff/invitations/{id}/again"
            | "/webhooks/{id}/test",
        ) => json!({}),
        ("POST", "/webhooks") => {
            json!({ "url": "https://he-thong.example.vn/nhan", "events": ["round.closed"] })
        }
        ("POST", "/units") => json!({
            "code": "thon-moi", "name": "Thôn mới", "type": "thon", "parent": ids["unit"],
        }),
        ("PATCH", "/units/{code}") => json!({ "block": "Khối 1" }),
        ("POST", "/units/{code}/merge") => json!({ "into": [ids["unit"]], "on": "2030-01-01" }),
        ("POST", "/unit-registrations/{id}/approval") => {
            json!({ "code": "xin-vao", "invite": false })
        }
        ("POST", "/unit-registrations/{id}/refusal") => json!({ "reason": reason }),
        ("POST", "/contest-drafts") => json!({ "title": "Cuộc thi đang soạn" }),
        // A revision that nobody has: the draft stays.
        ("PUT", "/contest-drafts/{id}") => json!({ "revision": 99, "document": {} }),
        ("PUT", "/contest-drafts/{id}/file") => json!({ "revision": 99, "text": "" }),
        ("POST", "/contest-drafts/{id}/publication") => {
            json!({ "revision": 99, "confirm": "thi" })
        }
        ("POST", "/contest-drafts/{id}/dry-run") => json!({ "round": "v1" }),
        ("POST", "/contest-drafts/{id}/dry-run/marks") => {
            json!({ "round": "v1", "seed": "00", "answers": [] })
        }
        ("POST", "/contests/{slug}/package") => {
            json!({ "passphrase": "mười hai con trâu của làng" })
        }
        ("POST", "/templates") => json!({
            "contest": ids["slug"], "title": "Mẫu", "summary": "Dùng lại", "with_banks": false,
            "shared": false,
        }),
        ("PATCH", "/contests/{slug}/participants/{id}") => {
            json!({ "fields": { "full_name": "Trần Thị Hoa" }, "reason": reason })
        }
        (
            "POST",
            "/contests/{slug}/participants/{id}/exclusion"
            | "/contests/{slug}/participants/{id}/code",
        ) => json!({ "reason": reason }),
        ("POST", "/contests/{slug}/slips.pdf") => json!({ "slips": [] }),
        ("POST", "/contests/{slug}/incidents") => json!({ "text": "Mất điện mười phút." }),
        ("POST", "/contests/{slug}/announcements") => json!({ "text": "Còn mười phút." }),
        ("POST", "/rounds/{id}/extensions") => {
            json!({ "to": { "all": true }, "seconds": 60, "reason": reason })
        }
        ("POST", "/rounds/{id}/give-backs") => {
            json!({ "to": { "all": true }, "attempts": 1, "reason": reason })
        }
        ("POST", "/contests/{slug}/sites") => json!({ "origin": "https://cong.example.vn" }),
        unknown => panic!("the test does not know how to call {unknown:?}"),
    }
}
