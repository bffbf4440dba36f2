//! Why a socket ends, and whether its client should come back.

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use std::error::Error as _;
use tokio_tungstenite::tungstenite;

/// Why a socket ends. The number and the reason of the close frame say the same: a client comes
/// back after 1012 and 1013, after a pause of random length, and after no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closing {
    /// The client closed it or its connection broke.
    Gone,
    /// Nothing was heard for too long; nobody is there to read a reason.
    Silent,
    /// The client broke RFC 6455, for example by not masking a frame.
    Protocol,
    /// A binary message: this protocol is text.
    Binary,
    /// A text message that is not UTF-8.
    BadText,
    /// More messages in a second than anyone needs.
    Flood,
    /// A message beyond the limit.
    TooBig,
    /// The node is being restarted.
    Draining,
    /// The client reads more slowly than news arrive.
    Slow,
}

impl Closing {
    /// What a failed read says about the client.
    pub fn of_read(error: &axum::Error) -> Self {
        use tungstenite::Error;
        use tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
        match error
            .source()
            .and_then(|source| source.downcast_ref::<Error>())
        {
            Some(Error::Capacity(_)) => Self::TooBig,
            Some(Error::Utf8(_)) => Self::BadText,
            Some(Error::Protocol(fault)) if *fault != ResetWithoutClosingHandshake => {
                Self::Protocol
            }
            _ => Self::Gone,
        }
    }

    /// The number of the close frame (RFC 6455 section 7.4 and its registry), if one is sent.
    pub fn code(self) -> Option<u16> {
        match self {
            Self::Gone | Self::Silent => None,
            Self::Protocol => Some(1002),
            Self::Binary => Some(1003),
            Self::BadText => Some(1007),
            Self::Flood => Some(1008),
            Self::TooBig => Some(1009),
            Self::Draining => Some(1012),
            Self::Slow => Some(1013),
        }
    }

    /// Whether the client should come back by itself.
    pub fn come_back(self) -> bool {
        matches!(
            self,
            Self::Gone | Self::Silent | Self::Draining | Self::Slow
        )
    }

    /// A word for logs and metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Silent => "silent",
            Self::Protocol => "protocol",
            Self::Binary => "binary",
            Self::BadText => "bad_text",
            Self::Flood => "flood",
            Self::TooBig => "too_big",
            Self::Draining => "draining",
            Self::Slow => "slow",
        }
    }

    /// The close frame, if one is sent.
    pub fn frame(self) -> Option<CloseFrame> {
        let code = self.code()?;
        let reason = if self.come_back() {
            "come back"
        } else {
            "do not come back"
        };
        Some(CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        })
    }
}
