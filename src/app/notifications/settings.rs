//! How a member of staff wants to be told of what.

use super::notify::wanted;
use super::texts;
use crate::app::staff::{Fault, Present, StaffError};
use crate::app::{App, Language};
use crate::domain::NoticeKind;
use crate::store::NoticeSetting;
use serde::Serialize;
use utoipa::ToSchema;

/// How somebody wants to be told of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KindSetting {
    /// `round.closed`, …
    #[schema(value_type = String)]
    pub kind: NoticeKind,
    /// What it is called, in the reader's language.
    pub title: String,
    /// In the console.
    pub in_app: bool,
    /// By letter.
    pub mail: bool,
}

/// How somebody wants to be told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeSettings {
    /// Every kind that can be chosen.
    pub kinds: Vec<KindSetting>,
    /// Whether this installation sends letters.
    pub mail_possible: bool,
}

/// What somebody chooses for one kind.
#[derive(Debug, Clone)]
pub struct KindChoice {
    /// Word of the kind.
    pub kind: String,
    /// In the console.
    pub in_app: bool,
    /// By letter.
    pub mail: bool,
}

impl App {
    /// How somebody wants to be told.
    pub async fn own_notice_settings(
        &self,
        who: &Present,
        language: Language,
    ) -> Result<NoticeSettings, StaffError> {
        let said = self
            .store
            .read()
            .await?
            .notice_settings(who.card.id)
            .await?;
        let kinds = NoticeKind::chosen().map(|kind| {
            let wanted = wanted(&said, kind);
            KindSetting {
                kind,
                title: texts::name(kind, language).to_owned(),
                in_app: wanted.in_app,
                mail: wanted.mail,
            }
        });
        Ok(NoticeSettings {
            kinds: kinds.collect(),
            mail_possible: self.post.can_mail(),
        })
    }

    /// Changes it for the kinds that are named.
    pub async fn choose_notices(
        &self,
        who: &Present,
        choices: &[KindChoice],
        language: Language,
    ) -> Result<NoticeSettings, StaffError> {
        let mut work = self.store.begin().await?;
        for choice in choices {
            let kind = NoticeKind::chosen().find(|kind| kind.word() == choice.kind);
            let setting = NoticeSetting {
                kind: kind.ok_or(Fault::KIND)?,
                in_app: choice.in_app,
                mail: choice.mail,
            };
            work.put_notice_setting(who.card.id, &setting).await?;
        }
        work.commit().await?;
        self.own_notice_settings(who, language).await
    }
}
