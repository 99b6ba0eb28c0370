//! An operator lets somebody try again at once, whose account was guessed at or who mistyped too often.
//!
//! What is counted for a browser in which the person has signed in before hangs from that browser's cookie, and what is
//! counted for an address from the address: neither can be found by the account. The first opens within a quarter of an
//! hour by itself, and the second is not about this person.

use super::{factor, throttle};
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, event::UserEvent, permit},
    store::users,
};

/// Forgets the wrong passwords in a row and the wrong codes of a person; answers whether there were any.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn unlock(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let passwords = throttle::forget_person(cx, work, &person).await?;
        let codes = factor::forget_strangers(cx, work, user).await?;
        if !passwords && !codes {
            return Ok(false);
        }
        work.emit(cx, Event::User(UserEvent::Unlocked, user.clone())).await?;
        Ok(true)
    })
    .await
}
