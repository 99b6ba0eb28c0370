//! A sign-on session.

use serde::Serialize;

use crate::{
    base::id::{OrganizationId, SessionId, UserId},
    store::sessions::Session,
};

/// A session, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SessionView {
    pub id: SessionId,
    pub user_id: UserId,
    pub organization_id: Option<OrganizationId>,
    pub auth_time: String,
    pub amr: Vec<String>,
    pub acr: String,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub last_used_at: String,
    /// When it ends if it is not used any more.
    pub expires_at: String,
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> Self {
        Self {
            id: session.id.clone(),
            user_id: session.user_id.clone(),
            organization_id: session.organization_id.clone(),
            auth_time: session.auth_time.to_rfc3339(),
            amr: session.amr.clone(),
            acr: session.acr.clone(),
            ip: session.ip.clone(),
            user_agent: session.user_agent.clone(),
            last_used_at: session.last_seen_at.to_rfc3339(),
            expires_at: session.expires_at.min(session.idle_expires_at).to_rfc3339(),
        }
    }
}
