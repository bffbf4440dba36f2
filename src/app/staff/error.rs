//! Why something about staff, or an own account, was not done.

use super::add::Fault;
use super::sign_in::Refused;
use super::{Forbidden, StepUp};
use crate::app::limited::Limited;
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::auth::password::{BadPassword, Busy};
use crate::store::StoreError;
use serde_json::{Map, Value};

/// Why something about staff, or an own account, was not done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// A wrong password or code.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Too many tries for this account.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// Too many passwords are hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The new password is not taken.
    #[error(transparent)]
    Password(#[from] BadPassword),
    /// A field can't be taken.
    #[error(transparent)]
    Field(#[from] Fault),
    /// The invitation was used, withdrawn, sent anew, or has ended.
    #[error("the invitation is gone")]
    InvitationGone,
    /// The link to a new password was used, replaced, or has ended.
    #[error("the link to a new password is gone")]
    RecoveryGone,
    /// Nobody changes the own role, or closes the own account.
    #[error("nobody changes the own role or closes the own account")]
    Oneself,
    /// Without this account nobody could manage the platform.
    #[error("the last administrator of the platform")]
    LastAdministrator,
    /// The account can't be helped back: it is closed, or its invitation waits.
    #[error("the account is not active")]
    NotActive,
    /// A second factor is on already.
    #[error("a second factor is on")]
    FactorOn,
    /// No second factor is on, or none was begun.
    #[error("no second factor")]
    NoFactor,
    /// There is no such member, session or link, or not for this one.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Absent> for StaffError {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotFound(refusal) => refusal.into(),
            Absent::Store(refusal) => refusal.into(),
        }
    }
}

impl StaffError {
    /// The refusal of another room that this one passes on.
    fn cause(&self) -> Option<&dyn Refusal> {
        Some(match self {
            Self::Forbidden(refusal) => refusal,
            Self::StepUp(refusal) => refusal,
            Self::Refused(refusal) => refusal,
            Self::Limited(refusal) => refusal,
            Self::Busy(refusal) => refusal,
            Self::Password(refusal) => refusal,
            Self::Field(refusal) => refusal,
            Self::NotFound(refusal) => refusal,
            Self::Store(refusal) => refusal,
            Self::InvitationGone
            | Self::RecoveryGone
            | Self::Oneself
            | Self::LastAdministrator
            | Self::NotActive
            | Self::FactorOn
            | Self::NoFactor => return None,
        })
    }

    fn sentences(&self) -> (&'static str, &'static str) {
        match self {
            Self::InvitationGone => (
                "Lời mời này đã được dùng, bị thu hồi hoặc hết hạn. Hãy xin người mời gửi lại.",
                "This invitation was used, withdrawn, or has ended. Please ask for a new one.",
            ),
            Self::RecoveryGone => (
                "Đường dẫn này đã được dùng hoặc hết hạn. Hãy yêu cầu đường dẫn mới.",
                "This link was used or has ended. Please ask for a new one.",
            ),
            Self::Oneself => (
                "Không ai tự đổi vai trò hoặc tự khoá tài khoản của mình; hãy nhờ người quản trị khác.",
                "Nobody changes the own role or closes the own account; please ask another administrator.",
            ),
            Self::LastAdministrator => (
                "Đây là người quản trị cuối cùng của hệ thống; hãy thêm người quản trị khác trước.",
                "This is the last administrator of the platform; please add another one first.",
            ),
            Self::NotActive => (
                "Tài khoản đã khoá hoặc chưa nhận lời mời.",
                "The account is closed, or its invitation was not taken yet.",
            ),
            Self::FactorOn => (
                "Xác thực hai bước đang bật; hãy tắt trước khi thiết lập lại.",
                "A second factor is on; please take it off before you set one up anew.",
            ),
            _ => (
                "Xác thực hai bước chưa được thiết lập.",
                "No second factor was set up.",
            ),
        }
    }
}

impl Refusal for StaffError {
    fn code(&self) -> &'static str {
        if let Some(cause) = self.cause() {
            return cause.code();
        }
        match self {
            Self::InvitationGone => "invitation.gone",
            Self::RecoveryGone => "recovery.gone",
            Self::Oneself => "staff.oneself",
            Self::LastAdministrator => "staff.last_administrator",
            Self::NotActive => "staff.not_active",
            Self::FactorOn => "staff.factor_on",
            _ => "staff.no_factor",
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self.cause(), language) {
            (Some(cause), _) => cause.detail(language),
            (None, Language::Vietnamese) => self.sentences().0.to_owned(),
            (None, Language::English) => self.sentences().1.to_owned(),
        }
    }

    fn fields(&self) -> Vec<FieldFault> {
        self.cause().map(Refusal::fields).unwrap_or_default()
    }

    fn facts(&self) -> Map<String, Value> {
        self.cause().map(Refusal::facts).unwrap_or_default()
    }

    fn retry_after_s(&self) -> Option<u32> {
        self.cause()?.retry_after_s()
    }
}
