//! A decision about keys, carried out.
//!
//! Key pairs are made before the transaction begins (RSA takes up to a second), and inside it the
//! decision is taken again over the rows as they are then, so that instances that rotate at
//! once make one key and not two.

use serde_json::Value;

use super::{list, load};
use crate::{
    domain::kernel::{Cx, Error, Event, Version, Work, event::KeyEvent, seals},
    protocol::jose::{
        jwe::DecryptionKey,
        key::{GeneratedKey, InvalidKey, SigningKey},
        key_ring::{KeyFacts, KeyKind, KeyState, Transition},
    },
    store::signing_keys::{self, StateTimes},
};

/// How often a decision is taken again because another instance was faster.
const ATTEMPTS: usize = 4;

/// What to do about the rows as they are.
pub(super) type Decide<'a> = dyn Fn(&[KeyFacts]) -> Vec<Transition> + Send + Sync + 'a;

/// Carries out a decision, preceded by the revocation of one key.
pub(super) async fn apply(cx: &Cx<'_>, revoked: Option<&str>, decide: &Decide<'_>) -> Result<Vec<Transition>, Error> {
    for _ in 0..ATTEMPTS {
        let now = cx.now;
        let mut rows = list(cx).await?;
        for row in rows.iter_mut().filter(|row| Some(row.kid.as_str()) == revoked) {
            (row.state, row.revoked_at) = (KeyState::Revoked, Some(now));
        }
        let foreseen = decide(&rows);
        if foreseen.is_empty() && revoked.is_none() {
            return Ok(foreseen);
        }
        let mut made = generate(&foreseen).await?;
        let done = cx
            .write(async |work| match decided(cx, work, revoked, decide, &mut made).await {
                Ok(done) => {
                    if done.is_empty() && revoked.is_none() {
                        work.give_up();
                    }
                    Ok(Some(done))
                }
                Err(Lost::Race) => {
                    work.give_up();
                    Ok(None)
                }
                Err(Lost::Failed(error)) => Err(error),
            })
            .await?;
        if let Some(done) = done {
            return Ok(done);
        }
    }
    Err(Error::internal("our keys kept changing under another instance"))
}

/// Why a decision was not carried out.
enum Lost {
    /// The rows changed meanwhile: decide again.
    Race,
    /// It failed.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Lost {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Takes the decision again and carries it out.
async fn decided(
    cx: &Cx<'_>,
    work: &mut Work,
    revoked: Option<&str>,
    decide: &Decide<'_>,
    made: &mut Vec<(KeyKind, GeneratedKey)>,
) -> Result<Vec<Transition>, Lost> {
    // First of all: on PostgreSQL this row is the lock that lets one instance decide at a time.
    work.raise(Version::SigningKeys).await?;
    if let Some(kid) = revoked {
        if !signing_keys::revoke(work, kid, KeyState::Revoked.as_str(), cx.now).await? {
            return Err(Lost::Failed(Error::NotFound));
        }
        work.emit(cx, Event::SigningKey(KeyEvent::Revoked, kid.to_owned())).await?;
    }
    let rows = load::facts(&signing_keys::list(work, &cx.issuer.id).await?)?;
    let mut transitions = decide(&rows);
    // The active key steps down before its successor steps up: there is never more than one.
    transitions.sort_by_key(|one| match one {
        Transition::Retire { .. } => 0,
        Transition::Promote { .. } => 1,
        Transition::Generate { .. } => 2,
        Transition::Delete { .. } => 3,
    });
    for transition in &transitions {
        carry_out(cx, work, transition, made).await?;
    }
    Ok(transitions)
}

async fn carry_out(
    cx: &Cx<'_>,
    work: &mut Work,
    transition: &Transition,
    made: &mut Vec<(KeyKind, GeneratedKey)>,
) -> Result<(), Lost> {
    let now = cx.now;
    let (next, active, retired) = (KeyState::Next.as_str(), KeyState::Active.as_str(), KeyState::Retired.as_str());
    let (kid, what, moved) = match transition {
        Transition::Generate { kind, state } => {
            let at = made.iter().position(|(one, _)| one == kind).ok_or(Lost::Race)?;
            let row = new_row(cx, *kind, *state, &made.swap_remove(at).1)?;
            match signing_keys::insert(work, &row).await {
                Ok(()) => {}
                Err(error) if error.is_unique() => return Err(Lost::Race),
                Err(error) => return Err(error.into()),
            }
            (row.kid, KeyEvent::Created, true)
        }
        Transition::Promote { kid } => {
            let times = StateTimes { activated_at: Some(now), ..StateTimes::default() };
            let moved = signing_keys::set_state(work, kid, next, active, times).await?;
            (kid.clone(), KeyEvent::Activated, moved)
        }
        Transition::Retire { kid, expires_at } => {
            let times = StateTimes { retired_at: Some(now), expires_at: Some(*expires_at), ..StateTimes::default() };
            let moved = signing_keys::set_state(work, kid, active, retired, times).await?;
            // A key that never signs again need not be there to be stolen. One that opens messages
            // is needed until no copy of the old key set is left.
            signing_keys::drop_private(work, kid, KeyKind::SIGNING_USE).await?;
            (kid.clone(), KeyEvent::Retired, moved)
        }
        Transition::Delete { kid } => (kid.clone(), KeyEvent::Deleted, signing_keys::delete(work, kid).await?),
    };
    if !moved {
        return Err(Lost::Race);
    }
    work.emit(cx, Event::SigningKey(what, kid)).await.map_err(Lost::from)
}

/// Makes the key pairs that a decision asks for: all at once, off the threads that serve requests.
async fn generate(transitions: &[Transition]) -> Result<Vec<(KeyKind, GeneratedKey)>, Error> {
    let work = transitions.iter().filter_map(|transition| match transition {
        Transition::Generate { kind, .. } => Some(*kind),
        _ => None,
    });
    let begun: Vec<_> = work.map(|kind| (kind, tokio::task::spawn_blocking(move || pair(kind)))).collect();
    let mut made = Vec::with_capacity(begun.len());
    for (kind, pair) in begun {
        made.push((kind, pair.await.map_err(Error::internal)?.map_err(Error::internal)?));
    }
    Ok(made)
}

fn pair(kind: KeyKind) -> Result<GeneratedKey, InvalidKey> {
    match kind {
        KeyKind::Signing(alg) => SigningKey::generate(alg),
        KeyKind::Decryption(family) => DecryptionKey::generate(family),
    }
}

fn new_row(cx: &Cx<'_>, kind: KeyKind, state: KeyState, pair: &GeneratedKey) -> Result<signing_keys::KeyPair, Error> {
    let kid = pair.public_jwk.get("kid").and_then(Value::as_str);
    let kid = kid.ok_or_else(|| Error::internal("a generated key has no kid"))?;
    let now = cx.now;
    Ok(signing_keys::KeyPair {
        kid: kid.to_owned(),
        issuer_id: cx.issuer.id.clone(),
        alg: kind.alg().to_owned(),
        key_use: kind.key_use().to_owned(),
        state: state.as_str().to_owned(),
        public_jwk: pair.public_jwk.to_string(),
        private_sealed: Some(cx.app.sealer.seal(&seals::signing_key(kid), pair.pkcs8.expose(), &cx.app.entropy)),
        created_at: now,
        activated_at: (state == KeyState::Active).then_some(now),
        retired_at: None,
        expires_at: None,
        revoked_at: None,
    })
}
