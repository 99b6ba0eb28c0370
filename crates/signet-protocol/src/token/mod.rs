//! The token endpoint: RFC 6749 §4.1.3, §4.4, §6; OIDC Core §3.1.3; RFC 8693.

pub mod access_token;
pub mod audience;
pub mod authorization_code;
pub mod id_token;
pub mod refresh_token;
pub mod response;
pub mod token_exchange;

use super::{
    client::{Client, GrantType},
    error::Refusal,
    params::Params,
    scope::Scopes,
};

/// Reads `grant_type` and holds it against the client's registration.
///
/// # Errors
/// `unsupported_grant_type` for what we do not serve, `unauthorized_client` for what this
/// client is not registered for (RFC 6749 §5.2).
pub fn grant_type(params: &Params, client: &Client) -> Result<GrantType, Refusal> {
    let name = params.required("grant_type", "RFC 6749 section 4.1.3")?;
    // OIDC Core §3.2: the implicit flow does not use the token endpoint.
    let grant = GrantType::parse(name).filter(|grant| *grant != GrantType::Implicit).ok_or_else(unsupported_grant)?;
    if !client.has_grant(grant) {
        return Err(Refusal::unauthorized_client(format!(
            "this client is not registered for grant_type {grant} (RFC 6749 section 5.2)"
        )));
    }
    Ok(grant)
}

/// What is said of a grant type that this endpoint does not serve.
pub fn unsupported_grant() -> Refusal {
    Refusal::unsupported_grant_type(
        "grant_type is not supported: expected authorization_code, refresh_token or client_credentials (RFC 6749 section 5.2)",
    )
}

/// The scopes of a token: what was granted, or the narrower set that the request names.
///
/// # Errors
/// `invalid_scope` when more is asked for than was granted.
pub fn narrowed(granted: &Scopes, params: &Params) -> Result<Scopes, Refusal> {
    let Some(text) = params.get("scope") else { return Ok(granted.clone()) };
    let asked = Scopes::parse(text)?;
    // RFC 6749 §6: scope MUST NOT include any scope not originally granted.
    if granted.covers(&asked) {
        Ok(asked)
    } else {
        Err(Refusal::invalid_scope("scope asks for more than was granted (RFC 6749 section 6)"))
    }
}
