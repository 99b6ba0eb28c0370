//! Request objects: OIDC Core §6, RFC 9101.
//!
//! 1. [`carried`] says whether the request has one, by value or by reference.
//! 2. By reference, [`check_reference`] holds the address against the registration; the domain fetches.
//! 3. The domain opens an encrypted one and finds the keys; [`check_header`] and the signature come
//!    first, then [`check_claims`].
//! 4. [`merged`] makes one set of parameters of both: the object wins (OIDC Core §6.1), or it alone
//!    counts where the client must sign (RFC 9101 §6.3).
//!
//! Resuming a paused request never looks at the object again: it may have expired meanwhile.
//! Not supported: shared-secret signatures, `request_uri` of pushed requests (RFC 9126).

use serde_json::{Map, Value};

use crate::{
    base::time::{Seconds, Timestamp},
    client::Client,
    error::Refusal,
    introspection::audiences,
    jose::{
        alg::SigAlg,
        jwt::{self, JwsHeader},
    },
    params::Params,
};

/// Longest `request_uri`, in characters (OIDC Core §6.2).
const URI_MAX: usize = 512;

/// How a request carries its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried<'a> {
    /// `request`
    Value(&'a str),
    /// `request_uri`
    Reference(&'a str),
}

/// The object of a request, if it has one.
///
/// # Errors
/// `invalid_request` when it has two.
pub fn carried(params: &Params) -> Result<Option<Carried<'_>>, Refusal> {
    let twice = params.all("request").len() > 1 || params.all("request_uri").len() > 1;
    if twice {
        return Err(Refusal::invalid_request("request or request_uri was sent more than once (RFC 6749 section 3.1)"));
    }
    match (params.get("request"), params.get("request_uri")) {
        // OIDC Core §6.1, §6.2: the two MUST NOT be used together.
        (Some(_), Some(_)) => {
            Err(Refusal::invalid_request("request and request_uri must not be used together (OIDC Core section 6.2)"))
        }
        (Some(object), None) => Ok(Some(Carried::Value(object))),
        (None, Some(uri)) => Ok(Some(Carried::Reference(uri))),
        (None, None) => Ok(None),
    }
}

/// Whether a client that must send an object has done so.
///
/// # Errors
/// `invalid_request` (RFC 9101 §10.5).
pub fn check_present(client: &Client, carried: Option<Carried<'_>>) -> Result<(), Refusal> {
    if client.metadata.require_signed_request_object && carried.is_none() {
        return Err(Refusal::invalid_request(
            "this client must send a signed request object in request or request_uri (RFC 9101 section 10.5)",
        ));
    }
    Ok(())
}

/// Holds a reference against the registration, and answers the address to fetch.
///
/// # Errors
/// `invalid_request_uri` for an address that is not registered or cannot be one.
pub fn check_reference<'a>(uri: &'a str, client: &Client) -> Result<&'a str, Refusal> {
    if uri.len() > URI_MAX || !uri.is_ascii() {
        return Err(Refusal::invalid_request_uri(
            "request_uri must have at most 512 ASCII characters (OIDC Core section 6.2)",
        ));
    }
    let wanted = address(uri);
    // OIDC Registration §2 request_uris; RFC 9101 §10.4.1: a server that fetches whatever it is told
    // to is a weapon. OIDC Core §6.2: the fragment tells one version of the file from another, for
    // caches; it is not part of what is compared.
    if client.metadata.request_uris.iter().any(|one| address(one) == wanted) {
        return Ok(wanted);
    }
    Err(Refusal::invalid_request_uri(
        "request_uri is not one of the request_uris that this client registered (OIDC Registration section 2)",
    )
    .about_address(uri))
}

/// A URI without its fragment.
fn address(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(address, _)| address)
}

/// How an object is to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestObjectProtection {
    /// By a signature with one of these.
    Signed(Vec<SigAlg>),
    /// Not at all: `alg: none`, where the operator and the client permit it.
    Unsigned,
}

