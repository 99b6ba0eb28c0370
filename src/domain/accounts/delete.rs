//! Erasing a person: the row and all that hangs from it, and what is personal in the audit log.

use super::{end_everything, keep_an_administrator, note, tell};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    domain::{
        audit::By,
        error::{Error, settle},
        logout::backchannel,
    },
    store::{Tx, audit as audit_events, users},
};

/// Erases a person. The events of the audit log stay, without address and browser.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for the last administrator.
pub async fn delete(app: &App, issuer: &ServedIssuer, user: &UserId, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome = erase(app, issuer, &mut tx, user, by).await;
    settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(())
}

async fn erase(app: &App, issuer: &ServedIssuer, tx: &mut Tx, user: &UserId, by: By<'_>) -> Result<(), Error> {
    // Held first, as in a sign-in: the other order would deadlock on PostgreSQL.
    let person = users::find_held(tx, user).await?.ok_or(Error::NotFound)?;
    keep_an_administrator(tx, &person).await?;
    // Before the rows go: the clients they are signed in to must hear of the end.
    end_everything(app, issuer, tx, user, by).await?;
    audit_events::erase_personal_for_user(tx, user).await?;
    if !users::delete(tx, user).await? {
        return Err(Error::NotFound);
    }
    tell(app, issuer, tx, "user.deleted", user).await?;
    note(app, issuer, tx, ("user.deleted", user), by).await
}
