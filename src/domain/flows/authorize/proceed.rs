//! Nothing is left to ask: one grant, and one answer with what the response type brings.

use std::sync::Arc;

use super::decide::Reply;
use crate::{
    base::{
        id::{GrantId, OrganizationId},
        secret::{Secret, TokenHash},
        time::Timestamp,
    },
    domain::{
        approval::claims,
        flows::logout::browser_state,
        interactions::{Paused, Stopped},
        kernel::{Actor, Cx, Error, Event, Work, audit},
        registry::{clients::dynamic, resource_servers},
        sessions::{self, Browser, SignedIn, outcomes, visitor::Visitor},
        tokens::{
            answers,
            grants::TokenRequest,
            issue::{self, FrontChannel, Issued, Subject},
        },
    },
    protocol::{
        answers::Kind,
        authorize::response::{AuthorizationResponse, Granted},
        client::GrantType,
        params::Params,
        response_type::ResponseType,
        token::audience::{self, Shape},
    },
    store::{codes, grants, interactions, session_clients, sessions as session_rows},
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
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: &Paused,
    by: &By<'_>,
) -> Result<AuthorizationResponse, Stopped> {
    let now = cx.now;
    let request = &paused.request;
    let plan = plan(cx, paused, by.browser).await?;
    let client = &paused.client.client;
    let cx = &cx.acting(by.account.actor());
    let answer = cx
        .write(async |work| {
            // Signed out, or signed in anew by somebody else, since the session was looked at. Held
            // before the interaction, as in `approve`: the other order would deadlock on PostgreSQL.
            let secret = TokenHash::of(by.browser.secret.expose());
            if !session_rows::hold(work, &by.account.session.id, &secret, now).await? {
                return Err(Error::SignedOut);
            }
            // One winner: two tabs with the same interaction get one answer.
            if let Some(id) = &paused.id
                && !interactions::complete(work, id, now).await?
            {
                return Ok(None);
            }
            sessions::touch(cx, work, &by.account.session).await?;
            // Multiple Response Types §4: none grants nothing that could be kept.
            let approved = if request.response_type == ResponseType::None {
                Approved::default()
            } else {
                approve(cx, work, paused, by, &plan).await?
            };
            let event = approved.issued.as_ref().map(|issued| issued.event(GrantType::Implicit));
            // Where the answer is kept, it is signed here: whoever sends the form twice gets the same.
            let made = if paused.id.is_some() && visitor.sent.is_some() {
                let response = sign(cx, paused, &plan, approved.issued)?;
                let kept = Reply::of(paused, response.clone()).kept(approved.grant.as_ref());
                outcomes::keep_answer(cx, work, visitor, &kept).await?;
                Made::Signed(response)
            } else {
                Made::Unsigned(approved.issued.map(Box::new))
            };
            Ok(Some(Answer { made, event }))
        })
        .await?;
    let Some(Answer { made, event }) = answer else {
        return Err(Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true });
    };
    // By itself: the row of a client is held last, and this is no reason to hold up others who use it.
    dynamic::note_use_alone(cx, client).await;
    let response = match made {
        Made::Signed(response) => response,
        Made::Unsigned(issued) => sign(cx, paused, &plan, issued.map(|issued| *issued))?,
    };
    if let Some(event) = event {
        audit::record(&cx.acting(Actor::Client(client.id.clone())), &event);
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

async fn plan(cx: &Cx<'_>, paused: &Paused, browser: &Browser) -> Result<Plan, Error> {
    let request = &paused.request;
    let servers = resource_servers::resolve(cx, &request.resources).await?;
    let shape = request.response_type.has_token().then(|| audience::shape(&servers, &request.scopes));
    Ok(Plan {
        code: request.response_type.has_code().then(|| cx.app.entropy.token()),
        shape: shape.transpose()?,
        code_end: cx.now + cx.issuer.policy.code_lifetime,
        // Before anything is spent: without a key to encrypt to there will be no answer.
        id_tokens: if request.response_type.has_id_token() {
            Some(answers::ready(cx, &paused.client, Kind::IdToken).await?)
        } else {
            None
        },
        // Session Management §2: with every authentication response.
        session_state: if request.scopes.has("openid") {
            browser_state::session_state_of(cx, browser, &paused.client.client.id, request.address.redirect_uri())
                .await?
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

fn sign(cx: &Cx<'_>, paused: &Paused, plan: &Plan, issued: Option<Issued>) -> Result<AuthorizationResponse, Error> {
    let granted = Granted {
        code: plan.code.as_ref().map(|code| code.expose().clone()),
        session_state: plan.session_state.clone(),
        ..Granted::default()
    };
    let Some(issued) = issued else { return Ok(paused.request.address.deliver(granted)) };
    let signed = issue::sign(cx, issued, plan.id_tokens.as_ref())?;
    Ok(paused.request.address.deliver(Granted {
        access_token: signed.access_token.map(|(token, lifetime)| (token, lifetime, signed.scope)),
        id_token: signed.id_token,
        ..granted
    }))
}

/// Writes the grant, its code, and what the authorization endpoint issues by itself.
async fn approve(cx: &Cx<'_>, work: &mut Work, paused: &Paused, by: &By<'_>, plan: &Plan) -> Result<Approved, Error> {
    let now = cx.now;
    let account = by.account;
    let client = &paused.client.client;
    let request = &paused.request;
    let token_end = plan.shape.as_ref().map_or(plan.code_end, |shape| now + shape.lifetime);
    let grant = new_grant(cx, work, paused, by, plan.code_end.max(token_end)).await?;
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
        codes::insert(work, &row).await?;
    }
    let created = Event::GrantCreated {
        grant: grant.id.clone(),
        user: account.user.id.clone(),
        client: client.id.clone(),
        session: account.session.id.clone(),
        scopes: grant.scopes.clone(),
    };
    work.emit(cx, created).await?;
    // Also where only a code is answered: its redemption then finds the subject and writes none.
    let sub = claims::subject(cx, work, client, &account.user).await?;
    let id = Some(grant.id.clone());
    if !request.response_type.is_front_channel() {
        return Ok(Approved { grant: id, issued: None });
    }
    let asked = FrontChannel {
        subject: Subject::person(sub, grant),
        granted: request.scopes.clone(),
        access_token: plan.shape.clone(),
        id_token: request.response_type.has_id_token(),
        code: plan.code.as_ref().map(|code| code.expose().as_str()),
        state: request.address.state(),
    };
    let asking = TokenRequest { client, params: &Params::default() };
    let issued = issue::front_channel(cx, work, &asking, asked).await?;
    Ok(Approved { grant: id, issued: Some(issued) })
}

async fn new_grant(
    cx: &Cx<'_>,
    work: &mut Work,
    paused: &Paused,
    by: &By<'_>,
    expires_at: Timestamp,
) -> Result<grants::Grant, Error> {
    let now = cx.now;
    let account = by.account;
    let asked = &paused.request.claims;
    let id: GrantId = cx.new_id();
    let client = &paused.client.client.id;
    let fresh_sid = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<16>());
    let sid = session_clients::upsert(work, (&account.session.id, client), &fresh_sid, &id, now).await?;
    let grant = grants::Grant {
        id,
        issuer_id: cx.issuer.id.clone(),
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
    grants::insert(work, &grant).await?;
    Ok(grant)
}
