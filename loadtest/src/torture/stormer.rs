//! Somebody whose requests break off at any point.

use super::book::Book;
use super::crowd::Seat;
use super::ground::{CONTEST, sign_up};
use crate::client::{Client, path};
use crate::sitting::Sitting;
use anyhow::Result;
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// How long a request of somebody who stays on the line may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody whose requests break off.
pub struct Stormer {
    number: usize,
    round: String,
    address: SocketAddr,
    token: HeaderValue,
    rng: StdRng,
    book: Arc<Book>,
    client: Client,
    seat: Option<Seat>,
    device: u32,
    /// With what somebody that it signed up comes back.
    returns_by: Option<Value>,
}

/// Where a request breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// Nowhere: the answer is read.
    Never,
    /// In the middle of being sent, by a reset.
    HalfSent,
    /// Some microseconds after it was sent, by a reset.
    Reset(u64),
    /// After a millisecond, by closing.
    GivenUp,
}

impl Stormer {
    /// A person at `(number, round, address)` who has not begun.
    pub fn new(
        (number, round, address): (usize, String, SocketAddr),
        token: HeaderValue,
        seed: u64,
        book: Arc<Book>,
    ) -> Self {
        Self {
            number,
            round,
            address,
            token,
            rng: StdRng::seed_from_u64(seed ^ (number as u64).wrapping_mul(0x9e37_79b9)),
            book,
            client: Client::new(address),
            seat: None,
            device: 0,
            returns_by: None,
        }
    }

    /// Goes on while there are requests left to be made.
    pub async fn rage(mut self, left: Arc<AtomicI64>) -> Result<()> {
        while left.fetch_sub(1, Ordering::AcqRel) > 0 {
            let end = match self.rng.random_range(0..10) {
                0..3 => Break::Never,
                3 => Break::HalfSent,
                4..8 => Break::Reset(self.rng.random_range(0..3_000)),
                _ => Break::GivenUp,
            };
            match self.rng.random_range(0..20) {
                _ if self.seat.is_none() => self.start(Break::Never).await?,
                0..11 => self.save(end).await?,
                11..13 => self.look(end).await?,
                13 => self.start(end).await?,
                14 => self.hand_in(end).await?,
                15 => self.sign_up(end).await?,
                16..18 => self.come_back(end).await?,
                _ => self.socket().await,
            }
        }
        Ok(())
    }

