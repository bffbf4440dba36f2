//! Who asks: the session of a request, looked up.

use super::sessions::{ParticipantToken, StaffToken};
use super::{ApiError, ClientAddress, access};
use crate::app::staff::{Device, Present, SecondFactorNeeded, StaffCard};
use crate::app::{App, SignedIn};
use axum::extract::FromRequestParts;
use hyper::http::request::Parts;
use std::sync::Arc;

/// A participant; 401 `auth.required` for everybody else.
#[derive(Debug, Clone, Copy)]
pub struct Participant(pub SignedIn);

impl FromRequestParts<Arc<App>> for Participant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = ParticipantToken::from_request_parts(parts, app)
            .await?
            .required()?;
        Ok(Self(app.signed_in(&token).await?))
    }
}

/// A participant, or somebody who is not signed in. A token that is no good counts as none.
#[derive(Debug, Clone, Copy)]
pub struct Anyone(pub Option<SignedIn>);

impl FromRequestParts<Arc<App>> for Anyone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Ok(ParticipantToken(Some(token))) =
            ParticipantToken::from_request_parts(parts, app).await
        else {
            return Ok(Self(None));
        };
        match app.signed_in(&token).await {
            Ok(who) => Ok(Self(Some(who))),
            Err(crate::app::SessionError::NotSignedIn(_)) => Ok(Self(None)),
            Err(error) => Err(error.into()),
        }
    }
}

/// A member of staff whose role opens the route by [`access`]; 401 `auth.required` for those who are not
/// signed in as staff, 403 `auth.second_factor_needed` for somebody who has to set a second factor up
/// first, 403 `auth.forbidden` for another role.
#[derive(Debug, Clone)]
pub struct Organiser(pub StaffCard);

impl FromRequestParts<Arc<App>> for Organiser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = StaffToken::from_request_parts(parts, app)
            .await?
            .required()?;
        let staff = app.staff_signed_in(&token).await?;
        if staff.second_factor_needed {
            return Err(SecondFactorNeeded.into());
        }
        access::admit(parts, staff.role)?;
        Ok(Self(staff))
    }
}

/// A member of staff at his own account, also before he has set the second factor up that this
/// installation asks for.
#[derive(Debug, Clone)]
pub struct Myself(pub Present);

impl FromRequestParts<Arc<App>> for Myself {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = StaffToken::from_request_parts(parts, app)
            .await?
            .required()?;
        Ok(Self(app.staff_present(&token).await?))
    }
}

/// A member of staff, or somebody who is not signed in as one. A token that is no good counts as
/// none.
#[derive(Debug, Clone)]
pub struct AnyStaff(pub Option<StaffCard>);

impl FromRequestParts<Arc<App>> for AnyStaff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Ok(StaffToken(Some(token))) = StaffToken::from_request_parts(parts, app).await else {
            return Ok(Self(None));
        };
        match app.staff_signed_in(&token).await {
            Ok(staff) if staff.second_factor_needed => Ok(Self(None)),
            Ok(staff) => Ok(Self(Some(staff))),
            Err(crate::app::SessionError::NotSignedIn(_)) => Ok(Self(None)),
            Err(error) => Err(error.into()),
        }
    }
}

/// From where somebody signs in.
#[derive(Debug, Clone)]
pub struct SigningDevice(pub Device);

impl<S: Sync> FromRequestParts<S> for SigningDevice {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, state).await?;
        let agent = parts.headers.get(hyper::header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Ok(Self(Device {
            address: Some(address),
            agent: agent.unwrap_or_default().to_owned(),
        }))
    }
}
