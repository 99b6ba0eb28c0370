//! Refreshing what is kept, ahead of its end.

use std::collections::BTreeMap;

use super::{
    super::{Upstream, find::by_id},
    keep,
    request::{RequestFault, endpoints_of, post},
};
use crate::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error, or_again},
    protocol::upstream::{HandedOut, settings::UpstreamKind, token_response},
    store::upstream_tokens::{self, UpstreamTokens},
};

/// How long an instance has for one try: longer than two requests take.
const LEASE: Seconds = Seconds::minutes(2);
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
        let now = cx.app.clock.now();
        let lease_end = now + LEASE;
        let row = cx
            .write_one(async |work| Ok(upstream_tokens::claim(work, &one.identity_id, now, lease_end).await?))
            .await?;
        let Some(row) = row else { continue };
        claimed += 1;
        let after = match by_id(cx, &one.upstream_id).await? {
            Some(upstream) => tried(cx, &upstream, &row).await,
            None => later(&row, now),
        };
        // Whoever signs in meanwhile brings newer tokens, and takes the lease away.
        let write = || cx.write_one(async |work| Ok(upstream_tokens::release(work, &after, lease_end).await?));
        // The refresh token before may be good no more.
        or_again(write().await, write()).await?;
    }
    Ok(claimed)
}

/// The row after one try. One that fails keeps no other from its turn.
async fn tried(cx: &Cx<'_>, upstream: &Upstream, row: &UpstreamTokens) -> UpstreamTokens {
    let now = cx.app.clock.now();
    if upstream.disabled_at.is_some() || !upstream.settings.keeps_tokens || row.refresh_token.is_none() {
        // What is kept ends.
        return UpstreamTokens { due_at: None, ..row.clone() };
    }
    match fetch(cx, upstream, row).await {
        Ok(tokens) => {
            let fresh = keep::row(cx, &row.identity_id, &row.scopes, &tokens);
            // RFC 6749 §6: where no other refresh token comes, the one before is good.
            let refresh_token = fresh.refresh_token.clone().or_else(|| row.refresh_token.clone());
            UpstreamTokens { refresh_token, ..fresh }
        }
        Err(why) => {
            let identity = &row.identity_id;
            tracing::warn!(%identity, upstream = upstream.name, "tokens of an upstream were not refreshed: {why}");
            if why.is_lost() {
                return UpstreamTokens { due_at: None, lost_at: Some(now), ..row.clone() };
            }
            later(row, now)
        }
    }
}

fn later(row: &UpstreamTokens, now: Timestamp) -> UpstreamTokens {
    UpstreamTokens { due_at: Some(now + AGAIN), ..row.clone() }
}

async fn fetch(cx: &Cx<'_>, upstream: &Upstream, row: &UpstreamTokens) -> Result<HandedOut, RequestFault> {
    let token = keep::refresh_token(cx, row)?.ok_or(Error::NotFound)?;
    let endpoints = endpoints_of(cx, upstream).await?;
    let members = BTreeMap::from([
        ("grant_type".to_owned(), Secret::new("refresh_token".to_owned())),
        ("refresh_token".to_owned(), token),
    ]);
    let posted = post(cx, upstream, &endpoints.token, &endpoints.token, members).await?;
    // OIDC Core §12.2: no ID token needs to come; nobody is signed in by one.
    let read = token_response::read(UpstreamKind::OAuth2, &upstream.settings, posted.status, &posted.body);
    Ok(read?.tokens)
}
