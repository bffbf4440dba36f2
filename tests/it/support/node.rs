//! The program itself: commands, and nodes that can be killed.

use crate::edge::wire::{Reply, Wire};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A data folder and settings, on which commands and nodes run.
pub struct Installation {
    data: PathBuf,
    settings: Vec<(String, String)>,
}

impl Installation {
    /// In that folder, with settings as the environment names them.
    pub fn at(data: PathBuf, settings: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            data,
            settings: settings.iter().map(owned).collect(),
        }
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thiluat"));
        command
            .arg("--data")
            .arg(&self.data)
            .env("THILUAT__LOG__LEVEL", "error")
            .envs(self.settings.iter().cloned());
        command
    }

    /// Runs a command to its end and gives what it printed.
    ///
    /// # Panics
    /// If it fails, with what it said.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.program().args(arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A running node, killed without warning when it goes out of scope.
pub struct Node {
    process: Child,
    address: SocketAddr,
}

impl Node {
    /// Starts on a free port.
    pub fn start(place: &Installation) -> Self {
        let mut process = place
            .program()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .parse()
            .unwrap();
        Self { process, address }
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// One request on a connection of its own.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let mut wire = Wire::to(self.address).await;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let session = if token.is_empty() {
            String::new()
        } else {
            format!("authorization: Bearer {token}\r\n")
        };
        let content = if body.is_empty() {
            String::new()
        } else {
            format!(
                "content-type: application/json\r\ncontent-length: {}\r\n",
                body.len()
            )
        };
        wire.send(format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {}\r\n{session}{content}\r\n{body}",
            self.address
        ))
        .await;
        wire.reply().await
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
