//! Sets of keys (RFC 7517 §5). What is no key is passed over and remembered, so that a refusal can name it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{InvalidJwk, Jwk, holds_secret};
use crate::jose::{alg::SigAlg, json, key::VerifyingKey};

/// A set is read only up to this many keys: each of them may cost one verification.
pub const MAX_KEYS: usize = 256;

/// Most keys that a refusal speaks of.
const MOST_EXPLAINED: usize = 8;

/// A set of keys.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct JwkSet {
    /// Its keys, those of unknown types included.
    pub keys: Vec<Jwk>,
    /// Its members that are no keys.
    #[serde(skip)]
    pub skipped: Vec<Skipped>,
}

/// A member of a set that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// Which one it is, counted from 1.
    pub number: usize,
    /// What is wrong with it.
    pub why: InvalidJwk,
}

impl JwkSet {
    /// Reads a set, as `jwks_uri` gives it.
    pub fn parse(text: &str) -> Result<Self, InvalidJwk> {
        let members = json::object(text.as_bytes()).map_err(|_| InvalidJwk::NotAnObject)?;
        Self::from_members(&members)
    }

    /// Takes a set that is already JSON, as the `jwks` of client metadata.
    pub fn from_value(value: &Value) -> Result<Self, InvalidJwk> {
        Self::from_members(value.as_object().ok_or(InvalidJwk::NotAnObject)?)
    }

    fn from_members(members: &Map<String, Value>) -> Result<Self, InvalidJwk> {
        let listed = members.get("keys").and_then(Value::as_array).ok_or(InvalidJwk::NoKeys)?;
        if listed.len() > MAX_KEYS {
            return Err(InvalidJwk::TooMany);
        }
        let mut set = Self::default();
        for (at, member) in listed.iter().enumerate() {
            // RFC 7517 §5: implementations SHOULD ignore JWKs that are not understood, that miss required
            // members, or whose values are out of range.
            match Jwk::from_value(member) {
                Ok(key) => set.keys.push(key),
                Err(why) => {
                    let secret = member.as_object().is_some_and(holds_secret);
                    let why = if secret { InvalidJwk::NotPublic } else { why };
                    set.skipped.push(Skipped { number: at + 1, why });
                }
            }
        }
        Ok(set)
    }

    /// The set with what is needed of each key.
    pub(in crate::jose) fn slim(&self) -> Self {
        let mut slim = Self { keys: Vec::new(), skipped: self.skipped.clone() };
        let mut keys = self.keys.iter();
        for number in 1..=self.keys.len() + self.skipped.len() {
            if self.skipped.iter().any(|one| one.number == number) {
                continue;
            }
            match keys.next().map(Jwk::slim) {
                Some(Ok(key)) => slim.keys.push(key),
                Some(Err(why)) => slim.skipped.push(Skipped { number, why }),
                None => {}
            }
        }
        slim
    }

    /// Refuses a set with a private or symmetric key in it, whether or not the key could be used.
    pub fn check_public(&self) -> Result<(), InvalidJwk> {
        if self.skipped.iter().any(|one| one.why == InvalidJwk::NotPublic) {
            return Err(InvalidJwk::NotPublic);
        }
        self.keys.iter().try_for_each(Jwk::check_public)
    }

    /// Why no key of it verifies a signature with `alg`, or with any algorithm, under the name `kid`, if
    /// there is one.
    pub fn why_none_verifies(&self, kid: Option<&str>, alg: Option<SigAlg>) -> String {
        self.why_none(|key| {
            if kid.is_some_and(|kid| key.kid() != Some(kid)) {
                return Some("it has not the kid of the token (RFC 7517 section 4.5)".to_owned());
            }
            let made_for = SigAlg::ASYMMETRIC.iter().copied().find(|one| key.is_made_for(*one));
            let Some(nearest) = alg.or(made_for) else {
                return Some(
                    "its kty or crv is not one of RSA, EC with P-256, P-384 or P-521, OKP with Ed25519".to_owned(),
                );
            };
            // RFC 7517 §4.4: a key that names its algorithm is held against that one.
            let named = key.alg().and_then(SigAlg::from_header).filter(|_| alg.is_none());
            let misfit = key.misfit(named.unwrap_or(nearest)).map(str::to_owned);
            misfit.or_else(|| VerifyingKey::from_jwk(key).err().map(|why| why.to_string()))
        })
    }

