//! The token endpoint: one file per grant, one match.

pub mod authorization_code;
pub mod client_credentials;
pub mod issue;
mod permitted;
pub mod refresh_token;
pub mod revoke;

use super::{answers, audit::Origin, error::Error};
use crate::{
    app::{App, caches::CachedClient},
    base::url::ServedIssuer,
    protocol::{
        answers::Kind,
        client::{Client, GrantType},
        params::Params,
        token::{self, response::TokenResponse},
    },
};

/// An authenticated token request.
pub struct TokenRequest<'a> {
    /// The issuer that was called.
    pub issuer: &'a ServedIssuer,
    /// The authenticated client.
    pub client: &'a Client,
    /// The parameters.
    pub params: &'a Params,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// Answers a token request of an authenticated client.
///
/// # Errors
/// The refusals of RFC 6749 §5.2, each from the grant's own rules.
pub async fn exchange(
    app: &App,
    issuer: &ServedIssuer,
    client: &CachedClient,
    params: &Params,
    origin: &Origin,
) -> Result<TokenResponse, Error> {
    let request = TokenRequest { issuer, client: &client.client, params, origin };
    let grant_type = token::grant_type(params, request.client)?;
    // Before anything is spent: without a key to encrypt to there will be no answer.
    let id_tokens = match grant_type {
        GrantType::ClientCredentials => None,
        _ => Some(answers::ready(app, client, Kind::IdToken).await?),
    };
    let issued = match grant_type {
        GrantType::AuthorizationCode => authorization_code::exchange(app, &request).await?,
        GrantType::RefreshToken => refresh_token::exchange(app, &request).await?,
        GrantType::ClientCredentials => client_credentials::exchange(app, &request).await?,
        GrantType::Implicit => return Err(token::unsupported_grant().into()),
    };
    let event = issued.event(app, &request, grant_type);
    // Every signature is made after the commit.
    let response = issue::sign(app, issued, id_tokens.as_ref())?.into_response()?;
    app.audit.push(event);
    metrics::counter!(crate::telemetry::TOKENS_ISSUED, "grant_type" => grant_type.as_str()).increment(1);
    Ok(response)
}
