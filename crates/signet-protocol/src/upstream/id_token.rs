//! The ID token of an upstream, held against what was asked (OIDC Core §3.1.3.7).
//!
//! 1. [`addressed`] reads whose it claims to be, before any key is fetched.
//! 2. [`alg`] says whether its signature is one that may be verified.
//! 3. The caller verifies the signature with the upstream's keys.
//! 4. [`check`] holds the claims against the request and answers whom they prove.

use serde_json::{Map, Value};

use super::{
    audience::UpstreamAudience,
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
pub(super) const OLDEST: Seconds = Seconds::minutes(10);
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
    /// For whom.
    pub audience: UpstreamAudience<'a>,
    /// Where the subject stands: `sub`, but for odd providers.
    pub subject: &'a str,
    /// The nonce of the request; none where the upstream never sends it back.
    pub nonce: Option<&'a str>,
    /// The access token that came with it, if any did.
    pub access_token: Option<&'a str>,
    /// What was asked, and when.
    pub asked: AskedAt<'a>,
    /// Whether the upstream is able to prove a fresh sign-in.
    pub proves_freshness: bool,
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

/// Whether a token is of this upstream and for this audience, as far as it says so itself; its `iss`.
///
/// # Errors
/// By rules 2 to 5.
pub fn addressed<'c>(
    claims: &'c Map<String, Value>,
    issuer: UpstreamIssuer<'_>,
    audience: UpstreamAudience<'_>,
) -> Result<&'c str, UpstreamRefusal> {
    let iss = issuer.check(claims)?;
    audience.check(claims)?;
    Ok(iss)
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
    let iss = addressed(claims, expected.issuer, expected.audience)?;
    check_times(claims, expected.now, expected.skew)?;
    check_nonce(claims, expected.nonce)?;
    // OIDC Core §3.1.3.7 (12): whether acr is enough is decided with amr and what the person proves here on top of it
    // (`authorize/interaction.rs`).
    let acr = claims.get("acr").and_then(Value::as_str);
    let auth_time = check_auth_time(claims, expected)?;
    // OIDC Core §3.1.3.8: at_hash, if there, is that of the access token, of which nothing is used where none came.
    if let (Some(hash), Some(token)) = (claims.get("at_hash"), expected.access_token)
        && hash.as_str() != Some(hash_half(alg, token).as_str())
    {
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
