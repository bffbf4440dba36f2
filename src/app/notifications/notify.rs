//! Something happened: who is told, in which way, within the transaction in which it happened.

use super::content::{Call, Content};
use super::event::{Event, told_whom};
use super::letter::facts_of_account;
use crate::app::App;
use crate::auth::may;
use crate::domain::{Millis, NoticeId, NoticeKind, ParcelId, Staff, StaffId, Timestamp, WebhookId};
use crate::entropy;
use crate::store::{Channel, Notice, NoticeSetting, Parcel, StoreError, UnitOfWork};
use serde_json::json;
use uuid::Uuid;

/// Notices of one kind are gathered for so long, where there would be one for every question.
const GATHERED: Millis = Millis::seconds(3_600);

impl App {
    /// Tells those nearest to an affair who may act on it: the staff of the unit, else of the unit above
    /// it, and so on up to the platform; and the systems that asked to be called.
    pub async fn notify(&self, work: &mut dyn UnitOfWork, event: &Event) -> Result<(), StoreError> {
        let action = told_whom(event.kind);
        let near = work.staff_above(event.owner).await?;
        let able: Vec<_> = near.iter().filter(|one| may(one.role, action)).collect();
        let nearest = able.iter().map(|one| one.distance).min();
        for one in able {
            if Some(one.distance) == nearest && event.by.staff() != Some(one.id) {
                self.tell(work, one.id, event).await?;
            }
        }
        self.tell_systems(work, event).await
    }

    async fn tell(
        &self,
        work: &mut dyn UnitOfWork,
        staff: StaffId,
        event: &Event,
    ) -> Result<(), StoreError> {
        let settings = work.notice_settings(staff).await?;
        let wanted = wanted(&settings, event.kind);
        if !wanted.in_app && !wanted.mail {
            return Ok(());
        }
        let now = self.now();
        let is_gathered = event.kind == NoticeKind::QuestionToReview;
        if is_gathered
            && let Some(before) = work
                .newest_notice(staff, event.kind, now - GATHERED)
                .await?
        {
            let mut facts = event.facts.clone();
            let count = |facts: &std::collections::BTreeMap<String, String>| {
                let count = facts.get("count").and_then(|text| text.parse().ok());
                count.unwrap_or(0_u64)
            };
            let sum = count(&before.facts) + count(&facts);
            facts.insert("count".into(), sum.to_string());
            return work.put_notice_facts(before.id, &facts).await;
        }
        let notice = Notice {
            id: entropy::id(&*self.entropy, now, NoticeId::new),
            staff,
            kind: event.kind,
            facts: event.facts.clone(),
            link: Some(event.link.clone()),
            at: now,
            shown: wanted.in_app,
            read_at: None,
        };
        work.add_notice(&notice).await?;
        if wanted.mail && self.post.can_mail() {
            // The letter is written when it goes, so it says all that was gathered by then.
            let at = if is_gathered { now + GATHERED } else { now };
            let content = Content::Notice { id: notice.id };
            self.put_out(work, Channel::Mail, staff.0, &content, at)
                .await?;
        }
        Ok(())
    }

    async fn tell_systems(
        &self,
        work: &mut dyn UnitOfWork,
        event: &Event,
    ) -> Result<(), StoreError> {
        for hook in work.webhooks().await? {
            let reaches = match (hook.owner, event.owner) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(top), Some(owner)) => work.is_within(owner, top).await?,
            };
            if !reaches || !hook.events.contains(&event.kind) {
                continue;
            }
            let call = self.call_of(event.kind.word(), &json!(event.facts), Some(&event.link));
            self.put_out(
                work,
                Channel::Webhook,
                hook.id.0,
                &Content::Call(call),
                self.now(),
            )
            .await?;
        }
        Ok(())
    }

    /// What another system is told.
    pub(in crate::app) fn call_of(
        &self,
        event: &str,
        data: &serde_json::Value,
        link: Option<&str>,
    ) -> Call {
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, WebhookId::new).to_string();
        let link = link.map(|link| self.place.url(link));
        let body = json!({ "id": id, "event": event, "at": now, "data": data, "link": link });
        Call {
            event: event.to_owned(),
            body: body.to_string(),
            id,
        }
    }

    /// Sends a link about an account to its address, if letters can be sent at all; gives whether one is
    /// on its way.
    pub(in crate::app) async fn send_link(
        &self,
        work: &mut dyn UnitOfWork,
        staff: &Staff,
        kind: NoticeKind,
        link: &str,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        if !self.post.can_mail() {
            return Ok(false);
        }
        let mut facts = facts_of_account(self, &staff.name, link, until);
        facts.insert("role".into(), staff.role.word().to_owned());
        let content = Content::Letter { kind, facts };
        self.put_out(work, Channel::Mail, staff.id.0, &content, self.now())
            .await?;
        Ok(true)
    }

    /// Keeps it that somebody asked for a way back into the account of that address. Whether there is one
    /// is looked up when the letter is written, so that asking takes as long for every address.
    pub(in crate::app) async fn ask_for_letter(&self, address: &str) -> Result<(), StoreError> {
        let content = Content::WayBack {
            address: address.to_owned(),
        };
        let nobody = Uuid::nil();
        let mut work = self.store.begin().await?;
        self.put_out(&mut *work, Channel::Mail, nobody, &content, self.now())
            .await?;
        work.commit().await
    }

    async fn put_out(
        &self,
        work: &mut dyn UnitOfWork,
        channel: Channel,
        recipient: Uuid,
        content: &Content,
        next_at: Timestamp,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, ParcelId::new);
        let plain = serde_json::to_vec(content).expect("texts and ids have a JSON form");
        work.put_parcel(&Parcel {
            id,
            channel,
            recipient,
            content: self
                .keys
                .seal(&*self.entropy, &super::deliver::sealed_for(id), &plain),
            made_at: now,
            next_at,
            tries: 0,
        })
        .await
    }
}

/// How somebody wants to be told of a kind: in the console, unless he said otherwise.
pub(super) fn wanted(settings: &[NoticeSetting], kind: NoticeKind) -> NoticeSetting {
    let said = settings.iter().find(|setting| setting.kind == kind);
    said.copied().unwrap_or(NoticeSetting {
        kind,
        in_app: true,
        mail: false,
    })
}
