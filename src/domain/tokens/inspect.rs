//! Tokens that come back: is it ours, is it alive, what does it say?

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::{
    app::verified_tokens::{TokenKey, VerifiedToken},
    base::{id::GrantId, secret::TokenHash, time::Timestamp},
    domain::{
        approval::claims::ApprovedClaims,
        kernel::{Actor, Cx, Error, Event},
        registry::{clients, keys, resource_servers},
        sessions,
        tokens::grants::refresh_token::{self, LiveRefreshToken},
    },
    protocol::{
        claims::request::ClaimsRequest,
        client::{Client, ClientId},
        error::Refusal,
        introspection,
        jose::{
            alg::SigAlg,
            jwe::{ContentEnc, KeyMgmtAlg, Unopened},
            jwt::Unverified,
        },
        params::Params,
        scope::Scopes,
        token::{access_token, id_token},
    },
    store::{
        grants, refresh_families, revoked_tokens,
        standing::{self, OpaqueToken, TokenStanding},
        tokens, users,
    },
};

/// Checks an access token in either form; `None` for anything that is not live.
///
/// # Errors
/// When the database fails.
pub async fn inspect(cx: &Cx<'_>, token: &str) -> Result<Option<Arc<VerifiedToken>>, Error> {
    let cache = &cx.app.caches.tokens;
    let key = TokenKey::of(token);
    let known = match cache.get(key, cx.now).filter(|known| known.issuer == cx.issuer.id) {
        Some(known) => known,
        None => {
            let revocations = cache.revocations();
            let Some(found) = look_up(cx, token).await? else { return Ok(None) };
            cache.keep(revocations, key, found, cx.now)
        }
    };
    if !introspection::is_current(&known.claims, cx.now) {
        return Ok(None);
    }
    // A client that was switched off takes its tokens with it, also those without a grant.
    Ok(clients::find(cx, &known.client).await?.map(|_| known))
}

/// An access token that is ours, current and not revoked.
async fn look_up(cx: &Cx<'_>, token: &str) -> Result<Option<VerifiedToken>, Error> {
    match Unverified::parse(token).ok().filter(access_token::is_one) {
        Some(jwt) => look_up_jwt(cx, &jwt).await,
        None => look_up_opaque(cx, token).await,
    }
}

/// A JWT access token whose signature is ours. RFC 9068 §4.
async fn look_up_jwt(cx: &Cx<'_>, jwt: &Unverified) -> Result<Option<VerifiedToken>, Error> {
    let Some(claims) = verify_own(cx, jwt).await? else { return Ok(None) };
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let ours = text("iss") == Some(cx.issuer.url.as_str()) && introspection::is_current(&claims, cx.now);
    let Some(client) = text("client_id").filter(|_| ours).map(ClientId::new) else { return Ok(None) };
    let jti = text("jti").unwrap_or_default();
    let mut conn = cx.read().await?;
    let standing = match text("grant_id") {
        None if revoked_tokens::find(&mut conn, jti).await? => return Ok(None),
        None => None,
        Some(grant) => match standing::find(&mut conn, &GrantId::from_stored(grant), jti).await? {
            Some(standing) if standing.is_good() => Some(standing),
            _ => return Ok(None),
        },
    };
    Ok(Some(VerifiedToken { issuer: cx.issuer.id.clone(), client, claims, standing }))
}

async fn look_up_opaque(cx: &Cx<'_>, token: &str) -> Result<Option<VerifiedToken>, Error> {
    let mut conn = cx.read().await?;
    let Some(OpaqueToken { token, standing }) = standing::find_opaque(&mut conn, &TokenHash::of(token)).await? else {
        return Ok(None);
    };
    let lives = token.issuer_id == cx.issuer.id && token.revoked_at.is_none() && cx.now < token.expires_at;
    if !lives || !standing.as_ref().is_none_or(TokenStanding::is_good) {
        return Ok(None);
    }
    Ok(Some(VerifiedToken { issuer: token.issuer_id, client: token.client_id, claims: token.claims, standing }))
}

