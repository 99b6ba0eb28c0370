//! A further factor: a code of an authenticator app, or a recovery code. One that is texted is in `phone/factor.rs`, and
//! its tries are counted with these.
//!
//! A try is counted before it is looked at, so that many at once are no more than the limit. Six digits, of which three
//! are right at any time: with five tries in fifteen minutes somebody who knows the password hits one within a day with
//! a chance of 3 x 480 / 1,000,000, and is seen in the audit log long before.

use super::{Method, Proven, Verified, password::Place, recovery_codes, totp::AuthenticatorApp};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Actor, Cx, Error, Event, Work,
        device::{self, Device},
        limits::{self, Window},
        seals,
    },
    store::{credentials, limits as store_limits},
};

/// Kind of the rows of authenticator apps.
pub const APP: &str = "totp";

/// Tries a code of a person who proved something else before; `None` when it is wrong, which is written down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify(
    cx: &Cx<'_>,
    place: &Place<'_>,
    user: &UserId,
    code: &str,
    remember: bool,
) -> Result<Option<Proven>, Error> {
    let device = device::find_proven(cx, place.visitor.device, user).await?;
    count(cx, user, device.as_ref()).await?;
    let (method, verified) = if is_app_code(code) {
        (Method::Totp, by_app(cx, user, code).await?)
    } else {
        (Method::RecoveryCode, by_recovery(cx, user, code).await?)
    };
    if let Some(verified) = verified {
        return Ok(Some(Proven { user: user.clone(), verified, remember }));
    }
    failed(cx, place, user, method).await?;
    Ok(None)
}

/// Writes down that a code was wrong.
pub(super) async fn failed(cx: &Cx<'_>, place: &Place<'_>, user: &UserId, method: Method) -> Result<(), Error> {
    method.count_failure();
    let failed = Event::SignInFailed { user: Some(user.clone()), client: place.client.cloned() };
    let cx = &cx.acting(Actor::Anonymous);
    cx.write(async |work| work.emit(cx, failed).await).await
}

/// Whether somebody typed a code of an app: six digits, in whatever groups.
fn is_app_code(code: &str) -> bool {
    let typed: Vec<char> = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    typed.len() == 6 && typed.iter().all(char::is_ascii_digit)
}

/// A browser in which the person has proven a factor before is held by its own tries alone: whoever knows the password
/// does not use them up elsewhere.
fn counted(cx: &Cx<'_>, user: &UserId, device: Option<&Device>) -> Option<Window> {
    let key = match device {
        Some(device) => format!("factor\0{user}\0{}", device.as_str()),
        None => format!("factor\0{user}"),
    };
    Window::of(cx, RuleName::FactorAccount, &key, 1)
}

/// Counts a try before it is looked at.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub(super) async fn count(cx: &Cx<'_>, user: &UserId, device: Option<&Device>) -> Result<(), Error> {
    let Some(window) = counted(cx, user, device) else { return Ok(()) };
    let tries = cx.write_one(async |work| window.add(work).await).await?;
    if tries <= window.max {
        return Ok(());
    }
    Err(limits::refuse(cx, window.exceeded(cx).about(Some(user))).await)
}

/// The code was right: the tries of its account are forgotten, in the unit of work that acts on it.
pub(super) async fn forget_tries(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    let Some(window) = counted(cx, user, None) else { return Ok(()) };
    window.clear(work).await
}

/// [`forget_tries`], which answers whether there were any.
pub(super) async fn forget_strangers(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<bool, Error> {
    let Some(window) = counted(cx, user, None) else { return Ok(false) };
    let were_any = !store_limits::list(work, &[window.key()], cx.now).await?.is_empty();
    window.clear(work).await?;
    Ok(were_any)
}

async fn by_app(cx: &Cx<'_>, user: &UserId, code: &str) -> Result<Option<Verified>, Error> {
    let mut conn = cx.read().await?;
    let apps = credentials::list(&mut conn, user, APP).await?;
    drop(conn);
    for app in apps {
        let purpose = seals::authenticator_app(&app.id);
        let secret = cx.app.sealer.open(&purpose, app.secret.expose()).map_err(Error::internal)?;
        if let Some(step) = AuthenticatorApp::new(secret).step_of(code, cx.now)? {
            return Ok(Some(Verified::Totp { app: app.id, step }));
        }
    }
    Ok(None)
}

async fn by_recovery(cx: &Cx<'_>, user: &UserId, code: &str) -> Result<Option<Verified>, Error> {
    let digest = recovery_codes::digest(user, code);
    let mut conn = cx.read().await?;
    let all = credentials::list(&mut conn, user, recovery_codes::KIND).await?;
    // Digests of secrets of eighty bits: how long a comparison takes tells nothing.
    let is_one = all.iter().any(|one| one.secret.expose() == digest.as_str());
    Ok(is_one.then_some(Verified::RecoveryCode { digest }))
}
