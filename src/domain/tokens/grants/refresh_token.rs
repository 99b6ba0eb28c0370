//! Refreshing (RFC 6749 §6; the chain and its grace in `protocol/token/refresh_token.rs`).

use super::{
    TokenRequest,
    permitted::{Permitted, permitted},
};
use crate::{
    base::{id::FamilyId, seal, secret::constant_time_eq, time::Timestamp},
    domain::{
        kernel::{Cx, Error, Event, Work, seals},
        registry::clients::dynamic,
        sessions,
        tokens::issue::{self, Approved, Issued},
    },
    protocol::{
        error::Refusal,
        resource::TokenFormat,
        scope::Scopes,
        token::{
            audience, narrowed,
            refresh_token::{self as rules, IssuedRefreshToken, PresentedRefreshToken, RefreshDecision},
        },
    },
    store::{
        Conn,
        grants::{self, Grant},
        presented::{self, PresentedFamily},
        refresh_families::{self, Family},
        sessions::Session,
    },
};

/// How stale "last used" of a family that does not rotate may be, so that each refresh is not a
/// write of its own.
const IDLE_GRANULARITY: i64 = 3600;

/// Exchanges a refresh token for new tokens.
///
/// # Errors
/// `invalid_grant`; a token that was replaced and comes back late takes its family with it.
pub async fn exchange(cx: &Cx<'_>, request: &TokenRequest<'_>) -> Result<Issued, Error> {
    let now = cx.now;
    let presented = PresentedRefreshToken::parse(request.params.required("refresh_token", "RFC 6749 section 6")?)
        .ok_or_else(rules::unknown)?;
    let mut conn = cx.read().await?;
    let Genuine { key, found } = genuine(cx, &mut conn, request, &presented).await?;
    let PresentedFamily { family, grant, person, session } = found;
    // Before anything else in the request is judged: a thief's bad scope must not save the family.
    let facts = facts(&family, request.client.rotates_refresh_tokens());
    let verdict = match rules::decide(&facts, presented.generation, cx.issuer.policy.refresh_grace, now)? {
        RefreshDecision::Reused => {
            drop(conn);
            return Err(reused(cx, request, &family, &grant).await);
        }
        verdict => verdict,
    };
    let granted = narrowed(&Scopes::of(grant.scopes.clone()), request.params)?;
    sessions::check_refresh(&request.client.metadata, family.offline_at.is_some(), session.as_ref())?;
    let subject = issue::subject_of(cx, conn, request, grant.clone(), person).await?;
    let Permitted { servers, scopes: granted } = permitted(cx, request, &grant, granted).await?;
    let shape = audience::shape(&servers, &granted)?;
    let shape_is_jwt = shape.format == TokenFormat::Jwt;
    let end = issue::grant_end(now, shape.lifetime.0, Some(family.expires_at));

    let idle_due = idle_end(cx, &family).0 - family.idle_expires_at.0 >= IDLE_GRANULARITY;
    let session_due = session.as_ref().is_some_and(|session| sessions::is_touch_due(cx, session));
    let extend_due = grant.expires_at < end;
    let idle = verdict == RefreshDecision::Keep && !(idle_due || session_due || extend_due);

    // OIDC Core §12.2: no nonce in a refreshed ID token.
    let approved = Approved { nonce: None, refresh_token: None, subject, shape, granted };
    let generation_and_tokens = if shape_is_jwt && !(session_due || extend_due) {
        // The family alone is written, or nothing at all: the tokens are ready before it moves on.
        let issued = issue::with_grant(cx, &mut cx.read().await?, request, approved).await?;
        let generation = if idle {
            Some(presented.generation)
        } else {
            cx.write_one(async |work| advance(cx, work, &facts, &family, presented.generation).await).await?
        };
        generation.map(|generation| (generation, issued))
    } else {
        cx.write(async |work| {
            // In the order of `users::find_held`. An app in use keeps its person signed in: a refresh counts as
            // activity.
            if let Some(session) = &session {
                sessions::touch(cx, work, session).await?;
            }
            // What was read above may have been revoked since.
            if extend_due && !grants::extend(work, &grant.id, end).await? {
                return Err(revoked().into());
            }
            match advance(cx, work, &facts, &family, presented.generation).await? {
                Some(generation) => {
                    let issued = issue::with_grant(cx, work, request, approved).await?;
                    Ok(Some((generation, issued)))
                }
                None => {
                    work.give_up();
                    Ok(None)
                }
            }
        })
        .await?
    };
    // Somebody with the same token was faster by more than the grace allows: it was used twice.
    let Some((generation, issued)) = generation_and_tokens else {
        return Err(reused(cx, request, &family, &grant).await);
    };
    dynamic::note_use_alone(cx, request.client).await;
    let mac = seal::derive_token(&key, &rules::context(&family.id, generation));
    Ok(issued.with_refresh_token(rules::format(&family.id, generation, &mac)))
}

