//! User name or e-mail, and a password.
//!
//! A wrong password, an unknown name, a disabled account and an account without a password look
//! and time the same: each costs one Argon2id and gets one answer.

use super::{
    Entered, Method, Place, Verified, finish,
    throttle::{self, Attempt, Who},
};
use crate::{
    app::password_hash::{HashError, Verdict},
    base::{id::UserId, secret::Secret},
    domain::{
        kernel::{Actor, Cx, Error, Event},
        sessions::{Browser, outcomes, visitor::Visitor},
    },
    store::{
        credentials::{self, Credential},
        users::{self, User},
    },
};

/// What a person typed.
pub struct PasswordForm<'a> {
    /// User name or e-mail.
    pub username: &'a str,
    /// The password.
    pub password: Secret<String>,
    /// Whether to stay signed in.
    pub remember: bool,
}

/// The outcome of an attempt that was looked at.
pub enum Outcome {
    /// Signed in; the browser's cookie is new.
    SignedIn(Browser),
    /// Name and password match, and another form of this browser was faster.
    Overtaken,
    /// Name and password do not match.
    Wrong,
}

/// Name and password match.
struct Known {
    user: users::User,
    credential: Credential,
    needs_rehash: bool,
}

/// Tries a password.
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached; [`Error::Busy`] when the hashing pool is full.
pub async fn sign_in(cx: &Cx<'_>, place: &mut Place<'_>, typed: PasswordForm<'_>) -> Result<Outcome, Error> {
    let (known, attempt) = verify(cx, place, &typed).await?;
    let Some(Known { user, credential, needs_rehash }) = known else { return Ok(Outcome::Wrong) };
    // A stale hash is no reason to keep somebody out: a full pool leaves it for next time.
    let fresh = if needs_rehash { cx.app.passwords.hash(typed.password, &cx.app.entropy).await.ok() } else { None };
    let verified = Verified::Password { credential: &credential, fresh: fresh.as_deref() };
    match finish(cx, place, &user.id, verified, typed.remember).await {
        // The password was changed while it was being checked.
        Err(Error::Forbidden) => wrong(cx, place, Some(&user), &attempt).await.map(|()| Outcome::Wrong),
        Err(error) => Err(error),
        Ok(Entered::SignedIn(browser)) => Ok(Outcome::SignedIn(browser)),
        Ok(Entered::Overtaken) => Ok(Outcome::Overtaken),
    }
}

/// Whether the password is right, and of `user` if somebody in particular is meant, where nothing is
/// done but to answer a form that was sent before. It costs a hash and counts like any attempt.
///
/// # Errors
/// As [`sign_in`].
pub async fn is_right(
    cx: &Cx<'_>,
    place: &Place<'_>,
    typed: &PasswordForm<'_>,
    user: Option<&UserId>,
) -> Result<bool, Error> {
    let (known, _) = verify(cx, place, typed).await?;
    Ok(known.is_some_and(|known| user.is_none_or(|user| known.user.id == *user)))
}

/// Looks at a password: whose it is, if it is right. A wrong one is counted and written down.
async fn verify(cx: &Cx<'_>, place: &Place<'_>, typed: &PasswordForm<'_>) -> Result<(Option<Known>, Attempt), Error> {
    let key = users::fold(typed.username);
    let mut conn = cx.read().await?;
    let user = users::find_by_login(&mut conn, &key).await?;
    let enabled = user.as_ref().filter(|user| user.disabled_at.is_none()).map(|user| user.id.clone());
    // Looked up for nobody, too: it takes the same time.
    let holder = enabled.unwrap_or_else(|| UserId::from_stored(""));
    let credential = credentials::find_password(&mut conn, &holder).await?;
    drop(conn);
    let who = Who { name: &key, user: user.as_ref().map(|user| &user.id), browser: place.visitor.browser };
    let attempt = throttle::begin(cx, &who).await?;
    let verdict = match &credential {
        Some(credential) => cx.app.passwords.verify(typed.password.clone(), credential.secret.expose()).await,
        None => cx
            .app
            .passwords
            .verify_nobody(typed.password.clone())
            .await
            .map(|()| Verdict { ok: false, needs_rehash: false }),
    };
    let verdict = match verdict {
        Ok(verdict) => verdict,
        // It was never looked at, so it does not count.
        Err(HashError::Busy { retry_after }) => return Err(Error::Busy { retry_after }),
        Err(other) => return Err(Error::internal(other)),
    };
    // Where strangers have used up what an account may fail, nothing is right, and it takes as long.
    let is_right = verdict.ok && attempt.is_looked_at() && throttle::succeeded(cx, &attempt).await?;
    let (true, Some(user), Some(credential)) = (is_right, &user, credential) else {
        wrong(cx, place, user.as_ref(), &attempt).await?;
        return Ok((None, attempt));
    };
    let known = Known { user: user.clone(), credential, needs_rehash: verdict.needs_rehash };
    Ok((Some(known), attempt))
}

async fn wrong(cx: &Cx<'_>, place: &Place<'_>, user: Option<&users::User>, attempt: &Attempt) -> Result<(), Error> {
    metrics::counter!(crate::telemetry::SIGN_INS, "method" => Method::Password.as_str(), "outcome" => "failure")
        .increment(1);
    // The typed name is not recorded: people type passwords there.
    let failed = Event::SignInFailed {
        user: user.map(|user| user.id.clone()),
        client: place.paused.as_ref().map(|paused| paused.client.client.id.clone()),
    };
    let cx = &cx.acting(Actor::Anonymous);
    let wait = cx
        .write(async |work| {
            let wait = throttle::failed(cx, work, attempt).await?;
            work.emit(cx, failed).await?;
            Ok(wait)
        })
        .await?;
    match wait {
        Some(retry_after) => Err(Error::TooMany { retry_after }),
        None => Ok(()),
    }
}

/// Whose password this very form set by a link a moment ago, if it is this one. It costs a hash and counts like any
/// attempt to sign in.
///
/// # Errors
/// As [`sign_in`].
pub async fn set_before(cx: &Cx<'_>, visitor: &Visitor<'_>, chosen: Secret<String>) -> Result<Option<User>, Error> {
    let mut conn = cx.read().await?;
    let Some(user) = outcomes::password_set(cx, &mut conn, visitor).await? else { return Ok(None) };
    let Some(user) = users::find(&mut conn, &user).await? else { return Ok(None) };
    drop(conn);
    let typed = PasswordForm { username: &user.username, password: chosen, remember: false };
    let place = Place { visitor: *visitor, paused: None };
    Ok(is_right(cx, &place, &typed, Some(&user.id)).await?.then_some(user))
}
