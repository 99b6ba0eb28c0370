//! A person wants their account erased, and may think better of it for a while.
//!
//! ```text
//!  request ─▶ everything is over, nobody signs in ─┬─ the link of the mail, or a full sign-in: keep
//!                                                  └─ `account.deletion_wait` later: erased
//! ```
//! The last administrator stays, and whoever waits for their end administers nothing any more.

use super::{
    consequences::{end_everything, keep_an_administrator},
    delete::erase,
};
use crate::{
    base::{
        id::{SessionId, UserId},
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{
            Actor, Cx, Error, Event, On, Permission, Work,
            actor::Link,
            event::UserEvent,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose},
            permit,
        },
        sessions::{outcomes, visitor::Visitor},
    },
    render::mail::{MailContent, MailKind},
    store::{
        one_time_tokens,
        users::{self, User},
    },
};

/// Where one says that the account stays.
pub const KEEP_PATH: &str = "/account/keep";

/// What became of a wish for the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeletionOutcome {
    /// The account is erased then, unless its person keeps it.
    Due(Timestamp),
    /// It is erased.
    Erased,
}

/// Whether people may have their account erased.
pub fn is_offered(cx: &Cx<'_>) -> bool {
    cx.app.config.account.self_deletion
}

/// The form that asked, for the second of two equal ones.
#[derive(Clone, Copy)]
pub struct AskedHere<'a> {
    /// Who sent it.
    pub visitor: &'a Visitor<'a>,
    /// The session whose page it stood on, which ends.
    pub session: &'a SessionId,
}

/// A person wants their account erased, and typed their user name to say so. Sessions, grants and links are over.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for another name, for the last administrator, and where nobody may.
pub async fn request(
    cx: &Cx<'_>,
    user: &UserId,
    typed: &str,
    here: Option<AskedHere<'_>>,
) -> Result<DeletionOutcome, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let done = cx.write(async |work| {
        let leaving = request_in(cx, work, user, typed).await?;
        if let Some(AskedHere { visitor, session }) = here {
            outcomes::keep_ended(cx, work, visitor, &[session]).await?;
        }
        Ok(leaving)
    });
    let leaving = done.await?;
    if leaving == DeletionOutcome::Erased {
        forget(cx).await;
    }
    Ok(leaving)
}

async fn request_in(cx: &Cx<'_>, work: &mut Work, user: &UserId, typed: &str) -> Result<DeletionOutcome, Error> {
    if !is_offered(cx) {
        return Err(Error::field(
            "account",
            "deletion_off",
            "accounts are erased by the operator (account.self_deletion)",
        ));
    }
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if users::fold(typed) != person.username_key {
        return Err(Error::field("confirmation", "confirmation_wrong", "type the user name of the account"));
    }
    if let Some(due) = person.deletion_due_at {
        return Ok(DeletionOutcome::Due(due));
    }
    keep_an_administrator(work, &person).await?;
    let wait = cx.app.config.account.deletion_wait;
    if wait <= Seconds(0) {
        tell_of_end(cx, work, &person).await?;
        erase(cx, work, user).await?;
        return Ok(DeletionOutcome::Erased);
    }
    let due = cx.now + wait;
    users::set_deletion_due(work, user, Some(due), cx.now).await?;
    // None of them opens anything any more, but for those that may take the account back from a thief.
    one_time_tokens::delete_for_user_but(work, user, Purpose::WAYS_BACK).await?;
    let secret = one_time::issue(cx, work, Purpose::KeepAccount, LinkSubject::user(user.clone()), wait).await?;
    end_everything(cx, work, user).await?;
    work.emit(cx, Event::User(UserEvent::DeletionRequested, user.clone())).await?;
    if let Some(to) = Recipient::person(&person) {
        let content = MailContent {
            account: Some(person.username),
            link: Some(cx.issuer.url.join(&format!("{KEEP_PATH}?token={}", secret.expose()))),
            ends_at: Some(due),
            ..MailContent::of(MailKind::AccountLeaving)
        };
        mail::queue(cx, work, NewMail { to: &to, content, about: None }).await?;
    }
    Ok(DeletionOutcome::Due(due))
}

