//! Erasing a person: the row and all that hangs from it, and what is personal in the audit log.

use super::consequences::{end_everything, keep_an_administrator};
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, permit},
    store::{audit as audit_events, interactions, users},
};

/// Erases a person. The events of the audit log stay, without address and browser.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for the last administrator.
pub async fn delete(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersDelete, On::User(user))?;
    cx.write(async |work| erase(cx, work, user).await).await?;
    // Erased it is; what is left in the log of the database is not worth an answer that it is not.
    if !matches!(cx.app.db.forget_erased().await, Ok(true)) {
        tracing::warn!(
            "the log of the database could not be emptied at once; what was erased stays in it until the server has \
             looked for expired rows again"
        );
    }
    Ok(())
}

pub(super) async fn erase(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    // Held first, as in a sign-in: the other order would deadlock on PostgreSQL.
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    keep_an_administrator(work, &person).await?;
    // Before the rows go: the clients they are signed in to must hear of the end.
    end_everything(cx, work, user).await?;
    work.write_audit().await?;
    audit_events::erase_personal_for_user(work, user).await?;
    // What they began to sign in for may name them (`login_hint`).
    interactions::delete_for_user(work, user).await?;
    // Before the row goes: those who hear of it find what hangs from it.
    work.emit(cx, Event::User(UserEvent::Deleted, user.clone())).await?;
    if users::delete(work, user).await? { Ok(()) } else { Err(Error::NotFound) }
}
