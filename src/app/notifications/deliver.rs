//! Sending what waits: again and again with growing pauses, for a day.

use super::content::{Call, Content};
use super::letter::{facts_of_account, write};
use super::post::{HookCall, Letter, Undelivered};
use crate::app::App;
use crate::domain::{Millis, NoticeKind, ParcelId, Staff, StaffId, StaffState, WebhookId};
use crate::engine::digest::{MacKey, hex};
use crate::store::{Channel, Parcel, StoreError, WebhookCall};
use futures_util::{StreamExt as _, stream};

/// Parcels of one run.
const RUN: i64 = 64;
/// Sent at once: one slow system does not hold up the others.
const AT_ONCE: usize = 8;
/// Given up after so long.
const GIVEN_UP: Millis = Millis::seconds(86_400);
/// A node that takes a parcel and dies leaves it alone for so long.
const HELD: Millis = Millis::seconds(120);
/// The first pause, and the longest.
const FIRST_PAUSE: i64 = 30;
const LONGEST_PAUSE: i64 = 2 * 3_600;

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Sent.
    pub sent: usize,
    /// To be tried again.
    pub postponed: usize,
    /// Given up: refused for good, or tried for a day.
    pub given_up: usize,
    /// Nobody was left to send it to.
    pub dropped: usize,
}

enum Outcome {
    Sent,
    /// The reader is gone, or does not want it any more.
    NoReader,
    Failed(Undelivered),
}

/// The purpose under which a parcel is sealed.
pub(super) fn sealed_for(id: ParcelId) -> String {
    format!("outbox:{id}")
}

/// The pause after so many tries: half a minute, doubling, two hours at most.
fn pause(tries: i64) -> Millis {
    let doubled = u32::try_from(tries).ok().and_then(|n| 2_i64.checked_pow(n));
    let seconds = doubled.and_then(|factor| FIRST_PAUSE.checked_mul(factor));
    Millis::seconds(seconds.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE))
}

