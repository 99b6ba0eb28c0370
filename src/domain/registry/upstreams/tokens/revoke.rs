//! Revoking at upstreams what was queued (RFC 7009): again and again for a day, then it is given up.

use std::collections::BTreeMap;

use super::{
    super::{Upstream, find::by_id},
    queue_revocations::{self, LIFETIME},
};
use crate::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{Cx, Error, ahead::Pauses, steady_time},
        registry::upstream_calls::{self, UpstreamCall},
    },
    protocol::upstream::{UpstreamFaultKind, UpstreamRefusal},
    store::upstream_revocations::{self, UpstreamRevocation},
};

/// How long an instance has for one try: longer than two requests take.
const LEASE: Seconds = Seconds::minutes(2);
/// The pause after the first failure; doubles with each.
const AGAIN: Seconds = Seconds::minutes(1);
/// The longest pause after a failure.
const MOST: Seconds = Seconds::hours(2);

/// Revokes what is due, at most `limit`; answers how many were claimed. Several instances share the work.
///
/// # Errors
/// When the database fails.
pub async fn revoke_due(cx: &Cx<'_>, limit: i64) -> Result<usize, Error> {
    bring_forward(cx).await?;
    let mut conn = cx.read().await?;
    let due = upstream_revocations::list_due(&mut conn, &cx.issuer.id, cx.now, limit).await?;
    drop(conn);
    let mut claimed = 0;
    for identity in due {
        let now = cx.app.clock.now();
        let lease_end = now + LEASE;
        let row =
            cx.write_one(async |work| Ok(upstream_revocations::claim(work, &identity, now, lease_end).await?)).await?;
        let Some(row) = row else { continue };
        claimed += 1;
        revoke_one(cx, &row, now).await?;
    }
    Ok(claimed)
}

/// Makes due what waits longer than it ever rests: it was written by a clock that was ahead.
async fn bring_forward(cx: &Cx<'_>) -> Result<(), Error> {
    let furthest = Pauses { longest: MOST, lease: LEASE }.furthest(cx.now);
    let mut conn = cx.read().await?;
    let any = upstream_revocations::is_any_due_after(&mut conn, furthest).await?;
    drop(conn);
    if any {
        // A try may be under way.
        let (at, last) = (cx.now + LEASE, cx.now + LIFETIME);
        cx.write_one(async |work| Ok(upstream_revocations::bring_forward(work, furthest, at, last).await?)).await?;
    }
    Ok(())
}

/// Calls once, and writes what came of it. One that fails keeps no other from its turn.
async fn revoke_one(cx: &Cx<'_>, row: &UpstreamRevocation, now: Timestamp) -> Result<(), Error> {
    let (identity, lease_end) = (&row.identity_id, row.due_at);
    // It is forgotten for good by a clock that is believed alone.
    let is_over = row.expires_at <= now && steady_time::is_believed(cx).await?;
    let outcome = if is_over { None } else { Some(call(cx, row).await) };
    match outcome {
        Some(Ok(())) => {}
        Some(Err(why)) => {
            tracing::info!(%identity, upstream = row.upstream, "tokens were not revoked at an upstream yet: {why}");
            let due = cx.app.clock.now() + pause(row.attempts);
            let put_off = cx
                .write_one(async |work| Ok(upstream_revocations::put_off(work, identity, lease_end, due).await?))
                .await;
            return put_off.map(drop);
        }
        None => {
            tracing::warn!(%identity, upstream = row.upstream, "tokens were forgotten here and not revoked there");
        }
    }
    cx.write_one(async |work| Ok(upstream_revocations::delete(work, identity, lease_end).await?)).await.map(drop)
}

/// How long it rests after so many tries.
fn pause(attempts: i64) -> Seconds {
    let doubled = AGAIN.0.saturating_mul(1_i64 << attempts.saturating_sub(1).clamp(0, 20));
    Seconds(doubled.min(MOST.0))
}

async fn call(cx: &Cx<'_>, row: &UpstreamRevocation) -> Result<(), UpstreamRefusal> {
    let ours = |why: Error| upstream_calls::ours(&why);
    let call = queue_revocations::opened(cx, row).map_err(ours)?;
    // Its secret may be another by now.
    let mut upstream = match by_id(cx, &call.upstream_id).await.map_err(ours)? {
        Some(upstream) => Upstream::clone(&upstream),
        None => queue_revocations::upstream_of(cx, &call).map_err(ours)?,
    };
    // Where it revokes is looked up although it may keep nothing by now.
    upstream.settings.keeps_tokens = true;
    let endpoints = upstream_calls::endpoints(cx, &upstream).await?;
    let Some(endpoint) = &endpoints.revocation else { return Ok(()) };
    let members = BTreeMap::from([
        ("token".to_owned(), Secret::new(call.token)),
        ("token_type_hint".to_owned(), Secret::new(call.token_type_hint)),
    ]);
    let asked = UpstreamCall { endpoint, token_endpoint: &endpoints.token, members };
    let posted = upstream_calls::post(cx, &upstream, asked).await?;
    // RFC 7009 §2.2: 200, for a token that was good no more as well.
    if (200..300).contains(&posted.status) {
        return Ok(());
    }
    let sentence = format!("the revocation endpoint answers with status {}", posted.status);
    Err(UpstreamRefusal::new(UpstreamFaultKind::Unreachable, sentence))
}
