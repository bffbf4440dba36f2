//! Too often: the same refusal for everything that has a limit.

use super::{App, Language, Refusal};
use crate::live::{Limits, Quota, Verdict};

/// Too often; says after how many seconds another try makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too often; again in {0} s")]
pub struct Limited(pub u32);

impl Refusal for Limited {
    fn code(&self) -> &'static str {
        "rate.limited"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                format!(
                    "Thao tác quá nhiều lần; vui lòng thử lại sau {} giây.",
                    self.0
                )
            }
            Language::English => format!("Too many tries; please try again in {} seconds.", self.0),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        Some(self.0)
    }
}

impl App {
    /// [`App::within`] at this node alone, for what must never wait for another machine: a person's
    /// own attempt, which several nodes slow down well enough each by itself.
    pub(in crate::app) async fn within_here(
        &self,
        quota: Option<Quota>,
        key: impl FnOnce() -> String + Send,
    ) -> Result<(), Limited> {
        self.within_those(&*self.live.node_limits, quota, key).await
    }

    /// Takes one from the bucket of that key. Without a limit, or without live state, everything
    /// passes: a limit protects from abuse, and abuse is rarer than a dead cache.
    pub(in crate::app) async fn within(
        &self,
        quota: Option<Quota>,
        key: impl FnOnce() -> String + Send,
    ) -> Result<(), Limited> {
        self.within_those(&*self.live.limits, quota, key).await
    }

    async fn within_those(
        &self,
        limits: &dyn Limits,
        quota: Option<Quota>,
        key: impl FnOnce() -> String + Send,
    ) -> Result<(), Limited> {
        let Some(quota) = quota else { return Ok(()) };
        match limits.check(&key(), quota).await {
            Ok(Verdict::RetryAfter(millis)) => Err(Limited(
                u32::try_from(millis.div_ceil(1000))
                    .unwrap_or(u32::MAX)
                    .max(1),
            )),
            Ok(Verdict::Allowed { .. }) | Err(_) => Ok(()),
        }
    }
}
