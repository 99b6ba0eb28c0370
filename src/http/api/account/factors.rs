//! What a person has beside their password.

use super::{
    done::Done,
    operation::Asked,
    problem::{ApiError, ProblemKind},
};
use crate::{
    domain::{kernel::Error, login::enrolment},
    view::account::{AccountFactors, NewRecoveryCodes},
};

/// `GET /api/v1/account/factors`
pub async fn show(asked: Asked<'_>) -> Result<Done, ApiError> {
    let user = &asked.bearer.user;
    let factors = enrolment::of_person(&asked.cx, &user.id).await?;
    Ok(Done::shown(&AccountFactors::of(&factors, user.second_factor_at.is_some(), &asked.ids()))?)
}

/// `DELETE /api/v1/account/factors/{id}`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    enrolment::remove(&asked.cx, &asked.bearer.user.id, &asked.id()?).await?;
    Ok(Done::nothing())
}

/// `POST /api/v1/account/recovery-codes`
pub async fn new_codes(asked: Asked<'_>) -> Result<Done, ApiError> {
    match enrolment::renew_recovery_codes(&asked.cx, &asked.bearer.user.id).await {
        Ok(codes) => {
            let codes = codes.iter().map(|code| code.expose().clone()).collect();
            Ok(Done::shown(&NewRecoveryCodes { codes })?)
        }
        Err(Error::NotFound) => Err(ApiError::Problem(
            ProblemKind::NoFurtherFactor,
            "recovery codes stand in for a further factor, and this person is asked for none".to_owned(),
        )),
        Err(error) => Err(error.into()),
    }
}
