//! Public keys as JSON (RFC 7517, RFC 7518 §6, RFC 8037 §2) and their thumbprints (RFC 7638).

mod set;

pub use set::{JwkSet, MAX_KEYS, Skipped};

use data_encoding::BASE64URL_NOPAD;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::{
    alg::{KeyType, SigAlg},
    json,
};
use crate::base::secret::sha256;

/// Why a text is no key or key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidJwk {
    /// Not a JSON object, or a member stands twice.
    #[error("it is not a JSON object with unique members (RFC 7517 section 4)")]
    NotAnObject,
    /// RFC 7517 §5.1
    #[error("a JWK Set has the member keys, an array (RFC 7517 section 5.1)")]
    NoKeys,
    /// RFC 7517 §4.1
    #[error("a JWK has the member kty, a string (RFC 7517 section 4.1)")]
    NoKeyType,
    /// More than [`MAX_KEYS`].
    #[error("a JWK Set of more than 256 keys is not read")]
    TooMany,
    /// Longer than any key that could be used.
    #[error("a member of it is longer than 2048 characters")]
    TooLong,
    /// Secrets have no place in metadata.
    #[error("it holds a private or symmetric key; publish public keys only (RFC 7517 section 9.2)")]
    NotPublic,
}

/// The members that are looked at (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2).
const NEEDED: [&str; 10] = ["kty", "crv", "n", "e", "x", "y", "use", "key_ops", "alg", "kid"];
/// More than the modulus of an RSA key of 8192 bits takes.
const LONGEST_MEMBER: usize = 2048;

/// A key as JSON: whatever its type, not yet fit for use.
#[derive(Debug, Clone, PartialEq)]
pub struct Jwk(Map<String, Value>);

impl Jwk {
    /// Reads a key.
    pub fn parse(text: &str) -> Result<Self, InvalidJwk> {
        Self::from_members(json::object(text.as_bytes()).map_err(|_| InvalidJwk::NotAnObject)?)
    }

    /// Takes a key that is already JSON.
    pub fn from_value(value: &Value) -> Result<Self, InvalidJwk> {
        Self::from_members(value.as_object().ok_or(InvalidJwk::NotAnObject)?.clone())
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, InvalidJwk> {
        // Libraries that write every member they know write null for what a key does not have.
        members.retain(|_, value| !value.is_null());
        // RFC 7517 §4.1: `kty` MUST be present.
        if members.get("kty").is_some_and(Value::is_string) { Ok(Self(members)) } else { Err(InvalidJwk::NoKeyType) }
    }

    /// The key with what it needs to be used, or to say why it cannot be; the rest of it may be long.
    ///
    /// # Errors
    /// [`InvalidJwk::TooLong`] for what no key has.
    pub(super) fn slim(&self) -> Result<Self, InvalidJwk> {
        let mut members = Map::new();
        for name in NEEDED {
            let kept = match self.0.get(name) {
                None => continue,
                Some(Value::String(text)) if text.len() > LONGEST_MEMBER => return Err(InvalidJwk::TooLong),
                // A restriction of the wrong JSON type restricts to nothing, whatever it holds.
                Some(Value::Object(_)) => Value::Bool(false),
                Some(Value::Array(listed)) => {
                    let short = |one: &Value| one.as_str().is_some_and(|text| text.len() <= 64);
                    let slim = |one: &Value| if short(one) { one.clone() } else { Value::Bool(false) };
                    Value::Array(listed.iter().take(16).map(slim).collect())
                }
                Some(other) => other.clone(),
            };
            members.insert(name.to_owned(), kept);
        }
        Ok(Self(members))
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        let listed = |value: &Value| value.as_array().map_or(0, |all| all.len() * 96);
        self.0.iter().map(|(name, value)| 96 + name.len() + value.as_str().map_or(0, str::len) + listed(value)).sum()
    }

    /// A member, whatever its type.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
    /// A member that is a string.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member)?.as_str()
    }
    /// A member that holds bytes in base64url without padding.
    pub fn bytes(&self, member: &str) -> Option<Vec<u8>> {
        BASE64URL_NOPAD.decode(self.text(member)?.as_bytes()).ok()
    }
    /// RFC 7517 §4.1
    pub fn kty(&self) -> &str {
        self.text("kty").unwrap_or_default()
    }
    /// RFC 7518 §6.2.1.1, RFC 8037 §2
    pub fn crv(&self) -> Option<&str> {
        self.text("crv")
    }
    /// RFC 7517 §4.2
    pub fn key_use(&self) -> Option<&str> {
        self.text("use")
    }
    /// RFC 7517 §4.4
    pub fn alg(&self) -> Option<&str> {
        self.text("alg")
    }
    /// RFC 7517 §4.5
    pub fn kid(&self) -> Option<&str> {
        self.text("kid")
    }
    /// The key as JSON.
    pub fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// Whether it may verify signatures of `alg`, by its type, curve and own restrictions.
    pub fn suits(&self, alg: SigAlg) -> bool {
        self.misfit(alg).is_none()
    }

