//! The token endpoint: one file per grant, one match.

pub mod authorization_code;
pub mod client_credentials;
mod permitted;
pub mod refresh_token;
mod token_exchange;

use super::answers;
use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::{Actor, Cx, Error, audit},
        tokens::issue,
    },
    protocol::{
        answers::AnswerKind,
        client::{Client, GrantType},
        params::Params,
        token::{self, response::TokenResponse},
    },
};

/// An authenticated token request.
pub struct TokenRequest<'a> {
    /// The authenticated client.
    pub client: &'a Client,
    /// The parameters.
    pub params: &'a Params,
}

/// Answers a token request of an authenticated client.
///
/// # Errors
/// The refusals of RFC 6749 §5.2, each from the grant's own rules.
pub async fn exchange(cx: &Cx<'_>, client: &CachedClient, params: &Params) -> Result<TokenResponse, Error> {
    let cx = &cx.acting(Actor::Client(client.client.id.clone()));
    let request = TokenRequest { client: &client.client, params };
    let grant_type = token::grant_type(params, request.client)?;
    // Before anything is spent: without a key to encrypt to there will be no answer.
    let id_tokens = match grant_type {
        GrantType::ClientCredentials | GrantType::TokenExchange => None,
        _ => Some(answers::ready(cx, client, AnswerKind::IdToken).await?),
    };
    let issued = match grant_type {
        GrantType::AuthorizationCode => authorization_code::exchange(cx, &request).await?,
        GrantType::RefreshToken => Box::pin(refresh_token::exchange(cx, &request)).await?,
        GrantType::ClientCredentials => client_credentials::exchange(cx, &request).await?,
        // What another server made is answered as it is.
        GrantType::TokenExchange => return Box::pin(token_exchange::exchange(cx, &request)).await,
        GrantType::Implicit => return Err(token::unsupported_grant().into()),
    };
    let event = issued.event(grant_type);
    // Every signature is made after the commit.
    let response = issue::sign(cx, issued, id_tokens.as_ref())?.into_response()?;
    audit::record(cx, &event);
    metrics::counter!(crate::telemetry::TOKENS_ISSUED, "grant_type" => grant_type.as_str()).increment(1);
    Ok(response)
}
