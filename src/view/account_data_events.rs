//! What happened to a person, as that person gets it with all that is kept about them: the lists that grow with use.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    base::time::Timestamp,
    store::{audit::AuditEvent, token_counts::TokenCount, token_events::TokenEvent},
};

/// Something that happened to somebody.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct OwnEventView {
    pub id: String,
    pub at: String,
    pub kind: String,
    pub actor: String,
    pub client_id: Option<String>,
    pub session_id: Option<String>,
    pub organization_id: Option<String>,
    pub data: Map<String, Value>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// Tokens that an app got together.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct TokensIssuedView {
    pub id: String,
    pub at: String,
    pub client_id: String,
    pub session_id: Option<String>,
    pub grant_type: String,
}

/// How many times an app got tokens in an hour.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct OwnTokenCountView {
    pub hour: String,
    pub client_id: String,
    pub count: i64,
}

fn at(moment: Timestamp) -> String {
    moment.to_rfc3339()
}

impl From<&AuditEvent> for OwnEventView {
    fn from(row: &AuditEvent) -> Self {
        Self {
            id: row.id.to_string(),
            at: at(row.at),
            kind: row.kind.clone(),
            actor: row.actor.clone(),
            client_id: row.client_id.as_ref().map(ToString::to_string),
            session_id: row.session_id.as_ref().map(ToString::to_string),
            organization_id: row.organization_id.as_ref().map(ToString::to_string),
            data: row.data.clone(),
            ip: row.personal_ip.clone(),
            user_agent: row.personal_user_agent.clone(),
        }
    }
}

impl From<&TokenEvent> for TokensIssuedView {
    fn from(row: &TokenEvent) -> Self {
        Self {
            id: row.id.to_string(),
            at: at(row.at),
            client_id: row.client_id.to_string(),
            session_id: row.session_id.as_ref().map(ToString::to_string),
            grant_type: row.grant_type.clone(),
        }
    }
}

impl From<&TokenCount> for OwnTokenCountView {
    fn from(row: &TokenCount) -> Self {
        Self { hour: at(row.hour), client_id: row.client_id.to_string(), count: row.count }
    }
}
