//! Our keys, and what was done with them.

use serde::Serialize;

use crate::{
    base::time::Timestamp,
    protocol::jose::key_ring::{KeyFacts, Transition},
};

/// A key, as it is shown: never its private half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the key")]
pub struct KeyView {
    pub kid: String,
    pub alg: &'static str,
    #[serde(rename = "use")]
    pub key_use: &'static str,
    pub state: &'static str,
    pub created_at: String,
    pub activated_at: Option<String>,
    pub retired_at: Option<String>,
    pub expires_at: Option<String>,
    pub revoked_at: Option<String>,
}

impl From<&KeyFacts> for KeyView {
    fn from(key: &KeyFacts) -> Self {
        Self {
            kid: key.kid.clone(),
            alg: key.kind.alg(),
            key_use: key.kind.key_use(),
            state: key.state.as_str(),
            created_at: key.created_at.to_rfc3339(),
            activated_at: key.activated_at.map(Timestamp::to_rfc3339),
            retired_at: key.retired_at.map(Timestamp::to_rfc3339),
            expires_at: key.expires_at.map(Timestamp::to_rfc3339),
            revoked_at: key.revoked_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// A step in the life of a key, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the members are those of the key")]
pub enum KeyChangeView {
    /// A key was made.
    Generate {
        alg: &'static str,
        #[serde(rename = "use")]
        key_use: &'static str,
        state: &'static str,
    },
    /// It is the active one now.
    Promote { kid: String },
    /// Its successor took over.
    Retire { kid: String, expires_at: String },
    /// It is gone.
    Delete { kid: String },
}

impl From<&Transition> for KeyChangeView {
    fn from(transition: &Transition) -> Self {
        match transition {
            Transition::Generate { kind, state } => {
                Self::Generate { alg: kind.alg(), key_use: kind.key_use(), state: state.as_str() }
            }
            Transition::Promote { kid } => Self::Promote { kid: kid.clone() },
            Transition::Retire { kid, expires_at } => {
                Self::Retire { kid: kid.clone(), expires_at: expires_at.to_rfc3339() }
            }
            Transition::Delete { kid } => Self::Delete { kid: kid.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::jose::{
        alg::SigAlg,
        key_ring::{KeyKind, KeyState},
    };

    #[test]
    fn a_key_and_its_steps_are_shown_by_their_names() {
        let kind = KeyKind::Signing(SigAlg::ES256);
        let key = KeyFacts {
            kid: "k".to_owned(),
            kind,
            state: KeyState::Active,
            created_at: Timestamp(0),
            activated_at: Some(Timestamp(60)),
            retired_at: None,
            expires_at: None,
            revoked_at: None,
        };
        assert_eq!(
            json!(KeyView::from(&key)),
            json!({
                "kid": "k", "alg": "ES256", "use": "sig", "state": "active", "created_at": "1970-01-01T00:00:00Z",
                "activated_at": "1970-01-01T00:01:00Z", "retired_at": null, "expires_at": null, "revoked_at": null,
            })
        );
        let steps = [
            Transition::Generate { kind, state: KeyState::Next },
            Transition::Promote { kid: "k".to_owned() },
            Transition::Retire { kid: "k".to_owned(), expires_at: Timestamp(60) },
            Transition::Delete { kid: "k".to_owned() },
        ];
        assert_eq!(
            json!(crate::view::all::<_, KeyChangeView>(&steps)),
            json!([
                {"action": "generate", "alg": "ES256", "use": "sig", "state": "next"},
                {"action": "promote", "kid": "k"},
                {"action": "retire", "kid": "k", "expires_at": "1970-01-01T00:01:00Z"},
                {"action": "delete", "kid": "k"},
            ])
        );
    }
}
