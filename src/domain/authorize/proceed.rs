//! Nothing is left to ask: one grant, and one answer with what the response type brings.

use std::sync::Arc;

use super::{Paused, Stopped};
use crate::{
    app::App,
    base::{
        id::{GrantId, OrganizationId},
        secret::{Secret, TokenHash},
        time::Timestamp,
        url::ServedIssuer,
    },
    domain::{
        answers, audit, claims,
        clients::dynamic,
        error::{Error, settle},
        grants::{
            TokenRequest,
            issue::{self, FrontChannel, Issued, Subject},
        },
        logout::browser_state,
        outcomes, resource_servers,
        sessions::{self, Browser, SignedIn},
        visitor::Visitor,
    },
    protocol::{
        answers::Kind,
        authorize::response::{AuthorizationResponse, Granted},
        client::GrantType,
        params::Params,
        response_type::ResponseType,
        token::audience::{self, Shape},
    },
    store::{
        Tx,
        audit::{self as audit_events, Event},
        codes, grants, interactions, session_clients, sessions as session_rows,
    },
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

/// Everybody agrees: one grant, and what the response type brings of it.
pub(super) async fn proceed(
    app: &App,
    visitor: &Visitor<'_>,
    paused: &Paused,
    by: &By<'_>,
) -> Result<AuthorizationResponse, Stopped> {
    let now = app.clock.now();
    let request = &paused.request;
    let plan = plan(app, visitor.issuer, paused, by.browser).await?;
    let client = &paused.client.client;
    let asking = TokenRequest { issuer: visitor.issuer, client, params: &Params::default(), origin: visitor.origin };
    let mut tx = app.db.begin().await?;
    let outcome: Result<Option<Answer>, Error> = async {
        // Signed out, or signed in anew by somebody else, since the session was looked at. Held
        // before the interaction, as in `approve`: the other order would deadlock on PostgreSQL.
        let secret = TokenHash::of(by.browser.secret.expose());
        if !session_rows::hold(&mut tx, &by.account.session.id, &secret, now).await? {
            return Err(Error::SignedOut);
        }
        // One winner: two tabs with the same interaction get one answer.
        if let Some(id) = &paused.id
            && !interactions::complete(&mut tx, id, now).await?
        {
            return Ok(None);
        }
        sessions::touch(app, &mut tx, &by.account.session).await?;
        dynamic::note_use(app, &mut tx, client).await?;
        // Multiple Response Types §4: none grants nothing that could be kept.
        let approved = if request.response_type == ResponseType::None {
            Approved::default()
        } else {
            approve(app, &mut tx, (paused, by), (&asking, &plan)).await?
        };
        let event = approved.issued.as_ref().map(|issued| issued.event(app, &asking, GrantType::Implicit));
        // Where the answer is kept, it is signed here: whoever sends the form twice gets the same.
        let made = if paused.id.is_some() && visitor.sent.is_some() {
            let response = sign(app, paused, &plan, approved.issued)?;
            let kept = paused.told(response.clone()).kept(approved.grant.as_ref());
            outcomes::keep_answer(app, &mut tx, visitor, &kept).await?;
            Made::Signed(response)
        } else {
            Made::Unsigned(approved.issued.map(Box::new))
        };
        Ok(Some(Answer { made, event }))
    }
    .await;
    let Some(Answer { made, event }) = settle(tx, outcome).await? else {
        return Err(Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true });
    };
    let response = match made {
        Made::Signed(response) => response,
        Made::Unsigned(issued) => sign(app, paused, &plan, issued.map(|issued| *issued))?,
    };
    if let Some(event) = event {
        app.audit.push(event);
        metrics::counter!(crate::telemetry::TOKENS_ISSUED, "grant_type" => GrantType::Implicit.as_str()).increment(1);
    }
    Ok(response)
}

/// What will be handed out, made before the transaction.
struct Plan {
    code: Option<Secret<String>>,
    shape: Option<Shape>,
    code_end: Timestamp,
    id_tokens: Option<answers::Ready>,
    session_state: Option<String>,
}