    /// Why it may not verify signatures of `alg`.
    pub fn misfit(&self, alg: SigAlg) -> Option<&'static str> {
        if !self.is_made_for(alg) {
            return Some("its kty or crv is not that of the algorithm (RFC 7518 section 6.1)");
        }
        // RFC 7517 §4.2, §4.3, §4.4: a key stays within the use, operations and algorithm it names.
        // A restriction of the wrong JSON type restricts to nothing.
        let verify = |listed: &Value| listed.as_array().is_some_and(|all| all.iter().any(|one| one == "verify"));
        let named = |value: &Value| value.as_str().and_then(SigAlg::from_header) == Some(alg);
        if !self.0.get("use").is_none_or(|value| value == "sig") {
            Some("its use is not sig (RFC 7517 section 4.2)")
        } else if !self.0.get("key_ops").is_none_or(verify) {
            Some("its key_ops do not hold verify (RFC 7517 section 4.3)")
        } else if !self.0.get("alg").is_none_or(named) {
            Some("its alg is another (RFC 7517 section 4.4)")
        } else {
            None
        }
    }

    /// Whether its type and curve are those of an algorithm.
    pub fn is_made_for(&self, alg: SigAlg) -> bool {
        match alg.family() {
            KeyType::Rsa => self.kty() == "RSA",
            KeyType::Ec(curve) => self.kty() == "EC" && self.crv() == Some(curve),
            KeyType::Ed25519 => self.kty() == "OKP" && self.crv() == Some("Ed25519"),
            KeyType::Hmac => false,
        }
    }

    /// Refuses private and symmetric keys.
    pub fn check_public(&self) -> Result<(), InvalidJwk> {
        let secret = self.kty() == "oct" || holds_secret(&self.0);
        if secret { Err(InvalidJwk::NotPublic) } else { Ok(()) }
    }

    /// The RFC 7638 thumbprint with SHA-256; `None` for a key type we do not know.
    pub fn thumbprint(&self) -> Option<String> {
        // RFC 7638 §3.2, RFC 8037 §2: the required members of the type, in lexicographic order.
        let members: &[&str] = match self.kty() {
            "RSA" => &["e", "kty", "n"],
            "EC" => &["crv", "kty", "x", "y"],
            "OKP" => &["crv", "kty", "x"],
            _ => return None,
        };
        // RFC 7638 §3.3: no whitespace, nothing escaped that need not be: as serde_json writes.
        let written: Option<Vec<String>> =
            members.iter().map(|member| Some(format!("\"{member}\":{}", json!(self.text(member)?)))).collect();
        let text = format!("{{{}}}", written?.join(","));
        Some(BASE64URL_NOPAD.encode(&sha256(text.as_bytes())))
    }
}

