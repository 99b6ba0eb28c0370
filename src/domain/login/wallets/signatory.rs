//! Who has signed a message: whoever holds the key of an address, or the contract that stands there (EIP-1271), of which
//! a node of the chain is asked.

use serde::{Deserialize, Serialize};

use super::State;
use crate::{
    domain::{
        kernel::{Cx, Error, Feature},
        login::signature::admit,
    },
    protocol::ethereum::{
        contract::{self, ContractAnswer},
        signer,
    },
    store::wallets::Wallet,
};

/// Who has signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signatory {
    /// The address, in small letters.
    pub(super) address: String,
    /// For a contract, the chain on which it signed.
    pub(super) contract_chain: Option<u32>,
}

impl Signatory {
    /// Whether this is their wallet. A contract is one only on the chain on which it was added: at the same address of
    /// another one there may be somebody else's.
    pub(super) fn owns(&self, wallet: &Wallet) -> bool {
        wallet.address == self.address
            && self.contract_chain.is_none_or(|chain| wallet.contract_chain == Some(i64::from(chain)))
    }
}

/// Why nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotSigned {
    /// It was not signed by the wallet that was asked.
    Wrong,
    /// No node could say whether it was.
    Unanswered,
}

/// Who has signed what was asked. Not inside a unit of work: a node may be slow.
///
/// # Errors
/// [`Error::TooMany`] where too much failed from this address for a node to be asked.
pub(super) async fn signatory(
    cx: &Cx<'_>,
    asked: &State,
    signature: &str,
) -> Result<Result<Signatory, NotSigned>, Error> {
    let State { message, address, chain } = asked;
    let signatory = |contract_chain| Signatory { address: address.clone(), contract_chain };
    if signer(message, signature).is_some_and(|by| by.key() == *address) {
        return Ok(Ok(signatory(None)));
    }
    if !cx.app.chains.knows(*chain) {
        return Ok(Err(NotSigned::Wrong));
    }
    let Some(question) = contract::question(address, message, signature) else { return Ok(Err(NotSigned::Wrong)) };
    admit(cx).await?;
    // Whether or not an account has this wallet: how long it takes tells nothing of accounts.
    let answer = match cx.app.chains.ask(*chain, question).await {
        Ok(body) => contract::read(&body),
        Err(why) => {
            tracing::warn!(chain, why = why.for_operator(), "a node could not be asked whether a contract signed");
            return Ok(Err(NotSigned::Unanswered));
        }
    };
    Ok(match answer {
        ContractAnswer::Signed => Ok(signatory(Some(*chain))),
        ContractAnswer::NotSigned => Err(NotSigned::Wrong),
        ContractAnswer::Unknown => {
            tracing::warn!(
                chain,
                "a node does not say whether a contract signed: see that its address is one of JSON-RPC"
            );
            Err(NotSigned::Unanswered)
        }
    })
}

/// Whether a wallet signs in, as things are switched.
pub(in crate::domain::login) fn is_of_use(cx: &Cx<'_>, wallet: &Wallet) -> bool {
    let is_asked = |chain: i64| u32::try_from(chain).is_ok_and(|chain| cx.app.chains.knows(chain));
    Feature::Ethereum.is_on(cx.app) && wallet.contract_chain.is_none_or(is_asked)
}

/// Whether wallets that are contracts are accepted.
pub fn takes_contracts(cx: &Cx<'_>) -> bool {
    cx.app.config.ethereum.contract_wallets
}
