//! Nothing is left to ask: one grant, one code, one answer.

use std::sync::Arc;

use super::{Paused, Stopped};
use crate::{
    app::App,
    base::{
        id::{GrantId, OrganizationId},
        secret::TokenHash,
        url::ServedIssuer,
    },
    domain::{
        audit::{self, Origin},
        error::{Error, settle},
        sessions::{self, Browser, SignedIn},
    },
    protocol::authorize::response::AuthorizationResponse,
    store::{Tx, audit as audit_events, codes, grants, interactions, session_clients, sessions as session_rows},
};

/// By whom something is approved.
pub(super) struct By<'a> {
    /// The account.
    pub account: &'a SignedIn,
    /// For which organization.
    pub organization: Option<OrganizationId>,
    /// In which browser.
    pub browser: &'a Browser,
}

/// Everybody agrees: one grant, one code, one answer.
pub(super) async fn proceed(
    app: &App,
    issuer: &ServedIssuer,
    paused: &Paused,
    by: &By<'_>,
    origin: &Origin,
) -> Result<AuthorizationResponse, Stopped> {
    let now = app.clock.now();
    let account = by.account;
    let code = app.entropy.token();
    let mut tx = app.db.begin().await?;
    let outcome: Result<bool, Error> = async {
        // Signed out, or signed in anew by somebody else, since the session was looked at. Held
        // before the interaction, as in `approve`: the other order would deadlock on PostgreSQL.
        let secret = TokenHash::of(by.browser.secret.expose());
        if !session_rows::hold(&mut tx, &account.session.id, &secret, now).await? {
            return Err(Error::Forbidden);
        }
        // One winner: two tabs with the same interaction get one code.
        if let Some(id) = &paused.id
            && !interactions::complete(&mut tx, id, now).await?
        {
            return Ok(false);
        }
        sessions::touch(app, &mut tx, &account.session).await?;
        let grant = new_grant(app, issuer, &mut tx, paused, by).await?;
        let row = codes::Code {
            hash: TokenHash::of(code.expose()),
            grant_id: grant.id.clone(),
            client_id: grant.client_id.clone(),
            redirect_uri: paused.request.address.redirect_uri().to_owned(),
            redirect_uri_sent_at: paused.request.address.redirect_uri_sent().then_some(now),
            code_challenge: paused.request.code_challenge.clone(),
            created_at: now,
            expires_at: now + app.policy.code_lifetime,
            consumed_at: None,
        };
        codes::insert(&mut tx, &row).await?;
        let mut event = audit::event(app, issuer, "grant.created", &format!("user:{}", account.user.id), origin);
        event.user_id = Some(account.user.id.clone());
        event.client_id = Some(grant.client_id.clone());
        event.session_id = Some(account.session.id.clone());
        event.grant_id = Some(grant.id.clone());
        audit_events::insert(&mut tx, &audit::with(event, "scopes", grant.scopes)).await?;
        Ok(true)
    }
    .await;
    if settle(tx, outcome).await? {
        Ok(paused.request.address.deliver_code(code.expose()))
    } else {
        Err(Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true })
    }
}

async fn new_grant(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    paused: &Paused,
    by: &By<'_>,
) -> Result<grants::Grant, Error> {
    let now = app.clock.now();
    let account = by.account;
    let id = GrantId::fresh(&app.clock, &app.entropy);
    let client = &paused.client.client.id;
    let fresh_sid = data_encoding::BASE64URL_NOPAD.encode(&app.entropy.bytes::<16>());
    let sid = session_clients::upsert(tx, (&account.session.id, client), &fresh_sid, &id, now).await?;
    let grant = grants::Grant {
        id,
        issuer_id: issuer.id.clone(),
        client_id: client.clone(),
        user_id: Some(account.user.id.clone()),
        session_id: Some(account.session.id.clone()),
        organization_id: by.organization.clone(),
        kind: "authorization_code".to_owned(),
        scopes: paused.request.scopes.to_vec(),
        resources: paused.request.resources.clone(),
        authorization_details: None,
        claims: None,
        acr: Some(account.session.acr.clone()),
        amr: account.session.amr.clone(),
        auth_time: Some(account.session.auth_time),
        sid: Some(sid),
        nonce: paused.request.nonce.clone(),
        jkt: None,
        x5t_s256: None,
        parent_grant_id: None,
        act: None,
        created_at: now,
        expires_at: now + app.policy.code_lifetime,
        revoked_at: None,
    };
    grants::insert(tx, &grant).await?;
    Ok(grant)
}
