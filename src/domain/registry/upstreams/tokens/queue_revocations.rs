//! Tokens that nobody here needs any more: in the unit of work in which an identity, its person or its upstream goes, what
//! is needed to revoke them is queued, sealed.

use std::slice;

use serde::{Deserialize, Serialize};

use super::{
    super::{Upstream, find::secret_at},
    keep,
};
use crate::{
    base::{
        id::{IdentityId, IssuerId, UpstreamId, UserId},
        secret::Secret,
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Work, seals},
    protocol::upstream::settings::UpstreamKind,
    store::{
        PageRequest,
        upstream_revocations::{self, UpstreamRevocation},
        upstream_tokens::{self, KeptTokens, UpstreamTokens},
        upstreams::{self, UpstreamRow},
    },
};

/// How long an upstream has that cannot be reached.
pub(super) const LIFETIME: Seconds = Seconds::days(1);
/// Tokens of an upstream that are looked at at once.
const BATCH: i64 = 200;

/// Of what goes.
#[derive(Debug, Clone, Copy)]
pub enum KeptTokensOf<'a> {
    /// An identity.
    Identity(&'a IdentityId),
    /// A person with all of theirs.
    Person(&'a UserId),
    /// An upstream with everybody's.
    Upstream(&'a UpstreamId),
}

/// What is needed to revoke a token, whatever is left of its upstream here.
#[derive(Serialize, Deserialize)]
pub(super) struct RevocationCall {
    pub(super) upstream_id: UpstreamId,
    name: String,
    kind: UpstreamKind,
    settings: String,
    client_id: String,
    secret: Option<String>,
    pub(super) token: String,
    pub(super) token_type_hint: String,
}

/// Queues the revocation of what is kept, while its rows are still there.
///
/// # Errors
/// When the database fails. What does not open is left: nobody can revoke it.
pub async fn queue_revocations(cx: &Cx<'_>, work: &mut Work, gone: KeptTokensOf<'_>) -> Result<(), Error> {
    match gone {
        KeptTokensOf::Identity(identity) => {
            if let Some(kept) = upstream_tokens::find(work, identity).await? {
                queue(cx, work, &kept.upstream_id, slice::from_ref(&kept)).await?;
            }
        }
        KeptTokensOf::Person(user) => {
            for kept in upstream_tokens::list_for_user(work, user).await? {
                queue(cx, work, &kept.upstream_id, slice::from_ref(&kept)).await?;
            }
        }
        KeptTokensOf::Upstream(upstream) => {
            let mut page = PageRequest::first(BATCH);
            loop {
                let rows = upstream_tokens::list_at(work, upstream, &page).await?;
                let Some(last) = rows.last() else { break };
                page = page.after(last.tokens.identity_id.to_string());
                queue(cx, work, upstream, &rows).await?;
            }
        }
    }
    Ok(())
}

/// Forgets what is kept of everybody at an upstream, once its revocation is queued: the operator wants nothing kept.
///
/// # Errors
/// When the database fails.
pub async fn forget(cx: &Cx<'_>, work: &mut Work, upstream: &UpstreamId) -> Result<(), Error> {
    queue_revocations(cx, work, KeptTokensOf::Upstream(upstream)).await?;
    Ok(upstream_tokens::delete_at(work, upstream).await?)
}

/// Queues tokens of one upstream. Its row is read here and not from memory: a person may have identities at upstreams
/// of several issuers, and whoever holds a connection waits for no second one.
async fn queue(cx: &Cx<'_>, work: &mut Work, upstream: &UpstreamId, all: &[KeptTokens]) -> Result<(), Error> {
    let Some(found) = upstreams::find(work, upstream).await? else { return Ok(()) };
    let issuer = found.issuer_id.clone();
    let upstream = match Upstream::of(found) {
        Ok(upstream) => upstream,
        Err(why) => {
            tracing::warn!(%upstream, "tokens will not be revoked there, its settings cannot be read: {why}");
            return Ok(());
        }
    };
    for kept in all {
        queue_one(cx, work, At { issuer: &issuer, upstream: &upstream }, &kept.tokens).await?;
    }
    Ok(())
}

/// Queues the revocation of tokens that were fetched while their identity went. Nobody else knows of them: what was queued
/// with the identity is the refresh token that they were fetched with.
pub(super) async fn queue_fetched(
    cx: &Cx<'_>,
    work: &mut Work,
    upstream: &Upstream,
    fetched: &UpstreamTokens,
) -> Result<(), Error> {
    queue_one(cx, work, At { issuer: &cx.issuer.id, upstream }, fetched).await
}

/// Where tokens are revoked.
#[derive(Clone, Copy)]
struct At<'a> {
    issuer: &'a IssuerId,
    upstream: &'a Upstream,
}

async fn queue_one(cx: &Cx<'_>, work: &mut Work, at: At<'_>, tokens: &UpstreamTokens) -> Result<(), Error> {
    match row(cx, at, tokens) {
        Ok(row) => upstream_revocations::put(work, &row).await?,
        // Nobody stays here because of it.
        Err(why) => {
            let identity = &tokens.identity_id;
            tracing::warn!(%identity, upstream = at.upstream.name, "tokens will not be revoked there: {why}");
        }
    }
    Ok(())
}

fn row(cx: &Cx<'_>, at: At<'_>, tokens: &UpstreamTokens) -> Result<UpstreamRevocation, Error> {
    let At { issuer, upstream } = at;
    let identity = &tokens.identity_id;
    // RFC 7009 §2.1: with the refresh token go the access tokens that it fetched.
    let (token, hint) = match keep::refresh_token(cx, tokens)? {
        Some(token) => (token, "refresh_token"),
        None => (keep::access_token(cx, tokens)?, "access_token"),
    };
    let call = RevocationCall {
        upstream_id: upstream.id.clone(),
        name: upstream.name.clone(),
        kind: upstream.kind,
        settings: serde_json::to_string(&upstream.settings).map_err(Error::internal)?,
        client_id: upstream.client_id.clone(),
        secret: secret_at(cx, upstream)?.map(|secret| secret.expose().clone()),
        token: token.expose().clone(),
        token_type_hint: hint.to_owned(),
    };
    let plain = Secret::new(serde_json::to_vec(&call).map_err(Error::internal)?);
    let sealed = cx.app.sealer.seal(&seals::upstream_revocation(identity), plain.expose(), &cx.app.entropy);
    Ok(UpstreamRevocation {
        identity_id: identity.clone(),
        issuer_id: issuer.clone(),
        upstream: upstream.name.clone(),
        call: Secret::new(sealed),
        attempts: 0,
        due_at: cx.now,
        expires_at: cx.now + LIFETIME,
    })
}

/// What was queued, opened.
pub(super) fn opened(cx: &Cx<'_>, row: &UpstreamRevocation) -> Result<RevocationCall, Error> {
    let purpose = seals::upstream_revocation(&row.identity_id);
    let plain = cx.app.sealer.open(&purpose, row.call.expose()).map_err(Error::internal)?;
    serde_json::from_slice(plain.expose()).map_err(Error::internal)
}

/// The upstream of a call, as it was when its row went.
pub(super) fn upstream_of(cx: &Cx<'_>, call: &RevocationCall) -> Result<Upstream, Error> {
    let purpose = seals::upstream_secret(&call.upstream_id);
    let sealed = |secret: &String| Secret::new(cx.app.sealer.seal(&purpose, secret.as_bytes(), &cx.app.entropy));
    let row = UpstreamRow {
        id: call.upstream_id.clone(),
        issuer_id: cx.issuer.id.clone(),
        name: call.name.clone(),
        kind: call.kind,
        preset: None,
        label: call.name.clone(),
        position: 0,
        settings: call.settings.clone(),
        client_id: call.client_id.clone(),
        secret: call.secret.as_ref().map(sealed),
        secret_expires_at: None,
        created_at: cx.now,
        updated_at: cx.now,
        disabled_at: None,
    };
    Upstream::of(row).map_err(Error::internal)
}
