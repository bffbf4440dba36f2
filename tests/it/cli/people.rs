//! `staff add`, `staff invite`, `staff reset`, `participant reissue`.

use super::program::{CONTEST, Program};

#[test]
fn staff_are_added_with_a_password_from_stdin() {
    let program = Program::new();
    let add = |email: &str, role: &str, password: &str| {
        let arguments = [
            "staff",
            "add",
            "--email",
            email,
            "--name",
            "An",
            "--role",
            role,
            "--password-stdin",
        ];
        program.run_on(&program.data(), &arguments, password)
    };
    let out = add("an@example.vn", "administrator", "bốn con trâu ăn cỏ\n").done();
    assert!(
        out.contains("an@example.vn\tadministrator") && !out.contains("trâu"),
        "{out}"
    );
    assert!(
        add("AN@example.vn", "viewer", "bốn con trâu ăn cỏ")
            .refused()
            .contains("user.taken")
    );
    assert!(
        add("b@example.vn", "viewer", "1234567")
            .refused()
            .contains("password.too_short")
    );
    assert!(
        add("b@example.vn", "viewer", "12345678")
            .refused()
            .contains("password.too_common")
    );
    assert_eq!(add("b@example.vn", "king", "bốn con trâu ăn cỏ").code, 2);
}

#[test]
fn staff_are_invited_and_helped_back_by_a_link() {
    let program = Program::new();
    let invite = [
        "staff",
        "invite",
        "--email",
        "Binh@example.vn",
        "--name",
        "Bình",
        "--role",
        "viewer",
    ];
    let out = program.run(&invite).done();
    let (link, until) = out.trim().split_once('\t').unwrap();
    assert!(link.contains("/quan-tri/loi-moi#"), "{out}");
    assert!(until.ends_with('Z'), "{out}");
    assert!(program.run(&invite).refused().contains("user.taken"));
    let reset = |email: &str| program.run(&["staff", "reset", "--email", email]);
    // Whoever has not taken the invitation has nothing to be helped back to.
    assert!(
        reset("binh@example.vn")
            .refused()
            .contains("staff.not_active")
    );
    assert!(reset("ai@example.vn").refused().contains("not_found"));
    let add = [
        "staff",
        "add",
        "--email",
        "an@example.vn",
        "--name",
        "An",
        "--role",
        "viewer",
        "--password-stdin",
    ];
    program
        .run_on(&program.data(), &add, "bốn con trâu ăn cỏ")
        .done();
    let out = reset("AN@example.vn").done();
    assert!(out.contains("/quan-tri/khoi-phuc#"), "{out}");
}

#[test]
fn a_code_is_reissued_only_to_who_is_there() {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    let reissue = |identity: &str| {
        program.run(&["participant", "reissue", "thi-thu", "--identity", identity])
    };
    assert!(reissue("phone=0912345678").refused().contains("not_found"));
    let said = reissue("email=a@b.vn").refused();
    assert!(
        said.contains("/identity/phone") && said.contains("/identity/email"),
        "{said}"
    );
    assert_eq!(reissue("0912345678").code, 2);
}