/// The value of `thiluat-signature`: seconds of Unix time, and HMAC-SHA256, in hex, of these seconds, a
/// full stop and the body.
fn signature(secret: &[u8], seconds: i64, body: &str) -> String {
    let mac = MacKey::new(secret).mac(format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", hex(&mac))
}

impl App {
    /// Sends what is due. A parcel may go twice when a node dies over it, and carries the same id then.
    pub async fn deliver_due(&self) -> Result<Delivered, StoreError> {
        let now = self.now();
        let due = self.store.read().await?.due_parcels(now, RUN).await?;
        let outcomes: Vec<_> = stream::iter(due)
            .map(|parcel| async move { self.deliver(parcel).await })
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        let mut done = Delivered::default();
        for outcome in outcomes {
            let one = outcome?;
            done.sent += one.sent;
            done.postponed += one.postponed;
            done.given_up += one.given_up;
            done.dropped += one.dropped;
        }
        Ok(done)
    }

    async fn deliver(&self, parcel: Parcel) -> Result<Delivered, StoreError> {
        let mut done = Delivered::default();
        let mut work = self.store.begin().await?;
        if !work.take_parcel(&parcel, self.now() + HELD).await? {
            return Ok(done);
        }
        work.commit().await?;
        let outcome = match self.unsealed(&parcel) {
            Some(content) => self.carry(&parcel, content).await?,
            None => Outcome::Failed(Undelivered {
                is_final: true,
                status: None,
                detail: "sealed under another key".to_owned(),
            }),
        };
        let (id, tries) = (parcel.id, parcel.tries + 1);
        let mut work = self.store.begin().await?;
        match outcome {
            Outcome::Sent => {
                work.drop_parcel(id).await?;
                done.sent = 1;
            }
            Outcome::NoReader => {
                work.drop_parcel(id).await?;
                done.dropped = 1;
            }
            Outcome::Failed(failed) => {
                let next_at = self.now() + pause(parcel.tries);
                let is_over = next_at.since(parcel.made_at) > GIVEN_UP;
                let (channel, why) = (parcel.channel.word(), failed.detail.as_str());
                if failed.is_final || is_over {
                    work.drop_parcel(id).await?;
                    done.given_up = 1;
                    tracing::error!(parcel.id = %id, channel, tries, why, "a parcel was given up");
                } else {
                    work.postpone_parcel(id, next_at).await?;
                    done.postponed = 1;
                    tracing::warn!(parcel.id = %id, channel, tries, why, "a parcel was not delivered");
                }
            }
        }
        work.commit().await?;
        Ok(done)
    }

    fn unsealed(&self, parcel: &Parcel) -> Option<Content> {
        let plain = self
            .keys
            .open(&sealed_for(parcel.id), &parcel.content)
            .ok()?;
        serde_json::from_slice(&plain).ok()
    }

    async fn carry(&self, parcel: &Parcel, content: Content) -> Result<Outcome, StoreError> {
        match (parcel.channel, content) {
            (Channel::Webhook, Content::Call(call)) => {
                self.call_system(WebhookId(parcel.recipient), &call).await
            }
            (_, Content::Letter { kind, facts }) => {
                let staff = self.reader(StaffId(parcel.recipient)).await?;
                // An invitation goes to somebody who can't sign in yet.
                match staff.filter(|staff| staff.state() != StaffState::Disabled) {
                    Some(staff) => {
                        let (subject, text) = write(kind, &facts, None);
                        Ok(self.post_letter(parcel, staff, subject, text).await)
                    }
                    None => Ok(Outcome::NoReader),
                }
            }
            (_, Content::Notice { id }) => {
                let notice = self.store.read().await?.notice(id).await?;
                let staff = self.reader(StaffId(parcel.recipient)).await?;
                match (
                    notice,
                    staff.filter(|staff| staff.state() == StaffState::Active),
                ) {
                    (Some(notice), Some(staff)) => {
                        let link = notice.link.as_deref().map(|link| self.place.url(link));
                        let (subject, text) = write(notice.kind, &notice.facts, link.as_deref());
                        Ok(self.post_letter(parcel, staff, subject, text).await)
                    }
                    _ => Ok(Outcome::NoReader),
                }
            }
            (_, Content::WayBack { address }) => self.write_way_back(parcel, &address).await,
            (Channel::Mail, Content::Call(_)) => Ok(Outcome::NoReader),
        }
    }

    async fn reader(&self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        self.store.read().await?.staff_member(id).await
    }

    /// Makes the link with the letter: its quarter of an hour begins when the letter goes.
    async fn write_way_back(&self, parcel: &Parcel, address: &str) -> Result<Outcome, StoreError> {
        let mut work = self.store.begin().await?;
        let staff = work.staff_by_email(address).await?;
        let Some(staff) = staff.filter(|staff| staff.state() == StaffState::Active) else {
            return Ok(Outcome::NoReader);
        };
        let made = self.link_for_letter(&mut *work, &staff).await?;
        work.commit().await?;
        let facts = facts_of_account(self, &staff.name, &made.link, made.expires_at);
        let (subject, text) = write(NoticeKind::Recovery, &facts, None);
        Ok(self.post_letter(parcel, staff, subject, text).await)
    }

    async fn post_letter(
        &self,
        parcel: &Parcel,
        staff: Staff,
        subject: String,
        text: String,
    ) -> Outcome {
        let letter = Letter {
            id: parcel.id,
            at: self.now(),
            to: staff.email,
            subject,
            text,
        };
        match self.post.mail(&letter).await {
            Ok(()) => Outcome::Sent,
            Err(failed) => Outcome::Failed(failed),
        }
    }

    async fn call_system(&self, id: WebhookId, call: &Call) -> Result<Outcome, StoreError> {
        let Some(hook) = self.store.read().await?.webhook(id).await? else {
            return Ok(Outcome::NoReader);
        };
        let called = self.call_hook(&hook, call).await;
        let mut work = self.store.begin().await?;
        work.note_call(id, &noted(self, &called)).await?;
        work.commit().await?;
        Ok(match called {
            Ok(_) => Outcome::Sent,
            Err(failed) => Outcome::Failed(failed),
        })
    }

    /// Calls a system now, signed.
    pub(in crate::app) async fn call_hook(
        &self,
        hook: &crate::store::Webhook,
        call: &Call,
    ) -> Result<u16, Undelivered> {
        let sealed = crate::app::webhooks::sealed_for(hook.id);
        let secret = self.keys.open(&sealed, &hook.secret);
        let secret = secret.map_err(|error| Undelivered {
            is_final: true,
            status: None,
            detail: error.to_string(),
        })?;
        let seconds = self.now().millis() / 1000;
        self.post
            .call(&HookCall {
                url: hook.url.clone(),
                headers: vec![
                    ("thiluat-event", call.event.clone()),
                    ("thiluat-delivery", call.id.clone()),
                    ("thiluat-signature", signature(&secret, seconds, &call.body)),
                ],
                body: call.body.clone(),
            })
            .await
    }
}

/// How a call went, as lists tell it.
pub(in crate::app) fn noted(app: &App, called: &Result<u16, Undelivered>) -> WebhookCall {
    let at = app.now();
    match called {
        Ok(status) => WebhookCall {
            at,
            status: Some(*status),
            detail: "delivered".to_owned(),
        },
        Err(failed) => WebhookCall {
            at,
            status: failed.status,
            detail: failed.detail.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_two_hours() {
        let seconds: Vec<i64> = (0..10).map(|tries| pause(tries).0 / 1000).collect();
        assert_eq!(
            seconds,
            [30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200]
        );
        assert_eq!(pause(i64::MAX), Millis::seconds(LONGEST_PAUSE));
        assert_eq!(pause(70), Millis::seconds(LONGEST_PAUSE));
    }

    /// The vector of docs/operating.md, made with `openssl dgst -sha256 -hmac`.
    #[test]
    fn a_signature_is_what_anyone_computes() {
        assert_eq!(
            signature(b"secret", 1_796_083_200, "{}"),
            "t=1796083200,v1=c4e67afe24529a8e293af0907ac65f39837f0a09c0b03062f65528cb140b04bd"
        );
    }
}
