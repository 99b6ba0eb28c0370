//! The successful answer of the token endpoint (RFC 6749 §5.1, OIDC Core §3.1.3.3).

use serde::Serialize;

/// A token response.
#[derive(Debug, Clone, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer` here (RFC 6750).
    pub token_type: &'static str,
    /// Seconds until the access token ends; absent only where whoever made it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// The refresh token, if the client may have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token, if `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What the access token is good for; absent only where no scope was asked for (RFC 6749 §5.1: REQUIRED
    /// where it differs from what was asked).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What an exchanged token is (RFC 8693 §2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<&'static str>,
}