async fn plan(app: &App, issuer: &ServedIssuer, paused: &Paused, browser: &Browser) -> Result<Plan, Error> {
    let request = &paused.request;
    let servers = resource_servers::resolve(app, issuer, &request.resources).await?;
    let shape = request.response_type.has_token().then(|| audience::shape(&servers, &request.scopes));
    Ok(Plan {
        code: request.response_type.has_code().then(|| app.entropy.token()),
        shape: shape.transpose()?,
        code_end: app.clock.now() + app.policy.code_lifetime,
        // Before anything is spent: without a key to encrypt to there will be no answer.
        id_tokens: if request.response_type.has_id_token() {
            Some(answers::ready(app, &paused.client, Kind::IdToken).await?)
        } else {
            None
        },
        // Session Management §2: with every authentication response.
        session_state: if request.scopes.has("openid") {
            browser_state::told(app, browser, &paused.client.client.id, request.address.redirect_uri()).await?
        } else {
            None
        },
    })
}

/// What was approved.
#[derive(Default)]
struct Approved {
    grant: Option<GrantId>,
    /// What the authorization endpoint issues by itself.
    issued: Option<Issued>,
}

/// The answer as it leaves the transaction.
struct Answer {
    made: Made,
    event: Option<Event>,
}

enum Made {
    Signed(AuthorizationResponse),
    /// To be signed after the commit, since a signature would hold up everybody who writes.
    Unsigned(Option<Box<Issued>>),
}

fn sign(app: &App, paused: &Paused, plan: &Plan, issued: Option<Issued>) -> Result<AuthorizationResponse, Error> {
    let granted = Granted {
        code: plan.code.as_ref().map(|code| code.expose().clone()),
        session_state: plan.session_state.clone(),
        ..Granted::default()
    };
    let Some(issued) = issued else { return Ok(paused.request.address.deliver(granted)) };
    let signed = issue::sign(app, issued, plan.id_tokens.as_ref())?;
    Ok(paused.request.address.deliver(Granted {
        access_token: signed.access_token.map(|(token, lifetime)| (token, lifetime, signed.scope)),
        id_token: signed.id_token,
        ..granted
    }))
}

/// Writes the grant, its code, and what the authorization endpoint issues by itself.
async fn approve(
    app: &App,
    tx: &mut Tx,
    (paused, by): (&Paused, &By<'_>),
    (asking, plan): (&TokenRequest<'_>, &Plan),
) -> Result<Approved, Error> {
    let now = app.clock.now();
    let account = by.account;
    let request = &paused.request;
    let token_end = plan.shape.as_ref().map_or(plan.code_end, |shape| now + shape.lifetime);
    let grant = new_grant(app, asking.issuer, tx, (paused, by), plan.code_end.max(token_end)).await?;
    if let Some(code) = &plan.code {
        let row = codes::Code {
            hash: TokenHash::of(code.expose()),
            grant_id: grant.id.clone(),
            client_id: grant.client_id.clone(),
            redirect_uri: request.address.redirect_uri().to_owned(),
            redirect_uri_sent_at: request.address.redirect_uri_sent().then_some(now),
            code_challenge: request.code_challenge.clone(),
            created_at: now,
            expires_at: plan.code_end,
            consumed_at: None,
        };
        codes::insert(tx, &row).await?;
    }
    let mut event =
        audit::event(app, asking.issuer, "grant.created", &format!("user:{}", account.user.id), asking.origin);
    event.user_id = Some(account.user.id.clone());
    event.client_id = Some(grant.client_id.clone());
    event.session_id = Some(account.session.id.clone());
    event.grant_id = Some(grant.id.clone());
    audit_events::insert(tx, &audit::with(event, "scopes", grant.scopes.clone())).await?;
    // Also where only a code is answered: its redemption then finds the subject and writes none.
    let sub = claims::subject(app, tx, asking.issuer, asking.client, &account.user).await?;
    let id = Some(grant.id.clone());
    if !request.response_type.is_front_channel() {
        return Ok(Approved { grant: id, issued: None });
    }
    let beside = FrontChannel {
        access_token: plan.shape.clone(),
        id_token: request.response_type.has_id_token(),
        code: plan.code.as_ref().map(|code| code.expose().as_str()),
        state: request.address.state(),
    };
    let subject = (Subject::person(sub, grant), request.scopes.clone());
    let issued = issue::front_channel(app, tx, asking, subject, beside).await?;
    Ok(Approved { grant: id, issued: Some(issued) })
}

async fn new_grant(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (paused, by): (&Paused, &By<'_>),
    expires_at: Timestamp,
) -> Result<grants::Grant, Error> {
    let now = app.clock.now();
    let account = by.account;
    let asked = &paused.request.claims;
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
        claims: (!asked.is_empty()).then(|| asked.clone()),
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
        expires_at,
        revoked_at: None,
    };
    grants::insert(tx, &grant).await?;
    Ok(grant)
}
