//! A person registers for a contest.

use super::NotEligible;
use super::form::{self, Checked};
use super::replay::{KeyReused, Request};
use super::{Registered, Registering};
use crate::app::contests::Known;
use crate::app::limited::Limited;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{Absent, App, FieldFault, Language, NotFound, Refusal};
use crate::domain::UnitId;
use crate::store::{StoreError, UnitOfWork};
use std::net::IpAddr;

/// The form can't be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in the form, the first at {}", .0.len(), .0.first().map_or("", |f| f.pointer.as_str()))]
pub struct FormFaults(pub Vec<FieldFault>);

impl Refusal for FormFaults {
    fn code(&self) -> &'static str {
        "registration.invalid"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Có mục chưa đúng; hãy xem từng mục được đánh dấu.",
            Language::English => "Some fields need another look; each is marked.",
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        self.0.clone()
    }
}

/// Somebody with this identity is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("registered already")]
pub struct Exists;

impl Refusal for Exists {
    fn code(&self) -> &'static str {
        "participant.exists"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Thông tin này đã được đăng ký dự thi. Hãy vào bằng mã đã nhận khi đăng ký; nếu mất mã, đơn vị tổ chức có thể cấp lại.",
            Language::English => "This identity is registered already. Please come back with the code given then; if it is lost, the organiser can issue a new one.",
        }
        .to_owned()
    }
}

/// Why nobody was registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// No such contest, or one that is not published.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// Faults in the form.
    #[error(transparent)]
    Form(#[from] FormFaults),
    /// On a list of exclusion, or not on the roster.
    #[error(transparent)]
    NotEligible(#[from] NotEligible),
    /// Registered already.
    #[error(transparent)]
    Exists(#[from] Exists),
    /// The idempotency key was used with another body.
    #[error(transparent)]
    KeyReused(#[from] KeyReused),
    /// More sign-ups from one address than any school brings.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegisterError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::NotFound(refusal) => refusal,
            Self::Form(refusal) => refusal,
            Self::NotEligible(refusal) => refusal,
            Self::Exists(refusal) => refusal,
            Self::KeyReused(refusal) => refusal,
            Self::Limited(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(RegisterError);

impl From<Absent> for RegisterError {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotFound(refusal) => refusal.into(),
            Absent::Store(refusal) => refusal.into(),
        }
    }
}

impl App {
    /// Registers a person and signs him in.
    ///
    /// `idempotency_key` makes a repeated request give the first one's reply; `from` is the address
    /// that the limit of sign-ups counts by.
    pub async fn register(
        &self,
        slug: &str,
        form: &Registering,
        idempotency_key: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Registered, RegisterError> {
        let known = self.published(slug).await?;
        let request = idempotency_key.map(|key| Request::new(&["register", slug], key, form));
        let mut read = self.store.read().await?;
        if let Some(reply) = self.given(&mut *read, request.as_ref()).await? {
            return Ok(reply?);
        }
        if let Some(from) = from {
            self.within(self.limits.sign_ups, || format!("sign-up:{from}"))
                .await?;
        }
        let (checked, unit) = self.check(&mut *read, &known, form).await?;
        self.eligible(&mut *read, &known, &checked, unit, None)
            .await?;
        let referral = match form.referral.as_deref().map(str::trim) {
            Some(code) if !code.is_empty() => self.living_unit(&mut *read, code).await?,
            _ => None,
        };
        drop(read);
        let newcomer = self.newcomer(&known, checked, unit)?;
        let newcomer = newcomer.referred_by(referral);
        if let Some(reply) = self.admit(newcomer, request.clone()).await? {
            return Ok(reply);
        }
        // Somebody was quicker: the same request, or the same person.
        let mut read = self.store.read().await?;
        match self.given(&mut *read, request.as_ref()).await? {
            Some(reply) => Ok(reply?),
            None => Err(Exists.into()),
        }
    }

    async fn given(
        &self,
        work: &mut dyn UnitOfWork,
        request: Option<&Request>,
    ) -> Result<Option<Result<Registered, KeyReused>>, StoreError> {
        match request {
            Some(request) => self.reply_given(work, request).await,
            None => Ok(None),
        }
    }

    /// The unit of that code, if it still exists.
    pub(super) async fn living_unit(
        &self,
        work: &mut dyn UnitOfWork,
        code: &str,
    ) -> Result<Option<UnitId>, StoreError> {
        let today = self.now().to_vietnam().date();
        let found = work.unit_by_code(code).await?;
        let lives = found.filter(|unit| unit.draft.valid_to.is_none_or(|to| to >= today));
        Ok(lives.map(|unit| unit.id))
    }

    async fn check(
        &self,
        work: &mut dyn UnitOfWork,
        known: &Known,
        form: &Registering,
    ) -> Result<(Checked, Option<UnitId>), RegisterError> {
        let now = self.now();
        let checked = form::check(&known.contest.file, form, now);
        let code = match &checked {
            Ok(checked) => checked.unit_code.as_deref(),
            Err(_) => form
                .fields
                .get("unit")
                .and_then(|unit| unit.as_str())
                .map(str::trim),
        };
        let mut unit = None;
        let mut unknown = None;
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            unit = self.living_unit(work, code).await?;
            unknown = unit.is_none().then(form::unit_unknown);
        }
        match (checked, unknown) {
            (Ok(checked), None) => Ok((checked, unit)),
            (Ok(_), Some(fault)) => Err(FormFaults(vec![fault]).into()),
            (Err(mut faults), unknown) => {
                let is_told = faults.iter().any(|fault| fault.pointer == "/fields/unit");
                faults.extend(unknown.filter(|_| !is_told));
                Err(FormFaults(faults).into())
            }
        }
    }
}
