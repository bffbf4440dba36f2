//! A mail server and another system, on loopback, that keep what they get.

use base64::Engine as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub to: String,
    pub head: String,
    /// Decoded.
    pub text: String,
}

impl Arrived {
    /// The first line that begins with an address of this installation.
    pub fn link(&self) -> String {
        let mut lines = self.text.lines().map(str::trim);
        let line = lines.find(|line| line.starts_with("https://"));
        line.unwrap_or_else(|| panic!("no link: {}", self.text))
            .to_owned()
    }
}

/// Speaks SMTP, without TLS.
pub struct MailServer {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Arrived>>>,
    /// What readers are answered with; 250 takes them.
    answer: Arc<AtomicU16>,
}

impl MailServer {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            letters: Arc::default(),
            answer: Arc::new(AtomicU16::new(250)),
        };
        let (letters, answer) = (Arc::clone(&server.letters), Arc::clone(&server.answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (letters, answer) = (Arc::clone(&letters), Arc::clone(&answer));
                tokio::spawn(async move { talk(stream, &letters, &answer).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// From now on readers are answered with that.
    pub fn answers(&self, code: u16) {
        self.answer.store(code, Ordering::SeqCst);
    }

    /// What arrived since the last look.
    pub fn letters(&self) -> Vec<Arrived> {
        std::mem::take(&mut *self.letters.lock().unwrap())
    }
}

/// One conversation; whoever breaks it off ends it.
async fn talk(stream: TcpStream, letters: &Mutex<Vec<Arrived>>, answer: &AtomicU16) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.ok()?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let verb = line.get(..4).unwrap_or_default().to_uppercase();
        let said = match verb.as_str() {
            "EHLO" => {
                assert_eq!(line.trim(), "EHLO example.vn");
                "250 here".to_owned()
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                format!("{} so it is", answer.load(Ordering::SeqCst))
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let mut raw = String::new();
                while !raw.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut raw).await.ok()? == 0 {
                        return None;
                    }
                }
                letters.lock().unwrap().push(read(&to, &raw));
                "250 kept".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 fine".to_owned(),
        };
        stream
            .write_all(format!("{said}\r\n").as_bytes())
            .await
            .ok()?;
    }
}

fn read(to: &str, raw: &str) -> Arrived {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let body = body.trim_end_matches(".\r\n").replace("\r\n..", "\r\n.");
    let coded = head.to_lowercase();
    let text = if coded.contains("transfer-encoding: base64") {
        let body: String = body.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(body)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    } else if coded.contains("transfer-encoding: quoted-printable") {
        unquoted(&body)
    } else {
        body
    };
    Arrived {
        to: to.to_owned(),
        head: head.to_owned(),
        text,
    }
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Another system, without TLS, that answers every call in the same way.
pub struct System {
    pub address: SocketAddr,
    calls: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<String>>,
    hits: Arc<AtomicUsize>,
}

impl System {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let system = Self {
            address: listener.local_addr().unwrap(),
            calls: Arc::default(),
            answer: Arc::new(Mutex::new("HTTP/1.1 204 No Content\r\n\r\n".into())),
            hits: Arc::default(),
        };
        let (calls, answer, hits) = (
            Arc::clone(&system.calls),
            Arc::clone(&system.answer),
            Arc::clone(&system.hits),
        );
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                hits.fetch_add(1, Ordering::SeqCst);
                let (calls, answer) = (Arc::clone(&calls), Arc::clone(&answer));
                tokio::spawn(async move { hear(stream, &calls, &answer).await });
            }
        });
        system
    }

    /// How the settings name it.
    pub fn host(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on calls are answered with that.
    pub fn answers(&self, reply: &str) {
        reply.clone_into(&mut self.answer.lock().unwrap());
    }

    /// Connections so far.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }

    /// Calls since the last look, head and body.
    pub fn calls(&self) -> Vec<(String, String)> {
        let calls = std::mem::take(&mut *self.calls.lock().unwrap());
        let split = |call: String| {
            let (head, body) = call.split_once("\r\n\r\n").unwrap();
            (head.to_lowercase(), body.to_owned())
        };
        calls.into_iter().map(split).collect()
    }
}

async fn hear(
    mut stream: TcpStream,
    calls: &Mutex<Vec<String>>,
    answer: &Mutex<String>,
) -> Option<()> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if bytes[0] == 0x16 {
            // The start of TLS, which this one does not speak.
            stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .ok()?;
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.unwrap_or("0").parse().ok()? {
            calls.lock().unwrap().push(text);
            break;
        }
    }
    let reply = answer.lock().unwrap().clone();
    stream.write_all(reply.as_bytes()).await.ok()
}
