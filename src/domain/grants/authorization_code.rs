//! Redeeming an authorization code (RFC 6749 §4.1.3; rules in `protocol/token/authorization_code.rs`).

use super::{
    TokenRequest,
    issue::{self, Beside, Issued},
    permitted::{Permitted, permitted},
    refresh_token, revoke,
};
use crate::{
    app::App,
    base::secret::TokenHash,
    domain::{
        audit,
        error::{Error, settle},
    },
    protocol::{
        client::GrantType,
        scope::Scopes,
        token::{
            audience,
            authorization_code::{self as rules, Facts},
        },
    },
    store::{audit as audit_events, codes, grants},
};

/// Exchanges a code for tokens.
///
/// # Errors
/// `invalid_grant`; when the code was redeemed before, what it brought is revoked first.
pub async fn exchange(app: &App, request: &TokenRequest<'_>) -> Result<Issued, Error> {
    let now = app.clock.now();
    let presented = TokenHash::of(request.params.required("code", "RFC 6749 section 4.1.3")?);
    // Nothing that is read here can change but `consumed_at`, which the update below decides.
    let mut conn = app.db.read().await?;
    let code = codes::find(&mut conn, &presented).await?.ok_or_else(rules::unknown)?;
    let facts = Facts {
        client_id: &code.client_id,
        redirect_uri: &code.redirect_uri,
        redirect_uri_sent: code.redirect_uri_sent_at.is_some(),
        code_challenge: code.code_challenge.as_deref(),
        expires_at: code.expires_at,
    };
    if code.consumed_at.is_some() && code.client_id == request.client.id {
        drop(conn);
        return Err(replayed(app, request, &code).await);
    }
    rules::check(&facts, &request.client.id, request.params, now)?;
    let grant = grants::find(&mut conn, &code.grant_id)
        .await?
        .filter(|grant| grant.revoked_at.is_none())
        .ok_or_else(rules::unknown)?;
    let subject = issue::person(app, conn, request, grant.clone()).await?;
    let Permitted { servers, scopes: granted } =
        permitted(app, request, &grant, Scopes::of(grant.scopes.clone())).await?;
    let shape = audience::shape(&servers, &granted)?;

    let lifetime = shape.lifetime.0;
    let offline = granted.has("offline_access");
    let family =
        request.client.has_grant(GrantType::RefreshToken).then(|| refresh_token::new_family(app, &grant, offline, now));
    let end = issue::grant_end(now, lifetime, family.as_ref().map(|(family, _)| family.expires_at));
    let beside = Beside { nonce: grant.nonce.clone(), refresh_token: family.as_ref().map(|(_, token)| token.clone()) };

    let mut tx = app.db.begin().await?;
    let outcome = async {
        // One winner: a code is spent by this update and by nothing else.
        if !codes::consume(&mut tx, &presented, now).await? {
            return Ok(None);
        }
        if !grants::extend(&mut tx, &grant.id, end).await? {
            return Err(rules::unknown().because("the grant was revoked while its code was in flight").into());
        }
        if let Some((family, _)) = &family {
            crate::store::refresh_families::insert(&mut tx, family).await?;
        }
        issue::with_grant(app, &mut tx, request, (subject, shape, granted), beside).await.map(Some)
    }
    .await;
    match settle(tx, outcome).await? {
        Some(issued) => Ok(issued),
        None => Err(replayed(app, request, &code).await),
    }
}

// RFC 6749 §4.1.2: a code used twice SHOULD take with it every token that it brought.
async fn replayed(app: &App, request: &TokenRequest<'_>, code: &codes::Code) -> Error {
    let outcome = async {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        let outcome: Result<(), Error> = async {
            let revoked = grants::revoke(&mut tx, &code.grant_id, now).await?;
            revoke::tell(app, request.issuer, &mut tx, &revoked).await?;
            if !revoked.is_empty() {
                let actor = format!("client:{}", request.client.id);
                let mut event = audit::event(app, request.issuer, "code.reused", &actor, request.origin);
                event.client_id = Some(request.client.id.clone());
                event.grant_id = Some(code.grant_id.clone());
                audit_events::insert(&mut tx, &event).await?;
            }
            Err(Error::RefusedKeepingWrites(rules::reused()))
        }
        .await;
        settle(tx, outcome).await
    }
    .await;
    outcome.err().unwrap_or_else(|| rules::reused().into())
}
