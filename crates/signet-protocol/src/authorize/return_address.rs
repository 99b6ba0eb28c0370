//! Where an answer may go.
//!
//! A redirect can only be built from a [`ReturnAddress`], and one exists only after the client
//! and its redirect URI are proven. So an open redirect by way of an error cannot be written.

use serde::{Deserialize, Serialize};

use super::response::{AuthorizationResponse, Granted};
use crate::{
    base::url::Issuer,
    client::{Client, ClientId, is_private_use},
    error::Refusal,
    params::Params,
    wire_enum::wire_enum,
};

wire_enum! {
    /// How the answer reaches the client.
    ResponseMode {
        /// RFC 6749 §4.1.2
        Query = "query",
        /// OAuth 2.0 Multiple Response Types §2.1
        Fragment = "fragment",
        /// OAuth 2.0 Form Post Response Mode
        FormPost = "form_post",
    }
}

/// A proven place to answer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnAddress {
    client_id: ClientId,
    redirect_uri: String,
    redirect_uri_sent: bool,
    mode: ResponseMode,
    state: Option<String>,
    issuer: Issuer,
}

/// A refusal that must be shown on our own page, since there is nowhere safe to send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOnly(pub Refusal);

impl ReturnAddress {
    /// The proven redirect URI.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }
    /// Whether the request named it, so that the token request must too (RFC 6749 §4.1.3).
    pub fn redirect_uri_sent(&self) -> bool {
        self.redirect_uri_sent
    }
    /// The host that a person returns to, for the pages.
    pub fn host(&self) -> String {
        url::Url::parse(&self.redirect_uri)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| self.redirect_uri.split(':').next().unwrap_or_default().to_owned())
    }
    /// How the answer travels.
    pub fn mode(&self) -> ResponseMode {
        self.mode
    }

    /// A refusal sent to the client.
    pub fn refuse(&self, error: &Refusal) -> AuthorizationResponse {
        // RFC 6749 §4.1.2.1: error, error_description, state.
        let mut response = self.answer(vec![
            ("error", error.code.as_str().to_owned()),
            ("error_description", error.description.to_string()),
        ]);
        response.refusal = Some(Box::new(error.clone()));
        response
    }

    /// What was granted, sent to the client (RFC 6749 §4.1.2, OIDC Core §3.2.2.5, §3.3.2.5).
    pub fn deliver(&self, granted: Granted) -> AuthorizationResponse {
        self.answer(granted.parameters())
    }

    /// `state` as it was sent.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    fn answer(&self, mut parameters: Vec<(&'static str, String)>) -> AuthorizationResponse {
        // RFC 6749 §4.1.2: state is REQUIRED in the answer if it was in the request.
        if let Some(state) = &self.state {
            parameters.push(("state", state.clone()));
        }
        // RFC 9207 §2: iss in every authorization response, errors included.
        parameters.push(("iss", self.issuer.as_str().to_owned()));
        let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        AuthorizationResponse { redirect_uri: self.redirect_uri.clone(), mode: self.mode, parameters, refusal: None }
    }
}

/// Proves the redirect URI and settles the response mode.
///
/// # Errors
/// [`PageOnly`], because an answer must not be sent to an address that is not the client's.
pub fn return_address(params: &Params, client: &Client, issuer: &Issuer) -> Result<ReturnAddress, PageOnly> {
    let registered = &client.metadata.redirect_uris;
    if params.all("redirect_uri").len() > 1 {
        return Err(PageOnly(Refusal::invalid_request("redirect_uri was sent more than once (RFC 6749 section 3.1)")));
    }
    let redirect_uri = match (params.get("redirect_uri"), registered.as_slice()) {
        (Some(sent), _) if client.has_redirect_uri(sent) => {
            // RFC 9700 §2.1: a free port is not ours, where this server itself is on loopback.
            if !registered.iter().any(|one| one == sent) && issuer.is_at(sent) {
                return Err(PageOnly(not_registered().about_address(sent)));
            }
            sent.to_owned()
        }
        // OIDC Core §3.1.2.1: redirect_uri MUST exactly match one of the registered values.
        (Some(sent), _) => {
            return Err(PageOnly(not_registered().about_address(sent)));
        }
        // RFC 6749 §3.1.2.3: it may be left out when one full URI is registered; and
        // OIDC Core §3.1.2.1 demands it in every OpenID request.
        (None, [only]) if !is_openid(params) => only.clone(),
        (None, _) => {
            return Err(PageOnly(Refusal::invalid_request("redirect_uri is required (OIDC Core section 3.1.2.1)")));
        }
    };
    let default = default_mode(params);
    let asked = params.get("response_mode").and_then(ResponseMode::parse);
    // Multiple Response Types §3: what belongs into the fragment is never refused in the query either.
    let mode = asked.filter(|mode| *mode != ResponseMode::Query || default == ResponseMode::Query);
    // Nothing can be posted to an app on the device.
    let mode = mode.filter(|mode| *mode != ResponseMode::FormPost || !is_private_use(&redirect_uri));
    Ok(ReturnAddress {
        client_id: client.id.clone(),
        redirect_uri,
        redirect_uri_sent: params.has("redirect_uri"),
        mode: mode.unwrap_or(default),
        state: params.get("state").map(str::to_owned),
        issuer: issuer.clone(),
    })
}

fn not_registered() -> Refusal {
    Refusal::invalid_request("redirect_uri is not registered for this client (OIDC Core section 3.1.2.1)")
}

fn is_openid(params: &Params) -> bool {
    params.get("scope").is_some_and(|scope| scope.split(' ').any(|one| one == "openid"))
}

// OAuth 2.0 Multiple Response Types §5: anything that issues a token or ID token directly
// answers in the fragment, errors included.
fn default_mode(params: &Params) -> ResponseMode {
    let in_fragment = params
        .get("response_type")
        .is_some_and(|types| types.split(' ').any(|one| matches!(one, "token" | "id_token")));
    if in_fragment { ResponseMode::Fragment } else { ResponseMode::Query }
}