async fn verify_own(cx: &Cx<'_>, jwt: &Unverified) -> Result<Option<Map<String, Value>>, Error> {
    let Some(kid) = &jwt.header().kid else { return Ok(None) };
    let key = keys::verifying(cx, kid).await?;
    // Each of our keys names its one algorithm, so the list narrows nothing further.
    Ok(key.and_then(|key| jwt.verify([key.as_ref()], SigAlg::SIGNING).ok()))
}

/// What an ID token of ours says, however old (a hint at logout or authorize).
#[derive(Debug, Clone)]
pub struct Hint {
    /// `sub`
    pub subject: String,
    /// The client it was issued to.
    pub client: ClientId,
    /// `sid`
    pub sid: Option<String>,
}

/// Reads an `id_token_hint`; `None` when it is not an ID token of this issuer.
///
/// `exp` is not checked: RP-Initiated Logout §2 accepts expired ones, and a hint is only a hint.
///
/// # Errors
/// When the database fails.
pub async fn id_token_hint(cx: &Cx<'_>, token: &str) -> Result<Option<Hint>, Error> {
    // OIDC Core §3.1.2.1: it may come encrypted to us, as nested JWT.
    let opened = match Unopened::parse(token) {
        Ok(message) => {
            let content = keys::open(cx, &message, KeyMgmtAlg::ALL, ContentEnc::ALL).await?;
            content.ok().and_then(|content| String::from_utf8(content).ok())
        }
        Err(_) => Some(token.to_owned()),
    };
    let read = opened.and_then(|token| Unverified::parse(&token).ok());
    // RFC 8725 §3.11: neither an access token nor a logout token passes for an ID token.
    let typed = |jwt: &Unverified| jwt.header().is_typ(id_token::TYP) && !access_token::is_one(jwt);
    let Some(jwt) = read.filter(typed) else { return Ok(None) };
    let claims = verify_own(cx, &jwt).await?.unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    // OIDC Core §2: an ID token always says when it ends. Signed userinfo (§5.3.2), whose other
    // claims look the same, does not, and is no ID token.
    if text("iss").as_deref() != Some(cx.issuer.url.as_str()) || !claims.contains_key("exp") {
        return Ok(None);
    }
    let audience = introspection::audiences(&claims).first().map(|one| ClientId::new(*one));
    Ok(text("sub").zip(audience).map(|(subject, client)| Hint { subject, client, sid: text("sid") }))
}

/// The claims for the holder of an access token (OIDC Core §5.3).
///
/// # Errors
/// `invalid_token` or `insufficient_scope` (RFC 6750 §3.1). The second value is the client, for
/// CORS.
pub async fn userinfo(cx: &Cx<'_>, token: &str) -> Result<(Map<String, Value>, ClientId), Error> {
    let dead = || Refusal::invalid_token("the access token is unknown, expired or revoked (RFC 6750 section 3.1)");
    let live = inspect(cx, token).await?.ok_or_else(dead)?;
    // RFC 9068 §4: the resource server refuses tokens that are meant for another.
    if !introspection::audiences(&live.claims).contains(&cx.issuer.url.as_str()) {
        return Err(Refusal::invalid_token(
            "the access token is meant for another resource server (RFC 9068 section 4)",
        )
        .into());
    }
    let scopes = Scopes::parse(live.claims.get("scope").and_then(Value::as_str).unwrap_or_default())?;
    if !scopes.has("openid") {
        return Err(Refusal::insufficient_scope("userinfo needs scope openid (OIDC Core section 5.3)").into());
    }
    let standing = live.standing.as_ref().ok_or_else(dead)?;
    let known = clients::find(cx, &live.client).await?;
    let mut conn = cx.read().await?;
    let user = match &standing.user_id {
        Some(id) => users::find(&mut conn, id).await?.filter(|user| user.disabled_at.is_none()),
        None => None,
    };
    let user = user.ok_or_else(dead)?;
    let subject = live.claims.get("sub").and_then(Value::as_str).ok_or_else(dead)?;
    let none = ClaimsRequest::default();
    let approval = ApprovedClaims {
        scopes: &scopes,
        claims: standing.claims.as_ref().unwrap_or(&none),
        organization: standing.organization_id.as_ref(),
        organization_in_groups: known.is_some_and(|one| one.client.metadata.organization_in_groups),
    };
    let mut answer = approval.at_userinfo(cx, &mut conn, &user).await?;
    // OIDC Core §5.3.2: sub MUST always be returned.
    answer.insert("sub".into(), json!(subject));
    Ok((answer, live.client.clone()))
}

