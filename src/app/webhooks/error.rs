//! Why something about a hook was not done.

use crate::app::notifications::HookRefused;
use crate::app::staff::Forbidden;
use crate::app::{FieldFault, Language, NotFound, Refusal};
use crate::store::StoreError;

/// Why something about a hook was not done.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such hook, or not for this member of staff.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The address may not be called.
    #[error(transparent)]
    Address(#[from] HookRefused),
    /// No event, an unknown one, or one twice.
    #[error("no event, an unknown one, or one twice")]
    Events,
    /// More hooks than anybody looks after.
    #[error("too many hooks")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<crate::app::Absent> for WebhookError {
    fn from(absent: crate::app::Absent) -> Self {
        match absent {
            crate::app::Absent::NotFound(refusal) => refusal.into(),
            crate::app::Absent::Store(refusal) => refusal.into(),
        }
    }
}

impl WebhookError {
    fn sentences(&self) -> (&'static str, &'static str) {
        match self {
            Self::Address(HookRefused::NotAnAddress) => (
                "Cần một địa chỉ https đầy đủ, không kèm tên, mật khẩu hay dấu #.",
                "This has to be a whole https address, without a name, a password or a fragment.",
            ),
            Self::Address(HookRefused::Plain) => (
                "Máy chủ này chỉ được gọi qua https; người vận hành có thể cho phép http trong webhooks.allowed_hosts.",
                "This host is called by https only; an operator can allow http in webhooks.allowed_hosts.",
            ),
            Self::Events => (
                "Hãy chọn ít nhất một sự kiện, mỗi sự kiện một lần, trong danh sách sự kiện của hệ thống.",
                "Please choose at least one event, each once, of those that the platform tells.",
            ),
            Self::TooMany => (
                "Đã có quá nhiều webhook; hãy xoá bớt.",
                "There are too many webhooks; please remove some.",
            ),
            _ => (
                "Máy chủ này chưa được phép gọi; người vận hành khai báo nó trong webhooks.allowed_hosts.",
                "This host may not be called; an operator names it in webhooks.allowed_hosts.",
            ),
        }
    }
}

impl Refusal for WebhookError {
    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(refusal) => refusal.code(),
            Self::NotFound(refusal) => refusal.code(),
            Self::Address(HookRefused::NotAnAddress) => "webhook.address",
            Self::Address(HookRefused::Host) => "webhook.host",
            Self::Address(HookRefused::Plain) => "webhook.plain",
            Self::Events => "webhook.events",
            Self::TooMany => "webhook.too_many",
            Self::Store(refusal) => refusal.code(),
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self, language) {
            (Self::Forbidden(refusal), _) => refusal.detail(language),
            (Self::NotFound(refusal), _) => refusal.detail(language),
            (Self::Store(refusal), _) => refusal.detail(language),
            (_, Language::Vietnamese) => self.sentences().0.to_owned(),
            (_, Language::English) => self.sentences().1.to_owned(),
        }
    }

    fn fields(&self) -> Vec<FieldFault> {
        let pointer = match self {
            Self::Address(_) => "/url",
            Self::Events => "/events",
            _ => return Vec::new(),
        };
        let (vietnamese, english) = self.sentences();
        vec![FieldFault {
            pointer: pointer.to_owned(),
            code: self.code(),
            vietnamese: vietnamese.to_owned(),
            english: english.to_owned(),
        }]
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Store(refusal) => refusal.retry_after_s(),
            _ => None,
        }
    }
}
