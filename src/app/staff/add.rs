//! A new member of staff.

use super::{Forbidden, allowed};
use crate::app::refusal::refuses_through_its_cause;
use crate::app::tenancy::reaches;
use crate::app::{App, FieldFault, Language, Refusal};
use crate::auth::password::{self, BadPassword, Busy};
use crate::auth::{Action, Actor};
use crate::domain::{Role, Staff, StaffId, text};
use crate::entropy;
use crate::store::StoreError;

/// A member of staff to be added.
#[derive(Clone)]
pub struct NewStaff {
    /// E-mail address, in any case.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What he may do.
    pub role: Role,
    /// Code of the unit he acts for; none: the whole platform.
    pub unit: Option<String>,
    /// Password in clear.
    pub password: String,
}

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum AddStaffError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The address is not one.
    #[error("not an e-mail address")]
    Email,
    /// The name can't be shown.
    #[error("not a name")]
    Name,
    /// No unit of that code.
    #[error("no unit of that code")]
    Unit,
    /// The unit is not the actor's, or it is none at all though he acts for one.
    #[error("a unit beyond the actor's own")]
    UnitBeyond,
    /// The address is taken.
    #[error("taken")]
    Taken,
    /// The password is not taken.
    #[error(transparent)]
    Password(#[from] BadPassword),
    /// Too many passwords are hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refusal for Busy {
    fn code(&self) -> &'static str {
        "overloaded"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Nhiều người đang đăng nhập cùng lúc; vui lòng thử lại sau ít giây."
            }
            Language::English => {
                "Many people are signing in at once; please try again in a few seconds."
            }
        }
        .to_owned()
    }

    fn retry_after_s(&self) -> Option<u32> {
        Some(3)
    }
}

impl Refusal for BadPassword {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "password.too_short",
            Self::TooLong => "password.too_long",
            Self::TooCommon => "password.too_common",
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self, language) {
            (Self::TooShort, Language::Vietnamese) => {
                "Mật khẩu cần ít nhất 8 ký tự; một câu dài dễ nhớ là tốt nhất."
            }
            (Self::TooShort, Language::English) => {
                "A password needs at least 8 characters; a long phrase is best."
            }
            (Self::TooLong, Language::Vietnamese) => "Mật khẩu tối đa 1.024 byte.",
            (Self::TooLong, Language::English) => "A password has at most 1,024 bytes.",
            (Self::TooCommon, Language::Vietnamese) => {
                "Mật khẩu này quá phổ biến nên dễ bị đoán; hãy chọn mật khẩu khác."
            }
            (Self::TooCommon, Language::English) => {
                "This password is too common and easily guessed; please choose another."
            }
        }
        .to_owned()
    }
}

/// What a field is refused for.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{code} at {pointer}")]
pub struct Fault {
    pointer: &'static str,
    code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
}

impl Fault {
    pub(super) const EMAIL: Self = Self {
        pointer: "/email",
        code: "field.invalid",
        vietnamese: "Địa chỉ thư điện tử không đúng.",
        english: "This is not an e-mail address.",
    };
    pub(super) const NAME: Self = Self {
        pointer: "/name",
        code: "field.invalid",
        vietnamese: "Tên cần 1 đến 100 ký tự, không có ký tự ẩn.",
        english: "A name has 1 to 100 characters, none of them invisible.",
    };
    pub(super) const UNIT: Self = Self {
        pointer: "/unit",
        code: "unit.unknown",
        vietnamese: "Không có đơn vị mã này.",
        english: "There is no unit of this code.",
    };
    pub(super) const NO_UNIT: Self = Self {
        pointer: "/unit",
        code: "field.required",
        vietnamese: "Hãy chọn đơn vị: bạn chỉ mời được người vào đơn vị của mình hoặc đơn vị cấp dưới.",
        english: "Please name a unit: yours, or one below it.",
    };
    pub(super) const UNIT_BEYOND: Self = Self {
        pointer: "/unit",
        code: "unit.beyond",
        vietnamese: "Bạn chỉ thêm được cán bộ cho đơn vị của mình và các đơn vị bên dưới.",
        english: "You can add staff only for your own unit and those below it.",
    };
    pub(super) const TAKEN: Self = Self {
        pointer: "/email",
        code: "user.taken",
        vietnamese: "Địa chỉ thư điện tử này đã có tài khoản.",
        english: "There is an account with this e-mail address already.",
    };
    pub(super) const ROLE: Self = Self {
        pointer: "/role",
        code: "field.choice",
        vietnamese: "Vai trò là một trong: administrator, organiser, author, reviewer, judge, verifier, viewer.",
        english: "A role is one of: administrator, organiser, author, reviewer, judge, verifier, viewer.",
    };
    pub(super) const STATE: Self = Self {
        pointer: "/state",
        code: "field.choice",
        vietnamese: "Trạng thái là một trong: invited, active, disabled.",
        english: "A state is one of: invited, active, disabled.",
    };
    pub(in crate::app) const KIND: Self = Self {
        pointer: "/kinds",
        code: "field.choice",
        vietnamese: "Có loại thông báo không tồn tại, hoặc không thể chọn.",
        english: "One of the kinds does not exist, or can't be chosen.",
    };
    pub(in crate::app) const TOO_MANY_IDS: Self = Self {
        pointer: "/ids",
        code: "field.too_many",
        vietnamese: "Mỗi lần đánh dấu tối đa 200 thông báo.",
        english: "At most 200 notices are marked at a time.",
    };
    pub(in crate::app) const CURSOR: Self = Self {
        pointer: "/cursor",
        code: "field.invalid",
        vietnamese: "Con trỏ trang không đúng.",
        english: "This is no cursor of a page.",
    };
}

