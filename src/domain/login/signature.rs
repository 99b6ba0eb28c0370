//! What passkeys and wallets have in common: a signature that signs nobody in.

use super::{Method, Proven, password::Place, wallets::UnknownWallet};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Actor, Cx, Error, Event,
        limits::{Window, add_to_all, address, failures, is_trusted, refuse, windows},
    },
    store::limits,
};

/// Why a signature signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureRefused {
    /// The page was open for too long, or another browser was asked.
    Expired,
    /// No account has such a passkey or wallet, or none any more. Whoever hears so has just proven that it is theirs.
    Unknown,
    /// It does not hold, or another one has signed.
    Wrong,
    /// Others would have to say whether it holds, and do not.
    Unanswered,
}

/// Who has signed to sign in.
pub enum Signer {
    /// Somebody whose account has the passkey or wallet.
    Known(Box<Proven>),
    /// Somebody who may make an account of a wallet that none has.
    Unknown(Box<UnknownWallet>),
    /// Nobody who is signed in.
    Nobody(SignatureRefused),
}

impl From<Result<Proven, SignatureRefused>> for Signer {
    fn from(verified: Result<Proven, SignatureRefused>) -> Self {
        match verified {
            Ok(proven) => Self::Known(Box::new(proven)),
            Err(refused) => Self::Nobody(refused),
        }
    }
}

/// What failures of this address are counted in; nothing where it is not limited.
fn windows_here(cx: &Cx<'_>) -> Vec<Window> {
    let address = address(cx);
    if is_trusted(cx, address) { Vec::new() } else { windows(cx, RuleName::LoginAddress, address) }
}

/// Looked at before others are asked about a signature, who are slow or paid for: as many may fail here as passwords.
///
/// # Errors
/// [`Error::TooMany`] beyond the limit.
pub(super) async fn admit(cx: &Cx<'_>) -> Result<(), Error> {
    let windows = windows_here(cx);
    if windows.is_empty() {
        return Ok(());
    }
    let keys: Vec<limits::Counted<'_>> = windows.iter().map(Window::key).collect();
    let failures = failures(cx, &keys).await?;
    let is_full = |window: &&Window| {
        let key = window.key();
        failures.iter().any(|one| one.rule == key.rule && one.hash == *key.hash && one.count >= window.max)
    };
    match windows.iter().find(is_full) {
        Some(full) => Err(refuse(cx, full.exceeded(cx)).await),
        None => Ok(()),
    }
}

/// Counts a failure like a failed password of its address: nobody guesses a signature, but each is looked at and
/// written down. `user` is whose passkey or wallet it is, where that is known.
///
/// # Errors
/// [`Error::TooMany`] beyond the limit.
pub(super) async fn failed(
    cx: &Cx<'_>,
    place: &Place<'_>,
    method: Method,
    user: Option<&UserId>,
    why: SignatureRefused,
) -> Result<Result<Proven, SignatureRefused>, Error> {
    method.count_failure();
    let event = Event::SignInFailed { user: user.cloned(), client: place.client.cloned() };
    count(&cx.acting(Actor::Anonymous), Some(event)).await?;
    Ok(Err(why))
}

/// Counts a signature that signs nobody in and is no failed sign-in: of a wallet that was to be added and has not signed,
/// or that no account has and that goes on to make one.
///
/// # Errors
/// [`Error::TooMany`] beyond the limit.
pub(super) async fn count_here(cx: &Cx<'_>) -> Result<(), Error> {
    count(cx, None).await
}

async fn count(cx: &Cx<'_>, event: Option<Event>) -> Result<(), Error> {
    let windows = windows_here(cx);
    cx.write(async |work| match add_to_all(work, &windows).await? {
        // What was counted stays counted.
        Some(full) => Ok(Err(work.refuse(full.exceeded(cx)))),
        None => {
            if let Some(event) = event {
                work.emit(cx, event).await?;
            }
            Ok(Ok(()))
        }
    })
    .await?
}
