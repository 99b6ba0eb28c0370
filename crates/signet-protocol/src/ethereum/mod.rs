//! Sign-in with Ethereum (EIP-4361): what a wallet signs, and who signed it.

pub mod contract;
mod message;

pub use message::{WalletAddress, WalletMessage, message_hash, signer};
