//! Refreshing what is kept, ahead of its end.

use std::collections::BTreeMap;

use super::{
    super::{Upstream, find::by_id},
    keep,
    queue_revocations::{forget, queue_fetched},
};
use crate::{
    base::{
        id::{IdentityId, UpstreamId},
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{Cx, Error, or_again},
        registry::upstream_calls::{self, UpstreamCall},
    },
    outbound::http::Posted,
    protocol::{
        scope::Scopes,
        upstream::{HandedOut, UpstreamFaultKind, UpstreamRefusal, settings::UpstreamKind, token_response},
    },
    store::{
        upstream_tokens::{self, UpstreamTokens},
        upstreams,
    },
};

/// How long an instance has for one try: longer than two requests take.
pub(super) const LEASE: Seconds = Seconds::minutes(2);
/// When it is tried again after a failure that may pass.
const AGAIN: Seconds = Seconds::minutes(10);

/// Refreshes what is due, at most `limit`; answers how many were claimed. Several instances share the work: a claim is a
/// lease on one identity.
///
/// # Errors
/// When the database fails.
pub async fn refresh_due(cx: &Cx<'_>, limit: i64) -> Result<usize, Error> {
    let mut conn = cx.read().await?;
    let due = upstream_tokens::list_due(&mut conn, &cx.issuer.id, cx.now, limit).await?;
    drop(conn);
    let mut claimed = 0;
    for one in due {
        let upstream = by_id(cx, &one.upstream_id).await?;
        claimed += usize::from(refresh_one(cx, upstream.as_deref(), &one.identity_id).await?);
    }
    Ok(claimed)
}

/// Refreshes the tokens of one identity, where that is due and nobody is at it; `false` where it is not, or somebody is.
pub(super) async fn refresh_one(
    cx: &Cx<'_>,
    upstream: Option<&Upstream>,
    identity: &IdentityId,
) -> Result<bool, Error> {
    let now = cx.app.clock.now();
    let lease_end = now + LEASE;
    let row = cx.write_one(async |work| Ok(upstream_tokens::claim(work, identity, now, lease_end).await?)).await?;
    let Some(row) = row else { return Ok(false) };
    if let Some(upstream) = upstream.filter(|one| !one.settings.keeps_tokens) {
        Box::pin(forget_late(cx, &upstream.id)).await?;
        return Ok(true);
    }
    let after = match upstream {
        Some(upstream) => tried(cx, upstream, &row).await,
        None => later(&row, now),
    };
    write_back(cx, upstream, &row, &after, lease_end).await?;
    Ok(true)
}

/// Writes the row after one try under a lease; `false` where the lease was taken away meanwhile.
pub(super) async fn write_back(
    cx: &Cx<'_>,
    upstream: Option<&Upstream>,
    before: &UpstreamTokens,
    after: &UpstreamTokens,
    lease_end: Timestamp,
) -> Result<bool, Error> {
    // Whoever signs in meanwhile brings newer tokens, and takes the lease away.
    let write = || cx.write_one(async |work| Ok(upstream_tokens::release(work, before, after, lease_end).await?));
    // The refresh token before may be good no more.
    let is_kept = or_again(write().await, write()).await?;
    let is_fetched = after.refresh_token != before.refresh_token;
    if let Some(upstream) = upstream.filter(|_| !is_kept && is_fetched) {
        Box::pin(came_late(cx, upstream, before, after)).await?;
    }
    Ok(is_kept)
}

/// Forgets what somebody brought who was on the way while the operator said that nothing is kept any more. Where the
/// operator has said otherwise since, the lease ends and it is looked at again.
async fn forget_late(cx: &Cx<'_>, upstream: &UpstreamId) -> Result<(), Error> {
    let write = || {
        cx.write(async |work| {
            let Some(held) = upstreams::hold(work, upstream).await? else { return Ok(()) };
            if Upstream::of(held).map_err(Error::internal)?.settings.keeps_tokens {
                return Ok(());
            }
            forget(cx, work, upstream).await
        })
    };
    or_again(write().await, write()).await
}

/// What was fetched for an identity that went meanwhile is queued to be revoked. Where it is there, another sign-in or
/// another instance was faster: what that one brought stays, and nothing is revoked, since it may be of the same grant. A
/// sign-in that brought no refresh token goes on with the one that was fetched: that before is spent.
async fn came_late(
    cx: &Cx<'_>,
    upstream: &Upstream,
    before: &UpstreamTokens,
    fetched: &UpstreamTokens,
) -> Result<(), Error> {
    let write = || {
        cx.write(async |work| {
            if upstream_tokens::find(work, &fetched.identity_id).await?.is_none() {
                return queue_fetched(cx, work, upstream, fetched).await;
            }
            upstream_tokens::set_refresh_token(work, before, fetched).await?;
            Ok(())
        })
    };
    or_again(write().await, write()).await
}

