//! Our keys: made, rotated, revoked, loaded, found.
//!
//! What to do is decided by `protocol::jose::key_ring`; [`apply`] carries the decision out.

mod apply;
mod find;
mod load;
mod rewrap;
mod sealed;

pub use find::{open, verifying};
pub use load::reload;
pub use rewrap::{Rewrapped, rewrap};
pub use sealed::check_sealed;

use super::error::Error;
use crate::{
    app::App,
    base::time::Seconds,
    protocol::jose::key_ring::{KeyFacts, KeyKind, RotationPolicy, Transition, plan, plan_immediate},
    store::{sessions, signing_keys},
};

/// Makes sure that there is an active key of every kind, and loads all keys.
///
/// # Errors
/// When the database fails, or a key does not open under the master key.
pub async fn ensure_and_load(app: &App) -> Result<(), Error> {
    apply::apply(app, None, "system", &due(app).await?).await?;
    reload(app).await
}

/// What time alone asks for: successors, promotions, retirements, deletions. Answers whether
/// anything changed; the keys are then loaded anew.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App) -> Result<bool, Error> {
    let changed = !apply::apply(app, None, "system", &due(app).await?).await?.is_empty();
    if changed {
        reload(app).await?;
    }
    Ok(changed)
}

/// Replaces keys before their time. Without `now`, the successor is published first and takes over
/// after `keys.publish_ahead`; with it, at once. Answers what was done.
///
/// # Errors
/// When the database fails.
pub async fn rotate(app: &App, kinds: &[KeyKind], now: bool, actor: &str) -> Result<Vec<Transition>, Error> {
    let policy = policy(app);
    let at = app.clock.now();
    let done = apply::apply(app, None, actor, &|rows| {
        kinds.iter().flat_map(|kind| plan_immediate(rows, *kind, now, at, &policy)).collect()
    })
    .await?;
    reload(app).await?;
    Ok(done)
}

/// Withdraws a key at once: it leaves the key set, nothing it signed is believed and nothing
/// encrypted to it is opened. Where it was the active one, its successor takes over in the same transaction.
///
/// # Errors
/// [`Error::NotFound`] for an unknown key, [`Error::Invalid`] for one that was revoked before.
pub async fn revoke(app: &App, kid: &str, actor: &str) -> Result<Vec<Transition>, Error> {
    let rows = list(app).await?;
    let row = rows.iter().find(|row| row.kid == kid).ok_or(Error::NotFound)?;
    if row.revoked_at.is_some() {
        return Err(Error::field("kid", "already_revoked", "the key was revoked before"));
    }
    let done = apply::apply(app, Some(kid), actor, &due(app).await?).await?;
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

/// What time asks for at this moment.
async fn due(app: &App) -> Result<impl Fn(&[KeyFacts]) -> Vec<Transition>, Error> {
    let (mut policy, now) = (policy(app), app.clock.now());
    let kinds = KeyKind::wanted();
    let deletes = |one: &Transition| matches!(one, Transition::Delete { .. });
    if plan(&list(app).await?, &kinds, now, &policy).iter().any(deletes) {
        // A session that is renewed again and again outlives `session.absolute`; what was signed at its
        // beginning still names it.
        let mut conn = app.db.read().await?;
        let oldest = sessions::oldest_live(&mut conn, now).await?;
        policy.keep_verifiable = policy.keep_verifiable.max(oldest.map_or(Seconds(0), |began| now - began));
    }
    Ok(move |rows: &[KeyFacts]| plan(rows, &kinds, now, &policy))
}

#[cfg(test)]
mod tests;
