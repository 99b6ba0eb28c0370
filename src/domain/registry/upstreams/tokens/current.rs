//! What is kept of somebody, as it can be used now: refreshed first where it ends soon.

use super::{super::Upstream, keep, refresh::refresh_one};
use crate::{
    base::{
        id::IdentityId,
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error},
    store::upstream_tokens::{self, KeptScopes, UpstreamTokens},
};

/// How long an access token must be good for, at least, to be handed on as it is.
const SOON: Seconds = Seconds::minutes(1);

/// An access token of an upstream; what refreshes it is not in it.
#[derive(Debug)]
pub struct UpstreamAccessToken {
    /// The token.
    pub token: Secret<String>,
    /// How long it is good for, as far as the upstream has said.
    pub expires_in: Option<Seconds>,
    /// What it is good for there.
    pub scopes: Vec<String>,
}

/// What is to be had of an identity.
#[derive(Debug)]
pub enum KeptToken {
    /// A token that is good.
    Good(UpstreamAccessToken),
    /// None, until the person signs in there once more.
    Gone,
    /// None at the moment: the upstream does not answer, or somebody is at it.
    Later,
    /// None that is good for no more than was asked: the upstream makes no narrower one.
    TooWide,
}

/// What is kept of an identity, refreshed first where it ends soon. Never inside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn current(cx: &Cx<'_>, upstream: &Upstream, identity: &IdentityId) -> Result<KeptToken, Error> {
    let Some(row) = find(cx, identity).await? else { return Ok(KeptToken::Gone) };
    let now = cx.app.clock.now();
    if !ends_by(&row, now + SOON) {
        return good(cx, &row, now);
    }
    // Under the lease of whoever refreshes: a refresh token may be good once.
    Box::pin(refresh_one(cx, Some(upstream), identity)).await?;
    let Some(row) = find(cx, identity).await? else { return Ok(KeptToken::Gone) };
    let now = cx.app.clock.now();
    if !ends_by(&row, now) {
        return good(cx, &row, now);
    }
    let is_lost = row.lost_at.is_some() || row.due_at.is_none();
    Ok(if is_lost { KeptToken::Gone } else { KeptToken::Later })
}

/// Whether nothing is to be had of what is kept until its person signs in there once more.
pub fn has_ended(kept: &KeptScopes, now: Timestamp) -> bool {
    // What is due, or waits for the next try, may come back.
    kept.lost_at.is_some() || kept.due_at.is_none() && kept.access_expires_at.is_some_and(|ends| ends <= now)
}

pub(super) async fn find(cx: &Cx<'_>, identity: &IdentityId) -> Result<Option<UpstreamTokens>, Error> {
    let kept = upstream_tokens::find(&mut cx.read().await?, identity).await?;
    Ok(kept.map(|kept| kept.tokens))
}

fn ends_by(row: &UpstreamTokens, moment: Timestamp) -> bool {
    row.access_expires_at.is_some_and(|ends| ends <= moment)
}

fn good(cx: &Cx<'_>, row: &UpstreamTokens, now: Timestamp) -> Result<KeptToken, Error> {
    Ok(KeptToken::Good(UpstreamAccessToken {
        token: keep::access_token(cx, row)?,
        expires_in: row.access_expires_at.map(|ends| ends - now),
        scopes: row.scopes.clone(),
    }))
}
