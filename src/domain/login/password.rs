//! User name or e-mail, and a password.
//!
//! A wrong password, an unknown name, a disabled account and an account without a password look
//! and time the same: each costs one Argon2id and gets one answer.

use super::{
    Entered, Method, Place, Verified, finish,
    throttle::{self, Attempt, Who},
};
use crate::{
    app::{
        App,
        password_hash::{HashError, Verdict},
    },
    base::{id::UserId, secret::Secret},
    domain::{
        audit,
        error::{Error, settle},
        sessions::Browser,
    },
    store::{
        audit as audit_events,
        credentials::{self, Credential},
        users,
    },
};

/// What a person typed.
pub struct Typed<'a> {
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
pub async fn sign_in(app: &App, place: &mut Place<'_>, typed: Typed<'_>) -> Result<Outcome, Error> {
    let (known, attempt) = verify(app, place, &typed).await?;
    let Some(Known { user, credential, needs_rehash }) = known else { return Ok(Outcome::Wrong) };
    // A stale hash is no reason to keep somebody out: a full pool leaves it for next time.
    let fresh = if needs_rehash { app.passwords.hash(typed.password, &app.entropy).await.ok() } else { None };
    let verified = Verified::Password { credential: &credential, fresh: fresh.as_deref() };
    match finish(app, place, &user.id, verified, typed.remember).await {
        // The password was changed while it was being checked.
        Err(Error::Forbidden) => wrong(app, place, Some(&user), &attempt).await.map(|()| Outcome::Wrong),
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
pub async fn is_right(app: &App, place: &Place<'_>, typed: &Typed<'_>, user: Option<&UserId>) -> Result<bool, Error> {
    let (known, _) = verify(app, place, typed).await?;
    Ok(known.is_some_and(|known| user.is_none_or(|user| known.user.id == *user)))
}

/// Looks at a password: whose it is, if it is right. A wrong one is counted and written down.
async fn verify(app: &App, place: &Place<'_>, typed: &Typed<'_>) -> Result<(Option<Known>, Attempt), Error> {
    let key = users::fold(typed.username);
    let mut conn = app.db.read().await?;
    let user = users::find_by_login(&mut conn, &key).await?;
    let credential = match &user {
        Some(user) if user.disabled_at.is_none() => credentials::find_password(&mut conn, &user.id).await?,
        _ => None,
    };
    drop(conn);
    let who = Who {
        name: &key,
        user: user.as_ref().map(|user| &user.id),
        browser: place.visitor.browser,
        ip: place.visitor.origin.ip.as_deref(),
    };
    let attempt = throttle::begin(app, &who).await?;
    let verdict = match &credential {
        Some(credential) => app.passwords.verify(typed.password.clone(), credential.secret.expose()).await,
        None => app
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
    let is_right = verdict.ok && attempt.is_looked_at() && throttle::succeeded(app, &attempt).await?;
    let (true, Some(user), Some(credential)) = (is_right, &user, credential) else {
        wrong(app, place, user.as_ref(), &attempt).await?;
        return Ok((None, attempt));
    };
    let known = Known { user: user.clone(), credential, needs_rehash: verdict.needs_rehash };
    Ok((Some(known), attempt))
}

async fn wrong(app: &App, place: &Place<'_>, user: Option<&users::User>, attempt: &Attempt) -> Result<(), Error> {
    metrics::counter!(crate::telemetry::SIGN_INS, "method" => Method::Password.as_str(), "outcome" => "failure")
        .increment(1);
    // The typed name is not recorded: people type passwords there.
    let visitor = &place.visitor;
    let mut event = audit::event(app, visitor.issuer, "sign_in.failed", "anonymous", visitor.origin);
    event.user_id = user.map(|user| user.id.clone());
    event.client_id = place.paused.as_ref().map(|paused| paused.client.client.id.clone());
    let mut tx = app.db.begin().await?;
    let outcome: Result<_, Error> = async {
        let wait = throttle::failed(&mut tx, attempt, app.clock.now()).await?;
        audit_events::insert(&mut tx, &event).await?;
        Ok(wait)
    }
    .await;
    match settle(tx, outcome).await? {
        Some(retry_after) => Err(Error::TooMany { retry_after }),
        None => Ok(()),
    }
}