/// Introspection (RFC 7662) for an authenticated caller.
///
/// # Errors
/// `invalid_client` for public clients, `invalid_request` without a token.
pub async fn introspect(cx: &Cx<'_>, caller: &Client, params: &Params) -> Result<Map<String, Value>, Error> {
    introspection::check_caller(caller)?;
    let token = params.required("token", "RFC 7662 section 2.1")?;
    let own = resource_servers::audiences_of(cx, &caller.id).await?;
    let Some(known) = refresh_token::inspect(cx, token).await? else {
        let live = inspect(cx, token).await?;
        // RFC 7662 §4: a token that the caller has no business with does not exist for it.
        let told = live.filter(|live| introspection::may_learn(&live.claims, &caller.id, &own));
        return Ok(told.map_or_else(introspection::inactive, |live| introspection::active(live.claims.clone())));
    };
    let LiveRefreshToken { family, grant, current, session } = known;
    let is_usable = sessions::check_refresh(&caller.metadata, family.offline_at.is_some(), session.as_ref()).is_ok();
    if !current || !is_usable || family.client_id != caller.id {
        return Ok(introspection::inactive());
    }
    let mut answer = Map::new();
    answer.insert("active".into(), json!(true));
    answer.insert("iss".into(), json!(cx.issuer.url.as_str()));
    answer.insert("client_id".into(), json!(family.client_id));
    answer.insert("scope".into(), json!(grant.scopes.join(" ")));
    answer.insert("exp".into(), json!(family.expires_at.min(family.idle_expires_at)));
    answer.insert("iat".into(), json!(family.rotated_at));
    Ok(answer)
}

/// Revocation (RFC 7009) by the client that the token was issued to. Unknown tokens are fine.
///
/// # Errors
/// `invalid_request` without a token, `unauthorized_client` for somebody else's token.
pub async fn revoke(cx: &Cx<'_>, caller: &Client, params: &Params) -> Result<(), Error> {
    let token = params.required("token", "RFC 7009 section 2.1")?;
    let foreign = || Refusal::unauthorized_client("the token was issued to another client (RFC 7009 section 2.1)");
    let now = cx.now;
    let cx = &cx.acting(Actor::Client(caller.id.clone()));
    if let Some(LiveRefreshToken { family, grant, .. }) = refresh_token::inspect(cx, token).await? {
        if family.client_id != caller.id {
            return Err(foreign().into());
        }
        return cx
            .write(async |work| {
                // RFC 7009 §2.1: and all access tokens based on the same grant.
                let revoked = grants::revoke(work, &grant.id, now).await?;
                refresh_families::revoke(work, &family.id, now).await?;
                work.emit(cx, Event::GrantsRevoked(revoked)).await?;
                work.emit(cx, taken_back(caller, Some(grant.id), "refresh_token")).await
            })
            .await;
    }
    let Some(live) = inspect(cx, token).await? else { return Ok(()) };
    if live.client != caller.id {
        return Err(foreign().into());
    }
    let jti = live.claims.get("jti").and_then(Value::as_str).unwrap_or_default().to_owned();
    let expires = Timestamp(live.claims.get("exp").and_then(Value::as_i64).unwrap_or(now.0));
    let grant = live.standing.as_ref().map(|standing| standing.grant_id.clone());
    cx.write(async |work| {
        if !tokens::revoke(work, &TokenHash::of(token), now).await? {
            revoked_tokens::insert(work, &jti, now, expires).await?;
        }
        work.emit(cx, taken_back(caller, grant, "access_token")).await
    })
    .await
}

fn taken_back(caller: &Client, grant: Option<GrantId>, token: &'static str) -> Event {
    Event::TokenRevoked { client: caller.id.clone(), grant, token }
}
