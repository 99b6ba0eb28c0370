//! ID tokens, held against OIDC Core §2 and §3.1.3.7.

use serde_json::{Map, Value};

use super::{
    check::{Problem, Verdict, must},
    client::Client,
    jose::{Algorithm, Jws, hash_half, numeric_date},
    probe::Probe,
    system,
};

/// Clocks differ: so many seconds are forgiven.
const SKEW: i64 = 300;

/// An ID token whose signature was verified.
#[derive(Debug, Clone)]
pub struct IdToken {
    /// What it was signed with.
    pub alg: Algorithm,
    /// What it says.
    pub claims: Map<String, Value>,
}

impl IdToken {
    /// A claim that is a string.
    pub fn text(&self, name: &str) -> &str {
        self.claims.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A claim that is a time.
    pub fn time(&self, name: &str) -> Option<i64> {
        self.claims.get(name).and_then(numeric_date)
    }
}

/// Verifies the signature with the provider's keys, or with the client's secret.
pub fn signature(probe: &Probe, client: &Client, token: &str) -> Result<IdToken, Problem> {
    let expected = "an ID token signed by a key of jwks_uri (OIDC Core §3.1.3.7)";
    let failed = |why: String| Problem::failed(expected, why);
    let jws = Jws::read(token).map_err(failed)?;
    let listed = probe.metadata.lists("id_token_signing_alg_values_supported", &jws.alg);
    must(listed, "an algorithm of id_token_signing_alg_values_supported", || format!("alg {}", jws.alg))?;
    let alg = Algorithm::named(&jws.alg);
    let alg = alg.ok_or_else(|| failed(format!("alg {}, which is not understood here", jws.alg)))?;
    // OIDC Core §10.1: where several keys of the set can verify, `kid` names the one.
    must(alg.is_symmetric() || jws.kid.is_some() || probe.keys.len() < 2, "kid in the header", || "none".to_owned())?;
    let claims = if alg.is_symmetric() {
        jws.verify_with(client.secret.as_deref().unwrap_or_default().as_bytes(), alg)
    } else {
        jws.verify(&probe.keys, alg)
    };
    Ok(IdToken { alg, claims: claims.map_err(|why| failed(why.to_owned()))? })
}

/// Checks the claims that every ID token has.
pub fn check_claims(probe: &Probe, client: &Client, token: &IdToken, nonce: &str) -> Verdict {
    let issuer = probe.metadata.text("issuer").unwrap_or(&probe.issuer);
    Expected { issuer, client_id: &client.id, nonce, now: system::now() }.check(token)
}

/// What an ID token is held against.
#[derive(Debug, Clone, Copy)]
struct Expected<'a> {
    issuer: &'a str,
    client_id: &'a str,
    nonce: &'a str,
    now: i64,
}

impl Expected<'_> {
    fn check(self, token: &IdToken) -> Verdict {
        let Self { issuer, client_id, nonce, now } = self;
        let claim = |name: &str| token.claims.get(name).map_or_else(|| "none".to_owned(), Value::to_string);
        must(token.text("iss") == issuer, "iss, the issuer (OIDC Core §3.1.3.7)", || claim("iss"))?;
        let audience: Vec<&str> = match token.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        must(audience.contains(&client_id), "aud with the client_id (OIDC Core §3.1.3.7)", || claim("aud"))?;
        let authorized = token.claims.get("azp").is_none_or(|azp| azp.as_str() == Some(client_id));
        must(authorized, "azp, the client_id, if it is there (OIDC Core §3.1.3.7)", || claim("azp"))?;
        let sub = token.text("sub");
        // OIDC Core §2: at most 255 ASCII characters.
        must(
            !sub.is_empty() && sub.len() <= 255 && sub.is_ascii(),
            "sub of 1 to 255 ASCII characters (OIDC Core §2)",
            || claim("sub"),
        )?;
        let later = token.time("exp").is_some_and(|at| at > now);
        must(later, "exp in the future (OIDC Core §3.1.3.7)", || claim("exp"))?;
        let recent = token.time("iat").is_some_and(|at| (at - now).abs() <= SKEW);
        must(recent, "iat, within five minutes of now (OIDC Core §3.1.3.7)", || claim("iat"))?;
        // OIDC Core §3.1.2.1: `nonce` comes back as it was sent.
        must(token.text("nonce") == nonce, "nonce as it was sent (OIDC Core §3.1.3.7)", || {
            if token.claims.contains_key("nonce") { "another one".to_owned() } else { "none".to_owned() }
        })?;
        let timed =
            token.claims.get("auth_time").is_none_or(|_| token.time("auth_time").is_some_and(|at| at <= now + SKEW));
        must(timed, "auth_time, a time that is past, if it is there (OIDC Core §2)", || claim("auth_time"))
    }
}

