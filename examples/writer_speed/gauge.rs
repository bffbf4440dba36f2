//! Rate, batch, processor time and waits of one piece of work.

use anyhow::Context as _;
use metrics_exporter_prometheus::PrometheusHandle;
use std::time::Duration;
use tokio::time::Instant;

/// Reads what the writer counts.
pub struct Gauge(PrometheusHandle);

impl Gauge {
    pub fn new(batches: PrometheusHandle) -> Self {
        Self(batches)
    }

    /// Lets so many people do it at once and prints a line about them.
    pub async fn of<F>(
        &self,
        store: &str,
        work: &str,
        people: u32,
        mut client: impl FnMut(u32) -> F,
    ) -> anyhow::Result<()>
    where
        F: Future<Output = anyhow::Result<Vec<Duration>>> + Send + 'static,
    {
        let (count_before, sum_before) = self.batch_sizes();
        let cpu_before = cpu()?;
        let began = Instant::now();
        let clients: Vec<_> = (0..people)
            .map(|person| tokio::spawn(client(person)))
            .collect();
        let mut waits = Vec::new();
        for client in clients {
            waits.extend(client.await??);
        }
        let taken = began.elapsed().as_secs_f64();
        let cpu = cpu()?.saturating_sub(cpu_before);
        let (count, sum) = self.batch_sizes();
        waits.sort_unstable();
        // Figures for people to read; rounding does no harm.
        #[expect(clippy::cast_precision_loss, reason = "a count below 2^52")]
        let acks = waits.len() as f64;
        let wait = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!(
            "{store:<10} {work:<8} {people:>6} {:>10.0} {:>7.1} {:>12.2} {:>8.2} {:>8.2}",
            acks / taken,
            (sum - sum_before) / (count - count_before),
            cpu.as_secs_f64() * 1e6 / acks,
            wait(50),
            wait(99),
        );
        Ok(())
    }

    /// How many batches there were, and how many commands in all.
    fn batch_sizes(&self) -> (f64, f64) {
        let page = self.0.render();
        let figure = |name: &str| {
            page.lines()
                .find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
                .unwrap_or(0.0)
        };
        (
            figure("thiluat_batch_commands_count"),
            figure("thiluat_batch_commands_sum"),
        )
    }
}

/// Bytes of this process that are in memory.
pub fn resident() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.context("no VmRSS")?.parse::<u64>()? * 1024)
}

/// Time that all threads of this process have run.
fn cpu() -> anyhow::Result<Duration> {
    let mut nanos = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        let ran = text
            .split_whitespace()
            .next()
            .context("an empty schedstat")?;
        nanos += ran.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanos))
}
