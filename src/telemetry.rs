//! Logs and figures: JSON lines on stderr, the recorder behind `/metrics`, the id of a request.
//!
//! Logs carry ids, never names, numbers, answers or tokens (architecture.md 6). A request has no
//! span, which would cost more than many a route: its id travels in a task-local instead and is put
//! on every line that is written while the request runs.

use crate::config::{Log, LogFormat};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use serde_json::{Map, Value};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, fmt as lines};

/// The number under which a request is found in logs and replies: a random part drawn when the
/// process starts, and a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RequestId {
    process: u32,
    number: u64,
}

impl RequestId {
    /// A number below `width`, different from one request to the next: for spreading retries.
    pub fn spread(self, width: u32) -> u32 {
        // Fibonacci hashing: neighbours land far apart.
        let mixed = self.number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        u32::try_from(mixed % u64::from(width.max(1))).unwrap_or(0)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}-{:06x}", self.process, self.number)
    }
}

/// Hands out request ids without asking the system for anything.
#[derive(Debug)]
pub struct RequestIds {
    process: u32,
    next: AtomicU64,
}

impl RequestIds {
    /// Starts a series; `process` are random bytes that set this run apart from others.
    pub fn new(process: [u8; 4]) -> Self {
        Self {
            process: u32::from_be_bytes(process),
            next: AtomicU64::new(1),
        }
    }

    /// The next one.
    pub fn next(&self) -> RequestId {
        RequestId {
            process: self.process,
            number: self.next.fetch_add(1, Ordering::Relaxed),
        }
    }
}

tokio::task_local! {
    static REQUEST: RequestId;
}

/// Runs `work` so that every log line it writes carries `id`.
pub fn in_request<F: Future>(id: RequestId, work: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(id, work)
}

/// Starts writing logs to stderr. Called once; a second call does nothing, as tests need it.
pub fn start_logs(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = lines().with_env_filter(filter).with_writer(std::io::stderr);
    // Only a second subscriber is refused, and the first one goes on writing.
    let _ = match log.format {
        LogFormat::Json => builder.event_format(JsonLine).try_init(),
        LogFormat::Text => builder.try_init(),
    };
}

/// Starts counting, and gives what `/metrics` prints. Without it every figure costs nothing.
pub fn start_metrics() -> Result<PrometheusHandle, BuildError> {
    const SECONDS: [f64; 14] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ];
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
        .install_recorder()
}

/// Sorts what was measured into its buckets now and then, so that figures which nobody fetches do
/// not pile up. Ends with `drain`.
pub async fn sort_metrics(handle: PrometheusHandle, drain: CancellationToken) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    while drain.run_until_cancelled(ticks.tick()).await.is_some() {
        handle.run_upkeep();
    }
}

/// One event as one JSON object: `time`, `level`, `target`, `message`, `request_id`, its fields.
struct JsonLine;

impl<S, N> FormatEvent<S, N> for JsonLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut time = String::with_capacity(32);
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let mut fields = Fields(Map::new());
        fields.put("time", time.into());
        fields.put("level", event.metadata().level().as_str().into());
        fields.put("target", event.metadata().target().into());
        if let Ok(id) = REQUEST.try_with(ToString::to_string) {
            fields.put("request_id", id.into());
        }
        event.record(&mut fields);
        writeln!(writer, "{}", Value::Object(fields.0))
    }
}

/// Gathers the fields of an event; the JSON writer escapes whatever a client put into them.
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field.name(), value.into());
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field.name(), value.into());
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field.name(), value.into());
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field.name(), value.into());
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field.name(), value.into());
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field.name(), format!("{value:?}").into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_one_json_object_with_the_request_id_whatever_a_client_sends() {
        let page = Page::default();
        let writer = page.clone();
        let subscriber = lines()
            .event_format(JsonLine)
            .with_writer(move || writer.clone())
            .finish();
        let id = RequestIds::new([0xAB, 0, 0, 1]).next();
        tracing::subscriber::with_default(subscriber, || {
            REQUEST.sync_scope(id, || {
                tracing::info!(
                    host = "a\n{\"level\":\"FAKE\"}\u{1b}[2J",
                    slots = 3,
                    "host refused"
                );
            });
        });
        let bytes = page.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["request_id"], "ab000001-000001");
        assert_eq!(line["message"], "host refused");
        assert_eq!(line["slots"], 3);
        assert_eq!(line["level"], "INFO");
    }

    #[test]
    fn retries_are_spread_over_the_whole_width() {
        let ids = RequestIds::new([0; 4]);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            seen.insert(ids.next().spread(9));
        }
        assert_eq!(seen.len(), 9);
    }
}
