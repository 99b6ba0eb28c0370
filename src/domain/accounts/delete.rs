//! Erasing a person: the row and all that hangs from it, and what is personal in the audit log.

use super::{note, sign_out_everywhere, tell};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    domain::{
        audit::By,
        error::{Error, settle},
    },
    store::{Tx, audit as audit_events, users},
};

/// Erases a person. The events of the audit log stay, without address and browser.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(app: &App, issuer: &ServedIssuer, user: &UserId, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome = erase(app, issuer, &mut tx, user, by).await;
    settle(tx, outcome).await
}

async fn erase(app: &App, issuer: &ServedIssuer, tx: &mut Tx, user: &UserId, by: By<'_>) -> Result<(), Error> {
    // Before the rows go: the clients they are signed in to must hear of the end.
    sign_out_everywhere(app, issuer, tx, user).await?;
    audit_events::erase_personal_for_user(tx, user).await?;
    if !users::delete(tx, user).await? {
        return Err(Error::NotFound);
    }
    tell(app, issuer, tx, "user.deleted", user).await?;
    note(app, issuer, tx, ("user.deleted", user), by).await
}