/// What a token that we made stands for.
struct Genuine {
    /// What the tokens of its family are derived from.
    key: [u8; 32],
    found: PresentedFamily,
}

/// Finds what a token stands for, if it is one of ours and was issued to this client.
async fn genuine(
    cx: &Cx<'_>,
    conn: &mut Conn,
    request: &TokenRequest<'_>,
    presented: &PresentedRefreshToken,
) -> Result<Genuine, Error> {
    let found = presented::find_family(conn, &presented.family, cx.now).await?.ok_or_else(rules::unknown)?;
    let family = &found.family;
    let key = family_key(cx, family)?;
    let expected = seal::derive_token(&key, &rules::context(&family.id, presented.generation));
    if !constant_time_eq(&expected, &presented.mac) {
        return Err(rules::unknown().into());
    }
    // RFC 6749 §6: bound to the client it was issued to.
    if family.client_id != request.client.id {
        return Err(rules::unknown().because("the refresh token was issued to another client").into());
    }
    if found.grant.revoked_at.is_some() {
        return Err(rules::unknown().into());
    }
    Ok(Genuine { key, found })
}

fn revoked() -> Refusal {
    rules::unknown().because("the grant was revoked while it was being refreshed")
}

/// When a family that is used now will have rested too long.
fn idle_end(cx: &Cx<'_>, family: &Family) -> Timestamp {
    (cx.now + cx.issuer.policy.refresh_idle).min(family.expires_at)
}

/// Moves the family on and answers the generation to hand out; `None` when the token turns out to be used twice.
async fn advance(
    cx: &Cx<'_>,
    work: &mut Work,
    facts: &IssuedRefreshToken,
    family: &Family,
    presented: i64,
) -> Result<Option<i64>, Error> {
    let now = cx.now;
    let grace = cx.issuer.policy.refresh_grace;
    let idle_end = idle_end(cx, family);
    match rules::decide(facts, presented, grace, now)? {
        RefreshDecision::Rotate if refresh_families::advance(work, &family.id, presented, now, idle_end).await? => {
            Ok(Some(presented + 1))
        }
        // Lost the race to a twin of this request, or it was decided by what a twin has changed since: by the family as
        // it is now, it is a late tab or a thief, as if it had come later.
        RefreshDecision::Rotate | RefreshDecision::Repeat => {
            if grants::find(work, &family.grant_id).await?.is_none_or(|grant| grant.revoked_at.is_some()) {
                return Err(revoked().into());
            }
            let current = refresh_families::find(work, &family.id).await?.ok_or_else(revoked)?;
            match rules::decide(&self::facts(&current, facts.rotates), presented, grace, now)? {
                RefreshDecision::Repeat => Ok(Some(current.generation)),
                RefreshDecision::Reused => Ok(None),
                // It is the newest although it was not moved on: its approval was revoked in this moment.
                RefreshDecision::Rotate | RefreshDecision::Keep => Err(revoked().into()),
            }
        }
        RefreshDecision::Keep => {
            let due = idle_end.0 - family.idle_expires_at.0 >= IDLE_GRANULARITY;
            if due && !refresh_families::touch(work, &family.id, idle_end).await? {
                return Err(revoked().into());
            }
            Ok(Some(presented))
        }
        RefreshDecision::Reused => Ok(None),
    }
}

