//! The ID token of an upstream, held against what was asked (OIDC Core §3.1.3.7).
//!
//! 1. [`addressed`] reads whose it claims to be, before any key is fetched.
//! 2. [`alg`] says whether its signature is one that may be verified.
//! 3. The caller verifies the signature with the upstream's keys.
//! 4. [`check`] holds the claims against the request and answers whom they prove.

use serde_json::{Map, Value};

use super::{
    issuer::UpstreamIssuer,
    member,
    refusal::{UpstreamFaultKind, UpstreamRefusal},
    request::UpstreamAsk,
    who::UpstreamPerson,
};
use crate::{
    base::{
        secret::constant_time_eq,
        time::{Seconds, Timestamp},
    },
    jose::{
        alg::SigAlg,
        hash_half,
        jwt::{JwsHeader, numeric_date},
    },
};

/// How long ago an ID token may have been issued: it answers a request that waits no longer.
const OLDEST: Seconds = Seconds::minutes(10);
/// OIDC Core §2: `sub` has at most so many characters.
pub(super) const LONGEST_SUB: usize = 255;

/// Claims that are about the token, and say nothing of the person.
const OF_THE_TOKEN: &[&str] = &[
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "c_hash",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "s_hash",
    "sid",
    "sub",
];

/// What an ID token is held against.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedUpstreamToken<'a> {
    /// Who issues it.
    pub issuer: UpstreamIssuer<'a>,
    /// For whom: our `client_id` there.
    pub client_id: &'a str,
    /// Where the subject stands: `sub`, but for odd providers.
    pub subject: &'a str,
    /// The nonce of the request; none where the upstream never sends it back.
    pub nonce: Option<&'a str>,
    /// The access token that came with it.
    pub access_token: &'a str,
    /// What was asked, and when.
    pub asked: AskedAt<'a>,
    /// Whether the upstream is able to prove a fresh sign-in.
    pub proves_freshness: bool,
    /// Whether its factors are believed, so that `acr` was asked for.
    pub trusts_factors: bool,
    /// The present moment.
    pub now: Timestamp,
    /// How far the upstream's clock may be off.
    pub skew: Seconds,
}

/// What was asked, and when.
#[derive(Debug, Clone, Copy)]
pub struct AskedAt<'a> {
    /// What.
    pub ask: &'a UpstreamAsk,
    /// When.
    pub at: Timestamp,
}

/// Whether an ID token is of this upstream and for us, as far as it says so itself; its `iss`.
///
/// # Errors
/// By rules 2 to 5.
pub fn addressed<'c>(
    claims: &'c Map<String, Value>,
    issuer: UpstreamIssuer<'_>,
    client_id: &str,
) -> Result<&'c str, UpstreamRefusal> {
    let iss = issuer.check(claims)?;
    check_audience(claims, client_id)?;
    Ok(iss)
}

/// Refuses what is not for us alone.
pub(super) fn check_audience(claims: &Map<String, Value>, client_id: &str) -> Result<(), UpstreamRefusal> {
    let audiences: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().map(|one| one.as_str().unwrap_or_default()).collect(),
        _ => Vec::new(),
    };
    // OIDC Core §3.1.3.7 (3): aud MUST contain our client_id.
    if !audiences.contains(&client_id) {
        return Err(UpstreamRefusal::untrusted(
            "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)",
        ));
    }
    let azp = claims.get("azp");
    // OIDC Core §3.1.3.7 (3), (4): beside others, we are believed to be meant only where azp says so.
    if audiences.len() > 1 && azp.is_none() {
        return Err(UpstreamRefusal::untrusted(
            "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)",
        ));
    }
    // OIDC Core §3.1.3.7 (5): azp, if there, is our client_id.
    if azp.is_some_and(|azp| azp.as_str() != Some(client_id)) {
        return Err(UpstreamRefusal::untrusted(
            "azp of the token is not our client_id (OIDC Core section 3.1.3.7, rule 5)",
        ));
    }
    Ok(())
}

/// The algorithm of a token, if it is one of those that are allowed.
///
/// # Errors
/// By rules 6 and 7.
pub fn alg(header: &JwsHeader, allowed: &[SigAlg]) -> Result<SigAlg, UpstreamRefusal> {
    if header.alg.eq_ignore_ascii_case("none") {
        // RFC 8725 §3.2: none is never signed.
        return Err(UpstreamRefusal::untrusted("the token is not signed: alg is none (RFC 8725 section 3.2)"));
    }
    let alg = header.sig_alg().filter(|alg| allowed.contains(alg));
    alg.ok_or_else(|| {
        UpstreamRefusal::untrusted(
            "alg of the token is none of those that the upstream signs with (OIDC Core section 3.1.3.7, rule 7)",
        )
    })
}

/// Whom the claims of a token prove whose signature was verified.
///
/// # Errors
/// By the rules of OIDC Core §3.1.3.7, in their order.
pub fn check(
    claims: &Map<String, Value>,
    alg: SigAlg,
    expected: &ExpectedUpstreamToken<'_>,
) -> Result<UpstreamPerson, UpstreamRefusal> {
    let iss = addressed(claims, expected.issuer, expected.client_id)?;
    check_times(claims, expected.now, expected.skew)?;
    check_nonce(claims, expected.nonce)?;
    let acr = claims.get("acr").and_then(Value::as_str);
    check_acr(acr, expected)?;
    let auth_time = check_auth_time(claims, expected)?;
    // OIDC Core §3.1.3.8: at_hash, if there, is that of the access token.
    let hash = claims.get("at_hash");
    if hash.is_some_and(|hash| hash.as_str() != Some(hash_half(alg, expected.access_token).as_str())) {
        return Err(UpstreamRefusal::untrusted(
            "at_hash of the ID token is not that of the access token (OIDC Core section 3.1.3.8)",
        ));
    }
    let texts = |name: &str| claims.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    Ok(UpstreamPerson {
        iss: iss.to_owned(),
        sub: subject(claims, expected.subject)?,
        claims: of_the_person(claims),
        auth_time,
        acr: acr.map(str::to_owned),
        amr: texts("amr").map(str::to_owned).collect(),
        sid: claims.get("sid").and_then(Value::as_str).filter(|sid| !sid.is_empty()).map(str::to_owned),
    })
}

