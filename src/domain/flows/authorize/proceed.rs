//! Nothing is left to ask: one grant, and one answer with what the response type brings.

use super::reply::Reply;
use crate::{
    base::{
        id::{GrantId, OrganizationId},
        secret::{Secret, TokenHash},
        time::Timestamp,
    },
    domain::{
        approval::{
            claims,
            grants::{NewGrant, approve},
        },
        interactions::{self, Authorization, Journey},
        kernel::{Actor, Cx, Error, Event, Work, audit},
        registry::{clients::dynamic, resource_servers},
        sessions::SignedIn,
        tokens::{
            Hint, answers,
            grants::TokenRequest,
            issue::{self, FrontChannel, Issued, TokenSubject},
        },
    },
    protocol::{
        answers::AnswerKind,
        authorize::response::{AuthorizationResponse, Granted},
        client::GrantType,
        error::Refusal,
        grant_kind::GrantKind,
        logout::session_management::{origin, session_state},
        params::Params,
        response_type::ResponseType,
        token::audience::{self, Shape},
    },
    store::codes,
};

/// By whom something is approved.
pub struct By {
    /// The account.
    pub account: SignedIn,
    /// For which organization.
    pub organization: Option<OrganizationId>,
    /// The state of the browser (Session Management §3.2).
    pub state: Option<String>,
}

/// What is found out and made before the unit of work: nothing is fetched or verified inside it.
pub struct PreparedAnswer {
    /// The ID token that came as a hint.
    pub hint: Option<Hint>,
    plan: Option<Result<AnswerPlan, Refusal>>,
}

impl PreparedAnswer {
    /// Where nothing will be handed out.
    pub const fn none() -> Self {
        Self { hint: None, plan: None }
    }

    /// For a request that may be answered.
    pub async fn of(cx: &Cx<'_>, journey: &Journey) -> Result<Self, Error> {
        let Some(asked) = journey.authorization() else { return Ok(Self::none()) };
        let plan = match plan(cx, asked).await {
            Ok(plan) => Ok(plan),
            // It counts only if there is nothing left to ask.
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(error),
        };
        Ok(Self { hint: interactions::hint(cx, journey).await?, plan: Some(plan) })
    }

    /// What will be handed out, or why nothing will.
    pub fn plan(&self) -> Result<&AnswerPlan, Refusal> {
        match &self.plan {
            Some(Ok(plan)) => Ok(plan),
            Some(Err(refusal)) => Err(refusal.clone()),
            None => Err(Refusal::server_error("nothing was prepared")),
        }
    }
}

/// What will be handed out.
pub struct AnswerPlan {
    code: Option<Secret<String>>,
    shape: Option<Shape>,
    code_end: Timestamp,
    id_tokens: Option<answers::Ready>,
    salt: String,
}

async fn plan(cx: &Cx<'_>, asked: &Authorization) -> Result<AnswerPlan, Error> {
    let request = &asked.request;
    let servers = resource_servers::resolve(cx, &request.resources).await?;
    let shape = request.response_type.has_token().then(|| audience::shape(&servers, &request.scopes));
    Ok(AnswerPlan {
        code: request.response_type.has_code().then(|| cx.app.entropy.token()),
        shape: shape.transpose()?,
        code_end: cx.now + cx.issuer.policy.code_lifetime,
        // Before anything is spent: without a key to encrypt to there will be no answer.
        id_tokens: if request.response_type.has_id_token() {
            Some(answers::ready(cx, &asked.client, AnswerKind::IdToken).await?)
        } else {
            None
        },
        salt: data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<8>()),
    })
}

/// What was approved, as it leaves the transaction.
pub struct Proceeded {
    /// What was granted; none for the response type `none`.
    pub grant: Option<GrantId>,
    issued: Option<Issued>,
    event: Option<Event>,
    session_state: Option<String>,
    made: Option<AuthorizationResponse>,
}

