//! What happens to the identities of people at upstreams.

use super::catalogue::EventKind;
use crate::base::id::{IdentityId, UpstreamId, UserId};

/// What happens to an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityChange {
    /// The account was made with it, and with the address that the upstream vouches for.
    Began,
    /// It was linked to an account that was there, or that was made once a mail had proven its address.
    Linked,
    /// It was taken away.
    Unlinked,
    /// It was taken away with everything else that was there before somebody else proved the address of the account.
    Forgotten,
}

/// Something happened to an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityEvent {
    /// What.
    pub change: IdentityChange,
    /// Whose it is or was.
    pub user: UserId,
    /// Which.
    pub identity: IdentityId,
    /// Where.
    pub upstream: UpstreamId,
}

impl IdentityEvent {
    /// Its place in the catalogue.
    pub const fn kind(&self) -> EventKind {
        match self.change {
            IdentityChange::Began | IdentityChange::Linked => EventKind::IdentityLinked,
            IdentityChange::Unlinked | IdentityChange::Forgotten => EventKind::IdentityUnlinked,
        }
    }
}
