//! How much waits for the writer, by kind, and when that is enough.

use super::batch::Batch;
use super::command::Kind;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Commands of a kind that may wait. Beyond it a command is refused at once instead of growing the
/// queue.
const QUEUE: usize = 16_384;

/// How many commands of each kind wait.
#[derive(Default)]
pub(super) struct Depths([AtomicUsize; 4]);

impl Depths {
    /// Takes a place in the queue of that kind; false if there is none.
    pub(super) fn enter(&self, kind: Kind) -> bool {
        self.0[kind as usize]
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |depth| {
                (depth < QUEUE).then_some(depth + 1)
            })
            .is_ok()
    }

    /// Gives places back.
    pub(super) fn leave(&self, kind: Kind, places: usize) {
        self.0[kind as usize].fetch_sub(places, Ordering::AcqRel);
    }

    /// Gives back the places of what a batch took, and tells the meters what waits on.
    pub(super) fn taken(&self, batch: &Batch) {
        for (kind, name, count) in [
            (Kind::Save, "save", batch.saves.len()),
            (Kind::Start, "start", batch.starts.len()),
            (Kind::Submit, "submit", batch.submissions.len()),
            (Kind::Register, "register", batch.registrations.len()),
        ] {
            if count > 0 {
                self.leave(kind, count);
                let depth = self.0[kind as usize].load(Ordering::Relaxed);
                metrics::gauge!("thiluat_writer_waiting", "kind" => name)
                    .set(f64::from(u32::try_from(depth).unwrap_or(u32::MAX)));
            }
        }
    }

    /// All together.
    pub(super) fn sum(&self) -> usize {
        let depths = self.0.iter();
        depths.map(|depth| depth.load(Ordering::Acquire)).sum()
    }
}
