//! Providers by which people sign in here.

use serde::Serialize;

use crate::{
    base::{id::UpstreamId, time::Timestamp, url::Issuer},
    domain::registry::upstreams::Upstream,
    protocol::upstream::{UpstreamPreset, UpstreamSettings, callback, end_session::AFTER_PATH, settings::UpstreamKind},
};

/// An upstream, as it is shown; never its secret.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct UpstreamView {
    pub id: UpstreamId,
    pub name: String,
    /// `oidc` or `oauth2`.
    pub kind: &'static str,
    pub preset: Option<String>,
    pub label: String,
    pub position: i64,
    pub client_id: String,
    pub has_secret: bool,
    pub secret_expires_at: Option<String>,
    /// The address to register there; of one upstream alone, as are its domains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// Where people come back to who signed out there (OIDC RP-Initiated Logout §3.1), to be registered where that is
    /// offered; of one OpenID provider alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_logout_redirect_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    pub settings: UpstreamSettings,
    pub disabled_at: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

impl From<&Upstream> for UpstreamView {
    fn from(one: &Upstream) -> Self {
        Self {
            id: one.id.clone(),
            name: one.name.clone(),
            kind: one.kind.as_str(),
            preset: one.preset.clone(),
            label: one.label.clone(),
            position: one.position,
            client_id: one.client_id.clone(),
            has_secret: one.sealed_secret().is_some(),
            secret_expires_at: one.secret_expires_at.map(Timestamp::to_rfc3339),
            callback: None,
            post_logout_redirect_uri: None,
            domains: None,
            settings: one.settings.clone(),
            disabled_at: one.disabled_at.map(Timestamp::to_rfc3339),
            created_at: one.created_at.to_rfc3339(),
            updated_at: one.updated_at.to_rfc3339(),
        }
    }
}

impl UpstreamView {
    /// With what is shown of one alone.
    #[must_use]
    pub fn with(self, issuer: &Issuer, domains: Vec<String>) -> Self {
        let is_oidc = self.kind == UpstreamKind::Oidc.as_str();
        Self {
            callback: Some(callback(issuer, &self.name)),
            post_logout_redirect_uri: is_oidc.then(|| issuer.join(AFTER_PATH)),
            domains: Some(domains),
            ..self
        }
    }
}

/// What is known of a service.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the preset")]
pub struct UpstreamPresetView {
    pub name: String,
    pub label: String,
    pub kind: &'static str,
    /// The service's page, to compare it with before use.
    pub documentation: String,
    /// What is odd about the service.
    pub odd: Vec<String>,
    /// What the preset was compared with, in place of the service.
    pub compared: Vec<String>,
    /// What that left open.
    pub unverified: Vec<String>,
    /// What the operator must say besides `client_id` and secret.
    pub wants: Vec<String>,
    pub settings: UpstreamSettings,
}

impl UpstreamPresetView {
    /// A preset under its name.
    pub fn of(name: &str, preset: &UpstreamPreset) -> Self {
        Self {
            name: name.to_owned(),
            label: preset.label.clone(),
            kind: preset.kind.as_str(),
            documentation: preset.documentation.clone(),
            odd: preset.odd.clone(),
            compared: preset.compared.clone(),
            unverified: preset.unverified.clone(),
            wants: preset.wants.clone(),
            settings: preset.settings.clone(),
        }
    }
}
