//! What changes of a person bring along.

use crate::{
    base::id::UserId,
    domain::{
        kernel::{Cx, Error, Event, Work, one_time::Purpose},
        sessions,
    },
    store::{
        grants, one_time_tokens, refresh_families,
        sessions::Session,
        users::{self, User},
    },
};

/// Takes the setup link away: there is an administrator now, so nobody else becomes one by it. Called in
/// every transaction after which a person administers this installation.
pub(super) async fn close_setup(work: &mut Work, user: &User) -> Result<(), Error> {
    if user.admin_at.is_some() && user.disabled_at.is_none() {
        one_time_tokens::delete_for_purpose(work, Purpose::Setup.as_str()).await?;
    }
    Ok(())
}

/// Refuses what would leave nobody to administer this installation, inside the transaction that does
/// it: the administrators are locked, so that of two who go at once one stays.
pub(super) async fn keep_an_administrator(work: &mut Work, person: &User) -> Result<(), Error> {
    let counts = person.admin_at.is_some() && person.disabled_at.is_none() && person.deletion_due_at.is_none();
    if counts && users::hold_admins(work).await? < 2 {
        let message = "the last administrator; make another one first, such as: signet user create NAME --admin";
        return Err(Error::field("user", "last_administrator", message));
    }
    Ok(())
}

/// Ends every session of a person but one, and takes back everything they granted elsewhere.
pub(super) async fn end_others(cx: &Cx<'_>, work: &mut Work, mine: &Session) -> Result<(), Error> {
    sessions::end_others_in(cx, work, mine).await?;
    let revoked = grants::revoke_for_user_but_session(work, &mine.user_id, &mine.id, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await
}

/// Ends every session of a person, and takes back everything they granted.
pub(super) async fn end_everything(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    let now = cx.now;
    sessions::end_all_in(cx, work, user).await?;
    let revoked = grants::revoke_for_user(work, user, now).await?;
    refresh_families::revoke_for_user(work, user, now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await
}
