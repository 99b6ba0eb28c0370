//! A decision about keys, carried out.
//!
//! Key pairs are made before the transaction begins (RSA takes up to a second), and inside it the
//! decision is taken again over the rows as they are then, so that instances that rotate at
//! once make one key and not two.

use serde_json::Value;

use super::{list, load};
use crate::{
    app::App,
    base::time::Timestamp,
    domain::{
        audit::{self, Origin},
        error::{Error, settle},
    },
    protocol::jose::{
        jwe::DecryptionKey,
        key::{GeneratedKey, InvalidKey, SigningKey},
        key_ring::{KeyFacts, KeyKind, KeyState, Transition},
    },
    store::{
        Tx, audit as audit_events, cache_versions,
        signing_keys::{self, StateTimes},
    },
};

/// The version row that tells other instances of a change.
pub(super) const VERSION: &str = "signing_keys";
/// How often a decision is taken again because another instance was faster.
const ATTEMPTS: usize = 4;

/// What to do about the rows as they are.
pub(super) type Decide<'a> = dyn Fn(&[KeyFacts]) -> Vec<Transition> + Send + Sync + 'a;

/// Carries out a decision, preceded by the revocation of one key.
pub(super) async fn apply(
    app: &App,
    revoked: Option<&str>,
    actor: &str,
    decide: &Decide<'_>,
) -> Result<Vec<Transition>, Error> {
    for _ in 0..ATTEMPTS {
        let now = app.clock.now();
        let mut rows = list(app).await?;
        for row in rows.iter_mut().filter(|row| Some(row.kid.as_str()) == revoked) {
            (row.state, row.revoked_at) = (KeyState::Revoked, Some(now));
        }
        let foreseen = decide(&rows);
        if foreseen.is_empty() && revoked.is_none() {
            return Ok(foreseen);
        }
        let mut made = generate(&foreseen).await?;
        let mut tx = app.db.begin().await?;
        match in_transaction(app, &mut tx, (revoked, actor), (decide, &mut made)).await {
            Ok(done) if done.is_empty() && revoked.is_none() => {
                tx.rollback().await?;
                return Ok(done);
            }
            Ok(done) => return settle(tx, Ok(done)).await,
            Err(Lost::Race) => tx.rollback().await?,
            Err(Lost::Failed(error)) => return settle(tx, Err(error)).await,
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

async fn in_transaction(
    app: &App,
    tx: &mut Tx,
    (revoked, actor): (Option<&str>, &str),
    (decide, made): (&Decide<'_>, &mut Vec<(KeyKind, GeneratedKey)>),
) -> Result<Vec<Transition>, Lost> {
    // First of all: on PostgreSQL this row is the lock that lets one instance decide at a time.
    cache_versions::bump(tx, VERSION).await?;
    let now = app.clock.now();
    if let Some(kid) = revoked {
        if !signing_keys::revoke(tx, kid, KeyState::Revoked.as_str(), now).await? {
            return Err(Lost::Failed(Error::NotFound));
        }
        note(app, tx, "signing_key.revoked", (kid, actor)).await?;
    }
    let rows = load::facts(&signing_keys::list(tx, &app.issuer.id).await?)?;
    let mut transitions = decide(&rows);
    // The active key steps down before its successor steps up: there is never more than one.
    transitions.sort_by_key(|one| match one {
        Transition::Retire { .. } => 0,
        Transition::Promote { .. } => 1,
        Transition::Generate { .. } => 2,
        Transition::Delete { .. } => 3,
    });
    for transition in &transitions {
        carry_out(app, tx, (transition, made), (actor, now)).await?;
    }
    Ok(transitions)
}

async fn carry_out(
    app: &App,
    tx: &mut Tx,
    (transition, made): (&Transition, &mut Vec<(KeyKind, GeneratedKey)>),
    (actor, now): (&str, Timestamp),
) -> Result<(), Lost> {
    let (next, active, retired) = (KeyState::Next.as_str(), KeyState::Active.as_str(), KeyState::Retired.as_str());
    let (kid, event, moved) = match transition {
        Transition::Generate { kind, state } => {
            let at = made.iter().position(|(one, _)| one == kind).ok_or(Lost::Race)?;
            let row = new_row(app, *kind, *state, &made.swap_remove(at).1)?;
            match signing_keys::insert(tx, &row).await {
                Ok(()) => {}
                Err(error) if error.is_unique() => return Err(Lost::Race),
                Err(error) => return Err(error.into()),
            }
            (row.kid, "signing_key.created", true)
        }
        Transition::Promote { kid } => {
            let times = StateTimes { activated_at: Some(now), ..StateTimes::default() };
            let moved = signing_keys::set_state(tx, kid, next, active, times).await?;
            (kid.clone(), "signing_key.activated", moved)
        }
        Transition::Retire { kid, expires_at } => {
            let times = StateTimes { retired_at: Some(now), expires_at: Some(*expires_at), ..StateTimes::default() };
            let moved = signing_keys::set_state(tx, kid, active, retired, times).await?;
            // A key that never signs again need not be there to be stolen. One that opens messages
            // is needed until no copy of the old key set is left.
            signing_keys::drop_private(tx, kid, KeyKind::SIGNING_USE).await?;
            (kid.clone(), "signing_key.retired", moved)
        }
        Transition::Delete { kid } => (kid.clone(), "signing_key.deleted", signing_keys::delete(tx, kid).await?),
    };
    if !moved {
        return Err(Lost::Race);
    }
    note(app, tx, event, (&kid, actor)).await.map_err(Lost::from)
}

async fn note(app: &App, tx: &mut Tx, what: &str, (kid, actor): (&str, &str)) -> Result<(), Error> {
    let event = audit::event(app, &app.issuer, what, actor, &Origin::default());
    Ok(audit_events::insert(tx, &audit::with(event, "kid", kid)).await?)
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

fn new_row(app: &App, kind: KeyKind, state: KeyState, pair: &GeneratedKey) -> Result<signing_keys::SigningKey, Error> {
    let kid = pair.public_jwk.get("kid").and_then(Value::as_str);
    let kid = kid.ok_or_else(|| Error::internal("a generated key has no kid"))?;
    let now = app.clock.now();
    Ok(signing_keys::SigningKey {
        kid: kid.to_owned(),
        issuer_id: app.issuer.id.clone(),
        alg: kind.alg().to_owned(),
        key_use: kind.key_use().to_owned(),
        state: state.as_str().to_owned(),
        public_jwk: pair.public_jwk.to_string(),
        private_sealed: Some(app.sealer.seal(&load::purpose(kid), pair.pkcs8.expose(), &app.entropy)),
        created_at: now,
        activated_at: (state == KeyState::Active).then_some(now),
        retired_at: None,
        expires_at: None,
        revoked_at: None,
    })
}
