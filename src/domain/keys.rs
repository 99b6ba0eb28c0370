//! Our signing keys: made, rotated, revoked, loaded.
//!
//! What to do is decided by `protocol::jose::key_ring`; here the decision is carried out. Key
//! pairs are made before the transaction begins (RSA takes up to a second), and inside it the
//! decision is taken again over the rows as they are then, so that instances that rotate at
//! once make one key and not two.

mod load;
mod rewrap;

use serde_json::Value;

pub use load::reload;
pub use rewrap::{Rewrapped, rewrap};

use super::{
    audit::{self, Origin},
    error::{Error, settle},
};
use crate::{
    app::App,
    base::time::Timestamp,
    protocol::jose::{
        alg::SigAlg,
        key::{GeneratedKey, SigningKey},
        key_ring::{KeyFacts, KeyState, RotationPolicy, Transition, plan, plan_immediate},
    },
    protocol::registration::SIGNING_ALGS,
    store::{
        Tx, audit as audit_events, cache_versions,
        signing_keys::{self, StateTimes},
    },
};

/// The version row that tells other instances of a change.
const VERSION: &str = "signing_keys";
/// How often a decision is taken again because another instance was faster.
const ATTEMPTS: usize = 4;

/// Makes sure that every algorithm has a key that signs, and loads all keys.
///
/// # Errors
/// When the database fails, or a key does not open under the master key.
pub async fn ensure_and_load(app: &App) -> Result<(), Error> {
    apply(app, None, "system", &due(app)).await?;
    reload(app).await
}

/// What time alone asks for: successors, promotions, retirements, deletions. Answers whether
/// anything changed; the keys are then loaded anew.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App) -> Result<bool, Error> {
    let changed = !apply(app, None, "system", &due(app)).await?.is_empty();
    if changed {
        reload(app).await?;
    }
    Ok(changed)
}

/// Replaces keys before their time. Without `now`, the successor is published first and signs
/// after `keys.publish_ahead`; with it, it signs at once. Answers what was done.
///
/// # Errors
/// [`Error::Invalid`] for an algorithm that Signet does not sign with.
pub async fn rotate(app: &App, algs: &[SigAlg], now: bool, actor: &str) -> Result<Vec<Transition>, Error> {
    if let Some(other) = algs.iter().find(|alg| !SIGNING_ALGS.contains(alg)) {
        let known: Vec<&str> = SIGNING_ALGS.iter().map(|alg| alg.as_str()).collect();
        let message = format!("{other} is not signed with; choose one of {}", known.join(", "));
        return Err(Error::field("alg", "alg_unknown", message));
    }
    let policy = policy(app);
    let at = app.clock.now();
    let done = apply(app, None, actor, &|rows| {
        algs.iter().flat_map(|alg| plan_immediate(rows, *alg, now, at, &policy)).collect()
    })
    .await?;
    reload(app).await?;
    Ok(done)
}

/// Withdraws a key at once: it leaves the key set, and nothing it signed is believed. Where it
/// was the key that signs, its successor takes over in the same transaction.
///
/// # Errors
/// [`Error::NotFound`] for an unknown key, [`Error::Invalid`] for one that was revoked before.
pub async fn revoke(app: &App, kid: &str, actor: &str) -> Result<Vec<Transition>, Error> {
    let rows = list(app).await?;
    let row = rows.iter().find(|row| row.kid == kid).ok_or(Error::NotFound)?;
    if row.revoked_at.is_some() {
        return Err(Error::field("kid", "already_revoked", "the key was revoked before"));
    }
    let done = apply(app, Some(kid), actor, &due(app)).await?;
    reload(app).await?;
    Ok(done)
}

/// Every key, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App) -> Result<Vec<KeyFacts>, Error> {
    let mut conn = app.db.read().await?;
    load::facts(&signing_keys::list(&mut conn, &app.issuer.id).await?)
}

/// The rhythm that the operator chose.
pub fn policy(app: &App) -> RotationPolicy {
    let keys = &app.config.keys;
    RotationPolicy {
        interval: keys.rotation_interval,
        publish_ahead: keys.publish_ahead,
        keep_published: keys.retire_keep,
        keep_verifiable: app.config.session.absolute,
    }
}

fn due(app: &App) -> impl Fn(&[KeyFacts]) -> Vec<Transition> {
    let (policy, now) = (policy(app), app.clock.now());
    move |rows| plan(rows, &SIGNING_ALGS, now, &policy)
}

type Decide<'a> = dyn Fn(&[KeyFacts]) -> Vec<Transition> + Send + Sync + 'a;

/// Carries out a decision, preceded by the revocation of one key.
async fn apply(app: &App, revoked: Option<&str>, actor: &str, decide: &Decide<'_>) -> Result<Vec<Transition>, Error> {
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
    Err(Error::internal("the signing keys kept changing under another instance"))
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
    (decide, made): (&Decide<'_>, &mut Vec<(SigAlg, GeneratedKey)>),
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
    // The signing key steps down before its successor steps up: there is never more than one.
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
    (transition, made): (&Transition, &mut Vec<(SigAlg, GeneratedKey)>),
    (actor, now): (&str, Timestamp),
) -> Result<(), Lost> {
    let (next, active, retired) = (KeyState::Next.as_str(), KeyState::Active.as_str(), KeyState::Retired.as_str());
    let (kid, event, moved) = match transition {
        Transition::Generate { alg, state } => {
            let at = made.iter().position(|(one, _)| one == alg).ok_or(Lost::Race)?;
            let row = new_row(app, *alg, *state, &made.swap_remove(at).1)?;
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
            // It never signs again, so nobody needs to be able to steal it.
            signing_keys::drop_private(tx, kid).await?;
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

/// Makes the key pairs that a decision asks for, off the threads that serve requests.
async fn generate(transitions: &[Transition]) -> Result<Vec<(SigAlg, GeneratedKey)>, Error> {
    let mut made = Vec::new();
    for transition in transitions {
        if let Transition::Generate { alg, .. } = transition {
            let alg = *alg;
            let pair = tokio::task::spawn_blocking(move || SigningKey::generate(alg)).await.map_err(Error::internal)?;
            made.push((alg, pair.map_err(Error::internal)?));
        }
    }
    Ok(made)
}

fn new_row(app: &App, alg: SigAlg, state: KeyState, pair: &GeneratedKey) -> Result<signing_keys::SigningKey, Error> {
    let kid = pair.public_jwk.get("kid").and_then(Value::as_str);
    let kid = kid.ok_or_else(|| Error::internal("a generated key has no kid"))?;
    let now = app.clock.now();
    Ok(signing_keys::SigningKey {
        kid: kid.to_owned(),
        issuer_id: app.issuer.id.clone(),
        alg: alg.as_str().to_owned(),
        key_use: load::SIG.to_owned(),
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

#[cfg(test)]
mod tests;
