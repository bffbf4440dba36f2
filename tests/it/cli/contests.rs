//! `contest apply`, `show`, `export`; `round …`.

use super::program::{CONTEST, Program};

#[test]
fn a_contest_is_applied_shown_and_exported() {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    let out = program.run(&["contest", "apply", &file]).done();
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("thi-thu"));
    assert!(lines.next().unwrap().starts_with("vong-1\topen\t"), "{out}");
    assert_eq!(program.run(&["contest", "show", "thi-thu"]).done(), CONTEST);
    let copy = program.path("copy.toml");
    program
        .run(&[
            "contest",
            "export",
            "thi-thu",
            "--out",
            copy.to_str().unwrap(),
        ])
        .done();
    assert_eq!(std::fs::read_to_string(copy).unwrap(), CONTEST);
    let said = program.run(&["contest", "show", "khac"]).refused();
    assert!(
        said.contains("not_found") && said.contains("khac"),
        "{said}"
    );
}

#[test]
fn a_package_runs_in_another_installation() {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file, "--draft"]).done();
    let package = program.path("thi.zip");
    let package = package.to_str().unwrap();
    program
        .run(&[
            "contest",
            "export",
            "thi-thu",
            "--package",
            "--out",
            package,
        ])
        .done();
    let other = Program::new();
    let said = other.run(&["contest", "apply", package]).refused();
    assert!(said.contains("contest.organiser"), "{said}");
    let units = other.file("units.csv", "code,name,type\n42,Tỉnh Hà Tĩnh,tinh\n");
    other.run(&["units", "import", &units]).done();
    // The bank came in the first time and is no obstacle the second.
    assert!(
        other
            .run(&["contest", "apply", package])
            .done()
            .starts_with("thi-thu\n")
    );
    assert_eq!(other.run(&["contest", "show", "thi-thu"]).done(), CONTEST);
}

#[test]
fn a_sealed_package_becomes_a_draft_of_another_unit() {
    let program = Program::furnished();
    let file = program.file("contest.toml", CONTEST);
    program.run(&["contest", "apply", &file]).done();
    let package = program.path("thi.zip");
    let package = package.to_str().unwrap();
    let passphrase = "sông Lam nước chảy\n";
    let export = [
        "contest",
        "export",
        "thi-thu",
        "--package",
        "--passphrase-stdin",
        "--out",
        package,
    ];
    program.run_on(&program.data(), &export, passphrase).done();
    let other = Program::new();
    let units = other.file(
        "units.csv",
        "code,name,type\n18073,Phường Thành Sen,phuong\n",
    );
    other.run(&["units", "import", &units]).done();
    let import = [
        "package",
        "import",
        package,
        "--organiser",
        "18073",
        "--slug",
        "thi-moi",
    ];
    let sealed = other.run(&import).refused();
    assert!(sealed.contains("package.passphrase_needed"), "{sealed}");
    let with_passphrase = [&import[..], &["--passphrase-stdin"]].concat();
    let wrong = other.run_on(&other.data(), &with_passphrase, "sông Hồng nước chảy\n");
    assert!(wrong.refused().contains("package.passphrase_wrong"));
    let ran = other.run_on(&other.data(), &with_passphrase, passphrase);
    assert!(ran.err.contains("package.window"), "{}", ran.err);
    let out = ran.done();
    let (slug, draft) = out.trim_end().split_once('\t').unwrap();
    assert_eq!((slug, draft.len()), ("thi-moi", 32));
    // Nothing is published: a draft is a person's to finish.
    assert!(
        other
            .run(&["contest", "show", "thi-moi"])
            .refused()
            .contains("not_found")
    );
    let applied = other.run_on(
        &other.data(),
        &["contest", "apply", package, "--passphrase-stdin"],
        passphrase,
    );
    assert!(applied.refused().contains("contest.organiser"));
}

#[test]
fn faults_are_named_by_key() {
    let program = Program::furnished();
    let apply = |text: &str| {
        let file = program.file("contest.toml", text);
        program.run(&["contest", "apply", &file]).refused()
    };
    let said = apply(&CONTEST.replace("count = 10", "count = 499"));
    assert!(
        said.contains("contest.invalid") && said.contains("rounds[0].blueprint[0].count"),
        "{said}"
    );
    let said =
        apply(&CONTEST.replace("organiser = \"42\"", "organiser = \"99\"\ncolour = \"red\""));
    assert!(said.contains("contest.colour"), "{said}");
    let said = apply(&CONTEST.replace("2099-12-08", "2025-11-08"));
    assert!(said.contains("rounds[0].closes_at"), "{said}");
    let said = apply("[contest\n");
    assert!(said.contains("dòng 1"), "{said}");
}

#[test]
fn rounds_are_opened_and_closed_by_hand() {
    let program = Program::furnished();
    let later = CONTEST.replace("2025-12-01", "2098-12-01");
    let file = program.file("contest.toml", &later);
    assert!(
        program
            .run(&["contest", "apply", &file])
            .done()
            .contains("vong-1\tscheduled\t")
    );
    let round = |verb: &str| program.run(&["round", verb, "thi-thu", "vong-1"]);
    assert_eq!(round("open").done(), "thi-thu\tvong-1\topen\n");
    assert_eq!(round("close").done(), "thi-thu\tvong-1\tclosed\n");
    assert!(round("open").refused().contains("round.over"));
    assert_eq!(round("reopen").done(), "thi-thu\tvong-1\topen\n");
    let said = program
        .run(&["round", "open", "thi-thu", "vong-9"])
        .refused();
    assert!(
        said.contains("not_found") && said.contains("vong-9"),
        "{said}"
    );
    assert!(
        program
            .run(&["round", "beacon", "thi-thu", "vong-1", "1"])
            .refused()
            .contains("round.beacon_not_wanted")
    );
}