fn facts(family: &Family, rotates: bool) -> IssuedRefreshToken {
    IssuedRefreshToken {
        generation: family.generation,
        rotated_at: family.rotated_at,
        previous_rotated_at: family.previous_rotated_at,
        idle_expires_at: family.idle_expires_at,
        expires_at: family.expires_at,
        revoked_at: family.revoked_at,
        rotates,
    }
}

fn family_key(cx: &Cx<'_>, family: &Family) -> Result<[u8; 32], Error> {
    let opened = cx.app.sealer.open(&seals::refresh_family(&family.id), &family.key_sealed).map_err(Error::internal)?;
    <[u8; 32]>::try_from(opened.expose().as_slice()).map_err(Error::internal)
}

/// A refresh token of ours whose family lives.
pub struct LiveRefreshToken {
    /// Its family.
    pub family: Family,
    /// The approval.
    pub grant: Grant,
    /// Whether it is the newest of its family: a replaced one is spent, and can still be revoked.
    pub current: bool,
    /// The session that it came from, while that is alive; none of an offline family.
    pub session: Option<Session>,
}

/// Looks at a refresh token; `None` for anything but one of a living family.
///
/// # Errors
/// When the database fails.
pub async fn inspect(cx: &Cx<'_>, token: &str) -> Result<Option<LiveRefreshToken>, Error> {
    let Some(presented) = PresentedRefreshToken::parse(token) else { return Ok(None) };
    let now = cx.now;
    let mut conn = cx.read().await?;
    let Some(found) = presented::find_family(&mut conn, &presented.family, now).await? else { return Ok(None) };
    let PresentedFamily { family, grant, session, .. } = found;
    let expected = seal::derive_token(&family_key(cx, &family)?, &rules::context(&family.id, presented.generation));
    let genuine = constant_time_eq(&expected, &presented.mac) && presented.generation <= family.generation;
    let ended = family.revoked_at.is_some() || now >= family.expires_at || now >= family.idle_expires_at;
    if !genuine || ended || grant.revoked_at.is_some() {
        return Ok(None);
    }
    let current = presented.generation == family.generation;
    Ok(Some(LiveRefreshToken { family, grant, current, session }))
}

/// A new family for a grant, with its first token.
pub fn new_family(cx: &Cx<'_>, grant: &Grant, offline: bool, now: Timestamp) -> (Family, String) {
    let id: FamilyId = cx.new_id();
    let key = cx.app.entropy.bytes::<32>();
    let expires_at = now + cx.issuer.policy.refresh_lifetime;
    let token = rules::format(&id, 0, &seal::derive_token(&key, &rules::context(&id, 0)));
    let family = Family {
        key_sealed: cx.app.sealer.seal(&seals::refresh_family(&id), &key, &cx.app.entropy),
        id,
        grant_id: grant.id.clone(),
        client_id: grant.client_id.clone(),
        generation: 0,
        offline_at: offline.then_some(now),
        created_at: now,
        rotated_at: now,
        previous_rotated_at: None,
        idle_expires_at: (now + cx.issuer.policy.refresh_idle).min(expires_at),
        expires_at,
        revoked_at: None,
    };
    (family, token)
}

// RFC 9700 §4.14.2: reuse means that one of two holders is a thief; neither can be told apart.
async fn reused(cx: &Cx<'_>, request: &TokenRequest<'_>, family: &Family, grant: &Grant) -> Error {
    let refused: Result<(), Error> = cx
        .write(async |work| {
            let revoked = grants::revoke(work, &grant.id, cx.now).await?;
            refresh_families::revoke(work, &family.id, cx.now).await?;
            let anew = !revoked.is_empty();
            work.emit(cx, Event::GrantsRevoked(revoked)).await?;
            if anew {
                let client = request.client.id.clone();
                let reused = Event::RefreshTokenReused { client, user: grant.user_id.clone(), grant: grant.id.clone() };
                work.emit(cx, reused).await?;
            }
            Err(Error::RefusedKeepingWrites(rules::reused()))
        })
        .await;
    refused.err().unwrap_or_else(|| rules::reused().into())
}

#[cfg(test)]
mod tests;