/// Tells the address of an account that there is none any more, as long as there is one.
async fn tell_of_end(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<(), Error> {
    let Some(to) = Recipient::person(person) else { return Ok(()) };
    // Nothing that stays behind names the account.
    let to = Recipient { user: None, ..to };
    let content = MailContent {
        account: Some(person.username.clone()),
        happened_at: Some(cx.now),
        ..MailContent::of(MailKind::AccountErased)
    };
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}

/// Whose account a link keeps, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or the account was kept or erased.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<User, Error> {
    let mut conn = cx.read().await?;
    let subject = one_time::peek(cx, &mut conn, Purpose::KeepAccount, secret).await?.ok_or(Error::NotFound)?;
    let user = users::find(&mut conn, &subject.user.ok_or(Error::NotFound)?).await?;
    user.filter(|user| user.deletion_due_at.is_some()).ok_or(Error::NotFound)
}

/// The account stays, by the word of whoever has the link. What was ended stays ended.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn keep(cx: &Cx<'_>, secret: &str) -> Result<User, Error> {
    let user = peek(cx, secret).await?.id;
    let cx = &cx.acting(Actor::Link(Link::KeepAccount));
    cx.write(async |work| {
        let person = users::find_held(work, &user).await?.ok_or(Error::NotFound)?;
        one_time::consume(cx, work, Purpose::KeepAccount, secret).await?.ok_or(Error::NotFound)?;
        if !keep_in(cx, work, &person).await? {
            return Err(Error::NotFound);
        }
        Ok(person)
    })
    .await
}

/// The account stays, by the word of the operator. Answers whether it would have gone.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn cancel(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        keep_in(cx, work, &person).await
    })
    .await
}

/// An account stays of a person who is held. Answers whether it would have gone.
pub(super) async fn keep_in(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<bool, Error> {
    if person.deletion_due_at.is_none() {
        return Ok(false);
    }
    users::set_deletion_due(work, &person.id, None, cx.now).await?;
    one_time_tokens::delete_for_user(work, &person.id, Purpose::KeepAccount.as_str()).await?;
    work.emit(cx, Event::User(UserEvent::DeletionCancelled, person.id.clone())).await?;
    Ok(true)
}

/// Erases a few of those whose time has come, each in a unit of work of its own; answers how many. One that cannot be
/// erased holds up no others, and is tried again in the next round.
///
/// # Errors
/// When the database fails.
pub async fn erase_due(cx: &Cx<'_>, limit: i64) -> Result<usize, Error> {
    let mut conn = cx.read().await?;
    let due = users::list_deletion_due(&mut conn, cx.now, limit).await?;
    drop(conn);
    let mut erased = 0;
    for user in &due {
        match erase_if_due(cx, user).await {
            Ok(true) => erased += 1,
            Ok(false) => {}
            // Nobody else would fare better.
            Err(why @ Error::Unavailable(_)) => return Err(why),
            Err(why) => {
                metrics::counter!(crate::telemetry::JOB_FAILURES, "job" => "erase_accounts").increment(1);
                tracing::error!(%why, %user, "an account whose time has come could not be erased");
            }
        }
    }
    if erased > 0 {
        forget(cx).await;
    }
    Ok(erased)
}

/// `false` where it was kept in this moment, or erased by another instance.
async fn erase_if_due(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    cx.write(async |work| {
        let person = users::find_held(work, user).await?;
        let is_due = |person: &User| person.deletion_due_at.is_some_and(|due| due <= cx.now);
        let Some(person) = person.filter(is_due) else { return Ok(false) };
        tell_of_end(cx, work, &person).await?;
        erase(cx, work, user).await?;
        Ok(true)
    })
    .await
}

/// What was erased goes from the log of the database, too; what cannot go now goes later.
async fn forget(cx: &Cx<'_>) {
    if !matches!(cx.app.db.forget_erased().await, Ok(true)) {
        tracing::warn!("the log of the database could not be emptied at once; it is when expired rows are looked for");
    }
}
