//! What a relying party needs of JOSE (RFC 7515, RFC 7517, RFC 7518, RFC 8037), written for these checks alone: a
//! black-box check that shared this code with the provider would share its mistakes.

mod algorithm;
mod jwk;
mod jws;
mod key;

pub use algorithm::{Algorithm, hash_half};
pub use jwk::{Jwk, KeySet};
pub use jws::{Jws, numeric_date};
pub use key::{VerifyingKey, rsa_bits};

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::{Map, Value};

/// Reads a JSON object whose members stand there once each; the error says what is wrong.
fn object(text: &[u8]) -> Result<Map<String, Value>, String> {
    let Unique(members) = serde_json::from_slice(text).map_err(|why| why.to_string())?;
    Ok(members.into_iter().collect())
}

/// The members of an object, at its top level each once (RFC 7515 §4, RFC 7517 §4, RFC 7519 §4).
struct Unique(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Unique;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.contains_key(&name) {
                        return Err(A::Error::custom(format!("the member {name} stands twice")));
                    }
                    members.insert(name, value);
                }
                Ok(Unique(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_each_member_once() {
        assert_eq!(object(br#"{"a":1,"b":[{}]}"#).unwrap().len(), 2);
        for (text, sentence) in [
            (r#"{"a":1,"a":2}"#, "the member a stands twice at line 1 column 13"),
            ("[]", "invalid type: sequence, expected a JSON object at line 1 column 0"),
            (r#"{"a":1} x"#, "trailing characters at line 1 column 9"),
        ] {
            assert_eq!(object(text.as_bytes()).unwrap_err(), sentence);
        }
    }
}
