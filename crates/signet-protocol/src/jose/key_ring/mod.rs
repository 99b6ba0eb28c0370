//! Our keys and when they change places.
//!
//! ```text
//!            generate            published for publish_ahead        a successor is promoted
//!   (none) ───────────▶ next ─────────────────────────▶ active ─────────────────────────▶ retired
//!      │                  │                                │                                  │
//!      │ first key of a   │          revoke (any state)    │                                  │ kept until
//!      │ kind, or after   └───────────────┬────────────────┴──────────────────────────────────┤ nothing needs
//!      │ revocation                       ▼                                                   │ it any more,
//!      └────────────────────▶ active    revoked ──────────────▶ (deleted) ◀───────────────────┘ then deleted
//! ```
//!
//! | state | signing: in `jwks_uri` | signs | verifies | decryption: in `jwks_uri` | opens |
//! |---|---|---|---|---|---|
//! | next | yes | no | yes | yes | yes |
//! | active | yes | yes | yes | yes | yes |
//! | retired | until `expires_at` | no | until deleted | no | until `expires_at`, then deleted |
//! | revoked | never | no | no | never | no |
//!
//! `next` is published before it signs, so that every client that honors the JWKS max-age
//! knows the key of the first token it sees. A `retired` signing key stays published until its
//! last token has expired and verifiable for us beyond that, so that an expired ID token is still
//! a valid `id_token_hint` (OIDC Core §3.1.2.1, RP-Initiated Logout §2). A `retired` decryption
//! key leaves the set at once, so that nobody begins to use it, and still opens what clients with
//! an older copy of the set encrypt (OIDC Core §10.2.1).

mod kind;
mod rotation;

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use kind::KeyKind;
pub use rotation::{RotationPolicy, Transition, plan, plan_immediate, plan_missing};

use super::{
    alg::SigAlg,
    jwe::{ContentEnc, DecryptionKey, KeyMgmtAlg, NotOpened, Unopened},
    jwk::Jwk,
    key::{InvalidKey, SigningKey, VerifyingKey},
};
use crate::base::time::Timestamp;

/// Where a key is in its life; the diagram stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// Signs, or is encrypted to.
    Active,
    /// Published ahead of its use.
    Next,
    /// Signed once and verifies what it signed, or opens what is still encrypted to it.
    Retired,
    /// Withdrawn: nothing it signed is believed, nothing encrypted to it is opened.
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
    /// What it is for.
    pub kind: KeyKind,
    /// Where it is in its life.
    pub state: KeyState,
    /// When it was made, and published.
    pub created_at: Timestamp,
    /// When it became the active one.
    pub activated_at: Option<Timestamp>,
    /// When its successor took over.
    pub retired_at: Option<Timestamp>,
    /// When it leaves `jwks_uri` (signing) or opens nothing more (decryption); set when it retires.
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

impl KeyFacts {
    fn is_revoked(&self) -> bool {
        self.state == KeyState::Revoked || self.revoked_at.is_some()
    }

    fn is_published(&self, now: Timestamp) -> bool {
        let due = match (self.state, self.kind) {
            (KeyState::Retired, KeyKind::Signing(_)) => self.expires_at.is_some_and(|end| now < end),
            (KeyState::Retired, KeyKind::Decryption(_)) => false,
            _ => true,
        };
        due && !self.is_revoked()
    }
}

/// A key, loaded and ready.
#[derive(Debug)]
pub struct RingKey {
    facts: KeyFacts,
    public: Jwk,
    ready: Ready,
}

#[derive(Debug)]
enum Ready {
    Signing { verifying: Arc<VerifyingKey>, signing: Option<Arc<SigningKey>> },
    Decryption(Option<Arc<DecryptionKey>>),
}

impl RingKey {
    /// Whether a key in this state is of use only with its private part.
    pub fn needs_private(facts: &KeyFacts) -> bool {
        match facts.kind {
            KeyKind::Signing(_) => facts.state == KeyState::Active,
            KeyKind::Decryption(_) => !facts.is_revoked(),
        }
    }

