//! Approving: one row that says what a person let a client do. How the client hears of it is the flow's affair: by a
//! code or tokens through the browser today; a device, a back channel (CIBA), a pushed request or SAML later.

use crate::{
    base::{
        id::{GrantId, OrganizationId},
        time::Timestamp,
    },
    domain::{
        kernel::{Cx, Error, Event, Work},
        sessions::SignedIn,
    },
    protocol::{claims::request::ClaimsRequest, client::ClientId, grant_kind::GrantKind, scope::Scopes},
    store::{
        grants::{self, Grant},
        session_clients,
    },
};

/// What is approved, by whom, for whom.
pub struct NewGrant<'a> {
    /// How it came about.
    pub kind: GrantKind,
    /// Who approves.
    pub account: &'a SignedIn,
    /// For which organization they act.
    pub organization: Option<OrganizationId>,
    /// To which client.
    pub client: &'a ClientId,
    /// What was asked for and is granted.
    pub scopes: &'a Scopes,
    /// At which resources (RFC 8707).
    pub resources: &'a [String],
    /// Claims asked for one by one (OIDC Core §5.5).
    pub claims: &'a ClaimsRequest,
    /// The `acr` that the client is told.
    pub acr: Option<String>,
    /// The request's `nonce`.
    pub nonce: Option<String>,
    /// When the last token of it will have ended.
    pub expires_at: Timestamp,
    /// When nothing of it is kept any more, its code included.
    pub purge_at: Timestamp,
}

/// Writes the grant down, and that the client takes part in the session.
///
/// # Errors
/// When the database fails.
pub async fn approve(cx: &Cx<'_>, work: &mut Work, approval: NewGrant<'_>) -> Result<Grant, Error> {
    let now = cx.now;
    let NewGrant { account, client, claims, .. } = approval;
    let session = &account.session;
    let id: GrantId = cx.new_id();
    let fresh_sid = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<16>());
    let sid = session_clients::upsert(work, (&session.id, client), &fresh_sid, &id, now).await?;
    let grant = Grant {
        id,
        issuer_id: cx.issuer.id.clone(),
        client_id: client.clone(),
        user_id: Some(account.user.id.clone()),
        session_id: Some(session.id.clone()),
        organization_id: approval.organization,
        kind: approval.kind,
        scopes: approval.scopes.to_vec(),
        resources: approval.resources.to_vec(),
        authorization_details: None,
        claims: (!claims.is_empty()).then(|| claims.clone()),
        acr: approval.acr,
        amr: session.amr.clone(),
        auth_time: session.known_auth_time(),
        sid: Some(sid),
        nonce: approval.nonce,
        jkt: None,
        x5t_s256: None,
        parent_grant_id: None,
        act: None,
        created_at: now,
        expires_at: approval.expires_at,
        revoked_at: None,
    };
    grants::insert(work, &grant, approval.purge_at).await?;
    let created = Event::GrantCreated {
        grant: grant.id.clone(),
        user: account.user.id.clone(),
        client: client.clone(),
        session: session.id.clone(),
        scopes: grant.scopes.clone(),
    };
    work.emit(cx, created).await?;
    Ok(grant)
}
