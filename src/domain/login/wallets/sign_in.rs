//! Somebody signs in with a wallet.

use super::{MessageToSign, Opened, Said, asked, signed};
use crate::{
    base::id::BrowserId,
    domain::{
        kernel::{Cx, Error, seals},
        login::{Method, Proven, Verified, failure, password::Place},
    },
    store::wallets,
};

/// What the wallet shows to its holder.
const STATEMENT: &str = "Sign in.";

/// Why a wallet signs nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalletRefused {
    /// The page was open for too long, or another browser was asked.
    Expired,
    /// No account has such a wallet, or none any more. Whoever hears so has just proven that it is theirs.
    Unknown,
    /// It was not signed by the wallet that was asked.
    Wrong,
}

/// What a wallet is asked to sign.
///
/// # Errors
/// [`Error::NotFound`] for what is no address, [`Error::Conflict`] for a chain that is not wanted here.
pub fn offer(cx: &Cx<'_>, browser: &BrowserId, said: Said<'_>) -> Result<MessageToSign, Error> {
    asked(cx, &seals::wallet_sign_in(browser), said, STATEMENT)
}

/// Whom a signature proves; the message is spent where they sign in. A failure is counted for its address, and written
/// down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify(
    cx: &Cx<'_>,
    place: &Place<'_>,
    sealed: &str,
    signature: &str,
    remember: bool,
) -> Result<Result<Proven, WalletRefused>, Error> {
    let opened = place.visitor.browser.and_then(|browser| {
        let purpose = seals::wallet_sign_in(&browser.id);
        signed(cx, &purpose, sealed, signature)
    });
    let Some(Opened { state, challenge }) = opened else { return Ok(Err(WalletRefused::Expired)) };
    let Some(address) = state else {
        failure::of_signature(cx, place, Method::Wallet, None).await?;
        return Ok(Err(WalletRefused::Wrong));
    };
    let found = wallets::find_by_address(&mut cx.read().await?, &address).await?;
    let Some(found) = found else {
        failure::of_signature(cx, place, Method::Wallet, None).await?;
        return Ok(Err(WalletRefused::Unknown));
    };
    let verified = Verified::Wallet { wallet: found.id, challenge };
    Ok(Ok(Proven { user: found.user_id, verified, remember }))
}