    /// Makes a stored key ready; see [`Self::needs_private`].
    pub fn load(facts: KeyFacts, public_jwk: &Value, pkcs8: Option<&[u8]>) -> Result<Self, InvalidKey> {
        let public = Jwk::from_value(public_jwk).map_err(|_| InvalidKey::Malformed)?;
        let pkcs8 = pkcs8.filter(|_| Self::needs_private(&facts));
        // A row whose halves do not belong together would sign what nobody can verify, or be
        // encrypted to and open nothing.
        let (ready, same) = match facts.kind {
            KeyKind::Signing(alg) => {
                let verifying = Arc::new(VerifyingKey::from_jwk(&public)?);
                let signing = pkcs8.map(|pkcs8| SigningKey::from_pkcs8(alg, pkcs8).map(Arc::new)).transpose()?;
                let same = verifying.suits(alg) && signing.as_ref().is_none_or(|key| key.kid() == facts.kid);
                (Ready::Signing { verifying, signing }, same)
            }
            KeyKind::Decryption(family) => {
                let key = pkcs8.map(|pkcs8| DecryptionKey::from_pkcs8(family, pkcs8).map(Arc::new)).transpose()?;
                let same = public.key_use() == Some("enc") && key.as_ref().is_none_or(|key| key.kid() == facts.kid);
                (Ready::Decryption(key), same)
            }
        };
        let named = public.kid() == Some(&facts.kid) && public.thumbprint().as_ref() == Some(&facts.kid);
        if same && named && public.check_public().is_ok() {
            Ok(Self { facts, public, ready })
        } else {
            Err(InvalidKey::Malformed)
        }
    }

    fn verifying(&self) -> Option<&Arc<VerifyingKey>> {
        match &self.ready {
            Ready::Signing { verifying, .. } if !self.facts.is_revoked() => Some(verifying),
            _ => None,
        }
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
            let rank = |key: &RingKey| (key.facts.state, key.facts.kind);
            rank(left).cmp(&rank(right)).then_with(|| rotation::newest_first(&left.facts, &right.facts))
        });
        let by_kid = keys.iter().enumerate().map(|(at, key)| (key.facts.kid.clone(), at)).collect();
        let mut active = HashMap::new();
        for key in keys.iter().filter(|key| !key.facts.is_revoked()) {
            if let Ready::Signing { signing: Some(signing), .. } = &key.ready {
                active.entry(signing.alg()).or_insert_with(|| Arc::clone(signing));
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

    /// Whether a key of that name is here, whatever became of it.
    pub fn knows(&self, kid: &str) -> bool {
        self.by_kid.contains_key(kid)
    }

    /// The public key of that name, unless it was revoked.
    pub fn verifying(&self, kid: &str) -> Option<Arc<VerifyingKey>> {
        self.keys[*self.by_kid.get(kid)?].verifying().cloned()
    }

    /// Every public signing key that was not revoked.
    pub fn all_verifying(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.keys.iter().filter_map(RingKey::verifying).map(Arc::as_ref)
    }

    /// The content of a message that is encrypted to one of our keys.
    pub fn open(&self, message: &Unopened, algs: &[KeyMgmtAlg], encs: &[ContentEnc]) -> Result<Vec<u8>, NotOpened> {
        let kid = message.header().kid.as_deref();
        let suited = |key: &&Arc<DecryptionKey>| {
            Some(key.family()) == message.family() && kid.is_none_or(|kid| key.kid() == kid)
        };
        let mut refusal = if message.family().is_none() { NotOpened::Algorithm } else { NotOpened::NoKey };
        // OIDC Core §10.2: `kid` names the key; without it each of the few that suit may be the one.
        for key in self.decrypting().filter(suited) {
            match message.decrypt(key, algs, encs) {
                Ok(content) => return Ok(content),
                Err(why) => refusal = why,
            }
        }
        Err(refusal)
    }

    fn decrypting(&self) -> impl Iterator<Item = &Arc<DecryptionKey>> {
        self.keys.iter().filter(|key| !key.facts.is_revoked()).filter_map(|key| match &key.ready {
            Ready::Decryption(key) => key.as_ref(),
            Ready::Signing { .. } => None,
        })
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
