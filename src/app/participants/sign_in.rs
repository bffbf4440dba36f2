//! A person comes back with the code from the registration.

use super::register::FormFaults;
use super::{Card, SigningIn};
use crate::app::limited::Limited;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{Absent, App, Language, NotFound, Refusal};
use crate::auth::codes;
use crate::engine::digest::hex;
use crate::store::StoreError;
use serde::Serialize;
use std::net::IpAddr;
use utoipa::ToSchema;

/// Unknown person or wrong code: which of them is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown person or wrong code")]
pub struct Refused;

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        "auth.refused"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Thông tin hoặc mã không đúng. Hãy xem lại mã 12 ký tự đã nhận khi đăng ký; nếu mất mã, đơn vị tổ chức có thể cấp lại.",
            Language::English => "The identity or the code is not right. Please check the 12-character code given at registration; if it is lost, the organiser can issue a new one.",
        }
        .to_owned()
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such contest, or one that is not published.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The contest knows people by other fields.
    #[error(transparent)]
    Form(#[from] FormFaults),
    /// Unknown person or wrong code.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Too many refused tries for this identity.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignInError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::NotFound(refusal) => refusal,
            Self::Form(refusal) => refusal,
            Self::Refused(refusal) => refusal,
            Self::Limited(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(SignInError);

impl From<Absent> for SignInError {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotFound(refusal) => refusal.into(),
            Absent::Store(refusal) => refusal.into(),
        }
    }
}

/// The reply to a sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Welcome {
    /// The person.
    pub participant: Card,
    /// Session token.
    pub token: String,
}

impl App {
    /// Signs a person in by identity and code. Right ones always pass; refused ones are counted by
    /// the identity and by the address that they came from.
    pub async fn sign_in(
        &self,
        slug: &str,
        typed: &SigningIn,
        from: Option<IpAddr>,
    ) -> Result<Welcome, SignInError> {
        let known = self.published(slug).await?;
        let identity = self
            .identity_typed(&known.contest, &typed.identity)
            .map_err(FormFaults)?;
        let found = self
            .store
            .read_urgently()
            .await?
            .participant_by_identity(known.contest.id, &identity)
            .await?;
        // One MAC and one comparison, whether the person exists or not and the code has its shape.
        let code = codes::read(&typed.sign_in_code).unwrap_or_default();
        let name = found
            .as_ref()
            .map_or_else(|| hex(&identity[..16]), |(p, _)| p.id.to_string());
        let given = self.keys.code_mac(&name, &code);
        let kept = found.as_ref().map_or([0; 32], |(_, mac)| *mac);
        let right = codes::same(&given, &kept);
        match found {
            Some((person, _)) if right => {
                let (token, session) = self.new_session(person.id, known.contest.id);
                let mut work = self.store.begin().await?;
                work.add_session(&session).await?;
                work.commit().await?;
                Ok(Welcome {
                    participant: Card::from(&person),
                    token,
                })
            }
            _ => {
                self.within(self.limits.sign_ins, || {
                    format!("sign-in:{}", hex(&identity))
                })
                .await?;
                if let Some(from) = from {
                    let quota = self.limits.sign_ins_from_address;
                    self.within(quota, || format!("sign-in-from:{from}"))
                        .await?;
                }
                Err(Refused.into())
            }
        }
    }
}
