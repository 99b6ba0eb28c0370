//! Invitations.

use serde::Serialize;

use crate::{
    base::{
        id::{InvitationId, OrganizationId, UserId},
        time::Timestamp,
    },
    domain::directory::accounts::invitations::{InvitationState, ListedInvitation},
};

/// An invitation, as it is shown; never its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct InvitationView {
    pub id: InvitationId,
    pub email: String,
    pub name: Option<String>,
    pub organization: Option<OrganizationId>,
    pub roles: Vec<String>,
    pub mailed: bool,
    /// `open`, `accepted`, `revoked` or `expired`.
    pub state: &'static str,
    pub created_at: String,
    pub expires_at: String,
    pub accepted_at: Option<String>,
    /// Whose account was made by it.
    pub user: Option<UserId>,
}

impl From<&ListedInvitation> for InvitationView {
    fn from(one: &ListedInvitation) -> Self {
        let ListedInvitation { row, state } = one;
        Self {
            id: row.id.clone(),
            email: row.email.clone(),
            name: row.name.clone(),
            organization: row.organization_id.clone(),
            roles: row.roles.clone(),
            mailed: row.mailed != 0,
            state: InvitationState::as_str(*state),
            created_at: row.created_at.to_rfc3339(),
            expires_at: row.expires_at.to_rfc3339(),
            accepted_at: row.accepted_at.map(Timestamp::to_rfc3339),
            user: row.user_id.clone(),
        }
    }
}
