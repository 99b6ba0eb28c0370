//! Tokens that come back: is it ours, is it alive, what does it say?

use serde_json::{Map, Value, json};

use super::{
    audit::{self, Origin},
    claims::Approval,
    clients,
    error::{Error, settle},
    grants::{
        refresh_token::{self, Known},
        revoke,
    },
    keys, resource_servers, sessions,
};
use crate::{
    app::App,
    base::{id::GrantId, secret::TokenHash, time::Timestamp, url::ServedIssuer},
    protocol::{
        client::{Client, ClientId},
        error::Error as Refusal,
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
        audit as audit_events, grants, refresh_families, revoked_tokens,
        standing::{self, Standing},
        tokens, users,
    },
};

/// An access token that is ours, current, and not revoked.
#[derive(Debug, Clone)]
pub struct Live {
    /// Its claims.
    pub claims: Map<String, Value>,
    /// The approval behind it; none for client credentials.
    pub standing: Option<Standing>,
}

/// Checks an access token in either form; `None` for anything that is not live.
///
/// # Errors
/// When the database fails.
pub async fn inspect(app: &App, issuer: &ServedIssuer, token: &str) -> Result<Option<Live>, Error> {
    let now = app.clock.now();
    let claims = match verified_jwt(app, issuer, token).await? {
        Some(claims) => claims,
        None => match opaque(app, issuer, token).await? {
            Some(claims) => claims,
            None => return Ok(None),
        },
    };
    if !introspection::is_current(&claims, now) {
        return Ok(None);
    }
    // A client that was switched off takes its tokens with it, also those without a grant.
    let client = claims.get("client_id").and_then(Value::as_str).map(ClientId::new);
    let known = match &client {
        Some(id) => clients::find(app, issuer, id).await?.is_some(),
        None => false,
    };
    if !known {
        return Ok(None);
    }
    let jti = claims.get("jti").and_then(Value::as_str).unwrap_or_default();
    let mut conn = app.db.read().await?;
    let Some(grant_id) = claims.get("grant_id").and_then(Value::as_str) else {
        let revoked = revoked_tokens::find(&mut conn, jti).await?;
        return Ok((!revoked).then_some(Live { claims, standing: None }));
    };
    let standing = standing::find(&mut conn, &GrantId::from_stored(grant_id), jti).await?;
    Ok(standing.filter(Standing::is_good).map(|standing| Live { claims, standing: Some(standing) }))
}

/// The claims of a JWT access token whose signature is ours. RFC 9068 §4.
async fn verified_jwt(app: &App, issuer: &ServedIssuer, token: &str) -> Result<Option<Map<String, Value>>, Error> {
    let Some(jwt) = Unverified::parse(token).ok().filter(access_token::is_one) else { return Ok(None) };
    let claims = verify_own(app, &jwt).await?;
    Ok(claims.filter(|claims| claims.get("iss").and_then(Value::as_str) == Some(issuer.url.as_str())))
}

async fn verify_own(app: &App, jwt: &Unverified) -> Result<Option<Map<String, Value>>, Error> {
    let Some(kid) = &jwt.header().kid else { return Ok(None) };
    let key = keys::verifying(app, kid).await?;
    // Each of our keys names its one algorithm, so the list narrows nothing further.
    Ok(key.and_then(|key| jwt.verify([key.as_ref()], SigAlg::SIGNING).ok()))
}