/// What the header must be.
///
/// # Errors
/// `invalid_request_object` for an algorithm or a type that this client may not use.
pub fn check_header(
    header: &JwsHeader,
    client: &Client,
    allow_unsigned: bool,
) -> Result<RequestObjectProtection, Refusal> {
    // RFC 8725 §3.11, RFC 9101 §10.8: a token made for something else is no request object.
    let typed = header.typ.is_none() || header.is_typ("JWT") || header.is_typ("oauth-authz-req+jwt");
    if !typed {
        return Err(Refusal::invalid_request_object(
            "the typ of the request object must be oauth-authz-req+jwt or JWT (RFC 9101 section 10.8)",
        ));
    }
    let registered = client.metadata.request_object_signing_alg.as_deref();
    if header.alg == "none" {
        // OIDC Core §6.1; RFC 9101 §10.5 for clients that must sign.
        let fits = allow_unsigned
            && !client.metadata.require_signed_request_object
            && registered.is_none_or(|name| name == "none");
        return if fits {
            Ok(RequestObjectProtection::Unsigned)
        } else {
            Err(Refusal::invalid_request_object(
                "the request object must be signed: alg none is not accepted from this client (RFC 9101 section 4)",
            ))
        };
    }
    // OIDC Registration §2 request_object_signing_alg: others MUST be rejected. RFC 8725 §3.1.
    let allowed: Vec<SigAlg> =
        SigAlg::ASYMMETRIC.iter().copied().filter(|alg| registered.is_none_or(|name| name == alg.as_str())).collect();
    if header.sig_alg().is_some_and(|alg| allowed.contains(&alg)) {
        return Ok(RequestObjectProtection::Signed(allowed));
    }
    Err(Refusal::invalid_request_object(
        "the request object is signed with an algorithm that is not supported or not the one registered (OIDC Registration section 2)",
    ))
}

/// What surrounds an object.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedRequestObject<'a> {
    /// Our name.
    pub issuer: &'a str,
    /// The present.
    pub now: Timestamp,
    /// How far clocks may differ.
    pub skew: Seconds,
}

/// Holds the claims of an object that is believed against the request around it.
///
/// # Errors
/// `invalid_request_object`, naming the claim.
pub fn check_claims(
    claims: &Map<String, Value>,
    outer: &Params,
    client: &Client,
    expected: &ExpectedRequestObject<'_>,
) -> Result<(), Refusal> {
    let refuse = |text: &'static str| Err(Refusal::invalid_request_object(text));
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    outer.check_duplicates("RFC 6749 section 3.1")?;
    // RFC 9101 §4: iss and aud tell for whom it was written; where nothing but the object counts,
    // one that was written for another server must not.
    if client.metadata.require_signed_request_object && !(claims.contains_key("iss") && claims.contains_key("aud")) {
        return refuse("the request object must hold iss and aud (RFC 9101 section 4)");
    }
    // OIDC Core §6.1: request and request_uri MUST NOT be included in request objects.
    if claims.contains_key("request") || claims.contains_key("request_uri") {
        return refuse("a request object must hold neither request nor request_uri (OIDC Core section 6.1)");
    }
    // OIDC Core §6.1: iss, if it stands there, is the client.
    if claims.contains_key("iss") && text("iss") != Some(client.id.as_str()) {
        return refuse("iss of the request object must be the client_id (OIDC Core section 6.1)");
    }
    if claims.contains_key("aud") && !audiences(claims).contains(&expected.issuer) {
        return refuse("aud of the request object must hold the issuer of this server (OIDC Core section 6.1)");
    }
    // RFC 9101 §10.8: an assertion of the client (RFC 7523) has it as sub, a request object must not.
    if text("sub") == Some(client.id.as_str()) {
        return refuse("sub of the request object must not be the client_id (RFC 9101 section 10.8)");
    }
    // OIDC Core §6.1: client_id and response_type MUST match where they stand in both places.
    for name in ["client_id", "response_type"] {
        let inside = claims.get(name);
        let wanted = if name == "client_id" { Some(client.id.as_str()) } else { outer.get(name) };
        let same = match (inside, wanted) {
            (Some(inside), Some(outside)) => inside.as_str().is_some_and(|inside| same_values(inside, outside)),
            _ => true,
        };
        if !same {
            return Err(Refusal::invalid_request_object(format!(
                "{name} differs between the request and its object (OIDC Core section 6.1)"
            )));
        }
    }
    check_times(claims, expected)
}

