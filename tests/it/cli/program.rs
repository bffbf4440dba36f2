//! Running the program on a data folder of its own.

use crate::support::database::TempFolder;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program on a data folder of its own.
pub struct Program {
    home: TempFolder,
}

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The result of a run that went well.
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// What a refused run said: exit code 1 and nothing on stdout.
    pub fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        self.err
    }
}

impl Program {
    pub fn new() -> Self {
        Self {
            home: TempFolder::new(),
        }
    }

    /// With the demonstration units and bank.
    pub fn furnished() -> Self {
        let program = Self::new();
        program.run(&["units", "import", &demo("units.csv")]).done();
        let bank = demo("bank.json");
        program
            .run(&["bank", "import", &bank, "--bank", "phap-luat-quanh-ta"])
            .done();
        program
    }

    /// A path beside the data folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file beside the data folder and gives its path.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_on(&self.data(), arguments, "")
    }

    /// Runs with something on stdin, on any data folder.
    #[expect(clippy::unused_self, reason = "reads as what the office does")]
    pub fn run_on(&self, data: &Path, arguments: &[&str], stdin: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thiluat"))
            .args(arguments)
            .arg("--data")
            .arg(data)
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that is not interested in its input may be gone already.
        drop(child.stdin.take().unwrap().write_all(stdin.as_bytes()));
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A file of the demonstration.
pub fn demo(name: &str) -> String {
    format!("{}/demo/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A contest over the demonstration bank, open for years.
pub const CONTEST: &str = r#"[contest]
slug = "thi-thu"
title = "Thi thử"
organiser = "42"

[[rounds]]
code = "vong-1"
title = "Vòng 1"
opens_at = "2025-12-01T07:00:00+07:00"
closes_at = "2099-12-08T00:00:00+07:00"
time_limit_s = 900

[[rounds.blueprint]]
bank = "phap-luat-quanh-ta"
count = 10
"#;
