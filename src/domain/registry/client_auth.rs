//! Who is the client? RFC 6749 §2.3, OIDC Core §9.
//!
//! Done before any transaction: it may fetch keys. Unknown clients, wrong methods and wrong
//! credentials are told apart in the log only.

use std::sync::Arc;

use super::{client_keys, clients};
use crate::{
    app::caches::CachedClient,
    base::secret::{Secret, TokenHash},
    domain::kernel::{Cx, Error, seals},
    protocol::{
        client::{AuthMethod, Client, ClientId},
        client_auth::{self, PresentedCredentials, jwt_assertion, refused},
        discovery::path,
        error::Refusal,
        jose::{alg::SigAlg, jwt::Unverified},
        params::Params,
        registration::uses_secret,
    },
    store::replay,
};

/// Authenticates the client of a back-channel request to the endpoint at `endpoint` (a path).
///
/// # Errors
/// `invalid_client` or `invalid_request`; the description says which rule, never which half of
/// the credentials was wrong.
pub async fn authenticate(
    cx: &Cx<'_>,
    authorization: Option<&str>,
    params: &Params,
    endpoint: &'static str,
) -> Result<Arc<CachedClient>, Error> {
    let presented = client_auth::presented(authorization, params)?;
    let assertion = match &presented {
        PresentedCredentials::Assertion { jwt, .. } => Some(
            Unverified::parse(jwt)
                .map_err(|why| Refusal::invalid_client(format!("client_assertion is not a usable JWT: {why}")))?,
        ),
        _ => None,
    };
    let id = claimed_id(&presented, assertion.as_ref())?;
    let Some(client) = clients::find(cx, &id).await? else {
        return Err(unknown(cx, &id, &presented).await?.into());
    };
    client_auth::check_method(&client.client, &presented)?;
    check_secret_lives(cx, &client.client)?;
    match (&presented, assertion) {
        (PresentedCredentials::None { .. }, _) => {}
        (PresentedCredentials::Basic { secret, raw_secret, .. }, _) => {
            check_secret(&client.client, &[secret, raw_secret])?;
        }
        (PresentedCredentials::Post { secret, .. }, _) => check_secret(&client.client, &[secret])?,
        (PresentedCredentials::Assertion { .. }, Some(jwt)) => check_assertion(cx, &client, &jwt, endpoint).await?,
        (PresentedCredentials::Assertion { .. }, None) => return Err(refused().into()),
    }
    Ok(client)
}

/// The client that a request claims to be.
fn claimed_id(presented: &PresentedCredentials, assertion: Option<&Unverified>) -> Result<ClientId, Refusal> {
    match presented {
        PresentedCredentials::Basic { id, .. }
        | PresentedCredentials::Post { id, .. }
        | PresentedCredentials::None { id } => Ok(id.clone()),
        PresentedCredentials::Assertion { id, .. } => {
            // RFC 7523 §3: sub MUST be the client_id.
            let subject =
                assertion.and_then(|jwt| jwt.claims_unverified().get("sub")).and_then(serde_json::Value::as_str);
            let subject =
                subject.ok_or_else(|| Refusal::invalid_client("client_assertion has no sub (RFC 7523 section 3)"))?;
            // RFC 7521 §4.2: client_id, if present, MUST identify the same client.
            if id.as_ref().is_some_and(|id| id.as_str() != subject) {
                return Err(Refusal::invalid_client(
                    "client_id is not the sub of client_assertion (RFC 7521 section 4.2)",
                ));
            }
            Ok(ClientId::new(subject))
        }
    }
}

/// What is said where no client has the identifier; the log has it, so that a typing error is found.
async fn unknown(cx: &Cx<'_>, id: &ClientId, presented: &PresentedCredentials) -> Result<Refusal, Error> {
    if let PresentedCredentials::Basic { secret, .. } | PresentedCredentials::Post { secret, .. } = presented
        && clients::find(cx, &ClientId::new(secret.expose().as_str())).await?.is_some()
    {
        // What came as the identifier is a secret.
        return Ok(refused().because("client_id and client_secret stand in each other's place"));
    }
    Ok(refused().because("there is no such client").about_client(id.as_str()))
}

