//! The key set: RFC 7517, RFC 7518 §6, OIDC Discovery §3 and OIDC Core §10.

use std::collections::BTreeSet;

use crate::{
    check::{Problem, Sheet, Verdict, must, needs, should},
    jose::{Algorithm, Jwk, KeySet, VerifyingKey, rsa_bits},
    probe::Probe,
};

/// A check of the whole set: its name, its clause, and what it looks at.
type Check = (&'static str, &'static str, fn(&[Jwk]) -> Verdict);

/// Runs the group.
pub fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("reachable", "OIDC Discovery §3, RFC 7517 §8.5", reachable(probe));
    let set =
        probe.jwks.as_ref().map_err(Clone::clone).and_then(|answer| {
            KeySet::read(&answer.body).map_err(|why| Problem::failed("a JWK Set", why).about(answer))
        });
    let keys = match set {
        Ok(set) => {
            let form = must(set.broken.is_empty(), "an array of keys, each with kty", || set.broken.join("; "));
            sheet.check("form", "RFC 7517 §5", form);
            set.keys
        }
        Err(problem) => return sheet.check("form", "RFC 7517 §5", Err(problem)),
    };
    let checks: [Check; 7] = [
        ("public-only", "RFC 7517 §9.2, OIDC Discovery §3", public_only),
        ("kids-distinct", "RFC 7517 §4.5", kids_distinct),
        ("kids-present", "OIDC Core §10.1", kids_present),
        ("known-keys", "RFC 7518 §6.1, RFC 8037 §2", known_keys),
        ("algorithms-fit", "RFC 7517 §4.4, RFC 7518 §3.1", algorithms_fit),
        ("rsa-size", "RFC 7518 §3.3", rsa_size),
        ("use", "OIDC Discovery §3, RFC 7517 §4.2", key_use),
    ];
    for (name, clause, check) in checks {
        sheet.check(name, clause, check(&keys));
    }
    sheet.check("usable", "RFC 7518 §6.2, §6.3", usable(&keys));
    sheet.check("serves-the-listed-algorithms", "OIDC Discovery §3", serves(probe));
}

fn reachable(probe: &Probe) -> Verdict {
    let answer = probe.jwks.as_ref().map_err(Clone::clone)?;
    must(answer.status == 200, "status 200", || answer.summary()).map_err(|one| one.about(answer))?;
    let json = matches!(answer.media_type().as_str(), "application/json" | "application/jwk-set+json");
    should(json, "application/jwk-set+json or application/json", || answer.summary()).map_err(|one| one.about(answer))
}

/// Names a key in a report.
fn label(key: &Jwk) -> String {
    let kid = key.text("kid").unwrap_or("without kid");
    format!("{kid} ({} {})", key.kty(), key.text("crv").or(key.text("alg")).unwrap_or_default()).replace(" )", ")")
}

fn none_of(keys: &[Jwk], expected: &str, bad: impl Fn(&Jwk) -> bool) -> Verdict {
    let found: Vec<String> = keys.iter().filter(|key| bad(key)).map(label).collect();
    must(found.is_empty(), expected, || found.join(", "))
}

fn public_only(keys: &[Jwk]) -> Verdict {
    none_of(keys, "public keys only: no private or symmetric member", Jwk::is_secret)
}

fn kids_distinct(keys: &[Jwk]) -> Verdict {
    let mut seen = BTreeSet::new();
    // RFC 7517 §4.5: keys of different types may share a kid when their owner takes them for equivalent.
    let twice = keys
        .iter()
        .filter(|key| key.text("kid").is_some_and(|kid| !seen.insert((key.kty().to_owned(), kid.to_owned()))));
    let twice: Vec<String> = twice.map(label).collect();
    must(twice.is_empty(), "each kid once", || format!("again: {}", twice.join(", ")))
}

fn kids_present(keys: &[Jwk]) -> Verdict {
    needs(keys.len() > 1, "there is only one key")?;
    none_of(keys, "a kid for each key, since there are several", |key| key.text("kid").is_none_or(str::is_empty))
}

fn known_keys(keys: &[Jwk]) -> Verdict {
    let known = |key: &Jwk| match key.kty() {
        "RSA" => true,
        "EC" => matches!(key.text("crv"), Some("P-256" | "P-384" | "P-521" | "secp256k1")),
        "OKP" => matches!(key.text("crv"), Some("Ed25519" | "Ed448" | "X25519" | "X448")),
        _ => false,
    };
    none_of(keys, "registered key types and curves", |key| !known(key)).map_err(Problem::only_warning)
}

