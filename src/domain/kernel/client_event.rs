//! What happens to clients.

use super::catalogue::EventKind;

/// What happens to clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ClientEvent {
    Created,
    Registered,
    Updated,
    SecretRotated,
    Disabled,
    Enabled,
    Deleted,
}

impl ClientEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Created => EventKind::ClientCreated,
            Self::Registered => EventKind::ClientRegistered,
            Self::Updated => EventKind::ClientUpdated,
            Self::SecretRotated => EventKind::ClientSecretRotated,
            Self::Disabled => EventKind::ClientDisabled,
            Self::Enabled => EventKind::ClientEnabled,
            Self::Deleted => EventKind::ClientDeleted,
        }
    }
}
