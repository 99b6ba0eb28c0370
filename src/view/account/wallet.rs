//! A person's wallets.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    base::time::Timestamp, domain::kernel::app_ids::AppIds, protocol::ethereum::WalletAddress, store::wallets::Wallet,
};

/// A wallet (Sign-in with Ethereum).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountWallet {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// Its address, with the checksum of EIP-55.
    pub address: String,
    /// For a contract, the number of the chain on which it signs (EIP-155).
    pub contract_chain: Option<i64>,
    /// When it was added (RFC 3339).
    pub created_at: String,
    /// When it was last used (RFC 3339).
    pub last_used_at: Option<String>,
}

/// A person's wallets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountWallets {
    /// The oldest first.
    pub wallets: Vec<AccountWallet>,
}

impl AccountWallet {
    /// A wallet as the app knows it.
    pub fn of(one: &Wallet, ids: &AppIds<'_>) -> Self {
        let address = WalletAddress::parse(&one.address);
        Self {
            id: ids.shown(&one.id),
            address: address.map_or_else(|| one.address.clone(), |address| address.to_string()),
            contract_chain: one.contract_chain,
            created_at: one.created_at.to_rfc3339(),
            last_used_at: one.last_used_at.map(Timestamp::to_rfc3339),
        }
    }
}