/// The row after one try. One that fails keeps no other from its turn.
async fn tried(cx: &Cx<'_>, upstream: &Upstream, row: &UpstreamTokens) -> UpstreamTokens {
    let now = cx.app.clock.now();
    if upstream.disabled_at.is_some() || row.refresh_token.is_none() {
        // What is kept ends.
        return UpstreamTokens { due_at: None, ..row.clone() };
    }
    let RefreshTry { tokens, row, .. } = fetch(cx, upstream, row, None).await;
    match tokens {
        Ok(tokens) => {
            let fresh = keep::row(cx, &row.identity_id, &row.scopes, &tokens);
            UpstreamTokens { refresh_token: row.refresh_token, ..fresh }
        }
        Err(why) => {
            let identity = &row.identity_id;
            tracing::warn!(%identity, upstream = upstream.name, "tokens of an upstream were not refreshed: {why}");
            if is_lost(&why) { lost(&row, now) } else { later(&row, now) }
        }
    }
}

/// Whether an upstream says that a refresh token is good no more, whatever is tried.
pub(super) fn is_lost(why: &UpstreamRefusal) -> bool {
    // RFC 6749 §5.2: invalid_grant.
    why.kind == UpstreamFaultKind::Refused("invalid_grant".to_owned())
}

pub(super) fn lost(row: &UpstreamTokens, now: Timestamp) -> UpstreamTokens {
    UpstreamTokens { due_at: None, lost_at: Some(now), ..row.clone() }
}

fn later(row: &UpstreamTokens, now: Timestamp) -> UpstreamTokens {
    UpstreamTokens { due_at: Some(now + AGAIN), ..row.clone() }
}

/// What came of showing a refresh token.
pub(super) struct RefreshTry {
    /// The tokens, or why there are none.
    pub(super) tokens: Result<HandedOut, UpstreamRefusal>,
    /// The row as it was, but for its refresh token.
    pub(super) row: UpstreamTokens,
    /// Whether the scopes are what is refused (RFC 6749 §5.2).
    pub(super) is_scope_refused: bool,
}

/// Shows the refresh token; for the scopes that it was handed out for, or for fewer of them.
pub(super) async fn fetch(
    cx: &Cx<'_>,
    upstream: &Upstream,
    row: &UpstreamTokens,
    fewer: Option<&Scopes>,
) -> RefreshTry {
    let Posted { status, body, .. } = match show(cx, upstream, row, fewer).await {
        Ok(posted) => posted,
        Err(why) => return RefreshTry { tokens: Err(why), row: row.clone(), is_scope_refused: false },
    };
    // OIDC Core §12.2: no ID token needs to come; nobody is signed in by one.
    let read = token_response::read(UpstreamKind::OAuth2, &upstream.settings, status, &body);
    // RFC 6749 §6: where no other refresh token comes, the one before is good. Where one does it may be spent, whatever
    // is wrong with the rest.
    let came = token_response::refresh_token(status, &body);
    let refresh_token = match came {
        Some(token) => Some(keep::seal_refresh_token(cx, &row.identity_id, &token)),
        None => row.refresh_token.clone(),
    };
    RefreshTry {
        tokens: read.map(|answer| answer.tokens),
        row: UpstreamTokens { refresh_token, ..row.clone() },
        is_scope_refused: token_response::error(&body).as_deref() == Some("invalid_scope"),
    }
}

async fn show(
    cx: &Cx<'_>,
    upstream: &Upstream,
    row: &UpstreamTokens,
    fewer: Option<&Scopes>,
) -> Result<Posted, UpstreamRefusal> {
    let token = keep::refresh_token(cx, row).and_then(|token| token.ok_or(Error::NotFound));
    let token = token.map_err(|why| upstream_calls::ours(&why))?;
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    let mut members = BTreeMap::from([
        ("grant_type".to_owned(), Secret::new("refresh_token".to_owned())),
        ("refresh_token".to_owned(), token),
    ]);
    // RFC 6749 §6: left out, it means those that were granted.
    if let Some(scopes) = fewer {
        let all: Vec<&str> = scopes.iter().collect();
        members.insert("scope".to_owned(), Secret::new(all.join(&upstream.settings.scope_separator)));
    }
    let call = UpstreamCall { endpoint: &endpoints.token, token_endpoint: &endpoints.token, members };
    upstream_calls::post(cx, upstream, call).await
}
