//! Taking back what an upstream handed out (RFC 7009), when somebody leaves it.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    super::{Upstream, find::by_id},
    keep,
    request::{RequestFault, endpoints_of, post},
};
use crate::{
    base::{
        id::{IdentityId, UpstreamId},
        secret::Secret,
    },
    domain::kernel::{Cx, Error, Work},
    store::upstream_tokens,
};

/// What was kept of somebody who leaves: to be revoked once that is committed.
#[derive(Debug, Clone)]
pub struct TakenTokens {
    upstream: Arc<Upstream>,
    token: Secret<String>,
    hint: &'static str,
}

/// Forgets what is kept of an identity, before the identity goes. Answers what is to be revoked after the commit.
///
/// # Errors
/// When the database fails.
pub async fn take(
    cx: &Cx<'_>,
    work: &mut Work,
    upstream: &UpstreamId,
    identity: &IdentityId,
) -> Result<Option<TakenTokens>, Error> {
    let Some(row) = upstream_tokens::take(work, identity).await? else { return Ok(None) };
    let Some(upstream) = by_id(cx, upstream).await? else { return Ok(None) };
    // RFC 7009 §2.1: with the refresh token go the access tokens that it fetched.
    let (token, hint) = match keep::refresh_token(cx, &row)? {
        Some(token) => (token, "refresh_token"),
        None => (keep::access_token(cx, &row)?, "access_token"),
    };
    Ok(Some(TakenTokens { upstream, token, hint }))
}

/// Revokes them at the upstream, as far as it can be reached: the person has left whatever it says.
pub async fn revoke(cx: &Cx<'_>, taken: &TakenTokens) {
    if let Err(why) = ask(cx, taken).await {
        tracing::warn!(upstream = taken.upstream.name, "tokens were forgotten here and not revoked there: {why}");
    }
}

async fn ask(cx: &Cx<'_>, taken: &TakenTokens) -> Result<(), RequestFault> {
    let upstream = &taken.upstream;
    let endpoints = endpoints_of(cx, upstream).await?;
    let Some(address) = &endpoints.revocation else { return Ok(()) };
    let members = BTreeMap::from([
        ("token".to_owned(), taken.token.clone()),
        ("token_type_hint".to_owned(), Secret::new(taken.hint.to_owned())),
    ]);
    let posted = post(cx, upstream, address, &endpoints.token, members).await?;
    // RFC 7009 §2.2: 200, for a token that was good no more as well.
    if (200..300).contains(&posted.status) {
        return Ok(());
    }
    Err(Error::internal(format!("the revocation endpoint answers with status {}", posted.status)).into())
}
