//! `proof export`, `verify`, `audit …`, and what `doctor` says of the log.

use super::program::{CONTEST, Program};

fn closed() -> Program {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    program
}

#[test]
fn a_closed_round_is_exported_and_verified_without_a_store() {
    let program = closed();
    let out = program.path("vong-1.proof.json");
    let out = out.to_str().unwrap();
    let export = || program.run(&["proof", "export", "thi-thu", "vong-1", "--out", out]);
    assert!(export().refused().contains("proof.not_closed"));
    assert!(!std::path::Path::new(out).exists(), "nothing stays behind");
    program.run(&["round", "close", "thi-thu", "vong-1"]).done();
    assert_eq!(export().done(), format!("{out}\n"));
    let reopened = program.run(&["round", "reopen", "thi-thu", "vong-1"]);
    assert!(reopened.refused().contains("round.revealed"));

    let elsewhere = Program::new();
    let said = elsewhere.run(&["verify", out]).done();
    assert!(said.starts_with("ok\tpeople 0\tattempts 0\t"), "{said}");
    assert!(!elsewhere.data().exists(), "verifying needs no data folder");
    let text = std::fs::read_to_string(out).unwrap();
    let bundle: serde_json::Value = serde_json::from_str(&text).unwrap();
    let commitment = bundle["commitment"].as_str().unwrap();
    let given = commitment.to_uppercase();
    elsewhere
        .run(&["verify", out, "--commitment", &given])
        .done();
    let said = elsewhere
        .run(&["verify", out, "--commitment", &"0".repeat(64)])
        .refused();
    assert!(
        said.contains("proof.differs") && said.contains("\n  commitment"),
        "{said}"
    );
    let seed = bundle["seed"].as_str().unwrap();
    let lie = elsewhere.file("lie.json", &text.replace(seed, &"1".repeat(64)));
    let said = elsewhere.run(&["verify", &lie]).refused();
    assert!(said.contains("\n  commitment"), "{said}");
    let said = elsewhere
        .run(&["verify", out, "--receipt", "ABCD-EFGH-JKMN-PQRS"])
        .refused();
    assert!(said.contains("ABCDEFGHJKMNPQRS"), "{said}");
    let nothing = elsewhere.file("nothing.json", "{}");
    assert!(
        elsewhere
            .run(&["verify", out, "--receipt", &nothing])
            .refused()
            .contains("proof.receipt")
    );
    assert!(
        elsewhere
            .run(&["verify", &nothing])
            .refused()
            .contains("\n  form")
    );
}

#[tokio::test]
async fn a_row_that_somebody_changed_is_named_by_doctor() {
    let program = closed();
    let kept = program.path("moc.json");
    let kept = kept.to_str().unwrap();
    program.run(&["audit", "checkpoint", "--out", kept]).done();
    let said = program
        .run(&["audit", "check", "--checkpoint", kept])
        .done();
    assert!(said.starts_with("ok\trows 3\tcheckpoints 2"), "{said}");
    assert!(
        program
            .run(&["doctor"])
            .done()
            .contains("ok   audit log: 3 rows, whole")
    );

    let url = format!("sqlite:{}", program.data().join("thiluat.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let by_hand = "update audit_log set actor = 'job' where link = 2";
    sqlx::query(by_hand).execute(&pool).await.unwrap();
    pool.close().await;
    let ran = program.run(&["doctor"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("FAIL audit log: row 2 of the chain was changed"),
        "{}",
        ran.out
    );
    let said = program.run(&["audit", "check"]).refused();
    assert!(
        said.contains("audit.broken") && said.contains("row 2"),
        "{said}"
    );
    let other = program.file("other.json", "{}");
    let said = program
        .run(&["audit", "check", "--checkpoint", &other])
        .refused();
    assert!(said.contains("audit.checkpoint"), "{said}");
}
