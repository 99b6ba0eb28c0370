//! A wallet that no account has: its holder may make an account, whose first way in it is. Until then it waits in the
//! interaction of the browser in which it signed, sealed for that browser.

use serde::{Deserialize, Serialize};

use super::{manage::insert, signatory::Signatory};
use crate::{
    base::{id::UserId, secret::TokenHash},
    domain::{
        kernel::{Cx, Error, Feature, Work, seals},
        login::Challenge,
        sessions::Browser,
    },
    protocol::ethereum::WalletAddress,
};

/// A wallet that no account has, with the message that it signed.
pub struct UnknownWallet {
    wallet: WaitingWallet,
    challenge: Challenge,
}

impl UnknownWallet {
    pub(super) const fn of(signatory: Signatory, challenge: Challenge) -> Self {
        Self { wallet: WaitingWallet(signatory), challenge }
    }

    /// The wallet.
    pub const fn wallet(&self) -> &WaitingWallet {
        &self.wallet
    }

    /// Spends the message.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was signed before.
    pub async fn spend(&self, work: &mut Work) -> Result<(), Error> {
        if self.challenge.spend(work).await? { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// A wallet that has signed, and waits for its account to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingWallet(Signatory);

impl WaitingWallet {
    /// Its address, as wallets show it.
    pub fn shown(&self) -> String {
        let address = &self.0.address;
        WalletAddress::parse(address).map_or_else(|| address.clone(), |address| address.to_string())
    }

    /// What tells it from any other: a contract's address is another one's on another chain.
    pub fn mark(&self) -> String {
        let Signatory { address, contract_chain } = &self.0;
        TokenHash::of(&format!("{address} {}", contract_chain.unwrap_or_default())).as_str().to_owned()
    }

    /// Sealed for a browser: what stands in its interaction is worth nothing in another one.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn seal(&self, cx: &Cx<'_>, browser: &Browser) -> Result<String, Error> {
        let text = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(cx.app.sealer.seal(&seals::waiting_wallet(&browser.id), &text, &cx.app.entropy))
    }

    /// What waits in an interaction of this browser; none where it was sealed for another one, and where no wallet makes
    /// an account any more.
    pub fn open(cx: &Cx<'_>, browser: &Browser, sealed: &str) -> Option<Self> {
        if !makes_accounts(cx) {
            return None;
        }
        let text = cx.app.sealer.open(&seals::waiting_wallet(&browser.id), sealed).ok()?;
        serde_json::from_slice(text.expose()).ok()
    }

    /// The wallet is the new account's, in the unit of work that makes it.
    ///
    /// # Errors
    /// [`Error::Conflict`] of [`TAKEN`](super::TAKEN) where another account has it by now; the unit of work is over then.
    pub async fn add_to(&self, cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
        insert(cx, work, user, &self.0).await
    }
}

/// Whether a wallet that no account has leads to a new one: where the operator wants that, and anybody makes accounts.
pub(super) fn makes_accounts(cx: &Cx<'_>) -> bool {
    cx.app.config.ethereum.sign_up && Feature::Ethereum.is_on(cx.app) && Feature::SignUp.is_on(cx.app)
}
