//! A person's passkeys: seen, named, removed. Adding one takes the browser that it is for.

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    base::id::PasskeyId,
    domain::{
        kernel::{Error, Feature},
        login::{enrolment, passkeys},
    },
    store::passkeys::Passkey,
    view::account::{AccountPasskey, AccountPasskeys, PasskeyChange},
};

/// `GET /api/v1/account/passkeys`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    let ids = asked.ids();
    let passkeys = known(&asked).await?.iter().map(|one| AccountPasskey::of(one, &ids)).collect();
    Ok(Done::shown(&AccountPasskeys { passkeys })?)
}

async fn known(asked: &Asked<'_>) -> Result<Vec<Passkey>, Error> {
    asked.require(Feature::Passkeys)?;
    Ok(enrolment::of_person(&asked.cx, &asked.bearer.user.id).await?.passkeys)
}

async fn find(asked: &Asked<'_>, id: &PasskeyId) -> Result<Passkey, Error> {
    known(asked).await?.into_iter().find(|one| one.id == *id).ok_or(Error::NotFound)
}

/// `PATCH /api/v1/account/passkeys/{id}`
pub async fn rename(asked: Asked<'_>) -> Result<Done, ApiError> {
    let id = asked.id()?;
    find(&asked, &id).await?;
    let PasskeyChange { name } = asked.read()?;
    if name.trim().is_empty() {
        return Err(Error::field("name", "name_missing", "a passkey is called something").into());
    }
    passkeys::rename(&asked.cx, &asked.bearer.user.id, &id, &name).await?;
    Ok(Done::shown(&AccountPasskey::of(&find(&asked, &id).await?, &asked.ids()))?)
}

/// `DELETE /api/v1/account/passkeys/{id}`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    let id = asked.id()?;
    find(&asked, &id).await?;
    match passkeys::remove(&asked.cx, &asked.bearer.user.id, &id).await {
        Ok(()) => Ok(Done::nothing()),
        Err(Error::Conflict(_)) => Err(ApiError::last_sign_in("passkey", "password")),
        Err(error) => Err(error.into()),
    }
}
