//! What happens to upstreams.

use super::catalogue::EventKind;
use crate::{
    base::id::{GrantId, UpstreamId, UserId},
    protocol::client::ClientId,
};

/// What happens to upstreams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum UpstreamEvent {
    Created,
    Updated,
    Disabled,
    Enabled,
    Deleted,
}

impl UpstreamEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Created => EventKind::UpstreamCreated,
            Self::Updated => EventKind::UpstreamUpdated,
            Self::Disabled => EventKind::UpstreamDisabled,
            Self::Enabled => EventKind::UpstreamEnabled,
            Self::Deleted => EventKind::UpstreamDeleted,
        }
    }
}

/// What an upstream answered, and was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedUpstream {
    /// Which.
    pub upstream: UpstreamId,
    /// What was wrong and which rule says so.
    pub sentence: String,
}

/// An app got what an upstream handed out for a person; never the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedUpstreamToken {
    /// Which upstream.
    pub upstream: UpstreamId,
    /// Which app.
    pub client: ClientId,
    /// Whose it is.
    pub user: UserId,
    /// By which approval.
    pub grant: GrantId,
    /// What the token is good for there.
    pub scopes: Vec<String>,
}