fn algorithms_fit(keys: &[Jwk]) -> Verdict {
    let fits = |key: &Jwk| {
        let Some(alg) = key.text("alg") else { return true };
        match key.kty() {
            "RSA" => alg.starts_with("RS") || alg.starts_with("PS") || alg.starts_with("RSA"),
            "EC" => match alg {
                "ES256" => key.text("crv") == Some("P-256"),
                "ES384" => key.text("crv") == Some("P-384"),
                "ES512" => key.text("crv") == Some("P-521"),
                "ES256K" => key.text("crv") == Some("secp256k1"),
                _ => alg.starts_with("ECDH-ES"),
            },
            "OKP" => matches!(alg, "EdDSA" | "Ed25519" | "Ed448") || alg.starts_with("ECDH-ES"),
            _ => true,
        }
    };
    none_of(keys, "an alg that the key can serve", |key| !fits(key))
}

fn rsa_size(keys: &[Jwk]) -> Verdict {
    none_of(keys, "RSA keys of at least 2048 bits", |key| key.kty() == "RSA" && rsa_bits(key) < 2048)
}

fn key_use(keys: &[Jwk]) -> Verdict {
    none_of(keys, "use sig or enc, if it is there", |key| !matches!(key.text("use"), None | Some("sig" | "enc")))?;
    let both = keys.iter().any(|key| key.text("use") == Some("enc"));
    none_of(keys, "use for each key, since some are for encryption", |key| both && key.text("use").is_none())
}

fn usable(keys: &[Jwk]) -> Verdict {
    let understood = |key: &Jwk| Algorithm::ALL.iter().any(|alg| key.suits(*alg));
    let broken = |key: &Jwk| understood(key) && VerifyingKey::of(key).is_none();
    none_of(keys, "keys that can be used: coordinates on the curve, members in base64url", broken)?;
    must(keys.iter().any(understood), "a key for signatures", || "none".to_owned())
}

/// What discovery promises, some key can do.
fn serves(probe: &Probe) -> Verdict {
    let listed = probe.metadata.list("id_token_signing_alg_values_supported").unwrap_or_default();
    let asked = listed.iter().filter_map(|name| Algorithm::named(name)).filter(|alg| !alg.is_symmetric());
    let without: Vec<&str> =
        asked.filter(|alg| !probe.keys.iter().any(|key| key.suits(*alg))).map(|alg| alg.name).collect();
    should(without.is_empty(), "a key for each of id_token_signing_alg_values_supported", || {
        format!("no key for {}", without.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(value: &serde_json::Value) -> Vec<Jwk> {
        KeySet::read(&json!({"keys": value}).to_string()).unwrap().keys
    }

    #[test]
    fn what_must_not_stand_in_a_key_set_is_found() {
        let okp = |kid: &str| json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        let told = |verdict: Verdict| {
            let problem = verdict.unwrap_err();
            (problem.outcome.as_str(), problem.expected)
        };
        let failed = |expected: &str| ("failed", expected.to_owned());
        let good = keys(&json!([okp("a"), okp("b")]));
        for check in [public_only, kids_distinct, kids_present, known_keys, algorithms_fit, rsa_size, key_use, usable] {
            assert!(check(&good).is_ok());
        }
        assert_eq!(told(kids_distinct(&keys(&json!([okp("a"), okp("a")])))), failed("each kid once"));
        assert!(kids_distinct(&keys(&json!([okp("a"), {"kty": "RSA", "kid": "a"}]))).is_ok());
        assert_eq!(
            told(kids_present(&keys(&json!([okp("a"), {"kty": "RSA"}])))),
            failed("a kid for each key, since there are several")
        );
        assert_eq!(
            told(public_only(&keys(&json!([{"kty": "RSA", "d": "AA"}])))),
            failed("public keys only: no private or symmetric member")
        );
        assert_eq!(
            told(public_only(&keys(&json!([{"kty": "oct"}])))),
            failed("public keys only: no private or symmetric member")
        );
        assert_eq!(
            told(known_keys(&keys(&json!([{"kty": "EC", "crv": "P-192"}])))),
            ("warning", "registered key types and curves".to_owned())
        );
        assert_eq!(
            told(algorithms_fit(&keys(&json!([{"kty": "EC", "crv": "P-256", "alg": "ES384"}])))),
            failed("an alg that the key can serve")
        );
        assert_eq!(
            told(algorithms_fit(&keys(&json!([{"kty": "RSA", "alg": "ES256"}])))),
            failed("an alg that the key can serve")
        );
        assert_eq!(
            told(rsa_size(&keys(&json!([{"kty": "RSA", "n": "AQAB", "e": "AQAB"}])))),
            failed("RSA keys of at least 2048 bits")
        );
        assert_eq!(
            told(key_use(&keys(&json!([{"kty": "RSA", "use": "signature"}])))),
            failed("use sig or enc, if it is there")
        );
        assert_eq!(
            told(key_use(&keys(&json!([{"kty": "RSA", "use": "enc"}, {"kty": "RSA"}])))),
            failed("use for each key, since some are for encryption")
        );
        assert_eq!(
            told(usable(&keys(&json!([{"kty": "OKP", "crv": "Ed25519", "x": "AA"}])))),
            failed("keys that can be used: coordinates on the curve, members in base64url")
        );
        assert_eq!(told(usable(&keys(&json!([])))), failed("a key for signatures"));
    }
}
