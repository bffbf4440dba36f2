//! A client that sends exactly the bytes a test writes.

use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than any limit a test sets; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
pub struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

/// One reply.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The one value of a header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(&self.body)))
    }

    /// Status and code of a problem document: `404 not_found`.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let body = self.json();
        assert_eq!(body["status"], self.status, "{self:?}");
        assert_eq!(body["request_id"], self.header("x-request-id"), "{self:?}");
        assert!(!body["detail"].as_str().unwrap().is_empty(), "{self:?}");
        format!("{} {}", self.status, body["code"].as_str().unwrap())
    }
}

impl Wire {
    pub async fn to(address: SocketAddr) -> Self {
        Self {
            stream: TcpStream::connect(address).await.unwrap(),
            read: Vec::new(),
        }
    }

    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Sends what may be refused while it is being sent.
    pub async fn push(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
    }

    /// The next reply, framed by its length.
    pub async fn reply(&mut self) -> Reply {
        timeout(PATIENCE, self.read_reply(false))
            .await
            .expect("a reply in time")
    }

    /// The next reply, to a `HEAD` request.
    pub async fn reply_to_head(&mut self) -> Reply {
        timeout(PATIENCE, self.read_reply(true))
            .await
            .expect("a reply in time")
    }

    async fn read_reply(&mut self, to_head: bool) -> Reply {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            assert!(
                self.more().await > 0,
                "closed within a head: {:?}",
                String::from_utf8_lossy(&self.read)
            );
        };
        let head: Vec<u8> = self.read.drain(..end).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        if reply.header("transfer-encoding") == "chunked" && !to_head {
            reply.body = self.read_chunks().await;
            return reply;
        }
        let length = match reply.header("content-length") {
            "" => 0,
            _ if to_head || status == 304 => 0,
            text => text.parse().unwrap(),
        };
        while self.read.len() < length {
            assert!(self.more().await > 0, "closed within a body");
        }
        reply.body = self.read.drain(..length).collect();
        reply
    }

    /// A body whose length was not known when it was begun.
    async fn read_chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = self.read.windows(2).position(|two| two == b"\r\n") {
                    break at;
                }
                assert!(self.more().await > 0, "closed within a body");
            };
            let line: Vec<u8> = self.read.drain(..end + 2).collect();
            let line = std::str::from_utf8(&line[..end]).unwrap();
            let length = usize::from_str_radix(line, 16).unwrap();
            while self.read.len() < length + 2 {
                assert!(self.more().await > 0, "closed within a chunk");
            }
            body.extend(self.read.drain(..length));
            self.read.drain(..2);
            if length == 0 {
                return body;
            }
        }
    }

    async fn more(&mut self) -> usize {
        self.stream.read_buf(&mut self.read).await.unwrap_or(0)
    }

    /// Waits for the other end to close and gives what came before.
    pub async fn until_closed(mut self) -> Vec<u8> {
        let all = async {
            while self.more().await > 0 {}
            std::mem::take(&mut self.read)
        };
        timeout(PATIENCE, all)
            .await
            .expect("the other end closes in time")
    }
}
