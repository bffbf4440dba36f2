//! The messages of `thiluat.v1`, exactly as api.md 4 has them.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What a client may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientMessage {
    /// Send me the state of these topics, and every newer one.
    Subscribe(Vec<String>),
    /// No more of these.
    Unsubscribe(Vec<String>),
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage<'a> {
    /// The whole state: the first frame of a topic, and whenever frames in between were skipped.
    Snapshot(Content<'a>),
    /// The whole state again, the offset being one more than that of the frame before.
    Update(Content<'a>),
    /// Something could not be done; the socket stays open.
    Error {
        /// Stable, dotted, English.
        code: &'a str,
        /// The topic it is about, if it is about one.
        #[serde(skip_serializing_if = "Option::is_none")]
        topic: Option<&'a str>,
    },
}

/// The state of a topic.
#[derive(Debug, Serialize)]
pub struct Content<'a> {
    /// Which topic.
    pub topic: &'a str,
    /// Of the node's process; another one means that offsets began anew.
    pub epoch: u64,
    /// Rises by one.
    pub offset: u64,
    /// JSON, as it was published.
    pub data: &'a RawValue,
}

impl ServerMessage<'_> {
    /// As the text of a frame.
    #[expect(
        clippy::missing_panics_doc,
        reason = "strings, numbers and checked JSON always serialise"
    )]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and checked JSON always serialise")
    }
}

/// Why a client's message was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// Not a JSON object with a type and what belongs to it.
    #[error("not a message of this protocol")]
    Malformed,
    /// A message of another protocol version.
    #[error("an unknown type of message")]
    UnknownType,
}

impl NotUnderstood {
    /// Stable, dotted, English.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "ws.malformed",
            Self::UnknownType => "ws.unknown_type",
        }
    }
}

/// The type first, since what else a message must hold depends on it.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Topics {
    topics: Vec<String>,
}

impl ClientMessage {
    /// Reads a text frame. Unknown members are ignored, so that a newer client can say more.
    pub fn read(text: &str) -> Result<Self, NotUnderstood> {
        let head: Head = serde_json::from_str(text).map_err(|_| NotUnderstood::Malformed)?;
        let topics = || {
            serde_json::from_str::<Topics>(text)
                .map(|message| message.topics)
                .map_err(|_| NotUnderstood::Malformed)
        };
        match &*head.kind {
            "subscribe" => topics().map(Self::Subscribe),
            "unsubscribe" => topics().map(Self::Unsubscribe),
            _ => Err(NotUnderstood::UnknownType),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_messages_read_as_the_contract_writes_them() {
        let topics = vec!["round:ID:scoreboard".to_owned()];
        for (text, expected) in [
            (
                r#"{"type":"subscribe","topics":["round:ID:scoreboard"]}"#,
                Ok(ClientMessage::Subscribe(topics.clone())),
            ),
            (
                r#"{"topics":["round:ID:scoreboard"],"id":7,"type":"unsubscribe"}"#,
                Ok(ClientMessage::Unsubscribe(topics)),
            ),
            (r#"{"type":"dance"}"#, Err(NotUnderstood::UnknownType)),
            (r#"{"type":"subscribe"}"#, Err(NotUnderstood::Malformed)),
            (
                r#"{"type":"subscribe","topics":[1]}"#,
                Err(NotUnderstood::Malformed),
            ),
            (r#"{"topics":[]}"#, Err(NotUnderstood::Malformed)),
            (r#"["subscribe"]"#, Err(NotUnderstood::Malformed)),
            ("", Err(NotUnderstood::Malformed)),
        ] {
            assert_eq!(ClientMessage::read(text), expected, "{text}");
        }
    }

    #[test]
    fn server_messages_are_written_as_the_contract_has_them() {
        let data = RawValue::from_string(r#"{"version":3}"#.to_owned()).unwrap();
        let update = ServerMessage::Update(Content {
            topic: "round:ID:scoreboard",
            epoch: 9,
            offset: 4,
            data: &data,
        });
        assert_eq!(
            update.to_text(),
            r#"{"type":"update","topic":"round:ID:scoreboard","epoch":9,"offset":4,"data":{"version":3}}"#
        );
        let error = ServerMessage::Error {
            code: "ws.unknown_type",
            topic: None,
        };
        assert_eq!(
            error.to_text(),
            r#"{"type":"error","code":"ws.unknown_type"}"#
        );
    }
}