fn check_times(claims: &Map<String, Value>, expected: &ExpectedRequestObject<'_>) -> Result<(), Refusal> {
    let refuse = |text: &'static str| Err(Refusal::invalid_request_object(text));
    let time = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => jwt::numeric_date(value).map(Some).ok_or_else(|| {
            Refusal::invalid_request_object(format!(
                "{name} of the request object is not a NumericDate (RFC 7519 section 2)"
            ))
        }),
    };
    let (exp, nbf, iat) = (time("exp")?, time("nbf")?, time("iat")?);
    // RFC 7519 §4.1.4, §4.1.5, §4.1.6
    if exp.is_some_and(|exp| expected.now >= exp + expected.skew) {
        return refuse("the request object has expired (RFC 7519 section 4.1.4)");
    }
    if nbf.is_some_and(|nbf| nbf > expected.now + expected.skew) {
        return refuse("the request object is not valid yet (RFC 7519 section 4.1.5)");
    }
    if iat.is_some_and(|iat| iat > expected.now + expected.skew) {
        return refuse("iat of the request object lies in the future (RFC 7519 section 4.1.6)");
    }
    Ok(())
}

/// Whether two space-separated lists hold the same values.
fn same_values(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut values: Vec<String> = text.split(' ').map(str::to_owned).collect();
        values.sort_unstable();
        values
    };
    sorted(one) == sorted(other)
}

/// Claims of the JWT itself, which are no parameters (RFC 7519 §4.1).
const JWT: &[&str] = &["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// One set of parameters of a request and its object.
///
/// # Errors
/// `invalid_request_object` for a value that no parameter can have.
pub fn merged(outer: &Params, claims: &Map<String, Value>, client: &Client) -> Result<Params, Refusal> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in claims.iter().filter(|(name, _)| !JWT.contains(&name.as_str())) {
        for one in values(name, value)? {
            pairs.push((name.clone(), one));
        }
    }
    // OIDC Core §6.1: the object's values supersede; RFC 9101 §6.3: only they count where the client
    // must sign, since anybody can write the rest.
    let alone = client.metadata.require_signed_request_object;
    let carriers = ["request", "request_uri"];
    for (name, value) in outer.iter().filter(|(name, _)| !carriers.contains(name)) {
        if (!alone || name == "client_id") && !claims.contains_key(name) {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(Params::from_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty())))
}

/// A claim as the texts that a parameter of that name would have.
fn values(name: &str, value: &Value) -> Result<Vec<String>, Refusal> {
    Ok(match value {
        Value::Null => Vec::new(),
        Value::String(text) => {
            if text.contains('\0') {
                return Err(Refusal::invalid_request_object("a value of the request object holds a NUL character"));
            }
            vec![text.clone()]
        }
        // OIDC Core §6.1: numbers and booleans are JSON numbers and booleans there; claims is an object.
        Value::Number(number) => {
            let whole = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15);
            // RFC 8259 §6: 3600 and 3600.0 are one number. Adding nothing makes -0 a 0.
            vec![whole.map_or_else(|| number.to_string(), |whole| format!("{:.0}", whole + 0.0))]
        }
        Value::Bool(_) | Value::Object(_) => vec![value.to_string()],
        // RFC 8707 §2: resource may have several values.
        Value::Array(many) if name == "resource" => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Array(_) => {
            return Err(Refusal::invalid_request_object(
                "a value of the request object is an array where one value is expected (OIDC Core section 6.1)",
            ));
        }
    })
}

#[cfg(test)]
mod tests;
