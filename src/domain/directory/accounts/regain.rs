//! An account goes back to its person, by the word of whoever has a link that was mailed to them: what a thief may have of
//! it ends.

use super::{consequences::end_everything, leaving, password_link, recovery};
use crate::{
    base::{
        id::UserId,
        secret::{Secret, TokenHash},
    },
    domain::{
        kernel::{
            Cx, Error, Feature, Work,
            one_time::{self, LinkSubject, Purpose},
        },
        sessions::outcomes,
    },
    store::{address_changes, credentials, one_time_tokens, users::User},
};

/// Ends sessions, approvals, every link but those that take something back, and what waits: another address, the end of
/// the account. Its person is held.
///
/// # Errors
/// When the database fails.
pub async fn regain(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<(), Error> {
    one_time_tokens::delete_for_user_but(work, &person.id, Purpose::WAYS_BACK).await?;
    address_changes::stop(work, &person.id, cx.now).await?;
    end_everything(cx, work, &person.id).await?;
    leaving::keep_in(cx, work, person).await.map(drop)
}

/// Where a new password is chosen, in place of one that somebody else may know, secret included. Whoever has none signs in
/// by something that a mailbox alone must not replace.
///
/// # Errors
/// When the database fails.
pub async fn new_password_link(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<Option<Secret<String>>, Error> {
    if credentials::find_password(work, user).await?.is_none() {
        return Ok(None);
    }
    let (purpose, path) = if Feature::PasswordRecovery.is_on(cx.app) {
        (Purpose::Recovery, recovery::PATH)
    } else if Feature::PasswordLinks.is_on(cx.app) {
        (Purpose::Password, password_link::PATH)
    } else {
        return Ok(None);
    };
    let secret = one_time::issue(cx, work, purpose, LinkSubject::user(user.clone()), recovery::LIFETIME).await?;
    Ok(Some(Secret::new(cx.issuer.url.join(&format!("{path}?token={}", secret.expose())))))
}

/// Whether a link was used a moment ago: for the second press of a button, whose first did it.
///
/// # Errors
/// When the database fails.
pub async fn was_taken_back(cx: &Cx<'_>, purpose: Purpose, secret: &str) -> Result<bool, Error> {
    let row = one_time_tokens::find(&mut cx.read().await?, &TokenHash::of(secret)).await?;
    let row = row.filter(|row| row.purpose == purpose.as_str());
    Ok(row.and_then(|row| row.consumed_at).is_some_and(|at| cx.now < at + outcomes::KEPT))
}