/// Whether a member holds a secret, whatever else the object is.
fn holds_secret(members: &Map<String, Value>) -> bool {
    // RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2
    const SECRET: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    SECRET.iter().any(|member| members.get(*member).is_some_and(|value| !value.is_null()))
}

impl Serialize for Jwk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7638 §3.1
    pub(super) const RFC_7638: &str = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;

    #[test]
    fn thumbprints_match_the_vectors_of_the_rfcs() {
        let rsa = Jwk::parse(RFC_7638).unwrap();
        assert_eq!(rsa.thumbprint().unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        // RFC 8037 §A.3
        let okp = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        assert_eq!(Jwk::parse(okp).unwrap().thumbprint().unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(Jwk::parse(r#"{"kty":"oct","k":"AA"}"#).unwrap().thumbprint(), None);
    }

    #[test]
    fn private_and_symmetric_keys_are_refused_in_client_metadata() {
        for secret in [
            json!({"kty": "oct", "k": "AAAA"}),
            json!({"kty": "oct"}),
            json!({"kty": "RSA", "n": "AQ", "e": "AQAB", "d": "AQ"}),
            json!({"kty": "RSA", "n": "AQ", "e": "AQAB", "qi": "AQ"}),
            json!({"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ", "d": "AQ"}),
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AQ", "d": "AQ"}),
            json!({"kty": "future", "k": "AQ"}),
        ] {
            let set = json!({"keys": [serde_json::from_str::<Value>(RFC_7638).unwrap(), secret]});
            assert_eq!(JwkSet::from_value(&set).unwrap().check_public(), Err(InvalidJwk::NotPublic), "{set}");
        }
        assert_eq!(Jwk::parse(RFC_7638).unwrap().check_public(), Ok(()));
    }

    #[test]
    fn a_key_stays_within_its_own_restrictions() {
        let with = |member: &str, value: Value| {
            let mut key = Jwk::parse(RFC_7638).unwrap();
            key.0.remove("alg");
            key.0.insert(member.to_owned(), value);
            key
        };
        assert!(with("use", json!("sig")).suits(SigAlg::PS256));
        assert!(!with("use", json!("enc")).suits(SigAlg::RS256));
        assert!(!with("use", json!(1)).suits(SigAlg::RS256));
        assert!(with("alg", json!("RS256")).suits(SigAlg::RS256));
        assert!(!with("alg", json!("RS256")).suits(SigAlg::PS256));
        assert!(!with("alg", json!("RSA-OAEP")).suits(SigAlg::RS256));
        assert!(with("key_ops", json!(["verify"])).suits(SigAlg::RS256));
        assert!(!with("key_ops", json!(["encrypt"])).suits(SigAlg::RS256));
        assert!(!with("use", json!("sig")).suits(SigAlg::ES256));
        assert!(!with("use", json!("sig")).suits(SigAlg::HS256));
    }

    // Newtonsoft, Jackson and others write what a key does not have as null.
    #[test]
    fn a_null_member_is_one_that_is_not_there() {
        let mut key: Value = serde_json::from_str(RFC_7638).unwrap();
        for member in ["use", "alg", "key_ops", "kid", "d", "k", "x5c"] {
            key[member] = Value::Null;
        }
        let read = Jwk::from_value(&key).unwrap();
        assert!(read.suits(SigAlg::RS256) && read.suits(SigAlg::PS512));
        assert_eq!((read.check_public(), read.kid(), read.member("use")), (Ok(()), None, None));
        key["kty"] = Value::Null;
        assert_eq!(Jwk::from_value(&key), Err(InvalidJwk::NoKeyType));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert_eq!(Jwk::parse("{}"), Err(InvalidJwk::NoKeyType));
        assert_eq!(Jwk::parse("[]"), Err(InvalidJwk::NotAnObject));
        assert_eq!(Jwk::parse(r#"{"kty":"RSA","kty":"EC"}"#), Err(InvalidJwk::NotAnObject));
    }
}
