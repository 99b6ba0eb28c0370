//! A person's passkeys, called by other names and taken away.

use crate::{
    base::id::{PasskeyId, UserId},
    domain::{
        kernel::{Cx, Error, Event, On, Permission, passkey::PasskeyEvent, permit},
        login::{enrolment, ways},
    },
    store::{passkeys, users},
};

/// Longest name of a passkey, in characters.
const NAME_LENGTH: usize = 60;

/// Calls a passkey by another name; an empty one changes nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rename(cx: &Cx<'_>, user: &UserId, passkey: &PasskeyId, name: &str) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(NAME_LENGTH).collect();
    if name.is_empty() {
        return Ok(());
    }
    cx.write(async |work| {
        if !passkeys::rename(work, user, passkey, &name).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::Passkey(PasskeyEvent::Renamed, user.clone())).await
    })
    .await
}

/// Takes a passkey away. Whoever signs in by nothing else keeps the last one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`] for the last way to sign in.
pub async fn remove(cx: &Cx<'_>, user: &UserId, passkey: &PasskeyId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        // Held: of two that go at one moment the second sees that the first went.
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !passkeys::delete(work, user, passkey).await? {
            return Err(Error::NotFound);
        }
        ways::require_one(cx, work, &person).await?;
        let has_passkeys = passkeys::count(work, user).await? > 0;
        if !has_passkeys {
            users::set_passkey(work, user, None).await?;
        }
        enrolment::after_removal(cx, work, &person, has_passkeys).await?;
        work.emit(cx, Event::Passkey(PasskeyEvent::Removed, user.clone())).await
    })
    .await
}
