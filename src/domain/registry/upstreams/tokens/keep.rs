//! Keeping what an upstream handed out.

use super::super::Upstream;
use crate::{
    base::{
        id::IdentityId,
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error, Work, seals},
    protocol::upstream::HandedOut,
    store::upstream_tokens::{self, UpstreamTokens},
};

/// How long before its end an access token is refreshed.
const AHEAD: Seconds = Seconds::minutes(5);
/// The shortest pause between two refreshes of one identity: an upstream whose tokens live for seconds is not called
/// all the time.
const LEAST: Seconds = Seconds::minutes(1);

/// The column of each, in the purpose that it is sealed for.
const ACCESS: &str = "access_token";
const REFRESH: &str = "refresh_token";

/// Tokens to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewUpstreamTokens<'a> {
    /// Of which upstream.
    pub upstream: &'a Upstream,
    /// Whose.
    pub identity: &'a IdentityId,
    /// What it handed out.
    pub tokens: &'a HandedOut,
}

/// Keeps them, in the unit of work of the sign-in that brought them; nothing where the upstream is not set to keep any.
///
/// # Errors
/// When the database fails.
pub async fn keep(cx: &Cx<'_>, work: &mut Work, new: NewUpstreamTokens<'_>) -> Result<(), Error> {
    let NewUpstreamTokens { upstream, identity, tokens } = new;
    if !upstream.settings.keeps_tokens {
        return Ok(());
    }
    let row = row(cx, identity, &upstream.settings.scopes, tokens);
    Ok(upstream_tokens::put(work, &row).await?)
}

/// The row of what was handed out for `asked`.
pub(super) fn row(cx: &Cx<'_>, identity: &IdentityId, asked: &[String], tokens: &HandedOut) -> UpstreamTokens {
    let ends = tokens.ends_at(cx.now);
    UpstreamTokens {
        identity_id: identity.clone(),
        scopes: scopes(asked, tokens),
        access_token: seal(cx, identity, ACCESS, &tokens.access_token),
        access_expires_at: ends,
        refresh_token: tokens.refresh_token.as_ref().map(|token| seal_refresh_token(cx, identity, token)),
        refreshed_at: cx.now,
        due_at: due(cx.now, ends),
        lost_at: None,
    }
}

/// What tokens that were handed out for `asked` are good for.
pub(super) fn scopes(asked: &[String], tokens: &HandedOut) -> Vec<String> {
    // RFC 6749 §5.1: scope is left out where it is what was asked.
    match &tokens.scope {
        Some(said) => said.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        None => asked.to_vec(),
    }
}

/// A refresh token that was handed out, as it is kept.
pub(super) fn seal_refresh_token(cx: &Cx<'_>, identity: &IdentityId, token: &Secret<String>) -> Secret<String> {
    seal(cx, identity, REFRESH, token)
}

/// When tokens that were fetched at `fetched` and end then are refreshed.
pub(super) fn due(fetched: Timestamp, ends: Option<Timestamp>) -> Option<Timestamp> {
    ends.map(|ends| (ends - AHEAD).max(fetched + LEAST))
}

fn seal(cx: &Cx<'_>, identity: &IdentityId, column: &str, token: &Secret<String>) -> Secret<String> {
    let purpose = seals::upstream_token(identity, column);
    Secret::new(cx.app.sealer.seal(&purpose, token.expose().as_bytes(), &cx.app.entropy))
}

/// The refresh token of a row, opened.
pub(super) fn refresh_token(cx: &Cx<'_>, row: &UpstreamTokens) -> Result<Option<Secret<String>>, Error> {
    row.refresh_token.as_ref().map(|sealed| open(cx, &row.identity_id, REFRESH, sealed)).transpose()
}

/// The access token of a row, opened.
pub(super) fn access_token(cx: &Cx<'_>, row: &UpstreamTokens) -> Result<Secret<String>, Error> {
    open(cx, &row.identity_id, ACCESS, &row.access_token)
}

fn open(cx: &Cx<'_>, identity: &IdentityId, column: &str, sealed: &Secret<String>) -> Result<Secret<String>, Error> {
    let purpose = seals::upstream_token(identity, column);
    let opened = cx.app.sealer.open(&purpose, sealed.expose()).map_err(Error::internal)?;
    String::from_utf8(opened.expose().clone()).map(Secret::new).map_err(Error::internal)
}
