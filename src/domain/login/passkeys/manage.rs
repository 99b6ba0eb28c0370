//! A person's passkeys, called by other names and taken away.

use crate::{
    base::id::{PasskeyId, UserId},
    domain::{
        kernel::{Cx, Error, Event, Feature, On, Permission, mail, passkey::PasskeyEvent, permit},
        login::enrolment,
    },
    store::{
        Conn, credentials, passkeys,
        users::{self, User},
        wallets,
    },
};

/// Longest name of a passkey, in characters.
const NAME_LENGTH: usize = 60;

/// Whether a person signs in with a password, too.
///
/// # Errors
/// When the database fails.
pub async fn has_password(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    Ok(credentials::find_password(&mut cx.read().await?, user).await?.is_some())
}

/// Whether somebody signs in without passkeys, too: by a password, a wallet, or a mail. A mailbox alone administers
/// nothing.
async fn has_other_way(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<bool, Error> {
    let by_mail = Feature::MailSignIn.is_on(cx.app) && mail::is_possible(cx);
    if by_mail && person.email.is_some() && person.admin_at.is_none() {
        return Ok(true);
    }
    if Feature::Ethereum.is_on(cx.app) && wallets::count(conn, &person.id).await? > 0 {
        return Ok(true);
    }
    Ok(credentials::find_password(conn, &person.id).await?.is_some())
}

/// Whether a person may take away the last of their passkeys.
///
/// # Errors
/// When the database fails.
pub async fn may_remove_last(cx: &Cx<'_>, person: &User) -> Result<bool, Error> {
    has_other_way(cx, &mut cx.read().await?, person).await
}

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
        let has_passkeys = passkeys::count(work, user).await? > 0;
        if !has_passkeys {
            if !has_other_way(cx, work, &person).await? {
                return Err(Error::Conflict("the only way to sign in"));
            }
            users::set_passkey(work, user, None).await?;
        }
        enrolment::after_removal(cx, work, &person, has_passkeys).await?;
        work.emit(cx, Event::Passkey(PasskeyEvent::Removed, user.clone())).await
    })
    .await
}
