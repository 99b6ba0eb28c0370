//! Somebody signs in with a wallet.

use super::{
    MessageToSign, NotSigned, Opened, Said, asked,
    newcomer::{UnknownWallet, makes_accounts},
    signed,
};
use crate::{
    base::id::BrowserId,
    domain::{
        kernel::{Cx, Error, seals},
        login::{
            Method, Proven, SignatureRefused, Signer, Verified,
            password::Place,
            signature::{count_here, failed},
        },
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

/// Whom a signature proves; the message is spent where they sign in, or go on to make an account. A failure is counted
/// for its address, and written down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify(
    cx: &Cx<'_>,
    place: &Place<'_>,
    sealed: &str,
    signature: &str,
    remember: bool,
) -> Result<Signer, Error> {
    let opened = match place.visitor.browser {
        Some(browser) => signed(cx, &seals::wallet_sign_in(&browser.id), sealed, signature).await?,
        None => None,
    };
    let Some(Opened { state, challenge }) = opened else { return Ok(Signer::Nobody(SignatureRefused::Expired)) };
    let refused = match state {
        Ok(signatory) => {
            let found = wallets::find_by_address(&mut cx.read().await?, &signatory.address).await?;
            match found {
                Some(found) if signatory.owns(&found) => {
                    let verified = Verified::Wallet { wallet: found.id, challenge };
                    return Ok(Signer::Known(Box::new(Proven { user: found.user_id, verified, remember })));
                }
                None if makes_accounts(cx) => {
                    // A node may have been asked, and the journey gets a row.
                    count_here(cx).await?;
                    return Ok(Signer::Unknown(Box::new(UnknownWallet::of(signatory, challenge))));
                }
                _ => SignatureRefused::Unknown,
            }
        }
        Err(NotSigned::Wrong) => SignatureRefused::Wrong,
        Err(NotSigned::Unanswered) => SignatureRefused::Unanswered,
    };
    failed(cx, place, Method::Wallet, None, refused).await.map(Signer::from)
}