/// Everybody agrees: one grant, and what the response type brings of it.
pub async fn proceed(
    cx: &Cx<'_>,
    work: &mut Work,
    asked: &Authorization,
    by: By,
    plan: &AnswerPlan,
) -> Result<Proceeded, Error> {
    let request = &asked.request;
    let client = &asked.client.client;
    // Session Management §2: with every authentication response.
    let session_state = origin(request.address.redirect_uri())
        .zip(by.state.as_ref())
        .filter(|_| request.scopes.has("openid"))
        .map(|(origin, state)| session_state(&client.id, &origin, state, &plan.salt));
    let mut proceeded = Proceeded { grant: None, issued: None, event: None, session_state, made: None };
    let Some(kind) = kind(request.response_type) else { return Ok(proceeded) };
    let user = by.account.user.clone();
    let token_end = plan.shape.as_ref().map_or(plan.code_end, |shape| cx.now + shape.lifetime);
    let expires_at = plan.code_end.max(token_end);
    let approval = NewGrant {
        kind,
        account: &by.account,
        organization: by.organization,
        client: &client.id,
        scopes: &request.scopes,
        resources: &request.resources,
        claims: &request.claims,
        acr: cx.issuer.policy.acr.acr_for(&by.account.session.proven(), &request.requested_acr()),
        nonce: request.nonce.clone(),
        expires_at,
        purge_at: plan.code.as_ref().map_or(expires_at, |_| expires_at.max(codes::kept_until(plan.code_end))),
    };
    let grant = approve(cx, work, approval).await?;
    proceeded.grant = Some(grant.id.clone());
    if let Some(code) = &plan.code {
        let row = codes::Code {
            hash: TokenHash::of(code.expose()),
            grant_id: grant.id.clone(),
            client_id: grant.client_id.clone(),
            redirect_uri: request.address.redirect_uri().to_owned(),
            redirect_uri_sent_at: request.address.redirect_uri_sent().then_some(cx.now),
            code_challenge: request.code_challenge.clone(),
            created_at: cx.now,
            expires_at: plan.code_end,
            consumed_at: None,
        };
        codes::insert(work, &row).await?;
    }
    // Also where only a code is answered: its redemption then finds the subject and writes none.
    let sub = claims::subject(cx, work, client, &user).await?;
    if request.response_type.is_front_channel() {
        let asked = FrontChannel {
            subject: TokenSubject::person(sub, grant),
            granted: request.scopes.clone(),
            access_token: plan.shape.clone(),
            id_token: request.response_type.has_id_token(),
            code: plan.code.as_ref().map(|code| code.expose().as_str()),
            state: request.address.state(),
        };
        let asking = TokenRequest { client, params: &Params::default() };
        let issued = issue::front_channel(cx, work, &asking, asked).await?;
        proceeded.event = Some(issued.event(GrantType::Implicit));
        proceeded.issued = Some(issued);
    }
    Ok(proceeded)
}

/// How the approval of a response type comes about. Multiple Response Types §4: none grants nothing that could be
/// kept.
fn kind(response_type: ResponseType) -> Option<GrantKind> {
    match (response_type.has_code(), response_type.is_front_channel()) {
        (true, true) => Some(GrantKind::Hybrid),
        (true, false) => Some(GrantKind::AuthorizationCode),
        (false, true) => Some(GrantKind::Implicit),
        (false, false) => None,
    }
}

impl Proceeded {
    /// The answer, signed where it must be; made once.
    pub fn response(
        &mut self,
        cx: &Cx<'_>,
        asked: &Authorization,
        plan: &AnswerPlan,
    ) -> Result<AuthorizationResponse, Error> {
        if let Some(made) = &self.made {
            return Ok(made.clone());
        }
        let mut granted = Granted {
            code: plan.code.as_ref().map(|code| code.expose().clone()),
            session_state: self.session_state.take(),
            ..Granted::default()
        };
        if let Some(issued) = self.issued.take() {
            let signed = issue::sign(cx, issued, plan.id_tokens.as_ref())?;
            granted.access_token = signed.access_token.map(|(token, lifetime)| (token, lifetime, signed.scope));
            granted.id_token = signed.id_token;
        }
        let response = asked.request.address.deliver(granted);
        self.made = Some(response.clone());
        Ok(response)
    }

    /// What follows the commit. A signature inside would hold up everybody who writes, so only an answer that is kept
    /// for the second press of a form is made before.
    pub async fn follow(
        mut self,
        cx: &Cx<'_>,
        asked: &Authorization,
        prepared: &PreparedAnswer,
    ) -> Result<Reply, Error> {
        let client = &asked.client.client;
        let response = self.response(cx, asked, prepared.plan()?)?;
        // By itself: the row of a client is held last, and this is no reason to hold up others who use it.
        dynamic::note_use_alone(cx, client).await;
        if let Some(event) = self.event {
            audit::record(&cx.acting(Actor::Client(client.id.clone())), &event);
            metrics::counter!(crate::telemetry::TOKENS_ISSUED, "grant_type" => GrantType::Implicit.as_str())
                .increment(1);
        }
        Ok(Reply::of(asked, response))
    }
}
