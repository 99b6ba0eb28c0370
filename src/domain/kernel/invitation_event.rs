//! What happens to invitations.

use super::catalogue::EventKind;
use crate::base::id::{InvitationId, UserId};

/// Something that happened to an invitation; never its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationEvent {
    /// What.
    pub what: InvitationChange,
    /// Which.
    pub id: InvitationId,
    /// Who made an account by it.
    pub user: Option<UserId>,
}

/// What happens to invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum InvitationChange {
    Created,
    Revoked,
    Accepted,
}

impl InvitationEvent {
    /// Of an invitation that nobody has accepted.
    pub fn of(what: InvitationChange, id: &InvitationId) -> Self {
        Self { what, id: id.clone(), user: None }
    }

    /// Its place in the catalogue.
    pub const fn kind(&self) -> EventKind {
        match self.what {
            InvitationChange::Created => EventKind::InvitationCreated,
            InvitationChange::Revoked => EventKind::InvitationRevoked,
            InvitationChange::Accepted => EventKind::InvitationAccepted,
        }
    }
}
