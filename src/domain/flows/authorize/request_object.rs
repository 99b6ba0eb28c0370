//! The request object of an authorization request (OIDC Core §6): fetched, opened, believed, merged.
//! The rules are in `protocol/authorize/request_object.rs`.

use serde_json::{Map, Value};

use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::{Cx, Error, Feature},
        registry::{client_keys, keys},
    },
    protocol::{
        authorize::request_object::{self as rules, Carried, ExpectedRequestObject, RequestObjectProtection},
        error::Refusal,
        jose::{
            jwe::{ContentEnc, KeyMgmtAlg, Unopened},
            jwt::{MAX_TOKEN_BYTES, Unverified},
        },
        params::Params,
    },
};

/// The parameters of a request, those of its object included.
///
/// # Errors
/// `invalid_request_object`, `invalid_request_uri` or `invalid_request`, naming the rule.
pub async fn resolve(cx: &Cx<'_>, client: &CachedClient, outer: &Params) -> Result<Option<Params>, Error> {
    let carried = rules::carried(outer)?;
    rules::check_present(&client.client, carried)?;
    check_served(cx, carried)?;
    let object = match carried {
        None => return Ok(None),
        Some(Carried::Value(object)) => object.to_owned(),
        Some(Carried::Reference(uri)) => fetch(cx, client, uri).await?,
    };
    let claims = believed(cx, client, &object).await?;
    let expected =
        ExpectedRequestObject { issuer: cx.issuer.url.as_str(), now: cx.now, skew: cx.issuer.policy.clock_skew };
    rules::check_claims(&claims, outer, &client.client, &expected)?;
    let merged = rules::merged(outer, &claims, &client.client)?;
    if merged.size() > super::begin::LONGEST_REQUEST {
        return Err(
            Refusal::invalid_request_object("the request object holds more than 16384 bytes of parameters").into()
        );
    }
    Ok(Some(merged))
}

/// OIDC Core §6.1, §6.2: an OP that does not support the parameters says so with an error of their own.
fn check_served(cx: &Cx<'_>, carried: Option<Carried<'_>>) -> Result<(), Refusal> {
    match carried {
        Some(Carried::Value(_)) if !Feature::RequestObjects.is_on(cx.app) => Err(Refusal::request_not_supported(
            "request objects are switched off at this server (OIDC Core section 6.1)",
        )),
        Some(Carried::Reference(_)) if !Feature::RequestUris.is_on(cx.app) => Err(Refusal::request_uri_not_supported(
            "request_uri is switched off at this server (OIDC Core section 6.2)",
        )),
        _ => Ok(()),
    }
}

async fn fetch(cx: &Cx<'_>, client: &CachedClient, uri: &str) -> Result<String, Refusal> {
    rules::check_reference(uri, &client.client)?;
    // OIDC Core §6.2: application/jwt or oauth-authz-req+jwt (RFC 9101 §5.2.3); the content is what counts.
    let accept = "application/oauth-authz-req+jwt, application/jwt, text/plain;q=0.5";
    let fetched = cx.app.request_objects.get(uri, accept, MAX_TOKEN_BYTES).await.map_err(|why| {
        Refusal::invalid_request_uri(format!("the file at request_uri cannot be used: {why} (OIDC Core section 6.2)"))
    })?;
    Ok(fetched.to_string())
}

/// The claims of an object whose signature verifies, or that needs none.
async fn believed(cx: &Cx<'_>, client: &CachedClient, object: &str) -> Result<Map<String, Value>, Error> {
    let jwt = Unverified::parse(&opened(cx, object).await?).map_err(|why| broken(&why))?;
    Ok(match rules::check_header(jwt.header(), &client.client, Feature::UnsignedJwts.is_on(cx.app))? {
        RequestObjectProtection::Unsigned => jwt
            .claims_of_unsigned()
            .cloned()
            .ok_or_else(|| broken(&"alg none goes with an empty signature (RFC 7518 section 3.6)"))?,
        // OIDC Core §6.1: the signature MUST be validated against the key of that client.
        RequestObjectProtection::Signed(allowed) => {
            client_keys::verify(cx, client, &jwt, &allowed).await.map_err(|why| broken(&why))?
        }
    })
}

/// What is inside, where an object was encrypted to us (OIDC Core §6.1): signed first, then encrypted.
/// Every algorithm that works will do: what the client registered declares and does not restrict
/// (OIDC Registration §2).
async fn opened(cx: &Cx<'_>, object: &str) -> Result<String, Error> {
    if !Unopened::looks_like_one(object) {
        return Ok(object.to_owned());
    }
    let message = Unopened::parse(object).map_err(|why| broken(&why))?;
    let content = keys::open(cx, &message, KeyMgmtAlg::ALL, ContentEnc::ALL).await?.map_err(|why| broken(&why))?;
    Ok(String::from_utf8(content).map_err(|_| broken(&"its content is not a JWT (RFC 7519 section 7.2)"))?)
}

fn broken(why: &dyn std::fmt::Display) -> Refusal {
    Refusal::invalid_request_object(format!("the request object is not usable: {why}"))
}
