//! docs/permissions.md, written from the two tables that the server asks: of roles and of routes.

use std::fmt::Write as _;
use std::path::Path;
use thiluat::auth::{Action, may};
use thiluat::domain::Role;
use thiluat::http::access::{self, Access, Caller, Object};

const HEAD: &str = "\
# Who may do what

Written by a test (`UPDATE=1 cargo test --test it access::page`) from the tables that the server asks:
`src/auth/permissions.rs` and `src/http/access`. What is in neither is forbidden.

A member of staff has one role, and acts for one unit with all below it or for the whole platform. The role
decides which routes open (403 `auth.forbidden`), the unit which things there are: those of others are answered
404 `not_found` like things that do not exist. Who is not signed in as the route asks gets 401 `auth.required`
before either is looked at.

`GET /live`, the WebSocket, stands beside the table: its topics are the boards that everybody may read.
";

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Quản trị",
        Role::Organiser => "Tổ chức",
        Role::Author => "Biên soạn",
        Role::Reviewer => "Thẩm định",
        Role::Judge => "Giám khảo",
        Role::Verifier => "Xác minh",
        Role::Viewer => "Theo dõi",
    }
}

fn action_name(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::ManageStaff => ("Quản lý cán bộ", "manage staff"),
        Action::ImportUnits => ("Nhập danh sách đơn vị", "bring units in"),
        Action::ImportQuestions => ("Soạn và nhập câu hỏi", "write questions and bring them in"),
        Action::ReadQuestions => ("Xem câu hỏi và đáp án", "read questions with their keys"),
        Action::ApproveQuestions => ("Duyệt, loại câu hỏi", "review and retire questions"),
        Action::ApplyContests => ("Tạo và sửa cuộc thi", "create and change contests"),
        Action::ReadContests => (
            "Xem cuộc thi chưa công bố",
            "see contests before publication",
        ),
        Action::RunRounds => (
            "Điều hành vòng thi",
            "open, close and reopen rounds, give time",
        ),
        Action::ReissueCodes => ("Cấp lại mã dự thi", "give a person a new sign-in code"),
        Action::ReadResults => ("Xem kết quả chưa công bố", "see results before the public"),
        Action::WorkDesk => (
            "Xác minh, hủy kết quả, đề xuất",
            "work at the desk of closed rounds",
        ),
        Action::ApproveResults => (
            "Phê duyệt đề xuất, công bố",
            "approve what another proposed",
        ),
        Action::ReadAudit => ("Xem nhật ký", "read the audit log"),
        Action::MarkEssays => ("Chấm bài tự luận", "read and mark essays"),
        Action::ManageUnits => ("Quản lý đơn vị", "add, change and merge units"),
        Action::ReadParticipants => ("Xem thí sinh", "see participants"),
        Action::CorrectParticipants => ("Sửa, loại thí sinh", "correct and exclude participants"),
        Action::ExportPeople => ("Xuất danh sách thí sinh", "take lists of people out"),
        Action::ReadMonitor => ("Theo dõi cuộc thi đang diễn ra", "watch a round as it runs"),
        Action::Announce => ("Thông báo cho thí sinh", "tell those inside something"),
        Action::ManageTemplates => ("Quản lý mẫu cuộc thi", "share and remove templates"),
        Action::ManageSites => ("Quản lý trang nhúng", "say which sites may embed a contest"),
        Action::ManageWebhooks => (
            "Kết nối hệ thống khác",
            "enter other systems that are told what happens",
        ),
    }
}

fn object_name(object: Object) -> &'static str {
    match object {
        Object::Platform => "everybody's",
        Object::Caller => "who asks, himself",
        Object::Reach => "own unit and below",
        Object::Bank => "bank",
        Object::Question => "question",
        Object::Import => "question file",
        Object::Medium => "picture",
        Object::Contest => "contest",
        Object::Round => "round",
        Object::Proposal => "proposal",
        Object::Void => "void",
        Object::Participant => "participant",
        Object::Attempt => "attempt",
        Object::Announcement => "announcement",
        Object::Draft => "draft of a contest",
        Object::Template => "template",
        Object::Unit => "unit",
        Object::Registration => "registration of a unit",
        Object::Member => "member of staff",
        Object::Invitation => "invitation",
        Object::Webhook => "other system",
    }
}

fn who(row: &Access) -> String {
    match row.caller {
        Caller::Anyone => "anyone".to_owned(),
        Caller::Participant => "thí sinh".to_owned(),
        Caller::Staff([]) => "cán bộ".to_owned(),
        Caller::Staff(actions) => {
            let opens = |role: &Role| actions.iter().any(|action| may(*role, *action));
            let roles = Role::ALL.iter().map(|(role, _)| *role).filter(opens);
            let names: Vec<&str> = roles.map(role_name).collect();
            names.join(", ")
        }
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let roles = Role::ALL.map(|(role, _)| role_name(role));
    writeln!(page, "\n## Roles\n\n| | {} |", roles.join(" | ")).unwrap();
    writeln!(page, "|---|{}", "---|".repeat(roles.len())).unwrap();
    for action in Action::ALL {
        let (vietnamese, english) = action_name(action);
        let marks = Role::ALL.map(|(role, _)| if may(role, action) { "●" } else { "" });
        let marks = marks.join(" | ");
        writeln!(page, "| {vietnamese} ({english}) | {marks} |").unwrap();
    }
    page += "\n## Routes\n\n| route | who | about |\n|---|---|---|\n";
    let mut rows: Vec<&Access> = access::rows().collect();
    rows.sort_by_key(|row| (row.path, row.method));
    for row in rows {
        let (method, path, object) = (row.method, row.path, object_name(row.object));
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        writeln!(page, "| `{method} {path}` | {} | {object} |", who(row)).unwrap();
    }
    page
}

#[test]
fn the_page_says_what_the_tables_say() {
    let written = page();
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/permissions.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&place, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&place).unwrap_or_default();
    assert!(
        kept == written,
        "docs/permissions.md is behind the tables; run `UPDATE=1 cargo test --test it access::page`"
    );
}
