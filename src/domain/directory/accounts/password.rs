//! A new password.

use super::{
    check,
    consequences::{end_everything, end_others},
};
use crate::{
    app::password_hash::{HashError, QueueLane, Share},
    base::{id::UserId, secret::Secret},
    domain::{
        kernel::{Actor, Cx, Error, Event, On, Permission, Work, event::UserEvent, limits, one_time::Purpose, permit},
        sessions::{SignedIn, outcomes, visitor::Visitor},
    },
    store::{
        credentials, one_time_tokens,
        sessions::{self, Session},
        users::{self, User},
    },
};

/// A password to set.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The password.
    pub password: Secret<String>,
    /// Whether sessions and grants stay; else whoever knew the old password is signed out.
    pub keep_sessions: bool,
}

/// Sets or replaces a person's password.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a password against the policy, [`Error::Busy`]
/// when the hashing pool is full.
pub async fn set_password(cx: &Cx<'_>, user: &UserId, new: NewPassword) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let mut conn = cx.read().await?;
    let person = users::find(&mut conn, user).await?.ok_or(Error::NotFound)?;
    drop(conn);
    let phc = accepted(cx, &person, new.password).await?;
    cx.write(async |work| {
        users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        store(cx, work, user, &phc, new.keep_sessions).await
    })
    .await
}

/// The person of a session sets another password; where the operator wants one, not the same again. Their other
/// sessions and what they granted elsewhere are over; this one goes on.
///
/// # Errors
/// [`Error::Invalid`] for a password against the policy, [`Error::Busy`] when the hashing pool is full,
/// [`Error::SignedOut`] when the session has ended.
pub async fn change_password(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    me: &SignedIn,
    chosen: Secret<String>,
) -> Result<(), Error> {
    let user = &me.user.id;
    permit(cx, Permission::UsersWrite, On::User(user))?;
    if me.user.password_required_at.is_some() {
        refuse_unchanged(cx, &me.user, chosen.clone()).await?;
    }
    let phc = accepted(cx, &me.user, chosen).await?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        // Ended while the password was hashed, it changes none.
        let mine = sessions::find(work, &me.session.id).await?;
        let is_live = |one: &Session| one.ended_at.is_none() && cx.now < one.expires_at;
        let mine = mine.filter(is_live).ok_or(Error::SignedOut)?;
        store(cx, work, user, &phc, true).await?;
        chosen_by(work, &person).await?;
        end_others(cx, work, &mine).await?;
        outcomes::keep_password_set(cx, work, visitor, user).await
    })
    .await
}

/// A person who is held has chosen a password, as the operator may have wanted.
pub(super) async fn chosen_by(work: &mut Work, person: &User) -> Result<(), Error> {
    if person.password_required_at.is_some() {
        users::set_password_required(work, &person.id, None).await?;
    }
    Ok(())
}

/// Refuses the password that somebody has already, where another one is wanted.
async fn refuse_unchanged(cx: &Cx<'_>, person: &User, chosen: Secret<String>) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let Some(kept) = credentials::find_password(&mut conn, &person.id).await? else { return Ok(()) };
    drop(conn);
    let share = Share::of(QueueLane::Known, limits::network(cx), &person.username_key);
    match cx.app.passwords.verify(&share, chosen, kept.secret.expose()).await {
        Ok(found) if found.ok => {
            Err(Error::field("password", "password_unchanged", "it is the one that the account has; another is wanted"))
        }
        // Too long to be hashed is none that anybody has; the rules say so.
        Ok(_) | Err(HashError::TooLong) => Ok(()),
        Err(HashError::Busy { retry_after }) => Err(Error::Busy { retry_after }),
        Err(HashError::Failed) => Err(Error::internal(HashError::Failed)),
    }
}

/// The hash of what this person chose, if it is not against the policy.
pub(super) async fn accepted(cx: &Cx<'_>, person: &User, chosen: Secret<String>) -> Result<Secret<String>, Error> {
    let mut problems = Vec::new();
    check::new_password(cx, chosen.expose(), &person.username, person.email.as_deref(), &mut problems).await;
    check::all_well(problems)?;
    hash(cx, &person.username_key, chosen).await
}

/// Of a person who is held.
pub(super) async fn store(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    phc: &Secret<String>,
    keep_sessions: bool,
) -> Result<(), Error> {
    let id = cx.new_id();
    credentials::set_password(work, user, phc.expose(), &id, cx.now).await?;
    // A link that was sent before sets none over this one; whoever set it may be a thief of the account.
    one_time_tokens::delete_for_user_but(work, user, Purpose::WAYS_BACK).await?;
    if !keep_sessions {
        end_everything(cx, work, user).await?;
    }
    work.emit(cx, Event::User(UserEvent::PasswordSet, user.clone())).await
}

/// Hashes a password that passed the policy, for the account of this name. Never inside a transaction: it takes a
/// while.
pub(super) async fn hash(cx: &Cx<'_>, account: &str, password: Secret<String>) -> Result<Secret<String>, Error> {
    // Whoever sets one is signed in, holds a link, or sits at the command line. Whoever makes an account has shown no
    // more than a mailbox, of which anybody has as many as they like.
    let lane = if cx.actor == Actor::Anonymous { QueueLane::New } else { QueueLane::Known };
    let share = Share::of(lane, limits::network(cx), account);
    cx.app.passwords.hash(&share, password, &cx.app.entropy).await.map(Secret::new).map_err(|error| match error {
        HashError::Busy { retry_after } => Error::Busy { retry_after },
        HashError::TooLong => Error::field("password", "password_too_long", "it has more than 1024 bytes"),
        HashError::Failed => Error::internal(error),
    })
}
