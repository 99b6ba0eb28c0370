//! A new password.

use super::{check, end_everything, note, tell};
use crate::{
    app::{App, password_hash::HashError},
    base::{
        id::{CredentialId, UserId},
        secret::Secret,
        url::ServedIssuer,
    },
    domain::{
        audit::By,
        error::{Error, settle},
        logout::backchannel,
    },
    store::{Tx, credentials, one_time_tokens, users},
};

/// A password to set.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The password.
    pub password: Secret<String>,
    /// Whether sessions and grants stay; else whoever knew the old password is signed out.
    pub keep_sessions: bool,
}

/// Sets or replaces a person's password.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a password against the policy, [`Error::Busy`]
/// when the hashing pool is full.
pub async fn set_password(
    app: &App,
    issuer: &ServedIssuer,
    user: &UserId,
    new: NewPassword,
    by: By<'_>,
) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let person = users::find(&mut conn, user).await?.ok_or(Error::NotFound)?;
    drop(conn);
    let mut problems = Vec::new();
    check::password(app, new.password.expose(), (&person.username, person.email.as_deref()), &mut problems);
    check::all_well(problems)?;
    let phc = hash(app, new.password).await?;
    let mut tx = app.db.begin().await?;
    let outcome = store(app, issuer, &mut tx, (user, &phc, new.keep_sessions), by).await;
    settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(())
}

pub(super) async fn store(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (user, phc, keep_sessions): (&UserId, &Secret<String>, bool),
    by: By<'_>,
) -> Result<(), Error> {
    let id = CredentialId::fresh(&app.clock, &app.entropy);
    credentials::set_password(tx, user, phc.expose(), &id, app.clock.now())
        .await
        .map_err(|error| if error.is_reference() { Error::NotFound } else { error.into() })?;
    // A link that was sent before sets none over this one.
    one_time_tokens::delete_all_for_user(tx, user).await?;
    if !keep_sessions {
        end_everything(app, issuer, tx, user, by).await?;
    }
    tell(app, issuer, tx, "credential.changed", user).await?;
    note(app, issuer, tx, ("password.set", user), by).await
}

/// Hashes a password that passed the policy. Never inside a transaction: it takes a while.
pub(super) async fn hash(app: &App, password: Secret<String>) -> Result<Secret<String>, Error> {
    app.passwords.hash(password, &app.entropy).await.map(Secret::new).map_err(|error| match error {
        HashError::Busy { retry_after } => Error::Busy { retry_after },
        HashError::TooLong => Error::field("password", "password_too_long", "it has more than 1024 bytes"),
        HashError::Failed => Error::internal(error),
    })
}
