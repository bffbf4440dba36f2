//! Staff sign in with address and password.

use super::StaffCard;
use super::add::email;
use crate::app::limited::Limited;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{App, Language, Refusal, hash_token};
use crate::auth::password::{self, Busy};
use crate::domain::Millis;
use crate::engine::digest::{Fields, hex};
use crate::entropy;
use crate::store::{StaffSession, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

/// A session of staff ends after so long, whatever happens.
pub(super) const LIFETIME: Millis = Millis::seconds(8 * 3600);

/// Unknown address or wrong password: which of them is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown address or wrong password")]
pub struct Refused;

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        "auth.refused"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Địa chỉ thư điện tử hoặc mật khẩu không đúng.",
            Language::English => "The e-mail address or the password is not right.",
        }
        .to_owned()
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum StaffSignInError {
    /// Unknown address or wrong password.
    #[error(transparent)]
    Refused(#[from] Refused),
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
            Self::Limited(refusal) => refusal,
            Self::Busy(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(StaffSignInError);

/// The reply to a sign-in of staff.
#[derive(Clone, Serialize, ToSchema)]
pub struct StaffWelcome {
    /// Who it is.
    pub staff: StaffCard,
    /// Session token.
    pub token: String,
}

impl App {
    /// Signs a member of staff in. One hash is computed whether the address is known or not.
    pub async fn staff_sign_in(
        &self,
        address: &str,
        password: &str,
    ) -> Result<StaffWelcome, StaffSignInError> {
        let address = email(address).unwrap_or_default();
        let bucket = || format!("staff:{}", hex(&Fields::of("staff").text(&address).hash()));
        self.within(self.limits.staff_sign_ins, bucket).await?;
        if !password::is_hashable(password) {
            return Err(Refused.into());
        }
        let staff = self.store.read().await?.staff_by_email(&address).await?;
        let phc = staff.as_ref().map(|staff| staff.password_hash.as_str());
        let right = password::verify(password, phc).await?;
        let staff = staff.filter(|_| right).ok_or(Refused)?;
        let token = entropy::token(
            &*self.entropy,
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            43,
        );
        let now = self.now();
        let mut work = self.store.begin().await?;
        work.add_staff_session(&StaffSession {
            token_hash: hash_token(&token),
            staff: staff.id,
            expires_at: now + LIFETIME,
            seen_at: now,
        })
        .await?;
        let who = format!("staff:{}", staff.id);
        self.audit(
            &mut *work,
            &who,
            "staff.signed_in",
            who.clone(),
            &serde_json::json!({}),
        )
        .await?;
        work.commit().await?;
        Ok(StaffWelcome {
            staff: StaffCard::from(&staff),
            token,
        })
    }

    /// Ends the session of staff of that token.
    pub async fn staff_sign_out(&self, token: &str) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.end_staff_session(&hash_token(token)).await?;
        work.commit().await
    }
}
