//! Our signing keys and when they change places.
//!
//! ```text
//!            generate            published for publish_ahead        a successor is promoted
//!   (none) ───────────▶ next ─────────────────────────▶ active ─────────────────────────▶ retired
//!      │                  │                                │                                  │
//!      │ first key of an  │          revoke (any state)    │                                  │ published until
//!      │ algorithm, or    └───────────────┬────────────────┴──────────────────────────────────┤ expires_at, then
//!      │ after revocation                 ▼                                                   │ verifiable only,
//!      └────────────────────▶ active    revoked ──────────────▶ (deleted) ◀───────────────────┘ then deleted
//! ```
//!
//! | state | in `jwks_uri` | signs | verifies |
//! |---|---|---|---|
//! | next | yes | no | yes |
//! | active | yes | yes | yes |
//! | retired | until `expires_at` | no | until deleted |
//! | revoked | never | no | no |
//!
//! `next` is published before it signs, so that every client that honors the JWKS max-age
//! knows the key of the first token it sees. `retired` stays published until its last token
//! has expired and verifiable for us beyond that, so that an expired ID token is still a
//! valid `id_token_hint` (OIDC Core §3.1.2.1, RP-Initiated Logout §2).

mod rotation;

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use rotation::{RotationPolicy, Transition, plan, plan_immediate};

use super::{
    alg::SigAlg,
    jwk::Jwk,
    key::{InvalidKey, SigningKey, VerifyingKey},
};
use crate::base::time::Timestamp;

/// Where a key is in its life; the diagram stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// Signs.
    Active,
    /// Published ahead of its use.
    Next,
    /// Signed once; verifies what it signed.
    Retired,
    /// Withdrawn: nothing it signed is believed.
    Revoked,
}

impl KeyState {
    /// The state as it stands in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Next => "next",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
        }
    }
    /// The state of a stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Next, Self::Retired, Self::Revoked].into_iter().find(|state| state.as_str() == text)
    }
}

/// What the database knows of a key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// Its thumbprint.
    pub kid: String,
    /// Its one algorithm.
    pub alg: SigAlg,
    /// Where it is in its life.
    pub state: KeyState,
    /// When it was made, and published.
    pub created_at: Timestamp,
    /// When it began to sign.
    pub activated_at: Option<Timestamp>,
    /// When it ceased to sign.
    pub retired_at: Option<Timestamp>,
    /// When it leaves `jwks_uri`; set when it retires.
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

impl KeyFacts {
    fn is_revoked(&self) -> bool {
        self.state == KeyState::Revoked || self.revoked_at.is_some()
    }

    fn is_published(&self, now: Timestamp) -> bool {
        let due = self.state != KeyState::Retired || self.expires_at.is_some_and(|end| now < end);
        due && !self.is_revoked()
    }
}

/// A key, loaded and ready.
#[derive(Debug)]
pub struct RingKey {
    facts: KeyFacts,
    public: Jwk,
    verifying: Arc<VerifyingKey>,
    signing: Option<Arc<SigningKey>>,
}

impl RingKey {
    /// Makes a stored key ready; `pkcs8` is needed for active keys only.
    pub fn load(facts: KeyFacts, public_jwk: &Value, pkcs8: Option<&[u8]>) -> Result<Self, InvalidKey> {
        let public = Jwk::from_value(public_jwk).map_err(|_| InvalidKey::Malformed)?;
        let verifying = Arc::new(VerifyingKey::from_jwk(&public)?);
        let signing = match pkcs8 {
            Some(pkcs8) if facts.state == KeyState::Active => Some(Arc::new(SigningKey::from_pkcs8(facts.alg, pkcs8)?)),
            _ => None,
        };
        // A row whose halves do not belong together would sign what nobody can verify.
        let same = verifying.kid() == Some(&facts.kid)
            && verifying.suits(facts.alg)
            && public.check_public().is_ok()
            && signing.as_ref().is_none_or(|key| key.kid() == facts.kid);
        if same { Ok(Self { facts, public, verifying, signing }) } else { Err(InvalidKey::Malformed) }
    }
}

/// All keys of one issuer. Built anew when a row changes; never mutated.
#[derive(Debug, Default)]
pub struct KeyRing {
    keys: Vec<RingKey>,
    by_kid: HashMap<String, usize>,
    active: HashMap<SigAlg, Arc<SigningKey>>,
}

impl KeyRing {
    /// A ring of loaded keys.
    pub fn new(mut keys: Vec<RingKey>) -> Self {
        // The newest first: where two instances made an active key at once, all choose the same,
        // and a client that ignores `kid` tries the active key before the others.
        keys.sort_by(|left, right| {
            let rank = |key: &RingKey| (key.facts.state, key.facts.alg);
            rank(left).cmp(&rank(right)).then_with(|| rotation::newest_first(&left.facts, &right.facts))
        });
        let by_kid = keys.iter().enumerate().map(|(at, key)| (key.facts.kid.clone(), at)).collect();
        let mut active = HashMap::new();
        for key in keys.iter().filter(|key| !key.facts.is_revoked()) {
            if let Some(signing) = &key.signing {
                active.entry(key.facts.alg).or_insert_with(|| Arc::clone(signing));
            }
        }
        Self { keys, by_kid, active }
    }

    /// The key that signs with `alg`.
    pub fn active(&self, alg: SigAlg) -> Option<Arc<SigningKey>> {
        self.active.get(&alg).cloned()
    }

    /// Algorithms that can sign, in the order in which discovery lists them.
    pub fn algorithms(&self) -> Vec<SigAlg> {
        SigAlg::ALL.iter().copied().filter(|alg| self.active.contains_key(alg)).collect()
    }

    /// The public key of that name, unless it was revoked.
    pub fn verifying(&self, kid: &str) -> Option<Arc<VerifyingKey>> {
        let key = &self.keys[*self.by_kid.get(kid)?];
        (!key.facts.is_revoked()).then(|| Arc::clone(&key.verifying))
    }

    /// Every public key that was not revoked.
    pub fn all_verifying(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.keys.iter().filter(|key| !key.facts.is_revoked()).map(|key| key.verifying.as_ref())
    }

    /// What the database knows of the keys.
    pub fn facts(&self) -> impl Iterator<Item = &KeyFacts> {
        self.keys.iter().map(|key| &key.facts)
    }

    /// The key set that `jwks_uri` shows.
    pub fn jwks(&self, now: Timestamp) -> Value {
        let published: Vec<Value> =
            self.keys.iter().filter(|key| key.facts.is_published(now)).map(|key| key.public.to_value()).collect();
        json!({ "keys": published })
    }

    /// When [`Self::jwks`] next changes by time alone: how long its text may be kept.
    pub fn jwks_changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let leaving = |key: &RingKey| key.facts.expires_at.filter(|_| key.facts.state == KeyState::Retired);
        self.keys.iter().filter(|key| key.facts.is_published(now)).filter_map(leaving).min()
    }
}

#[cfg(test)]
mod tests;