    async fn start(&mut self, end: Break) -> Result<()> {
        let to = format!("/api/v1/rounds/{}/attempts", self.round);
        self.device += u32::from(end != Break::Never);
        let body = format!(r#"{{"device":"bão {}.{}"}}"#, self.number, self.device);
        let Some((status, body)) = self.ask(Method::POST, &to, &body, end).await? else {
            // It may have taken over, or not: only an answer tells.
            self.seat = None;
            return Ok(());
        };
        if status == StatusCode::CREATED || status == StatusCode::OK {
            let mut sitting = Sitting::read(self.number, &body)?;
            self.book.started(self.number, &sitting.attempt);
            let pages = self.book.pages();
            let page = pages.attempts.get(&sitting.attempt);
            let sent = page.into_iter().flat_map(|page| page.rows.keys());
            sitting.seq = sent.map(|(_, seq)| *seq).max().unwrap_or(0);
            drop(pages);
            self.seat = Some(Seat::at(sitting));
        } else {
            self.refused("start", status, &body);
        }
        Ok(())
    }

    async fn save(&mut self, end: Break) -> Result<()> {
        let Some(seat) = &mut self.seat else {
            return Ok(());
        };
        let Some(answer) = seat.next(&mut self.rng) else {
            return Ok(());
        };
        let attempt = seat.sitting.attempt.clone();
        let numbers = (answer.epoch, answer.seq);
        self.book
            .sent(&attempt, numbers, &answer.slot, &answer.option);
        let to = format!("/api/v1/attempts/{attempt}/answers/{}", answer.slot);
        let asked = self.ask(Method::PUT, &to, &answer.body(), end).await?;
        let Some((status, body)) = asked else {
            return Ok(());
        };
        if status == StatusCode::OK {
            let reply: Value = serde_json::from_slice(&body)?;
            let ack = &reply["ack"];
            let word = format!("{} {}", ack["saved_at"], ack["mac"]);
            self.book.saved(&attempt, numbers, &word);
        } else {
            self.refused("save", status, &body);
        }
        Ok(())
    }

    async fn look(&mut self, end: Break) -> Result<()> {
        let Some(seat) = &self.seat else {
            return Ok(());
        };
        let from = format!("/api/v1/attempts/{}", seat.sitting.attempt);
        if let Some((status, body)) = self.ask(Method::GET, &from, "", end).await?
            && status != StatusCode::OK
        {
            self.refused("look", status, &body);
        }
        Ok(())
    }

    async fn hand_in(&mut self, end: Break) -> Result<()> {
        let Some(seat) = self.seat.take() else {
            return Ok(());
        };
        let attempt = &seat.sitting.attempt;
        self.book.handing_in(attempt);
        let to = format!("/api/v1/attempts/{attempt}/submission");
        let body = format!(r#"{{"epoch":{},"final_seq":0}}"#, seat.sitting.epoch);
        match self.ask(Method::POST, &to, &body, end).await? {
            Some((StatusCode::OK, body)) => {
                let reply: Value = serde_json::from_slice(&body)?;
                let code = reply["receipt"]["code"].as_str().unwrap_or_default();
                self.book.submitted(attempt, code);
            }
            Some((status, body)) => self.refused("submit", status, &body),
            None => {}
        }
        Ok(())
    }

    async fn sign_up(&mut self, end: Break) -> Result<()> {
        let number = 10_000_000 + self.number * 1_000_000 + self.rng.random_range(0..1_000_000);
        let to = format!("/api/v1/contests/{CONTEST}/participants");
        let form = String::from_utf8(sign_up(number))?;
        match self.ask(Method::POST, &to, &form, end).await? {
            Some((StatusCode::CREATED, reply)) => {
                let (form, reply): (Value, Value) = (
                    serde_json::from_str(&form)?,
                    serde_json::from_slice(&reply)?,
                );
                let phone = &form["fields"]["phone"];
                let code = &reply["sign_in_code"];
                self.returns_by =
                    Some(json!({ "identity": { "phone": phone }, "sign_in_code": code }));
            }
            Some((status, body)) if status != StatusCode::CONFLICT => {
                self.refused("sign-up", status, &body);
            }
            Some(_) | None => {}
        }
        Ok(())
    }

    /// A transaction that is not the writer's.
    async fn come_back(&mut self, end: Break) -> Result<()> {
        let Some(returns_by) = &self.returns_by else {
            return self.sign_up(Break::Never).await;
        };
        let to = format!("/api/v1/contests/{CONTEST}/sessions");
        let body = returns_by.to_string();
        if let Some((status, body)) = self.ask(Method::POST, &to, &body, end).await?
            && status != StatusCode::OK
        {
            self.refused("sign-in", status, &body);
        }
        Ok(())
    }

    /// A WebSocket that vanishes in the middle of a frame.
    async fn socket(&mut self) {
        let head = format!(
            "GET /api/v1/live HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: thiluat.v1\r\n\r\n",
            self.address
        );
        // The head of a masked text frame of 100 bytes, and two of them.
        let frame = [0x81, 0xe4, 1, 2, 3, 4, b'{', b'"'];
        if let Ok(mut stream) = TcpStream::connect(self.address).await {
            let _ = stream.write_all(head.as_bytes()).await;
            let micros = self.rng.random_range(0..3_000);
            tokio::time::sleep(Duration::from_micros(micros)).await;
            let _ = stream.write_all(&frame).await;
            let _ = stream.set_zero_linger();
        }
    }

    /// The answer, if it was waited for and came.
    async fn ask(
        &mut self,
        method: Method,
        to: &str,
        body: &str,
        end: Break,
    ) -> Result<Option<(StatusCode, Vec<u8>)>> {
        if end == Break::Never {
            let to = path(to)?;
            let sending = self
                .client
                .send(method, &to, Some(&self.token), body.to_owned());
            return match tokio::time::timeout(PATIENCE, sending).await {
                Ok(Ok(reply)) => Ok(Some((reply.status, reply.body.to_vec()))),
                Ok(Err(_)) => Ok(None),
                Err(_) => {
                    self.book
                        .find(format!("late: {to} was not answered within {PATIENCE:?}"));
                    self.client = Client::new(self.address);
                    Ok(None)
                }
            };
        }
        let token = self.token.to_str()?;
        let mut request = format!(
            "{method} {to} HTTP/1.1\r\nhost: {}\r\nauthorization: {token}\r\n",
            self.address
        );
        if !body.is_empty() {
            let _ = write!(
                request,
                "content-type: application/json\r\ncontent-length: {}\r\n",
                body.len()
            );
        }
        request += "\r\n";
        request += body;
        if let Ok(mut stream) = TcpStream::connect(self.address).await {
            let _ = stream.set_nodelay(true);
            let whole = request.as_bytes();
            let sent = match end {
                Break::HalfSent => &whole[..self.rng.random_range(1..whole.len())],
                _ => whole,
            };
            let _ = stream.write_all(sent).await;
            match end {
                Break::Reset(micros) => {
                    tokio::time::sleep(Duration::from_micros(micros)).await;
                    let _ = stream.set_zero_linger();
                }
                Break::GivenUp => tokio::time::sleep(Duration::from_millis(1)).await,
                Break::HalfSent | Break::Never => {
                    let _ = stream.set_zero_linger();
                }
            }
        }
        Ok(None)
    }

    /// A refusal to somebody who stayed on the line. A request that was broken off may still have
    /// taken over or handed in meanwhile; a busy node may say so; the rest is a finding.
    fn refused(&mut self, what: &str, status: StatusCode, body: &[u8]) {
        let problem: Value = serde_json::from_slice(body).unwrap_or_default();
        let code = problem["code"].as_str().unwrap_or_default();
        let expected = [
            "attempt.superseded",
            "attempt.closed",
            "storage_unavailable",
            "overloaded",
        ];
        if !expected.contains(&code) {
            self.book.find(format!(
                "wrong: person {}: {what} was answered {status} {code}",
                self.number
            ));
        }
        if code.starts_with("attempt.") {
            self.seat = None;
        }
    }
}