/// Checks `at_hash` or `c_hash`.
pub fn check_hash(token: &IdToken, name: &str, value: &str, required: bool) -> Verdict {
    let expected = format!("{name}, the left half of the hash (OIDC Core §3.1.3.6, §3.3.2.11)");
    match token.claims.get(name).map(|claim| claim.as_str().unwrap_or_default()) {
        None if required => Err(Problem::failed(expected, "none")),
        None => Ok(()),
        Some(given) => must(given == hash_half(token.alg, value), &expected, || "another value".to_owned()),
    }
}

/// Signature and claims at once, for the checks that are about something else.
pub fn trusted(probe: &Probe, token: &str, nonce: &str) -> Result<IdToken, Problem> {
    let client = probe.client()?;
    let token = signature(probe, client, token)?;
    check_claims(probe, client, &token, nonce)?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged(bend: &Value) -> Verdict {
        let mut claims =
            json!({"iss": "https://op.example", "aud": "c", "sub": "s", "exp": 1100, "iat": 1000, "nonce": "n"});
        for (name, value) in bend.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let token = IdToken { alg: Algorithm::ALL[0], claims: claims.as_object().cloned().unwrap() };
        Expected { issuer: "https://op.example", client_id: "c", nonce: "n", now: 1010 }.check(&token)
    }

    // OIDC Core §2, §3.1.3.7
    #[test]
    fn each_claim_that_is_wrong_is_found() {
        for good in
            [json!({}), json!({"aud": ["c", "d"], "azp": "c"}), json!({"auth_time": 900}), json!({"exp": 1100.5})]
        {
            assert!(judged(&good).is_ok(), "{good}");
        }
        let aud = "aud with the client_id (OIDC Core §3.1.3.7)";
        let sub = "sub of 1 to 255 ASCII characters (OIDC Core §2)";
        let exp = "exp in the future (OIDC Core §3.1.3.7)";
        let iat = "iat, within five minutes of now (OIDC Core §3.1.3.7)";
        let nonce = "nonce as it was sent (OIDC Core §3.1.3.7)";
        let auth_time = "auth_time, a time that is past, if it is there (OIDC Core §2)";
        for (bad, expected) in [
            (json!({"iss": "https://op.example/"}), "iss, the issuer (OIDC Core §3.1.3.7)"),
            (json!({"aud": "d"}), aud),
            (json!({"aud": ["d"]}), aud),
            (json!({"azp": "d"}), "azp, the client_id, if it is there (OIDC Core §3.1.3.7)"),
            (json!({"sub": ""}), sub),
            (json!({"sub": "\u{e9}"}), sub),
            (json!({"sub": "x".repeat(256)}), sub),
            (json!({"exp": 1010}), exp),
            (json!({"exp": "1100"}), exp),
            (json!({"iat": 100}), iat),
            (json!({"iat": 2000}), iat),
            (json!({"nonce": "m"}), nonce),
            (json!({"nonce": null}), nonce),
            (json!({"auth_time": "900"}), auth_time),
            (json!({"auth_time": 9000}), auth_time),
        ] {
            let problem = judged(&bad).unwrap_err();
            assert_eq!((problem.outcome.as_str(), problem.expected.as_str()), ("failed", expected), "{bad}");
        }
    }

    // OIDC Core §A.3
    #[test]
    fn hashes_are_checked_where_they_are_and_missed_where_they_must_be() {
        let token = |claims: Value| IdToken { alg: Algorithm::ALL[0], claims: claims.as_object().cloned().unwrap() };
        let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        let with = token(json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}));
        assert!(check_hash(&with, "at_hash", access_token, true).is_ok());
        let problem = check_hash(&with, "at_hash", "another", false).unwrap_err();
        assert_eq!(problem.expected, "at_hash, the left half of the hash (OIDC Core §3.1.3.6, §3.3.2.11)");
        assert_eq!(problem.found, "another value");
        assert!(check_hash(&token(json!({})), "at_hash", access_token, false).is_ok());
        let problem = check_hash(&token(json!({})), "c_hash", "code", true).unwrap_err();
        assert_eq!(problem.expected, "c_hash, the left half of the hash (OIDC Core §3.1.3.6, §3.3.2.11)");
        assert_eq!(problem.found, "none");
    }
}
