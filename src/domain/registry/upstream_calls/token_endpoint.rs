//! Requests to an upstream as the client that we are there: for tokens, and about them.

use std::collections::BTreeMap;

use super::{
    super::upstreams::{Upstream, secret_at},
    headers_of, ours, unanswered,
};
use crate::{
    base::secret::Secret,
    domain::kernel::{Cx, Error},
    outbound::http::Posted,
    protocol::upstream::{
        UpstreamRefusal,
        client_auth::{NewUpstreamCredentials, UpstreamCredentials, credentials},
        metadata::UpstreamEndpoints,
        token_response::{self, UpstreamTokenAnswer},
    },
};

/// A code that is redeemed (RFC 6749 §4.1.3).
#[derive(Debug, Clone, Copy)]
pub struct UpstreamCode<'a> {
    /// As it came.
    pub code: &'a str,
    /// Where it came to.
    pub redirect_uri: &'a str,
    /// That of the request, where the upstream knows PKCE.
    pub code_verifier: &'a str,
}

/// Redeems a code.
///
/// # Errors
/// What the upstream refuses, or why its answer is none.
pub async fn redeem(
    cx: &Cx<'_>,
    upstream: &Upstream,
    endpoints: &UpstreamEndpoints,
    redeemed: UpstreamCode<'_>,
) -> Result<UpstreamTokenAnswer, UpstreamRefusal> {
    let answer = show_code(cx, upstream, endpoints, redeemed).await?;
    token_response::read(upstream.kind, &upstream.settings, answer.status, &answer.body)
}

/// Shows a code to the token endpoint, whatever it answers.
///
/// # Errors
/// When our secret is of no use, or nobody answers.
pub async fn show_code(
    cx: &Cx<'_>,
    upstream: &Upstream,
    endpoints: &UpstreamEndpoints,
    shown: UpstreamCode<'_>,
) -> Result<Posted, UpstreamRefusal> {
    let UpstreamCode { code, redirect_uri, code_verifier } = shown;
    let mut members = BTreeMap::new();
    let mut put = |name: &str, value: &str| drop(members.insert(name.to_owned(), Secret::new(value.to_owned())));
    put("grant_type", "authorization_code");
    put("code", code);
    // RFC 6749 §4.1.3: identical to that of the authorization request.
    put("redirect_uri", redirect_uri);
    if upstream.settings.pkce {
        put("code_verifier", code_verifier);
    }
    post(cx, upstream, UpstreamCall { endpoint: &endpoints.token, token_endpoint: &endpoints.token, members }).await
}

/// What is posted to an endpoint where the upstream knows us.
#[derive(Debug)]
pub struct UpstreamCall<'a> {
    /// Where to.
    pub endpoint: &'a str,
    /// What an assertion of ours is for.
    pub token_endpoint: &'a str,
    /// What is said, besides who we are.
    pub members: BTreeMap<String, Secret<String>>,
}

/// Posts it, with what proves who we are.
///
/// # Errors
/// When our secret is of no use, or nobody answers.
pub async fn post(cx: &Cx<'_>, upstream: &Upstream, call: UpstreamCall<'_>) -> Result<Posted, UpstreamRefusal> {
    let UpstreamCall { endpoint, token_endpoint, mut members } = call;
    let secret = secret_at(cx, upstream).map_err(|why| ours(&why))?;
    let jti = cx.app.entropy.token();
    let UpstreamCredentials { authorization, members: proof } = credentials(&NewUpstreamCredentials {
        settings: &upstream.settings,
        client_id: &upstream.client_id,
        secret: secret.as_ref(),
        token_endpoint,
        jti: jti.expose(),
        now: cx.app.clock.now(),
    })?;
    members.extend(proof);
    let (kind, body) = encoded(&members, upstream.settings.token_request_is_json).map_err(|why| ours(&why))?;
    let given = headers_of(upstream);
    let mut headers = vec![("accept", "application/json"), ("content-type", kind)];
    headers.extend(authorization.as_ref().map(|value| ("authorization", value.expose().as_str())));
    // In what form it answers is not the operator's to change.
    let further = given.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("accept"));
    headers.extend(further.map(|(name, value)| (name.as_str(), value.as_str())));
    let answer = cx.app.providers.ask(endpoint, &headers, Some(body)).await;
    answer.map_err(|why| unanswered("the upstream does not answer", &why))
}

/// The media type and the body of a request.
fn encoded(members: &BTreeMap<String, Secret<String>>, as_json: bool) -> Result<(&'static str, Vec<u8>), Error> {
    let pairs = members.iter().map(|(name, value)| (name.as_str(), value.expose().as_str()));
    if as_json {
        let members: BTreeMap<&str, &str> = pairs.collect();
        return Ok(("application/json", serde_json::to_vec(&members).map_err(Error::internal)?));
    }
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(("application/x-www-form-urlencoded", body.into_bytes()))
}