/// `exp`, `iat` and `nbf`.
pub(super) fn check_times(
    claims: &Map<String, Value>,
    now: Timestamp,
    skew: Seconds,
) -> Result<Timestamp, UpstreamRefusal> {
    let time = |name: &str| claims.get(name).and_then(numeric_date);
    let exp = time("exp").ok_or_else(|| UpstreamRefusal::untrusted("the token lacks exp (OIDC Core section 2)"))?;
    // OIDC Core §3.1.3.7 (9): before exp.
    if now >= exp + skew {
        return Err(UpstreamRefusal::untrusted("the token has expired (OIDC Core section 3.1.3.7, rule 9)"));
    }
    let iat = time("iat").ok_or_else(|| UpstreamRefusal::untrusted("the token lacks iat (OIDC Core section 2)"))?;
    // OIDC Core §3.1.3.7 (10): neither ahead of us nor older than what it answers.
    if iat > now + skew || iat + OLDEST + skew < now {
        return Err(UpstreamRefusal::untrusted(
            "iat of the token is not of now: compare the clocks (OIDC Core section 3.1.3.7, rule 10)",
        ));
    }
    // RFC 7519 §4.1.5
    if claims.contains_key("nbf") && time("nbf").is_none_or(|nbf| nbf > now + skew) {
        return Err(UpstreamRefusal::untrusted("the token is not good yet: nbf (RFC 7519 section 4.1.5)"));
    }
    Ok(exp)
}

fn check_nonce(claims: &Map<String, Value>, sent: Option<&str>) -> Result<(), UpstreamRefusal> {
    let Some(sent) = sent else { return Ok(()) };
    match claims.get("nonce").and_then(Value::as_str) {
        // OIDC Core §3.1.3.7 (11): the nonce that was sent; else the token, or the code, is of another sign-in.
        Some(nonce) if constant_time_eq(nonce.as_bytes(), sent.as_bytes()) => Ok(()),
        Some(_) => Err(UpstreamRefusal::untrusted(
            "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)",
        )),
        None => Err(UpstreamRefusal::untrusted("the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)")),
    }
}

fn check_acr(acr: Option<&str>, expected: &ExpectedUpstreamToken<'_>) -> Result<(), UpstreamRefusal> {
    let wanted = &expected.asked.ask.acr_values;
    let is_asked = expected.trusts_factors && !wanted.is_empty();
    // OIDC Core §3.1.3.7 (12): acr is one of those that were asked for.
    if is_asked && !acr.is_some_and(|acr| wanted.iter().any(|one| one == acr)) {
        return Err(UpstreamRefusal::new(
            UpstreamFaultKind::NotStrong,
            "acr of the ID token is none of those that were asked for (OIDC Core section 3.1.3.7, rule 12)",
        ));
    }
    Ok(())
}

/// When the person last proved who they are: never later than now, and nothing where the upstream's word for it is
/// worth nothing.
fn check_auth_time(
    claims: &Map<String, Value>,
    expected: &ExpectedUpstreamToken<'_>,
) -> Result<Option<Timestamp>, UpstreamRefusal> {
    if !expected.proves_freshness {
        return Ok(None);
    }
    let not_fresh = |sentence: &str| UpstreamRefusal::new(UpstreamFaultKind::NotFresh, sentence);
    let auth_time = claims.get("auth_time").and_then(numeric_date);
    if claims.contains_key("auth_time") && auth_time.is_none_or(|at| at > expected.now + expected.skew) {
        return Err(UpstreamRefusal::untrusted(
            "auth_time of the ID token is no time of the past (OIDC Core section 2)",
        ));
    }
    if let Some(oldest) = expected.asked.ask.oldest() {
        // OIDC Core §3.1.2.1: auth_time is REQUIRED where max_age was asked.
        let told = auth_time.ok_or_else(|| {
            not_fresh("the ID token lacks auth_time although max_age was asked (OIDC Core section 3.1.2.1)")
        })?;
        // OIDC Core §3.1.3.7 (13): the sign-in is as recent as was asked.
        if told + Seconds(oldest) + expected.skew < expected.asked.at {
            return Err(not_fresh(
                "auth_time of the ID token is older than was asked for (OIDC Core section 3.1.3.7, rule 13)",
            ));
        }
    }
    Ok(auth_time.map(|at| at.min(expected.now)))
}

/// Who it is, as the member at `path` says.
pub(super) fn subject(claims: &Map<String, Value>, path: &str) -> Result<String, UpstreamRefusal> {
    let found = member::at(claims, path);
    // OIDC Core §2: sub is REQUIRED, text, and at most 255 characters long.
    let sub = found.and_then(Value::as_str).filter(|sub| !sub.is_empty() && sub.len() <= LONGEST_SUB);
    sub.map(str::to_owned).ok_or_else(|| {
        UpstreamRefusal::untrusted("sub is missing, or no text of at most 255 bytes (OIDC Core section 2)")
    })
}

/// What claims say of the person.
pub(super) fn of_the_person(claims: &Map<String, Value>) -> Map<String, Value> {
    let says = |name: &str| !OF_THE_TOKEN.contains(&name);
    claims.iter().filter(|(name, _)| says(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests;
