//! Signing a person out everywhere.

use super::note;
use crate::{
    app::App,
    base::{
        id::{SessionId, UserId},
        url::ServedIssuer,
    },
    domain::{
        audit::By,
        error::{Error, settle},
        grants::revoke,
        logout::backchannel,
        outcomes,
        sessions::{self, SignedIn},
        visitor::Visitor,
    },
    store::{Tx, grants, users},
};

/// Which sessions of a person end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The one in this browser.
    Here,
    /// All.
    Everywhere,
}

/// The person of an account in this browser signs out. It is kept for the form, so that the second of two
/// equal ones is answered alike.
///
/// # Errors
/// When the database fails.
pub async fn leave(app: &App, visitor: &Visitor<'_>, me: &SignedIn, reach: Reach) -> Result<(), Error> {
    let actor = format!("user:{}", me.user.id);
    let by = By { actor: &actor, origin: visitor.origin };
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        match reach {
            Reach::Here => {
                sessions::end_in(app, visitor.issuer, &mut tx, &me.session, (&actor, visitor.origin)).await?;
            }
            Reach::Everywhere => {
                sign_out_in(app, visitor.issuer, &mut tx, &me.user.id, by).await?;
            }
        }
        outcomes::keep_ended(app, &mut tx, visitor, &[&me.session.id]).await
    }
    .await;
    settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(())
}

/// Ends every session of a person, in all browsers, and tells all clients. First-party apps, which nobody
/// was asked about, lose whatever they hold; what others may do while the person is away stays: that
/// was agreed to, and is taken back app by app. Answers which sessions ended.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sign_out(app: &App, issuer: &ServedIssuer, user: &UserId, by: By<'_>) -> Result<Vec<SessionId>, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = sign_out_in(app, issuer, &mut tx, user, by).await;
    let ended = settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(ended)
}

async fn sign_out_in(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    user: &UserId,
    by: By<'_>,
) -> Result<Vec<SessionId>, Error> {
    users::find(tx, user).await?.ok_or(Error::NotFound)?;
    let ended = sessions::end_all_in(app, issuer, tx, user, (by.actor, by.origin)).await?;
    let revoked = grants::revoke_for_user_first_party(tx, user, app.clock.now()).await?;
    revoke::tell(app, issuer, tx, &revoked).await?;
    note(app, issuer, tx, ("user.signed_out", user), by).await?;
    Ok(ended)
}
