//! A member of staff sets a second factor up, and takes it off.

use super::factor::sealed_for;
use super::sign_in::Refused;
use super::who::Present;
use super::{StaffError, fresh};
use crate::app::App;
use crate::auth::totp;
use crate::entropy;
use crate::store::StoreError;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use utoipa::ToSchema;

/// A secret that the app on the phone takes over; it is not asked for yet.
#[derive(Clone, Serialize, ToSchema)]
pub struct TotpOffer {
    /// The secret in base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`.
    pub uri: String,
    /// The same as a picture, SVG.
    pub qr_svg: String,
}

/// Codes for the day on which the phone is lost.
#[derive(Clone, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten of them, `xxxx-xxxx-xxxx`, shown this once; each counts once.
    pub recovery_codes: Vec<String>,
}

impl App {
    /// Makes a secret. Asks for a fresh proof of identity: a stolen session must not lock its owner out.
    pub async fn begin_totp(&self, who: &Present) -> Result<TotpOffer, StaffError> {
        fresh((&who.card).into(), self.now())?;
        let secret: [u8; totp::SECRET] = entropy::bytes(&*self.entropy);
        let unfit = |error: &dyn std::fmt::Display| StoreError::Other(error.to_string());
        let offer = totp::Totp::new(&secret, &who.staff.email).map_err(|error| unfit(&error))?;
        let uri = offer.uri().map_err(|error| unfit(&error))?;
        let picture = QrCode::new(&uri).map_err(|error| unfit(&error))?;
        let sealed = self
            .keys
            .seal(&*self.entropy, &sealed_for(who.staff.id), &secret);
        let mut work = self.store.begin().await?;
        if !work.begin_totp(who.staff.id, &sealed, self.now()).await? {
            return Err(StaffError::FactorOn);
        }
        work.commit().await?;
        Ok(TotpOffer {
            secret: offer.secret(),
            qr_svg: picture
                .render::<svg::Color<'_>>()
                .min_dimensions(240, 240)
                .build(),
            uri,
        })
    }

    /// Switches the second factor on with the first code of the app; every other session of the account,
    /// which began without one, ends.
    pub async fn switch_totp_on(
        &self,
        who: &Present,
        code: &str,
    ) -> Result<RecoveryCodes, StaffError> {
        self.credential_try(&who.staff.email).await?;
        let (id, now) = (who.staff.id, self.now());
        let mut work = self.store.begin().await?;
        let held = work.totp(id).await?.ok_or(StaffError::NoFactor)?;
        if held.on_since.is_some() {
            return Err(StaffError::FactorOn);
        }
        let totp = self.opened_totp(&who.staff, &held.secret)?;
        let step = totp.step_of(code.trim(), now).ok_or(Refused)?;
        if !work.switch_totp_on(id, step, now).await? {
            return Err(StaffError::FactorOn);
        }
        let (recovery_codes, macs) = self.recovery_codes(id);
        work.put_recovery_codes(id, &macs).await?;
        work.end_staff_sessions(id, Some(&who.session.token_hash))
            .await?;
        self.audit_own(&mut *work, who, "staff.factor_on").await?;
        work.commit().await?;
        Ok(RecoveryCodes { recovery_codes })
    }

    /// Takes the second factor off, with a code of it.
    pub async fn switch_totp_off(&self, who: &Present, code: &str) -> Result<(), StaffError> {
        self.credential_try(&who.staff.email).await?;
        if !who.staff.has_second_factor {
            return Err(StaffError::NoFactor);
        }
        let mut work = self.store.begin().await?;
        if !self.takes_code(&mut *work, &who.staff, code).await? {
            return Err(Refused.into());
        }
        work.drop_totp(who.staff.id).await?;
        self.audit_own(&mut *work, who, "staff.factor_off").await?;
        work.commit().await?;
        Ok(())
    }
}
