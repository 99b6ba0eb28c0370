//! Keys and key sets as JSON (RFC 7517, RFC 7518 §6, RFC 8037 §2), as the provider gave them.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::{
    algorithm::{Algorithm, Family},
    object,
};

/// More keys than any provider has: each may cost one verification.
const MOST_KEYS: usize = 256;

/// A key set.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    /// Its keys, those of unknown types included.
    pub keys: Vec<Jwk>,
    /// What is wrong with those of its members that are no keys, each with its number.
    pub broken: Vec<String>,
}

/// A key, whatever its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Jwk(Map<String, Value>);

impl KeySet {
    /// Reads a set; the error says why it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let members = object(text.as_bytes())?;
        // RFC 7517 §5.1: `keys` MUST be present and an array.
        let listed = members.get("keys").and_then(Value::as_array).ok_or("no member keys that is an array")?;
        if listed.len() > MOST_KEYS {
            return Err(format!("{} keys; {MOST_KEYS} are read", listed.len()));
        }
        let mut set = Self::default();
        for (at, member) in listed.iter().enumerate() {
            match Jwk::take(member) {
                Ok(key) => set.keys.push(key),
                Err(why) => set.broken.push(format!("key {}: {why}", at + 1)),
            }
        }
        Ok(set)
    }
}

impl Jwk {
    fn take(value: &Value) -> Result<Self, &'static str> {
        let mut members = value.as_object().ok_or("no JSON object")?.clone();
        // Libraries that write every member they know write null for what a key does not have.
        members.retain(|_, value| !value.is_null());
        // RFC 7517 §4.1: `kty` MUST be present.
        if members.get("kty").is_some_and(Value::is_string) { Ok(Self(members)) } else { Err("no kty") }
    }

    /// A member that is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A member that holds bytes in base64url without padding.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        BASE64URL_NOPAD.decode(self.text(name)?.as_bytes()).ok()
    }

    /// RFC 7517 §4.1
    pub fn kty(&self) -> &str {
        self.text("kty").unwrap_or_default()
    }

    /// Whether it holds what nobody but its owner may know.
    pub fn is_secret(&self) -> bool {
        // RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2
        const SECRET: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
        self.kty() == "oct" || SECRET.iter().any(|name| self.0.contains_key(*name))
    }

    /// Whether it may verify signatures of an algorithm, by its type, curve and own restrictions.
    pub fn suits(&self, algorithm: Algorithm) -> bool {
        let curve = |kty: &str, name: &str| self.kty() == kty && self.text("crv") == Some(name);
        let made_for = match algorithm.family {
            Family::RsaPkcs1 | Family::RsaPss => self.kty() == "RSA",
            Family::P256 => curve("EC", "P-256"),
            Family::P384 => curve("EC", "P-384"),
            Family::P521 => curve("EC", "P-521"),
            Family::Ed25519 => curve("OKP", "Ed25519"),
            Family::Secret => false,
        };
        // RFC 7517 §4.2, §4.3, §4.4: a key stays within the use, operations and algorithm it names.
        let verify = |listed: &Value| listed.as_array().is_some_and(|all| all.iter().any(|one| one == "verify"));
        let named = |value: &Value| value.as_str().and_then(Algorithm::named) == Some(algorithm);
        made_for
            && self.0.get("use").is_none_or(|value| value == "sig")
            && self.0.get("key_ops").is_none_or(verify)
            && self.0.get("alg").is_none_or(named)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(value: &Value) -> Jwk {
        Jwk::take(value).unwrap()
    }

    fn suits(value: &Value, name: &str) -> bool {
        key(value).suits(Algorithm::named(name).unwrap())
    }

    #[test]
    fn a_set_tells_its_keys_from_what_is_none() {
        let set = KeySet::read(r#"{"keys":[{"kty":"RSA"},{"kid":"a"},7,{"kty":null}]}"#).unwrap();
        assert_eq!(set.keys, [key(&json!({"kty": "RSA"}))]);
        assert_eq!(set.broken, ["key 2: no kty", "key 3: no JSON object", "key 4: no kty"]);
        assert_eq!(KeySet::read("{}").unwrap_err(), "no member keys that is an array");
        let many = json!({"keys": vec![json!({"kty": "RSA"}); 257]}).to_string();
        assert_eq!(KeySet::read(&many).unwrap_err(), "257 keys; 256 are read");
    }

    #[test]
    fn a_key_stays_within_its_own_restrictions() {
        assert!(suits(&json!({"kty": "RSA"}), "PS512") && suits(&json!({"kty": "RSA", "use": "sig"}), "RS256"));
        assert!(suits(&json!({"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519"}), "EdDSA"));
        assert!(suits(&json!({"kty": "EC", "crv": "P-521", "key_ops": ["verify"]}), "ES512"));
        for (other, name) in [
            (json!({"kty": "RSA"}), "ES256"),
            (json!({"kty": "RSA"}), "HS256"),
            (json!({"kty": "RSA", "use": "enc"}), "RS256"),
            (json!({"kty": "RSA", "use": 1}), "RS256"),
            (json!({"kty": "RSA", "key_ops": ["encrypt"]}), "RS256"),
            (json!({"kty": "RSA", "alg": "RS256"}), "PS256"),
            (json!({"kty": "EC", "crv": "P-256"}), "ES384"),
        ] {
            assert!(!suits(&other, name), "{other} {name}");
        }
    }

    #[test]
    fn private_and_symmetric_members_are_seen() {
        assert!(!key(&json!({"kty": "RSA", "n": "AQ", "d": null})).is_secret());
        for secret in [json!({"kty": "oct"}), json!({"kty": "RSA", "qi": "AQ"}), json!({"kty": "future", "k": "AQ"})] {
            assert!(key(&secret).is_secret(), "{secret}");
        }
    }
}
