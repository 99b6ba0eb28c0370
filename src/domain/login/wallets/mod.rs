//! Wallets (Sign-in with Ethereum, EIP-4361): added to an account, and signed in with. One factor: a key that somebody
//! owns, of which nobody knows how it is kept, or a contract that signs (EIP-1271), where those are accepted.
//!
//! The message is written here, travels sealed through the form as a passkey's challenge does, and is never read back
//! from what a browser sends: who signed that very text is found out, and whether it is who the text names.

mod manage;
mod newcomer;
mod sign_in;
mod signatory;

use serde::{Deserialize, Serialize};
use signatory::{NotSigned, Signatory, signatory};

pub use manage::{AddedWallet, MOST, add, begin, remove};
pub use newcomer::{UnknownWallet, WaitingWallet};
pub use sign_in::{offer, verify};
pub(super) use signatory::is_of_use;
pub use signatory::takes_contracts;

use super::challenge::{self, LIFETIME, Opened};
use crate::{
    domain::kernel::{Cx, Error},
    protocol::ethereum::{WalletAddress, WalletMessage},
};

/// What is told where an account has the wallet.
pub const TAKEN: &str = "the wallet";
/// Purpose of the rows of messages that were signed.
const KIND: &str = "wallet";

/// What a wallet is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageToSign {
    /// The text, to its last letter.
    pub message: String,
    /// What the form brings back with the signature.
    pub sealed: String,
}

/// Which wallet, on which chain, as its browser said.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The address.
    pub address: &'a str,
    /// The chain's number.
    pub chain: &'a str,
}

#[derive(Serialize, Deserialize)]
struct State {
    message: String,
    address: String,
    chain: u32,
}

/// A message for this wallet.
///
/// # Errors
/// [`Error::NotFound`] for what is no address, [`Error::Conflict`] for a chain that is not wanted here.
fn asked(cx: &Cx<'_>, purpose: &str, said: Said<'_>, statement: &str) -> Result<MessageToSign, Error> {
    let address = WalletAddress::parse(said.address).ok_or(Error::NotFound)?;
    let chain: u32 = said.chain.parse().map_err(|_| Error::NotFound)?;
    if !cx.app.config.ethereum.chains.contains(&chain) {
        return Err(Error::Conflict("the chain"));
    }
    let message = WalletMessage {
        origin: cx.issuer.url.origin(),
        address,
        statement,
        uri: cx.issuer.url.as_str(),
        chain,
        nonce: &data_encoding::HEXLOWER.encode(&cx.app.entropy.bytes::<16>()),
        issued_at: cx.now,
        ends_at: cx.now + LIFETIME,
    };
    let message = message.to_string();
    let state = State { message: message.clone(), address: address.key(), chain };
    Ok(MessageToSign { message, sealed: challenge::seal(cx, purpose, state)? })
}

/// The message that a form brought back, and who has signed it: none where somebody else was asked, or too long ago.
///
/// # Errors
/// As [`signatory()`].
async fn signed(
    cx: &Cx<'_>,
    purpose: &str,
    sealed: &str,
    signature: &str,
) -> Result<Option<Opened<Result<Signatory, NotSigned>>>, Error> {
    let Some(Opened { state, challenge }) = challenge::open::<State>(cx, KIND, purpose, sealed) else {
        return Ok(None);
    };
    let state = signatory(cx, &state, signature).await?;
    Ok(Some(Opened { state, challenge }))
}
