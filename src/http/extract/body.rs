//! Reading a body: never more than its limit, never longer than its time.

use super::super::problem::EdgeFault;
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use std::time::Duration;

/// What a JSON body may weigh unless its route says otherwise. A hundred answers are 10 kB.
pub const DEFAULT_BODY_LIMIT: usize = 512 * 1024;

/// How much of an oversized body is still read and thrown away, so that the client gets to read
/// the refusal: closing on unread bytes resets the connection under it.
const COURTESY: usize = 8 * 1024 * 1024;

/// The whole body as one buffer; a body that came with the head is not copied.
pub async fn read(mut body: Body, limit: usize, patience: Duration) -> Result<Bytes, EdgeFault> {
    let declared = body.size_hint().lower();
    let too_large = usize::try_from(declared).map_or(true, |declared| declared > limit);
    let gather = async {
        let mut whole = Bytes::new();
        let mut parts = BytesMut::new();
        let mut over = too_large;
        let mut seen = 0usize;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| EdgeFault::BodyIncomplete)?.into_data() else {
                continue;
            };
            seen += data.len();
            over |= seen > limit;
            if over {
                if seen > COURTESY {
                    break;
                }
            } else if whole.is_empty() && parts.is_empty() {
                whole = data;
            } else {
                if parts.is_empty() {
                    parts.extend_from_slice(&whole);
                }
                parts.extend_from_slice(&data);
            }
        }
        match (over, parts.is_empty()) {
            (true, _) => Err(EdgeFault::BodyTooLarge(limit)),
            (false, true) => Ok(whole),
            (false, false) => Ok(parts.freeze()),
        }
    };
    match tokio::time::timeout(patience, gather).await {
        Ok(read) => read,
        Err(_) if too_large => Err(EdgeFault::BodyTooLarge(limit)),
        Err(_) => Err(EdgeFault::BodyTimeout),
    }
}
