//! Somebody signs in with a wallet.

use super::{MessageToSign, NotSigned, Opened, Said, asked, signed};
use crate::{
    base::id::BrowserId,
    domain::{
        kernel::{Cx, Error, seals},
        login::{Method, Proven, SignatureRefused, Verified, password::Place, signature::failed},
    },
    store::wallets,
};

/// What the wallet shows to its holder.
const STATEMENT: &str = "Sign in.";

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
) -> Result<Result<Proven, SignatureRefused>, Error> {
    let opened = match place.visitor.browser {
        Some(browser) => signed(cx, &seals::wallet_sign_in(&browser.id), sealed, signature).await?,
        None => None,
    };
    let Some(Opened { state, challenge }) = opened else { return Ok(Err(SignatureRefused::Expired)) };
    let refused = match state {
        Ok(signatory) => {
            let found = wallets::find_by_address(&mut cx.read().await?, &signatory.address).await?;
            if let Some(found) = found.filter(|wallet| signatory.owns(wallet)) {
                let verified = Verified::Wallet { wallet: found.id, challenge };
                return Ok(Ok(Proven { user: found.user_id, verified, remember }));
            }
            SignatureRefused::Unknown
        }
        Err(NotSigned::Wrong) => SignatureRefused::Wrong,
        Err(NotSigned::Unanswered) => SignatureRefused::Unanswered,
    };
    failed(cx, place, Method::Wallet, None, refused).await
}
