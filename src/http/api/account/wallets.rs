//! A person's wallets (Sign-in with Ethereum): seen, removed. Adding one takes the wallet itself, in a browser.

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::{
        kernel::{Error, Feature},
        login::{enrolment, wallets},
    },
    view::account::{AccountWallet, AccountWallets},
};

/// `GET /api/v1/account/wallets`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    asked.require(Feature::Ethereum)?;
    let factors = enrolment::of_person(&asked.cx, &asked.bearer.user.id).await?;
    let ids = asked.ids();
    let wallets = factors.wallets.iter().map(|one| AccountWallet::of(one, &ids)).collect();
    Ok(Done::shown(&AccountWallets { wallets })?)
}

/// `DELETE /api/v1/account/wallets/{id}`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    asked.require(Feature::Ethereum)?;
    match wallets::remove(&asked.cx, &asked.bearer.user.id, &asked.id()?).await {
        Ok(()) => Ok(Done::nothing()),
        Err(Error::Conflict(_)) => Err(ApiError::last_sign_in("wallet", "other way")),
        Err(error) => Err(error.into()),
    }
}
