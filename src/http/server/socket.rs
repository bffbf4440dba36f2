//! The watched socket under hyper: it keeps time, and it answers for hyper when the bytes are no
//! HTTP at all.
//!
//! One timer a connection serves all three limits, set anew only when it fires:
//! - silence or a half-sent head: `header_timeout_ms`;
//! - waiting for the next request, or a client that stopped reading: `idle_timeout_ms`;
//! - a request being worked on: none here, as bodies have their own and work is finished anyway.

use super::heads;
use crate::config;
use hyper::StatusCode;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep_until};

/// Where a connection is between two requests.
const HEAD: u8 = 0;
/// A request is being worked on.
const WORKING: u8 = 1;
/// A reply is being written, or the next request awaited.
const REPLYING: u8 = 2;
/// The connection is a WebSocket now and keeps its own time.
const UPGRADED: u8 = 3;

/// What the socket and the service above it tell each other.
#[derive(Default)]
pub(super) struct Watch {
    phase: AtomicU8,
    /// The bytes of the present head as they came, because hyper hides a `Content-Length` beside a
    /// `Transfer-Encoding`.
    head: Mutex<Vec<u8>>,
}

impl Watch {
    pub(super) fn request_began(&self) {
        self.phase.store(WORKING, Ordering::Relaxed);
    }

    pub(super) fn reply_begins(&self, status: StatusCode) {
        let next = if status == StatusCode::SWITCHING_PROTOCOLS {
            UPGRADED
        } else {
            REPLYING
        };
        self.phase.store(next, Ordering::Relaxed);
    }

    /// Whether the head that was read last has a `Content-Length` line.
    pub(super) fn head_states_a_length(&self) -> bool {
        let head = self.head.lock().expect("no holder of this lock panics");
        heads::states_a_length(&head)
    }

    fn phase(&self) -> u8 {
        self.phase.load(Ordering::Relaxed)
    }

    fn keep(&self, bytes: &[u8], afresh: bool) {
        let mut head = self.head.lock().expect("no holder of this lock panics");
        if afresh {
            head.clear();
            // One long head must not be paid for as long as the connection lives.
            head.shrink_to(1024);
        }
        let room = super::HEAD_LIMIT.saturating_sub(head.len());
        head.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// A TCP stream that keeps time.
pub(super) struct Socket<F> {
    stream: TcpStream,
    watch: Arc<Watch>,
    /// Keeps the place of the connection taken, also while it is a WebSocket.
    _place: OwnedSemaphorePermit,
    header_timeout: Duration,
    idle_timeout: Duration,
    /// When patience ends unless something happens.
    deadline: Instant,
    timer: Pin<Box<Sleep>>,
    /// Writes the reply to bytes that are no HTTP.
    malformed: F,
    /// What is left to send of such a reply.
    instead: Option<(Vec<u8>, usize)>,
}

impl<F: Fn(StatusCode) -> Vec<u8> + Unpin> Socket<F> {
    pub(super) fn new(
        stream: TcpStream,
        place: OwnedSemaphorePermit,
        watch: Arc<Watch>,
        http: &config::Http,
        malformed: F,
    ) -> Self {
        let header_timeout = Duration::from_millis(http.header_timeout_ms);
        let deadline = Instant::now() + header_timeout;
        Self {
            stream,
            watch,
            _place: place,
            header_timeout,
            idle_timeout: Duration::from_millis(http.idle_timeout_ms),
            deadline,
            timer: Box::pin(sleep_until(deadline)),
            malformed,
            instead: None,
        }
    }

    /// Fails once patience has ended; otherwise sees to it that the task is woken then.
    fn check_patience(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if matches!(self.watch.phase(), WORKING | UPGRADED) {
            return Ok(());
        }
        while self.timer.as_mut().poll(context).is_ready() {
            if Instant::now() >= self.deadline {
                return Err(ErrorKind::TimedOut.into());
            }
            let deadline = self.deadline;
            self.timer.as_mut().reset(deadline);
        }
        // The timer may stand for a later time than the deadline of a head that has begun since.
        if self.timer.deadline() > self.deadline {
            let deadline = self.deadline;
            self.timer.as_mut().reset(deadline);
            return self.check_patience(context);
        }
        Ok(())
    }

    /// The client takes what it asked for: its time to idle begins anew. hyper may not look for the
    /// next request before something wakes it, so the timer is set here.
    fn wrote(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        self.deadline = Instant::now() + self.idle_timeout;
        self.check_patience(context)
    }

    /// Sends the rest of a reply of our own that stands instead of hyper's.
    fn send_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some((reply, sent)) = &mut self.instead {
            if *sent == reply.len() {
                break;
            }
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, &reply[*sent..]))?;
            if written == 0 {
                return Poll::Ready(Err(ErrorKind::WriteZero.into()));
            }
            *sent += written;
        }
        Poll::Ready(Ok(()))
    }
}

impl<F: Fn(StatusCode) -> Vec<u8> + Unpin> AsyncRead for Socket<F> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(Ok(())) => {
                let bytes = &buffer.filled()[before..];
                match this.watch.phase() {
                    REPLYING if !bytes.is_empty() => {
                        this.watch.phase.store(HEAD, Ordering::Relaxed);
                        this.deadline = Instant::now() + this.header_timeout;
                        this.watch.keep(bytes, true);
                    }
                    HEAD => this.watch.keep(bytes, false),
                    _ => {}
                }
                Poll::Ready(Ok(()))
            }
            Poll::Pending => {
                this.check_patience(context)?;
                Poll::Pending
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        }
    }
}

impl<F: Fn(StatusCode) -> Vec<u8> + Unpin> AsyncWrite for Socket<F> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.instead.is_some() {
            ready!(this.send_instead(context))?;
            return Poll::Ready(Ok(bytes.len()));
        }
        // Nobody above has answered, so these bytes are hyper's own, bare refusal.
        if this.watch.phase() == HEAD
            && let Some(status) = heads::status_of(bytes)
        {
            this.instead = Some(((this.malformed)(status), 0));
            ready!(this.send_instead(context))?;
            return Poll::Ready(Ok(bytes.len()));
        }
        match Pin::new(&mut this.stream).poll_write(context, bytes) {
            Poll::Ready(written) => {
                this.wrote(context)?;
                Poll::Ready(written)
            }
            Poll::Pending => {
                this.check_patience(context)?;
                Poll::Pending
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_instead(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_instead(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.instead.is_some() || this.watch.phase() == HEAD {
            // The rare way: slice by slice, so that a refusal of hyper's is seen there.
            let first = slices.iter().find(|slice| !slice.is_empty());
            return self.poll_write(context, first.map_or(&[][..], |slice| slice));
        }
        match Pin::new(&mut this.stream).poll_write_vectored(context, slices) {
            Poll::Ready(written) => {
                this.wrote(context)?;
                Poll::Ready(written)
            }
            Poll::Pending => {
                this.check_patience(context)?;
                Poll::Pending
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
