//! Switching an account off, and on again.

use super::{close_setup, end_everything, keep_an_administrator, note, tell};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    domain::{
        audit::By,
        error::{Error, settle},
        logout::backchannel,
    },
    store::{
        Tx, one_time_tokens,
        users::{self, User},
    },
};

/// Switches an account off: nobody signs in to it, its sessions are over, its tokens are worth
/// nothing. Answers whether it was on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for the last administrator.
pub async fn disable(app: &App, issuer: &ServedIssuer, user: &UserId, by: By<'_>) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = disable_in(app, issuer, &mut tx, user, by).await;
    let changed = settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(changed)
}

async fn disable_in(app: &App, issuer: &ServedIssuer, tx: &mut Tx, user: &UserId, by: By<'_>) -> Result<bool, Error> {
    let person = users::find_held(tx, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_some() {
        return Ok(false);
    }
    keep_an_administrator(tx, &person).await?;
    let now = app.clock.now();
    users::update(tx, &User { disabled_at: Some(now), updated_at: now, ..person }).await?;
    one_time_tokens::delete_all_for_user(tx, user).await?;
    end_everything(app, issuer, tx, user, by).await?;
    tell(app, issuer, tx, "user.disabled", user).await?;
    note(app, issuer, tx, ("user.disabled", user), by).await?;
    Ok(true)
}

/// Switches an account on again. What was ended stays ended. Answers whether it was off.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn enable(app: &App, issuer: &ServedIssuer, user: &UserId, by: By<'_>) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = enable_in(app, issuer, &mut tx, user, by).await;
    settle(tx, outcome).await
}

async fn enable_in(app: &App, issuer: &ServedIssuer, tx: &mut Tx, user: &UserId, by: By<'_>) -> Result<bool, Error> {
    let person = users::find_held(tx, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_none() {
        return Ok(false);
    }
    let now = app.clock.now();
    let enabled = User { disabled_at: None, updated_at: now, ..person };
    users::update(tx, &enabled).await?;
    close_setup(tx, &enabled).await?;
    note(app, issuer, tx, ("user.enabled", user), by).await?;
    Ok(true)
}
