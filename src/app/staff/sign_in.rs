//! Staff sign in with address, password, and a code where the account asks for one.

use super::StaffCard;
use super::add::email;
use crate::app::limited::Limited;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{App, Language, Refusal, hash_token};
use crate::auth::password::{self, Busy};
use crate::domain::{Millis, Staff, StaffSessionId, StaffState, text};
use crate::engine::digest::{Fields, hex};
use crate::entropy;
use crate::store::{AtWork, StaffSession, StoreError, UnitOfWork};
use serde::Serialize;
use std::net::IpAddr;
use utoipa::ToSchema;

/// A session of staff ends after so long, whatever happens.
pub(super) const LIFETIME: Millis = Millis::seconds(8 * 3600);
/// Characters kept of what a browser says that it is.
const AGENT: usize = 200;

/// Unknown address, wrong password or wrong code: which of them is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown address, wrong password or wrong code")]
pub struct Refused;

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        "auth.refused"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Địa chỉ thư điện tử, mật khẩu hoặc mã xác thực không đúng; mỗi mã chỉ dùng được một lần."
            }
            Language::English => {
                "The e-mail address, the password or the code is not right; every code counts once."
            }
        }
        .to_owned()
    }
}

/// The password is right, and the account asks for a code as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a second factor is asked for")]
pub struct CodeWanted;

impl Refusal for CodeWanted {
    fn code(&self) -> &'static str {
        "auth.second_factor"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Hãy nhập mã 6 chữ số của ứng dụng xác thực, hoặc một mã khôi phục."
            }
            Language::English => {
                "Please give the 6-digit code of your authenticator app, or a recovery code."
            }
        }
        .to_owned()
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum StaffSignInError {
    /// Unknown address, wrong password or wrong code.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The password is right, and a code is asked for.
    #[error(transparent)]
    CodeWanted(#[from] CodeWanted),
    /// Too many tries for this address.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// Too many passwords are checked at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StaffSignInError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::CodeWanted(refusal) => refusal,
            Self::Limited(refusal) => refusal,
            Self::Busy(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(StaffSignInError);

/// What somebody signs in with.
#[derive(Clone, Copy)]
pub struct StaffSigningIn<'a> {
    /// E-mail address, in any case.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// Six digits of the app, or a recovery code.
    pub code: Option<&'a str>,
}

/// From where somebody signs in; kept with the session, for its owner to recognise it by.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The address.
    pub address: Option<IpAddr>,
    /// What the browser says that it is.
    pub agent: String,
}

/// The reply to a sign-in of staff.
#[derive(Clone, Serialize, ToSchema)]
pub struct StaffWelcome {
    /// Who it is.
    pub staff: StaffCard,
    /// Session token.
    pub token: String,
}

/// A token that nobody guesses: 43 of 62 characters hold 256 bits.
pub(super) fn fresh_token(entropy: &dyn entropy::Entropy) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    entropy::token(entropy, alphabet, 43)
}

impl App {
    /// Signs a member of staff in. One hash is computed whether the address is known or not, and no
    /// session begins before the second factor was given.
    pub async fn staff_sign_in(
        &self,
        typed: StaffSigningIn<'_>,
        device: &Device,
    ) -> Result<StaffWelcome, StaffSignInError> {
        let address = email(typed.email).unwrap_or_default();
        self.credential_try(&address).await?;
        let staff = self.store.read().await?.staff_by_email(&address).await?;
        let staff = staff.filter(|staff| staff.state() == StaffState::Active);
        let phc = staff.as_ref().map(|staff| staff.password_hash.as_str());
        let right =
            password::is_hashable(typed.password) && password::verify(typed.password, phc).await?;
        let Some(staff) = staff.filter(|_| right) else {
            return Err(self.refused_from(device).await?.into());
        };
        let code = match (staff.has_second_factor, typed.code) {
            (false, _) => None,
            (true, None) => return Err(CodeWanted.into()),
            (true, Some(code)) => Some(code),
        };
        let mut work = self.store.begin().await?;
        if let Some(code) = code
            && !self.takes_code(&mut *work, &staff, code).await?
        {
            drop(work);
            return Err(self.refused_from(device).await?.into());
        }
        let who = format!("staff:{}", staff.id);
        let detail = serde_json::json!({ "second_factor": staff.has_second_factor });
        let (token, at_work) = self.open_session(&mut *work, staff, device).await?;
        self.audit(&mut *work, &who, "staff.signed_in", who.clone(), &detail)
            .await?;
        work.commit().await?;
        Ok(StaffWelcome {
            staff: self.card(&at_work),
            token,
        })
    }

    /// Begins a session within a transaction, and gives its token, which is stored nowhere.
    pub(super) async fn open_session(
        &self,
        work: &mut dyn UnitOfWork,
        staff: Staff,
        device: &Device,
    ) -> Result<(String, AtWork), StoreError> {
        let token = fresh_token(&*self.entropy);
        let now = self.now();
        let session = StaffSession {
            token_hash: hash_token(&token),
            id: Some(entropy::id(&*self.entropy, now, StaffSessionId::new)),
            staff: staff.id,
            signed_in_at: now,
            fresh_at: now,
            expires_at: now + LIFETIME,
            seen_at: now,
            address: device
                .address
                .map(|address| address.to_canonical().to_string())
                .unwrap_or_default(),
            agent: shown(&device.agent),
        };
        work.add_staff_session(&session).await?;
        work.saw_staff(staff.id, now).await?;
        let unit = match staff.unit {
            Some(unit) => work.unit(unit).await?,
            None => None,
        };
        let unread = work.unread_notices(staff.id).await?;
        let at_work = AtWork {
            session,
            staff,
            unit: unit.map(|unit| (unit.draft.code, unit.draft.name)),
            unread,
        };
        Ok((token, at_work))
    }

    /// Ends the session of staff of that token.
    pub async fn staff_sign_out(&self, token: &str) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.end_staff_session(&hash_token(token)).await?;
        work.commit().await
    }

    /// The one limiter of every way to prove who one is, right or wrong: sign-in, code, step-up, change
    /// and recovery of a password take from the same bucket of the account (security.md 1, row 17).
    pub(super) async fn credential_try(&self, address: &str) -> Result<(), Limited> {
        let bucket = || format!("staff:{}", hex(&Fields::of("staff").text(address).hash()));
        self.within(self.limits.staff_sign_ins, bucket).await
    }

    /// Counts a refused try by the address that it came from, beside the account: one password tried on
    /// ten thousand accounts.
    async fn refused_from(&self, device: &Device) -> Result<Refused, Limited> {
        if let Some(from) = device.address {
            let quota = self.limits.sign_ins_from_address;
            self.within(quota, || format!("staff-from:{from}")).await?;
        }
        Ok(Refused)
    }
}

/// What a browser says that it is, without what can't be shown.
fn shown(agent: &str) -> String {
    let plain = agent.chars().filter(|c| !text::is_unseen(*c));
    plain.take(AGENT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_says_is_kept_short_and_visible() {
        assert_eq!(shown("Firefox\u{202E}/140\r\n"), "Firefox/140");
        assert_eq!(shown(&"a".repeat(999)).len(), AGENT);
    }
}