/// For every method that rests on the secret: sent, or used as the key of an assertion.
fn check_secret_lives(cx: &Cx<'_>, client: &Client) -> Result<(), Refusal> {
    let by_secret = uses_secret(client.metadata.token_endpoint_auth_method);
    // RFC 7591 §3.2.1: client_secret_expires_at
    if by_secret && client.secret_expires_at.is_some_and(|end| cx.now >= end) {
        return Err(refused().because("the secret has expired"));
    }
    Ok(())
}

fn check_secret(client: &Client, candidates: &[&Secret<String>]) -> Result<(), Refusal> {
    let hash = client.secret_hash.as_ref().ok_or_else(|| refused().because("the client has no secret"))?;
    if candidates.iter().any(|secret| hash.matches(secret.expose())) {
        Ok(())
    } else {
        Err(refused().because("the secret is wrong"))
    }
}

async fn check_assertion(cx: &Cx<'_>, client: &CachedClient, jwt: &Unverified, endpoint: &str) -> Result<(), Error> {
    // RFC 8725 §3.11: what the client signed for another purpose does not authenticate it. RFC 7523 names
    // no type; its successor's is accepted.
    let header = jwt.header();
    if header.typ.is_some() && !header.is_typ("JWT") && !header.is_typ(jwt_assertion::TYP) {
        return Err(refused().because("typ of client_assertion is that of another kind of token").into());
    }
    let metadata = &client.client.metadata;
    let family = if metadata.token_endpoint_auth_method == AuthMethod::SecretJwt {
        SigAlg::SYMMETRIC
    } else {
        SigAlg::ASYMMETRIC
    };
    // The algorithm comes from the registration, never from the token alone (RFC 8725 §3.1).
    let registered = metadata.token_endpoint_auth_signing_alg.as_deref();
    let allowed: Vec<SigAlg> =
        family.iter().copied().filter(|alg| registered.is_none_or(|name| name == alg.as_str())).collect();
    let claims = if metadata.token_endpoint_auth_method == AuthMethod::SecretJwt {
        let sealed =
            client.client.secret_sealed.as_ref().ok_or_else(|| refused().because("the client has no usable secret"))?;
        let secret = cx.app.sealer.open(&seals::client_secret(&client.client.id), sealed).map_err(Error::internal)?;
        jwt.verify_hmac(secret.expose(), &allowed).map_err(|why| why.to_string())
    } else {
        client_keys::verify(cx, client, jwt, &allowed).await
    };
    // RFC 7523 §3 (9)
    let claims = claims.map_err(|why| refused().because(format!("client_assertion does not verify: {why}")))?;
    // The issuer, the token endpoint, or the endpoint that was called: stock clients use each. One that says
    // what it is knows better: RFC 7523bis §4 wants the issuer alone.
    let typed = header.is_typ(jwt_assertion::TYP);
    let audiences = [cx.issuer.url.as_str().to_owned(), cx.issuer.url.join(path::TOKEN), cx.issuer.url.join(endpoint)];
    let audiences: Vec<&str> = audiences.iter().map(String::as_str).take(if typed { 1 } else { 3 }).collect();
    let expected = jwt_assertion::ExpectedAssertion {
        client_id: client.client.id.as_str(),
        audiences: &audiences,
        now: cx.now,
        max_lifetime: cx.issuer.policy.assertion_lifetime,
        skew: cx.issuer.policy.clock_skew,
    };
    let facts = jwt_assertion::check(&claims, &expected)?;
    let seen = TokenHash::of(&format!("{}\0{}", client.client.id, facts.jti));
    let kept = facts.exp + cx.issuer.policy.clock_skew;
    let fresh = cx.write(async |work| Ok(replay::remember(work, "client_assertion", &seen, kept).await?)).await?;
    // RFC 7523 §3: the jti of a valid assertion is not accepted twice while it is valid.
    if fresh {
        Ok(())
    } else {
        Err(Refusal::invalid_client("client_assertion was used before: jti is known (RFC 7523 section 3)").into())
    }
}

#[cfg(test)]
mod tests;
