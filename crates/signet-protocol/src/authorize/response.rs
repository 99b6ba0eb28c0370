//! The parameters sent back to the client, and their encodings.

use serde::{Deserialize, Serialize};

pub use super::return_address::ResponseMode;
use super::return_address::ReturnAddress;
use crate::error::Refusal;

/// What an authorization response brings, by the response type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// The authorization code.
    pub code: Option<String>,
    /// The access token, with its life in seconds and its scope.
    pub access_token: Option<(String, i64, String)>,
    /// The ID token.
    pub id_token: Option<String>,
    /// `session_state` (Session Management 1.0 §2).
    pub session_state: Option<String>,
}

impl Granted {
    pub(super) fn parameters(self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        if let Some(code) = self.code {
            all.push(("code", code));
        }
        if let Some((token, lifetime, scope)) = self.access_token {
            // RFC 6749 §4.2.2
            all.push(("access_token", token));
            all.push(("token_type", "Bearer".to_owned()));
            all.push(("expires_in", lifetime.to_string()));
            if !scope.is_empty() {
                all.push(("scope", scope));
            }
        }
        if let Some(id_token) = self.id_token {
            all.push(("id_token", id_token));
        }
        // Session Management §2: returned with every authentication response.
        if let Some(session_state) = self.session_state {
            all.push(("session_state", session_state));
        }
        all
    }
}

/// An authorization response, ready to be carried.
///
/// Only a [`ReturnAddress`] makes one. It is written down where the same answer is sent again, and never
/// read from anything but what we wrote and sealed ourselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationResponse {
    pub(super) redirect_uri: String,
    pub(super) mode: ResponseMode,
    pub(super) parameters: Vec<(String, String)>,
    /// Written down by nobody: a refusal is counted once.
    #[serde(skip)]
    pub(super) refusal: Option<Box<Refusal>>,
}

impl AuthorizationResponse {
    /// How it travels.
    pub fn mode(&self) -> ResponseMode {
        self.mode
    }
    /// What it refuses, where it does.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_deref()
    }
    /// Where a form is posted to.
    pub fn action(&self) -> &str {
        &self.redirect_uri
    }
    /// The parameters, for a form.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }
    /// One of them.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The address to redirect to, for `query` and `fragment`.
    pub fn location(&self) -> String {
        let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.parameters).finish();
        // A fragment of the registered URI cannot exist (RFC 6749 §3.1.2), so appending is safe.
        match self.mode {
            ResponseMode::Fragment => format!("{}#{encoded}", self.redirect_uri),
            ResponseMode::Query | ResponseMode::FormPost => {
                // RFC 6749 §3.1.2: a query component of the registered URI MUST be retained.
                let joint = match self.redirect_uri.find('?') {
                    None => "?",
                    Some(at) if at + 1 == self.redirect_uri.len() => "",
                    Some(_) => "&",
                };
                format!("{}{joint}{encoded}", self.redirect_uri)
            }
        }
    }
}

impl ReturnAddress {
    /// The address alone, for a link back to the client that carries nothing.
    pub fn bare(&self) -> &str {
        self.redirect_uri()
    }
}
