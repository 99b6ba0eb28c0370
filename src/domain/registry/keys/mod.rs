//! Our keys: made, rotated, revoked, loaded, found.
//!
//! What to do is decided by `protocol::jose::key_ring`; `apply` carries the decision out.

mod apply;
mod find;
mod load;
mod rewrap;
mod sealed;

pub use find::{open, verifying};
pub use load::reload;
pub use rewrap::{Rewrapped, rewrap};
pub use sealed::check_sealed;

use crate::{
    base::time::Seconds,
    domain::kernel::{Cx, Error, On, Permission, permit},
    protocol::jose::key_ring::{KeyFacts, KeyKind, RotationPolicy, Transition, plan, plan_immediate, plan_missing},
    store::{sessions, signing_keys},
};

/// Makes sure that there is an active key of every kind, and loads all keys. What time asks for waits for [`tick`]:
/// whether the clock is to be believed is not known yet.
///
/// # Errors
/// When the database fails, or a key does not open under the master key.
pub async fn ensure_and_load(cx: &Cx<'_>) -> Result<(), Error> {
    apply::apply(cx, None, &|rows| plan_missing(rows, &KeyKind::wanted())).await?;
    reload(cx).await
}

/// What time alone asks for: successors, promotions, retirements, deletions. Answers whether
/// anything changed; the keys are then loaded anew.
///
/// # Errors
/// When the database fails.
pub async fn tick(cx: &Cx<'_>) -> Result<bool, Error> {
    let changed = !apply::apply(cx, None, &due(cx).await?).await?.is_empty();
    if changed {
        reload(cx).await?;
    }
    Ok(changed)
}

/// Replaces keys before their time. Without `now`, the successor is published first and takes over
/// after `keys.publish_ahead`; with it, at once. Answers what was done.
///
/// # Errors
/// When the database fails.
pub async fn rotate(cx: &Cx<'_>, kinds: &[KeyKind], now: bool) -> Result<Vec<Transition>, Error> {
    permit(cx, Permission::SecurityKeys, On::Installation)?;
    let policy = policy(cx);
    let at = cx.now;
    let done = apply::apply(cx, None, &|rows| {
        kinds.iter().flat_map(|kind| plan_immediate(rows, *kind, now, at, &policy)).collect()
    })
    .await?;
    reload(cx).await?;
    Ok(done)
}

/// Withdraws a key at once: it leaves the key set, nothing it signed is believed and nothing
/// encrypted to it is opened. Where it was the active one, its successor takes over in the same transaction.
///
/// # Errors
/// [`Error::NotFound`] for an unknown key, [`Error::Invalid`] for one that was revoked before.
pub async fn revoke(cx: &Cx<'_>, kid: &str) -> Result<Vec<Transition>, Error> {
    permit(cx, Permission::SecurityKeys, On::Installation)?;
    let rows = list(cx).await?;
    let row = rows.iter().find(|row| row.kid == kid).ok_or(Error::NotFound)?;
    if row.revoked_at.is_some() {
        return Err(Error::field("kid", "already_revoked", "the key was revoked before"));
    }
    let done = apply::apply(cx, Some(kid), &|rows| plan_missing(rows, &KeyKind::wanted())).await?;
    reload(cx).await?;
    // What it signed may have been verified since the commit.
    cx.app.caches.tokens.forget_all();
    Ok(done)
}

/// Every key, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(cx: &Cx<'_>) -> Result<Vec<KeyFacts>, Error> {
    let mut conn = cx.read().await?;
    load::facts(&signing_keys::list(&mut conn, &cx.issuer.id).await?)
}

/// The rhythm that the operator chose.
pub fn policy(cx: &Cx<'_>) -> RotationPolicy {
    let keys = &cx.app.config.keys;
    RotationPolicy {
        interval: keys.rotation_interval,
        publish_ahead: keys.publish_ahead,
        keep_published: keys.retire_keep,
        keep_verifiable: cx.app.config.session.absolute,
    }
}

/// What time asks for at this moment.
async fn due(cx: &Cx<'_>) -> Result<impl Fn(&[KeyFacts]) -> Vec<Transition>, Error> {
    let (mut policy, now) = (policy(cx), cx.now);
    let kinds = KeyKind::wanted();
    let deletes = |one: &Transition| matches!(one, Transition::Delete { .. });
    if plan(&list(cx).await?, &kinds, now, &policy).iter().any(deletes) {
        // A session that is renewed again and again outlives `session.absolute`, and is kept for hints after its end;
        // what was signed at its beginning still names it.
        let mut conn = cx.read().await?;
        let oldest = sessions::oldest(&mut conn).await?;
        policy.keep_verifiable = policy.keep_verifiable.max(oldest.map_or(Seconds(0), |began| now - began));
    }
    Ok(move |rows: &[KeyFacts]| plan(rows, &kinds, now, &policy))
}

#[cfg(test)]
mod tests;
