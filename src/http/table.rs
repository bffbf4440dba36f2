//! Replies that are tables: rows leave as they are read, so that none of any size sits in memory.

use super::problem::EdgeFault;
use super::{ApiError, ApiResult};
use crate::app::participants::SheetCell;
use crate::app::{Absent, Language};
use crate::exchange::{MOST_COLUMNS, TableCell, TableFormat, TableWriter};
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::stream;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use std::io;
use tokio::sync::mpsc;

/// Pieces that may wait for a slow reader.
const WAITING: usize = 4;

/// Rows of a table, a page at a time.
#[async_trait::async_trait]
pub trait Rows: Send + 'static {
    /// The next rows; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<Vec<SheetCell>>>, Absent>;
}

/// The format of a word of the query.
pub fn format(word: &str) -> Result<TableFormat, ApiError> {
    TableFormat::of(word).ok_or_else(|| {
        EdgeFault::field(
            "/format".to_owned(),
            "field.invalid",
            "Chỉ có định dạng xlsx và csv.".to_owned(),
            "The formats are xlsx and csv.".to_owned(),
        )
        .into()
    })
}

/// A table as a file to be saved. `name` is plain letters, digits and hyphens.
pub fn reply(
    format: TableFormat,
    (name, language): (&str, Language),
    heading: &[String],
    rows: impl Rows,
) -> ApiResult<Response> {
    if format == TableFormat::Xlsx && heading.len() > MOST_COLUMNS {
        let fault = EdgeFault::field(
            "/format".to_owned(),
            "field.invalid",
            format!(
                "Bảng có {} cột, nhiều hơn XLSX chứa được; hãy chọn csv.",
                heading.len()
            ),
            format!(
                "The table has {} columns, more than XLSX holds; please choose csv.",
                heading.len()
            ),
        );
        return Err(fault.into());
    }
    let sheet = match language {
        Language::Vietnamese => "Danh sách",
        Language::English => "List",
    };
    let table = TableWriter::new(format, sheet, heading).map_err(|_| EdgeFault::Internal)?;
    let (sender, pieces) = mpsc::channel(WAITING);
    // A task of its own: a transaction of the store is never dropped half done when a client hangs up.
    tokio::spawn(async move {
        if let Err(error) = write(table, rows, &sender).await {
            tracing::warn!(%error, "a table was not written to its end");
            drop(sender.send(Err(error)).await);
        }
    });
    let body = Body::from_stream(stream::unfold(pieces, |mut pieces| async move {
        pieces.recv().await.map(|piece| (piece, pieces))
    }));
    let head = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{}\"", format.ending()),
        ),
    ];
    Ok((head, body).into_response())
}

/// Writes pages until there are no more, or nobody reads any more.
async fn write(
    mut table: TableWriter,
    mut rows: impl Rows,
    sender: &mpsc::Sender<io::Result<Bytes>>,
) -> io::Result<()> {
    while let Some(page) = rows.next().await.map_err(io::Error::other)? {
        for row in &page {
            let cells: Vec<TableCell> = row
                .iter()
                .map(|cell| match cell {
                    SheetCell::Text(text) => TableCell::Text(text),
                    SheetCell::Number(number) => TableCell::Number(*number),
                    SheetCell::Empty => TableCell::Empty,
                })
                .collect();
            table.row(&cells)?;
        }
        let piece = Bytes::from(table.take());
        if !piece.is_empty() && sender.send(Ok(piece)).await.is_err() {
            return Ok(());
        }
    }
    drop(sender.send(Ok(Bytes::from(table.finish()?))).await);
    Ok(())
}
