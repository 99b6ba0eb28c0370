//! User name or e-mail, and a password.
//!
//! A wrong password, an unknown name, a disabled account and an account without a password look
//! and time the same: each costs one Argon2id and gets one answer. The hash of another program may cost something else
//! until it is replaced, at the first sign-in.

use super::{
    Method, Proven, Verified, risk,
    throttle::{self, Attempt, FailedBefore, Who},
};
use crate::{
    app::password_hash::{HashError, PasswordMatch},
    base::{id::UserId, secret::Secret},
    domain::{
        kernel::{
            Actor, Cx, Error, Event,
            device::{self, Device},
        },
        sessions::visitor::Visitor,
    },
    protocol::client::ClientId,
    store::{
        login_names::{self, NamedUser, Password},
        users::{self, User},
    },
};

/// Where somebody tries.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Who tries, by which form.
    pub visitor: Visitor<'a>,
    /// The client that it is for; none when somebody just visits their account.
    pub client: Option<&'a ClientId>,
}

/// What a person typed.
pub struct PasswordForm<'a> {
    /// User name or e-mail.
    pub username: &'a str,
    /// The password.
    pub password: Secret<String>,
    /// Whether to stay signed in.
    pub remember: bool,
}

/// Name and password match.
pub struct Match {
    user: User,
    password: Password,
    needs_rehash: bool,
    attempt: Attempt,
    before: FailedBefore,
}

/// Whom a name belongs to, and in which of their browsers it was typed, if it is one.
struct Named {
    key: String,
    holder: Option<NamedUser>,
    device: Option<Device>,
}

impl Named {
    async fn find(cx: &Cx<'_>, place: &Place<'_>, username: &str) -> Result<Self, Error> {
        let key = users::fold(username);
        let mut conn = cx.read().await?;
        let holder = login_names::find(&mut conn, &key).await?;
        let device = holder
            .as_ref()
            .and_then(|named| device::find(cx, place.visitor.device, &named.user.id, named.password.as_ref()?));
        Ok(Self { key, holder, device })
    }

    fn who(&self) -> Who<'_> {
        Who { name: &self.key, user: self.holder.as_ref().map(|named| &named.user.id), device: self.device.as_ref() }
    }
}

/// Whether a browser calculates something before a password for this name is looked at there.
///
/// # Errors
/// When the database fails.
pub async fn wants_work(cx: &Cx<'_>, place: &Place<'_>, username: &str) -> Result<bool, Error> {
    throttle::wants_work(cx, &Named::find(cx, place, username).await?.who()).await
}

/// Tries a password; `None` when it is wrong, which is counted and written down. Whoever goes on with a right one says so
/// ([`Match::clear`]).
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached; [`Error::Busy`] when the hashing pool is full.
pub async fn verify(cx: &Cx<'_>, place: &Place<'_>, typed: &PasswordForm<'_>) -> Result<Option<Match>, Error> {
    let found = Named::find(cx, place, typed.username).await?;
    let attempt = throttle::begin(cx, &found.who()).await?;
    let named = found.holder;
    let user = named.as_ref().map(|named| named.user.id.clone());
    let holder = named.filter(|named| named.user.disabled_at.is_none());
    let holder = holder.and_then(|NamedUser { user, password }| Some((user, password?)));
    let verdict = match &holder {
        Some((_, password)) => {
            cx.app.passwords.verify(attempt.share(), typed.password.clone(), password.secret.expose()).await
        }
        None => cx
            .app
            .passwords
            .verify_nobody(attempt.share(), typed.password.clone())
            .await
            .map(|()| PasswordMatch { ok: false, needs_rehash: false }),
    };
    let verdict = match verdict {
        Ok(verdict) => verdict,
        // It was never looked at, so it does not count.
        Err(HashError::Busy { retry_after }) => return Err(Error::Busy { retry_after }),
        Err(other) => return Err(Error::internal(other)),
    };
    // Where strangers have used up what an account may fail, nothing is right, and it takes as long.
    let before = if verdict.ok && attempt.is_looked_at() { throttle::succeeded(cx, &attempt).await? } else { None };
    match (holder, before) {
        (Some((user, password)), Some(before)) => {
            Ok(Some(Match { user, password, needs_rehash: verdict.needs_rehash, attempt, before }))
        }
        _ => {
            wrong(cx, place, user.as_ref(), &attempt).await?;
            Ok(None)
        }
    }
}

impl Match {
    /// Who was proven. A stale hash is no reason to keep somebody out: a full pool leaves it for next time.
    pub async fn proven(&self, cx: &Cx<'_>, typed: PasswordForm<'_>) -> Proven {
        let fresh = if self.needs_rehash {
            cx.app.passwords.hash(self.attempt.share(), typed.password, &cx.app.entropy).await.ok()
        } else {
            None
        };
        Proven {
            user: self.user.id.clone(),
            verified: Verified::Password { stored: self.password.clone(), fresh, failures: Some(self.before.in_a_row) },
            remember: typed.remember,
        }
    }

    /// Somebody goes on with it: what failed before is forgotten, unless it is held against the account until they have
    /// proven more. To be called unless the sign-in was stopped, which must look like one more failure.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(&self, cx: &Cx<'_>) -> Result<(), Error> {
        if risk::is_burst_held(cx, self.before.in_a_row) {
            return Ok(());
        }
        throttle::forget(cx, &self.attempt, self.before).await
    }

    /// The device cookie of the browser from now on.
    pub fn device_cookie(&self, cx: &Cx<'_>, visitor: &Visitor<'_>) -> Option<String> {
        device::remember(cx, visitor.device, &self.user.id, self.password.since)
    }

    /// The password was changed while it was being checked: it is a wrong one.
    ///
    /// # Errors
    /// [`Error::TooMany`] when a limit is reached.
    pub async fn changed(&self, cx: &Cx<'_>, place: &Place<'_>) -> Result<(), Error> {
        wrong(cx, place, Some(&self.user.id), &self.attempt).await
    }
}

/// Whether the password is right, and of `user` if somebody in particular is meant, where nothing is
/// done but to answer a form that was sent before. It costs a hash and counts like any attempt.
///
/// # Errors
/// As [`verify`].
pub async fn is_right(
    cx: &Cx<'_>,
    place: &Place<'_>,
    typed: &PasswordForm<'_>,
    user: Option<&UserId>,
) -> Result<bool, Error> {
    let Some(found) = verify(cx, place, typed).await? else { return Ok(false) };
    found.clear(cx).await?;
    Ok(user.is_none_or(|user| found.user.id == *user))
}

async fn wrong(cx: &Cx<'_>, place: &Place<'_>, user: Option<&UserId>, attempt: &Attempt) -> Result<(), Error> {
    Method::Password.count_failure();
    // The typed name is not recorded: people type passwords there.
    let failed = Event::SignInFailed { user: user.cloned(), client: place.client.cloned() };
    let cx = &cx.acting(Actor::Anonymous);
    cx.write(async |work| {
        let over = throttle::failed(cx, work, attempt).await?;
        work.emit(cx, failed).await?;
        // What was counted stays counted.
        Ok(over.map_or(Ok(()), |exceeded| Err(work.refuse(exceeded))))
    })
    .await?
}
