//! When a client must use PKCE (RFC 7636): the member `require_pkce` of its metadata. Ours.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// When an authorization request must hold a `code_challenge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequirePkce {
    /// Always.
    Always,
    /// Unless a `nonce` with scope `openid` protects the code, which OAuth 2.1 allows confidential
    /// clients.
    PkceOrNonce,
    /// Never: nothing protects the code of a client that sends none of the two.
    Never,
}

impl RequirePkce {
    /// Every rule, the strictest first.
    pub const ALL: [Self; 3] = [Self::Always, Self::PkceOrNonce, Self::Never];
    /// What is said where something else was written.
    pub const EXPECTED: &str = "one of always, pkce_or_nonce, never";

    /// The rule's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::PkceOrNonce => "pkce_or_nonce",
            Self::Never => "never",
        }
    }

    /// The rule of a name. `true` and `false` are the names of before.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "true" => Some(Self::Always),
            "false" => Some(Self::Never),
            name => Self::ALL.into_iter().find(|one| one.as_str() == name),
        }
    }
}

impl std::fmt::Display for RequirePkce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<bool> for RequirePkce {
    fn from(required: bool) -> Self {
        if required { Self::Always } else { Self::Never }
    }
}

impl Serialize for RequirePkce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RequirePkce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "one of always, pkce_or_nonce, never")]
        enum Given {
            Flag(bool),
            Name(String),
        }
        match Given::deserialize(deserializer)? {
            Given::Flag(flag) => Ok(flag.into()),
            Given::Name(name) => Self::parse(&name).ok_or_else(|| serde::de::Error::custom(Self::EXPECTED)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn true_and_false_go_on_meaning_always_and_never() {
        for (written, rule) in [
            (json!(true), RequirePkce::Always),
            (json!(false), RequirePkce::Never),
            (json!("true"), RequirePkce::Always),
            (json!("always"), RequirePkce::Always),
            (json!("pkce_or_nonce"), RequirePkce::PkceOrNonce),
            (json!("never"), RequirePkce::Never),
        ] {
            assert_eq!(from_value::<RequirePkce>(written.clone()).unwrap(), rule, "{written}");
        }
        for other in [json!(1), json!("sometimes"), json!(null)] {
            let refused = from_value::<RequirePkce>(other.clone()).unwrap_err().to_string();
            assert_eq!(refused, RequirePkce::EXPECTED, "{other}");
        }
        assert_eq!(to_value(RequirePkce::PkceOrNonce).unwrap(), json!("pkce_or_nonce"));
    }
}
