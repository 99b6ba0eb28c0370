//! Reading tokens as a client does: with the keys that it fetched, and every check of OIDC Core.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::run::Run;
use crate::{
    base::{time::Timestamp, url::Issuer},
    domain::installation::demo::PLAYGROUND,
    protocol::{
        introspection,
        jose::{alg::SigAlg, hash_half, jwk::JwkSet, jwt::Unverified, key::VerifyingKey},
    },
    render::{
        Locale,
        pages::{Check, DecodedToken, MessageKind, Row},
    },
};

/// Whose token it is to be.
pub struct ExpectedIdToken<'a> {
    /// The server.
    pub issuer: &'a Issuer,
    /// When it came.
    pub at: Timestamp,
    /// The access token beside it.
    pub access: &'a str,
    /// Whether it came with a code, and so has our `nonce`.
    pub first: bool,
}

/// The ID token, read and checked.
pub fn id_token(locale: Locale, token: &str, run: &Run, expected: &ExpectedIdToken<'_>) -> Option<DecodedToken> {
    let read = Unverified::parse(token).ok()?;
    let claims = read.claims_unverified();
    let mut checks = vec![signature(&read, &run.keys)];
    checks.extend(claim_checks(claims, read.header().sig_alg(), run, expected));
    shown(locale, token, claims, MessageKind::IdToken, checks)
}

/// The access token, if it is a JWT. It is not meant for the client: only its signature is looked at.
pub fn access_token(locale: Locale, token: &str, run: &Run) -> Option<DecodedToken> {
    let read = Unverified::parse(token).ok()?;
    let checks = vec![signature(&read, &run.keys)];
    shown(locale, token, read.claims_unverified(), MessageKind::AccessToken, checks)
}

fn shown(
    locale: Locale,
    token: &str,
    claims: &Map<String, Value>,
    place: MessageKind,
    checks: Vec<Check>,
) -> Option<DecodedToken> {
    let mut parts = token.splitn(3, '.').map(str::to_owned);
    let parts = [parts.next()?, parts.next()?, parts.next()?];
    let header = BASE64URL_NOPAD.decode(parts[0].as_bytes()).ok()?;
    let header: Map<String, Value> = serde_json::from_slice(&header).ok()?;
    Some(DecodedToken {
        id: place == MessageKind::IdToken,
        header: rows(locale, MessageKind::Jwt, &header),
        claims: rows(locale, place, claims),
        parts,
        checks,
    })
}

/// The members of a JSON object as rows.
pub fn rows(locale: Locale, place: MessageKind, members: &Map<String, Value>) -> Vec<Row> {
    members
        .iter()
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Row::new(locale, place, name, text)
        })
        .collect()
}

fn signature(read: &Unverified, keys: &Value) -> Check {
    let keys = JwkSet::from_value(keys).map(|set| VerifyingKey::all_of(&set)).unwrap_or_default();
    // OIDC Core §3.1.3.7: the client takes only algorithms that it knows, never `none`.
    let holds = read.verify(&keys, SigAlg::SIGNING).is_ok();
    Check { name: "signature", value: read.header().kid.clone().unwrap_or_default(), holds }
}

/// OIDC Core §3.1.3.7, in its order.
fn claim_checks(
    claims: &Map<String, Value>,
    alg: Option<SigAlg>,
    run: &Run,
    expected: &ExpectedIdToken<'_>,
) -> impl Iterator<Item = Check> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let check = |name, value: String, holds| Check { name, value, holds };
    let audiences = introspection::audiences(claims);
    let end = claims.get("exp").and_then(Value::as_i64).unwrap_or_default();
    let nonce = text("nonce");
    let hash = text("at_hash");
    let fits = alg.is_some_and(|alg| hash_half(alg, expected.access) == hash);
    [
        Some(check("issuer", text("iss"), text("iss") == expected.issuer.as_str())),
        Some(check("audience", audiences.join(" "), audiences == [PLAYGROUND])),
        Some(check("time", Timestamp(end).to_rfc3339(), expected.at.0 < end)),
        expected.first.then(|| check("nonce", nonce.clone(), nonce == run.nonce)),
        (!hash.is_empty()).then(|| check("hash", hash.clone(), fits)),
    ]
    .into_iter()
    .flatten()
}
