//! What is written in one transaction, and told of afterwards.

use super::StoreError;
use super::command::{Registering, Save, Starting, Submitting};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Commands of one transaction, by kind. Saves are written before submissions, so within an
/// attempt the order of arrival holds.
#[derive(Default)]
pub(in crate::store) struct Batch {
    pub(in crate::store) saves: Vec<Save>,
    pub(in crate::store) starts: Vec<Box<dyn Starting>>,
    pub(in crate::store) submissions: Vec<Box<dyn Submitting>>,
    pub(in crate::store) registrations: Vec<Registration>,
}

/// Someone who registers, and what became of him.
pub(in crate::store) struct Registration {
    pub(in crate::store) request: Box<dyn Registering>,
    /// Filled in by the lane.
    pub(in crate::store) admitted: bool,
}

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.saves.len() + self.starts.len() + self.submissions.len() + self.registrations.len()
    }

    /// The same commands as batches of one each, in the same order.
    pub(super) fn singly(self) -> impl Iterator<Item = Self> {
        let saves = self.saves.into_iter().map(|save| Self {
            saves: vec![save],
            ..Self::default()
        });
        let starts = self.starts.into_iter().map(|start| Self {
            starts: vec![start],
            ..Self::default()
        });
        let submissions = self.submissions.into_iter().map(|submission| Self {
            submissions: vec![submission],
            ..Self::default()
        });
        let registrations = self.registrations.into_iter().map(|registration| Self {
            registrations: vec![registration],
            ..Self::default()
        });
        saves.chain(starts).chain(submissions).chain(registrations)
    }

    /// Tells everybody. Nobody listens any more where the phone hung up; the row stays all the same.
    pub(super) fn settle(self, committed: &Result<(), StoreError>) {
        let again = || match committed {
            Ok(()) => Ok(()),
            Err(error) => Err(for_everyone(error)),
        };
        for save in self.saves {
            let saves = again().and_then(|()| {
                save.saves
                    .ok_or_else(|| StoreError::Other("a save without an outcome".into()))
            });
            drop(save.reply.send(saves));
        }
        // A rule that panics while it is told must not silence those who come after it.
        for start in self.starts {
            drop(catch_unwind(AssertUnwindSafe(|| start.done(again()))));
        }
        for submission in self.submissions {
            drop(catch_unwind(AssertUnwindSafe(|| submission.done(again()))));
        }
        for Registration { request, admitted } in self.registrations {
            drop(catch_unwind(AssertUnwindSafe(|| {
                request.done(again().map(|()| admitted));
            })));
        }
    }
}

fn for_everyone(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        StoreError::Full(why) => StoreError::Full(why.clone()),
        // A conflict with what another node wrote at once: trying again settles it.
        StoreError::Conflict => StoreError::Unavailable("written by another node at once".into()),
        other => StoreError::Other(other.to_string()),
    }
}
