//! A session ends.

use crate::{
    base::id::{SessionId, UserId},
    domain::kernel::{Cx, Error, Event, On, Permission, Work, permit},
    store::{
        grants,
        sessions::{self, Session},
    },
};

/// Ends one session of a person, its online grants, and tells its clients.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn end(cx: &Cx<'_>, session: &Session) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::User(&session.user_id))?;
    cx.write(async |work| end_in(cx, work, session).await).await
}

/// [`end`] inside a unit of work, for whoever may.
///
/// # Errors
/// When the database fails.
pub async fn end_in(cx: &Cx<'_>, work: &mut Work, session: &Session) -> Result<bool, Error> {
    let ended = sessions::end(work, &session.id, cx.now).await?;
    if ended {
        follow_up(cx, work, &session.id, &session.user_id).await?;
    }
    Ok(ended)
}

/// Ends every session of a person, in all browsers, and answers which; like [`end_in`]. Those that
/// ran out are ended with them: the clients that were signed in to through them were not told then.
///
/// # Errors
/// When the database fails.
pub async fn end_all_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<Vec<SessionId>, Error> {
    let ended = sessions::end_all_for_user(work, user, cx.now).await?;
    for session in &ended {
        follow_up(cx, work, session, user).await?;
    }
    Ok(ended)
}

/// What the end of a session brings along: its online grants end, and whoever hears of its end does the
/// rest. The one place where a session's end has consequences.
async fn follow_up(cx: &Cx<'_>, work: &mut Work, session: &SessionId, user: &UserId) -> Result<(), Error> {
    let revoked = grants::revoke_for_session(work, session, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    work.emit(cx, Event::SessionEnded { session: session.clone(), user: user.clone() }).await
}