async fn opaque(app: &App, issuer: &ServedIssuer, token: &str) -> Result<Option<Map<String, Value>>, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let row = tokens::find(&mut conn, &TokenHash::of(token)).await?;
    let lives = |row: &tokens::Token| row.issuer_id == issuer.id && row.revoked_at.is_none() && now < row.expires_at;
    Ok(row.filter(lives).map(|row| row.claims))
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
pub async fn id_token_hint(app: &App, issuer: &ServedIssuer, token: &str) -> Result<Option<Hint>, Error> {
    // OIDC Core §3.1.2.1: it may come encrypted to us, as nested JWT.
    let opened = match Unopened::parse(token) {
        Ok(message) => {
            let content = keys::open(app, &message, KeyMgmtAlg::ALL, ContentEnc::ALL).await?;
            content.ok().and_then(|content| String::from_utf8(content).ok())
        }
        Err(_) => Some(token.to_owned()),
    };
    let read = opened.and_then(|token| Unverified::parse(&token).ok());
    // RFC 8725 §3.11: neither an access token nor a logout token passes for an ID token.
    let typed = |jwt: &Unverified| jwt.header().is_typ(id_token::TYP) && !access_token::is_one(jwt);
    let Some(jwt) = read.filter(typed) else { return Ok(None) };
    let claims = verify_own(app, &jwt).await?.unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    // OIDC Core §2: an ID token always says when it ends. Signed userinfo (§5.3.2), whose other
    // claims look the same, does not, and is no ID token.
    if text("iss").as_deref() != Some(issuer.url.as_str()) || !claims.contains_key("exp") {
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
pub async fn userinfo(app: &App, issuer: &ServedIssuer, token: &str) -> Result<(Map<String, Value>, ClientId), Error> {
    let dead = || Refusal::invalid_token("the access token is unknown, expired or revoked (RFC 6750 section 3.1)");
    let live = inspect(app, issuer, token).await?.ok_or_else(dead)?;
    let client = live.claims.get("client_id").and_then(Value::as_str).map(ClientId::new).ok_or_else(dead)?;
    // RFC 9068 §4: the resource server refuses tokens that are meant for another.
    if !introspection::audiences(&live.claims).contains(&issuer.url.as_str()) {
        return Err(Refusal::invalid_token(
            "the access token is meant for another resource server (RFC 9068 section 4)",
        )
        .into());
    }
    let scopes = Scopes::parse(live.claims.get("scope").and_then(Value::as_str).unwrap_or_default())?;
    if !scopes.has("openid") {
        return Err(Refusal::insufficient_scope("userinfo needs scope openid (OIDC Core section 5.3)").into());
    }
    let standing = live.standing.ok_or_else(dead)?;
    let mut conn = app.db.read().await?;
    let user = match &standing.user_id {
        Some(id) => users::find(&mut conn, id).await?.filter(|user| user.disabled_at.is_none()),
        None => None,
    };
    let user = user.ok_or_else(dead)?;
    let subject = live.claims.get("sub").and_then(Value::as_str).ok_or_else(dead)?;
    let single = standing.claims.unwrap_or_default();
    let approval = Approval { scopes: &scopes, claims: &single, organization: standing.organization_id.as_ref() };
    let mut answer = approval.at_userinfo(app, &mut conn, &user).await?;
    // OIDC Core §5.3.2: sub MUST always be returned.
    answer.insert("sub".into(), json!(subject));
    Ok((answer, client))
}

/// Introspection (RFC 7662) for an authenticated caller.
///
/// # Errors
/// `invalid_client` for public clients, `invalid_request` without a token.
pub async fn introspect(
    app: &App,
    issuer: &ServedIssuer,
    caller: &Client,
    params: &Params,
) -> Result<Map<String, Value>, Error> {
    introspection::check_caller(caller)?;
    let token = params.required("token", "RFC 7662 section 2.1")?;
    let own = resource_servers::audiences_of(app, &caller.id).await?;
    if let Some(live) = inspect(app, issuer, token).await? {
        // RFC 7662 §4: a token that the caller has no business with does not exist for it.
        let may = introspection::may_learn(&live.claims, &caller.id, &own);
        return Ok(if may { introspection::active(live.claims) } else { introspection::inactive() });
    }
    let known = refresh_token::inspect(app, token).await?;
    let Some(Known { family, grant, .. }) = known.filter(|known| known.current && known.family.client_id == caller.id)
    else {
        return Ok(introspection::inactive());
    };
    // OIDC Core §11: without offline_access it is worth nothing when its session has ended.
    if family.offline_at.is_none() {
        let mut conn = app.db.read().await?;
        match sessions::alive_for_refresh(&mut conn, &grant, app.clock.now()).await {
            Ok(_) => {}
            Err(Error::Refused(_)) => return Ok(introspection::inactive()),
            Err(failure) => return Err(failure),
        }
    }
    let mut answer = Map::new();
    answer.insert("active".into(), json!(true));
    answer.insert("iss".into(), json!(issuer.url.as_str()));
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
pub async fn revoke(
    app: &App,
    issuer: &ServedIssuer,
    caller: &Client,
    params: &Params,
    origin: &Origin,
) -> Result<(), Error> {
    let token = params.required("token", "RFC 7009 section 2.1")?;
    let foreign = || Refusal::unauthorized_client("the token was issued to another client (RFC 7009 section 2.1)");
    let now = app.clock.now();
    let mut event = audit::event(app, issuer, "token.revoked", &format!("client:{}", caller.id), origin);
    event.client_id = Some(caller.id.clone());
    if let Some(Known { family, grant, .. }) = refresh_token::inspect(app, token).await? {
        if family.client_id != caller.id {
            return Err(foreign().into());
        }
        event.grant_id = Some(grant.id.clone());
        let mut tx = app.db.begin().await?;
        let outcome: Result<(), Error> = async {
            refresh_families::revoke(&mut tx, &family.id, now).await?;
            // RFC 7009 §2.1: and all access tokens based on the same grant.
            let revoked = grants::revoke(&mut tx, &grant.id, now).await?;
            revoke::tell(app, issuer, &mut tx, &revoked).await?;
            audit_events::insert(&mut tx, &audit::with(event, "token", "refresh_token")).await?;
            Ok(())
        }
        .await;
        return settle(tx, outcome).await;
    }
    let Some(live) = inspect(app, issuer, token).await? else { return Ok(()) };
    if live.claims.get("client_id").and_then(Value::as_str) != Some(caller.id.as_str()) {
        return Err(foreign().into());
    }
    let jti = live.claims.get("jti").and_then(Value::as_str).unwrap_or_default().to_owned();
    let expires = Timestamp(live.claims.get("exp").and_then(Value::as_i64).unwrap_or(now.0));
    event.grant_id = live.standing.map(|standing| standing.grant_id);
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        if !tokens::revoke(&mut tx, &TokenHash::of(token), now).await? {
            revoked_tokens::insert(&mut tx, &jti, now, expires).await?;
        }
        audit_events::insert(&mut tx, &audit::with(event, "token", "access_token")).await?;
        Ok(())
    }
    .await;
    settle(tx, outcome).await
}