impl Refusal for Fault {
    fn code(&self) -> &'static str {
        self.code
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => self.vietnamese,
            Language::English => self.english,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        vec![FieldFault {
            pointer: self.pointer.to_owned(),
            code: self.code,
            vietnamese: self.vietnamese.to_owned(),
            english: self.english.to_owned(),
        }]
    }
}

impl AddStaffError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Email => &Fault::EMAIL,
            Self::Name => &Fault::NAME,
            Self::Unit => &Fault::UNIT,
            Self::UnitBeyond => &Fault::UNIT_BEYOND,
            Self::Taken => &Fault::TAKEN,
            Self::Password(refusal) => refusal,
            Self::Busy(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(AddStaffError);

impl App {
    /// Adds a member of staff.
    pub async fn add_staff(&self, actor: Actor, new: &NewStaff) -> Result<Staff, AddStaffError> {
        allowed(actor, Action::ManageStaff)?;
        let email = email(&new.email).ok_or(AddStaffError::Email)?;
        let name = text::line(&new.name, 100)
            .ok()
            .filter(|name| !name.is_empty());
        let name = name.ok_or(AddStaffError::Name)?;
        password::check(&new.password)?;
        let mut work = self.store.read().await?;
        let unit = match new.unit.as_deref() {
            Some(code) => {
                let unit = work.unit_by_code(code.trim()).await?;
                Some(unit.ok_or(AddStaffError::Unit)?.id)
            }
            None => None,
        };
        if !reaches(&mut *work, actor, unit).await? {
            return Err(AddStaffError::UnitBeyond);
        }
        drop(work);
        let now = self.now();
        let staff = Staff {
            id: entropy::id(&*self.entropy, now, StaffId::new),
            email,
            name,
            role: new.role,
            unit,
            password_hash: password::hash(&*self.entropy, &new.password).await?,
            created_at: now,
            disabled_at: None,
            has_second_factor: false,
        };
        let mut work = self.store.begin().await?;
        match work.add_staff(&staff).await {
            Err(StoreError::Conflict) => return Err(AddStaffError::Taken),
            added => added?,
        }
        let detail = serde_json::json!({ "role": staff.role });
        let subject = format!("staff:{}", staff.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "staff.added",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(staff)
    }
}

/// One form for each address: NFC, lower case, no outer spaces, so that look-alikes by case or
/// spacing are the same account (security.md 1, 15).
pub(super) fn email(typed: &str) -> Option<String> {
    let email = text::line(typed, 254).ok()?.to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let is_plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_graphic() && !"@<>,;\"()".contains(c))
    };
    (is_plain(local) && is_plain(domain)).then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form() {
        assert_eq!(email(" An@Example.VN ").as_deref(), Some("an@example.vn"));
        // A Cyrillic letter that looks like an a is no second account: it is refused.
        for wrong in [
            "",
            "an",
            "@vn",
            "an@",
            "a n@vn",
            "\u{430}n@example.vn",
            "a@b@c",
        ] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
    }
}
