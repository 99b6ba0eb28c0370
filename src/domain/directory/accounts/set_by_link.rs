//! A password is set by whoever holds a link for it: the operator's, or one that was asked for because the old password
//! was forgotten. Opening it spends nothing, so that whoever looks at links before people do does not end it; setting
//! the password does, and ends what whoever knew the old one had. A further factor stays what it was.
//!
//! The operator's link that was mailed proves the address that it went to. Where nobody had proven it before, what was set
//! up until then goes, as after any first proof by a mail alone (`domain/login/first_proof.rs`).

use super::{check, forget::forget_credentials, password, password_link::proves_address, prove_address::prove_address};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        kernel::{
            Actor, Cx, Error, FieldError, Work,
            actor::Link,
            one_time::{self, Purpose},
        },
        sessions::{outcomes, visitor::Visitor},
    },
    store::{
        credentials,
        users::{self, User},
    },
};

/// A link with which a password is set, as it was shown.
#[derive(Clone, Copy)]
pub struct ShownLink<'a> {
    /// What it is for: [`Purpose::Password`] or [`Purpose::Recovery`].
    pub purpose: Purpose,
    /// Its secret.
    pub secret: &'a str,
}

/// Whose password a link sets.
pub struct LinkHolder {
    /// The person.
    pub user: User,
    /// The interaction that goes on afterwards, in the browser that began it.
    pub interaction: Option<InteractionId>,
}

/// Whose password a link sets, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or never was.
pub async fn peek(cx: &Cx<'_>, link: ShownLink<'_>) -> Result<LinkHolder, Error> {
    let mut conn = cx.read().await?;
    let subject = one_time::peek(cx, &mut conn, link.purpose, link.secret).await?.ok_or(Error::NotFound)?;
    let user = users::find(&mut conn, &subject.user.ok_or(Error::NotFound)?).await?;
    let user = user.filter(|user| user.disabled_at.is_none()).ok_or(Error::NotFound)?;
    Ok(LinkHolder { user, interaction: subject.interaction })
}

/// Whose password was set.
pub struct SetByLink {
    /// The person.
    pub user: User,
    /// The hash of the password, as it is kept.
    pub phc: Secret<String>,
}

/// What is wrong with a password for the person of a link, before it is set.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn problems(cx: &Cx<'_>, link: ShownLink<'_>, chosen: &str) -> Result<Vec<FieldError>, Error> {
    let LinkHolder { user, .. } = peek(cx, link).await?;
    let mut problems = Vec::new();
    check::new_password(cx, chosen, &user.username, user.email.as_deref(), &mut problems).await;
    Ok(problems)
}

/// Sets the password, spends the link and keeps that this form did it. Sessions and grants of the person
/// are over.
///
/// # Errors
/// [`Error::NotFound`] as above, [`Error::Invalid`] for a password against the policy (the link
/// stays good), [`Error::Busy`] when the hashing pool is full.
pub async fn set(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    link: ShownLink<'_>,
    chosen: Secret<String>,
) -> Result<SetByLink, Error> {
    let LinkHolder { user, .. } = peek(cx, link).await?;
    let by = if link.purpose == Purpose::Recovery { Link::Recovery } else { Link::Password };
    let cx = &cx.acting(Actor::Link(by));
    let phc = password::accepted(cx, &user, chosen).await?;
    let user = cx.write(async |work| {
        // Switched off while the password was hashed, it sets none.
        let person = users::find_held(work, &user.id).await?.filter(|person| person.disabled_at.is_none());
        let user = person.ok_or(Error::NotFound)?;
        let subject = one_time::consume(cx, work, link.purpose, link.secret).await?.ok_or(Error::NotFound)?;
        if proves_address(&subject, &user) {
            follow_up(cx, work, visitor, &user).await?;
        }
        password::store(cx, work, &user.id, &phc, false).await?;
        password::chosen_by(work, &user).await?;
        outcomes::keep_password_set(cx, work, visitor, &user.id).await?;
        Ok(user)
    });
    Ok(SetByLink { user: user.await?, phc })
}

/// Whoever used the link reads the mailbox of the account, which is held.
async fn follow_up(cx: &Cx<'_>, work: &mut Work, visitor: &Visitor<'_>, person: &User) -> Result<(), Error> {
    if prove_address(cx, work, person).await? && !visitor.accounts.has(&person.id) {
        // It is replaced in any case, and that is told by itself.
        credentials::delete_kind(work, &person.id, "password").await?;
        forget_credentials(cx, work, person).await?;
    }
    Ok(())
}
