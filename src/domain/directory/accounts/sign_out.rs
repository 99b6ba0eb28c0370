//! Signing a person out everywhere.

use crate::{
    base::id::{SessionId, UserId},
    domain::{
        kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, permit},
        sessions::{self, SignedIn, outcomes, visitor::Visitor},
    },
    store::{grants, users},
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
pub async fn leave(cx: &Cx<'_>, visitor: &Visitor<'_>, me: &SignedIn, reach: Reach) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    cx.write(async |work| {
        match reach {
            Reach::Here => sessions::end_in(cx, work, &me.session).await.map(drop)?,
            Reach::Everywhere => sign_out_in(cx, work, &me.user.id).await.map(drop)?,
        }
        outcomes::keep_ended(cx, work, visitor, &[&me.session.id]).await
    })
    .await
}

/// Ends every session of a person, in all browsers, and tells all clients. Apps that the person was
/// not asked about, because they are or were first-party, lose whatever they hold; what others may do while
/// the person is away stays: that was agreed to, and is taken back app by app. Answers which sessions ended.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sign_out(cx: &Cx<'_>, user: &UserId) -> Result<Vec<SessionId>, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| sign_out_in(cx, work, user).await).await
}

/// The other half of [`sign_out`], for a unit of work that does more.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sign_out_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<Vec<SessionId>, Error> {
    users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    let ended = sessions::end_all_in(cx, work, user).await?;
    let revoked = grants::revoke_unasked_for_user(work, user, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    work.emit(cx, Event::User(UserEvent::SignedOut, user.clone())).await?;
    Ok(ended)
}
