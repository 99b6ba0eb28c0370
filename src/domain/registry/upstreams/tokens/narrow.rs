//! A token that is good for less than the one that is kept, for an app that may have no more (RFC 6749 §6). It is kept
//! nowhere, and what is kept stays as wide as it is.

use super::{
    super::Upstream,
    current::{KeptToken, UpstreamAccessToken, find},
    keep,
    refresh::{LEASE, RefreshTry, fetch, is_lost, lost, write_back},
};
use crate::{
    base::id::IdentityId,
    domain::kernel::{Cx, Error},
    protocol::{scope::Scopes, upstream::HandedOut},
    store::upstream_tokens,
};

/// Fetches a token for these scopes alone, by the refresh token that is kept of an identity. Never inside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn narrowed(
    cx: &Cx<'_>,
    upstream: &Upstream,
    identity: &IdentityId,
    scopes: &Scopes,
) -> Result<KeptToken, Error> {
    let row = find(cx, identity).await?.filter(|row| row.lost_at.is_none());
    let Some(row) = row else { return Ok(KeptToken::Gone) };
    if !upstream.settings.narrows_tokens || row.refresh_token.is_none() {
        return Ok(KeptToken::TooWide);
    }
    // A refresh token may be good once: whoever is at it, or waits to try again, has put another moment there.
    let is_idle = row.due_at == keep::due(row.refreshed_at, row.access_expires_at);
    let lease_end = cx.app.clock.now() + LEASE;
    let is_claimed =
        is_idle && cx.write_one(async |work| Ok(upstream_tokens::claim_early(work, &row, lease_end).await?)).await?;
    if !is_claimed {
        return Ok(KeptToken::Later);
    }
    let RefreshTry { tokens, row: fetched, is_scope_refused } = fetch(cx, upstream, &row, Some(scopes)).await;
    let after = match &tokens {
        Err(why) if is_lost(why) => lost(&fetched, cx.app.clock.now()),
        _ => fetched,
    };
    if !write_back(cx, Some(upstream), &row, &after, lease_end).await? {
        return Ok(KeptToken::Later);
    }
    Ok(match tokens {
        Ok(tokens) => within(scopes, tokens),
        Err(why) => {
            tracing::warn!(%identity, upstream = upstream.name, "no narrower token was to be had of an upstream: {why}");
            if is_lost(&why) {
                KeptToken::Gone
            } else if is_scope_refused {
                KeptToken::TooWide
            } else {
                KeptToken::Later
            }
        }
    })
}

/// What was fetched, unless it is good for more than was asked.
fn within(asked: &Scopes, tokens: HandedOut) -> KeptToken {
    let scopes = keep::scopes(&asked.to_vec(), &tokens);
    if !asked.covers(&Scopes::of(scopes.iter().cloned())) {
        return KeptToken::TooWide;
    }
    KeptToken::Good(UpstreamAccessToken { token: tokens.access_token, expires_in: tokens.expires_in, scopes })
}
