//! Switching an account off, and on again.

use super::consequences::{close_setup, end_everything, keep_an_administrator};
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, permit},
    store::{
        merged_accounts, one_time_tokens,
        users::{self, User},
    },
};

/// Switches an account off: nobody signs in to it, its sessions are over, its tokens are worth
/// nothing. Answers whether it was on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for the last administrator.
pub async fn disable(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| disable_in(cx, work, user).await).await
}

async fn disable_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<bool, Error> {
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_some() {
        return Ok(false);
    }
    keep_an_administrator(work, &person).await?;
    switch_off(cx, work, person).await?;
    Ok(true)
}

/// Switches an account off that is on and held: its links, sessions and grants end with it.
pub(super) async fn switch_off(cx: &Cx<'_>, work: &mut Work, person: User) -> Result<(), Error> {
    let (now, id) = (cx.now, person.id.clone());
    users::update(work, &User { disabled_at: Some(now), updated_at: now, ..person }).await?;
    one_time_tokens::delete_all_for_user(work, &id).await?;
    end_everything(cx, work, &id).await?;
    work.emit(cx, Event::User(UserEvent::Disabled, id)).await
}

/// Switches an account on again. What was ended stays ended. Answers whether it was off.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for one that was merged into another.
pub async fn enable(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| enable_in(cx, work, user).await).await
}

async fn enable_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<bool, Error> {
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_none() {
        return Ok(false);
    }
    if let Some(merged) = merged_accounts::find(work, user).await? {
        let message = format!("it was merged into {}, and stays switched off", merged.into_user_id);
        return Err(Error::field("user", "merged", message));
    }
    let now = cx.now;
    let enabled = User { disabled_at: None, updated_at: now, ..person };
    users::update(work, &enabled).await?;
    close_setup(work, &enabled).await?;
    work.emit(cx, Event::User(UserEvent::Enabled, user.clone())).await?;
    Ok(true)
}