    /// Says of each member what is wrong with it; `misfit` knows what is wrong with a key.
    pub fn why_none(&self, misfit: impl Fn(&Jwk) -> Option<String>) -> String {
        let count = self.keys.len() + self.skipped.len();
        if count == 0 {
            return "the set holds no keys".to_owned();
        }
        let mut keys = self.keys.iter();
        let reasons: Vec<String> = (1..=count)
            .filter_map(|number| {
                let why = match self.skipped.iter().find(|one| one.number == number) {
                    Some(skipped) => Some(skipped.why.to_string()),
                    None => keys.next().and_then(&misfit),
                };
                why.map(|why| format!("key {number} of {count}: {why}"))
            })
            .collect();
        let more = reasons.len().saturating_sub(MOST_EXPLAINED);
        let told = reasons.into_iter().take(MOST_EXPLAINED).collect::<Vec<_>>().join("; ");
        if more > 0 { format!("{told}; and {more} more") } else { told }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 7515 §A.3.1
    fn good() -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "kid": "good",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
        })
    }

    fn set(keys: &Value) -> JwkSet {
        JwkSet::from_value(&json!({"keys": keys})).unwrap()
    }

    #[test]
    fn what_is_no_key_set_is_refused() {
        assert_eq!(JwkSet::parse("[]"), Err(InvalidJwk::NotAnObject));
        assert_eq!(JwkSet::parse("{}"), Err(InvalidJwk::NoKeys));
        assert_eq!(JwkSet::parse(r#"{"keys":null}"#), Err(InvalidJwk::NoKeys));
        assert_eq!(JwkSet::parse(r#"{"keys":[],"keys":[]}"#), Err(InvalidJwk::NotAnObject));
        let many = json!({"keys": vec![json!({"kty": "x"}); MAX_KEYS + 1]}).to_string();
        assert_eq!(JwkSet::parse(&many), Err(InvalidJwk::TooMany));
    }

    // RFC 7517 §5
    #[test]
    fn members_that_are_no_keys_are_passed_over() {
        let odd = json!([null, 1, [], "key", {}, {"kty": null}, {"kty": 7}, good()]);
        let read = set(&odd);
        assert_eq!((read.keys.len(), read.skipped.len()), (1, 7));
        assert_eq!(VerifyingKey::all_of(&read)[0].kid(), Some("good"));
        assert_eq!(read.skipped[0], Skipped { number: 1, why: InvalidJwk::NotAnObject });
        assert_eq!(read.skipped[5], Skipped { number: 6, why: InvalidJwk::NoKeyType });
        assert_eq!(read.check_public(), Ok(()));
    }

    // RFC 7517 §9.2: it was published all the same.
    #[test]
    fn a_secret_in_a_member_that_is_no_key_is_not_passed_over() {
        assert_eq!(set(&json!([good(), {"k": "AQ"}])).check_public(), Err(InvalidJwk::NotPublic));
        assert_eq!(set(&json!([good(), {"kty": null, "d": "AQ"}])).check_public(), Err(InvalidJwk::NotPublic));
        assert_eq!(set(&json!([good(), {"kty": "oct"}])).check_public(), Err(InvalidJwk::NotPublic));
        assert_eq!(set(&json!([good(), {"d": null}])).check_public(), Ok(()));
    }

    #[test]
    fn a_refusal_names_what_is_wrong_with_each_key() {
        let with = |member: &str, value: Value| {
            let mut key = good();
            key[member] = value;
            key
        };
        let small = json!({"kty": "RSA", "n": "AQ", "e": "AQAB", "kid": "good"});
        for (key, alg, why) in [
            (json!({}), None, "key 1 of 1: a JWK has the member kty, a string (RFC 7517 section 4.1)"),
            (with("use", json!("enc")), None, "key 1 of 1: its use is not sig (RFC 7517 section 4.2)"),
            (
                with("key_ops", json!(["sign"])),
                None,
                "key 1 of 1: its key_ops do not hold verify (RFC 7517 section 4.3)",
            ),
            (with("alg", json!("ES384")), Some(SigAlg::ES256), "key 1 of 1: its alg is another (RFC 7517 section 4.4)"),
            (
                with("alg", json!("ES384")),
                None,
                "key 1 of 1: its kty or crv is not that of the algorithm (RFC 7518 section 6.1)",
            ),
            (
                good(),
                Some(SigAlg::RS256),
                "key 1 of 1: its kty or crv is not that of the algorithm (RFC 7518 section 6.1)",
            ),
            (
                with("crv", json!("secp256k1")),
                None,
                "key 1 of 1: its kty or crv is not one of RSA, EC with P-256, P-384 or P-521, OKP with Ed25519",
            ),
            (small, None, "key 1 of 1: an RSA key has at least 2048 and at most 8192 bits (RFC 7518 section 3.3)"),
            (
                with("y", json!("AQ")),
                None,
                "key 1 of 1: a part of the key is missing, is not base64url, has not the length of the curve, or does not lie on it",
            ),
        ] {
            assert_eq!(set(&json!([key])).why_none_verifies(Some("good"), alg), why);
        }
        let two = set(&json!([null, good()]));
        assert_eq!(
            two.why_none_verifies(Some("other"), None),
            "key 1 of 2: it is not a JSON object with unique members (RFC 7517 section 4); \
             key 2 of 2: it has not the kid of the token (RFC 7517 section 4.5)"
        );
        assert_eq!(set(&json!([])).why_none_verifies(None, None), "the set holds no keys");
        let many = set(&json!(vec![Value::Null; 20])).why_none_verifies(None, None);
        assert!(many.ends_with("; and 12 more"), "{many}");
    }
}
