//! A session ends.

use crate::{
    base::id::{SessionId, UserId},
    domain::kernel::{Cx, Error, Event, On, Permission, Work, permit},
    store::{
        grants,
        sessions::{self, Session},
        users,
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
    follow_up_all(cx, work, &ended, user).await?;
    revoke_online(cx, work, user, None).await?;
    Ok(ended)
}

/// Ends every session of the person but their own one, in all browsers; answers how many. Whatever ran out before ends
/// like the others.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn end_others(cx: &Cx<'_>, mine: &Session) -> Result<usize, Error> {
    permit(cx, Permission::UsersWrite, On::User(&mine.user_id))?;
    cx.write(async |work| {
        users::find_held(work, &mine.user_id).await?.ok_or(Error::NotFound)?;
        end_others_in(cx, work, mine).await
    })
    .await
}

/// [`end_others`] inside a unit of work, of a person who is held.
///
/// # Errors
/// When the database fails.
pub async fn end_others_in(cx: &Cx<'_>, work: &mut Work, mine: &Session) -> Result<usize, Error> {
    let ended = sessions::end_others_for_user(work, &mine.user_id, &mine.id, cx.now).await?;
    follow_up_all(cx, work, &ended, &mine.user_id).await?;
    revoke_online(cx, work, &mine.user_id, Some(&mine.id)).await?;
    Ok(ended.len())
}

/// A person has signed in in more browsers than `session.max` lets them: those end whose sign-in is longest ago.
pub(super) async fn end_oldest_in(cx: &Cx<'_>, work: &mut Work, opened: &Session) -> Result<(), Error> {
    let ended = sessions::end_oldest(work, opened, cx.app.config.session.max, cx.now).await?;
    for session in ended {
        follow_up(cx, work, &session, &opened.user_id).await?;
        work.emit(cx, Event::SessionLimitReached { session, user: opened.user_id.clone() }).await?;
    }
    Ok(())
}

async fn follow_up_all(cx: &Cx<'_>, work: &mut Work, ended: &[SessionId], user: &UserId) -> Result<(), Error> {
    for session in ended {
        follow_up(cx, work, session, user).await?;
    }
    Ok(())
}

/// What lives on after a session that ran out and is forgotten by now ends with the others.
async fn revoke_online(cx: &Cx<'_>, work: &mut Work, user: &UserId, except: Option<&SessionId>) -> Result<(), Error> {
    let revoked = grants::revoke_online_for_user(work, user, except, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await
}

/// What the end of a session brings along: its online grants end, and whoever hears of its end does the
/// rest. The one place where a session's end has consequences.
async fn follow_up(cx: &Cx<'_>, work: &mut Work, session: &SessionId, user: &UserId) -> Result<(), Error> {
    let revoked = grants::revoke_for_session(work, session, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    work.emit(cx, Event::SessionEnded { session: session.clone(), user: user.clone() }).await
}
