//! An access token of ours is exchanged for what an upstream handed out for its person (RFC 8693).

use super::TokenRequest;
use crate::{
    domain::{
        kernel::{Cx, Error, Feature},
        tokens::upstream_release,
    },
    protocol::{
        error::Refusal,
        token::{
            self,
            response::TokenResponse,
            token_exchange::{self, ACCESS_TOKEN},
        },
    },
};

/// Answers the access token of the upstream that the request names; never a refresh token.
///
/// # Errors
/// `unsupported_grant_type` while the feature is off, `unauthorized_client` for public clients, and those of the release.
pub async fn exchange(cx: &Cx<'_>, request: &TokenRequest<'_>) -> Result<TokenResponse, Error> {
    if !Feature::TokenExchange.is_on(cx.app) {
        return Err(token::unsupported_grant().into());
    }
    // RFC 8693 §5: whoever holds the token of a client that does not authenticate could exchange it.
    if request.client.is_public() {
        return Err(Refusal::unauthorized_client(
            "token exchange needs a client that authenticates (RFC 8693 section 5)",
        )
        .into());
    }
    let asked = token_exchange::asked(request.params)?;
    let released = Box::pin(upstream_release::release(cx, request.client, &asked)).await?;
    Ok(TokenResponse {
        access_token: released.token.expose().clone(),
        // RFC 8693 §2.2.1: Bearer, which is all that is kept of an upstream.
        token_type: "Bearer",
        expires_in: released.expires_in.map(|left| left.0.max(0)),
        refresh_token: None,
        id_token: None,
        // RFC 8693 §2.2.1: what it is good for, which may be more or less than was asked.
        scope: Some(released.scopes.join(" ")),
        issued_token_type: Some(ACCESS_TOKEN),
    })
}
