//! What happens to wallets.

use super::catalogue::EventKind;

/// What happens to wallets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalletEvent {
    /// A person added one.
    Added,
    /// It was taken away.
    Removed,
}

impl WalletEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Added => EventKind::WalletAdded,
            Self::Removed => EventKind::WalletRemoved,
        }
    }
}
