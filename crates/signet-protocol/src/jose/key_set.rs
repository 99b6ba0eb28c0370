//! The key set of somebody else as it is kept: what is needed of each key, and the usable ones made ready.
//!
//! The document that it came in may be as large as an answer may be, and one is kept for each address that
//! strangers register.

use super::{jwk::JwkSet, key::VerifyingKey};

/// A set of keys, read once.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    set: JwkSet,
    verifying: Vec<VerifyingKey>,
}

impl KeySet {
    /// Keeps what is needed of a set.
    pub fn new(set: &JwkSet) -> Self {
        let set = set.slim();
        let verifying = VerifyingKey::all_of(&set);
        Self { set, verifying }
    }

    /// The keys as JSON, those that cannot be used included: a refusal says why.
    pub fn set(&self) -> &JwkSet {
        &self.set
    }

    /// The keys that verify signatures.
    pub fn verifying(&self) -> &[VerifyingKey] {
        &self.verifying
    }

    /// Whether a key has this name.
    pub fn has_kid(&self, kid: &str) -> bool {
        self.set.keys.iter().any(|key| key.kid() == Some(kid))
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        let keys: usize = self.set.keys.iter().map(super::jwk::Jwk::weight).sum();
        let ready: usize = self.verifying.iter().map(VerifyingKey::weight).sum();
        keys + ready + self.set.skipped.len() * 16
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // RFC 8037 §A.2
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn of_a_large_document_the_keys_are_kept_and_nothing_else() {
        let chain = vec!["x".repeat(1000); 200];
        let set = json!({
            "keys": [
                {"kty": "OKP", "crv": "Ed25519", "x": X, "kid": "a", "x5c": chain, "use": "sig", "d": "secret"},
                {"kty": "OKP", "crv": "Ed25519", "x": "y".repeat(3000), "kid": "b"},
                {"kty": "oct", "kid": "c", "key_ops": vec!["z".repeat(100); 1000]},
                null,
            ],
            "more": vec![1; 10_000],
        });
        let keys = KeySet::new(&JwkSet::from_value(&set).unwrap());
        assert_eq!(keys.verifying().iter().map(VerifyingKey::kid).collect::<Vec<_>>(), [Some("a")]);
        assert!(keys.has_kid("a") && keys.has_kid("c") && !keys.has_kid("b"));
        assert!(keys.weight() < 5000, "{}", keys.weight());
        let told = serde_json::to_string(keys.set()).unwrap();
        assert!(told.len() < 1000 && !told.contains("secret") && !told.contains("x5c"), "{told}");
        let why = keys.set().why_none_verifies(Some("nobody"), None);
        assert!(why.contains("key 2 of 4: a member of it is longer than 2048 characters"), "{why}");
        assert!(why.contains("key 4 of 4: it is not a JSON object"), "{why}");
    }

    // RFC 7517 §4.2, §4.3
    #[test]
    fn what_a_key_forbids_itself_it_still_forbids() {
        let plain = json!({"kty": "OKP", "crv": "Ed25519", "x": X});
        let usable = |member: &str, value: serde_json::Value| {
            let mut key = plain.clone();
            key[member] = value;
            KeySet::new(&JwkSet::from_value(&json!({ "keys": [key] })).unwrap()).verifying().len()
        };
        assert_eq!((usable("use", json!("sig")), usable("key_ops", json!(["verify"]))), (1, 1));
        assert_eq!((usable("use", json!({"a": 1})), usable("key_ops", json!([{"a": 1}]))), (0, 0));
        assert_eq!((usable("use", json!("enc")), usable("key_ops", json!(["sign"]))), (0, 0));
    }
}
