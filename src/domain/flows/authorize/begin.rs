//! A new authorization request.

use crate::{
    domain::{
        flows::{
            authorize::{refusal::Refused, request_object, silence, single_claims},
            journey::{Next, Step, decide, pause},
        },
        interactions::{Authorization, Journey, Paused, Question, Stopped},
        kernel::{Cx, Error, Feature},
        login::policy,
        registry::{clients, resource_servers, upstreams::Upstream},
        sessions::visitor::Visitor,
        tokens,
    },
    protocol::{
        acr,
        authorize::{
            self as rules, AuthorizationRequest, Validated,
            interaction::LoginReason,
            prompt,
            return_address::{PageOnly, ReturnAddress, return_address},
        },
        client::{Client, ClientId},
        error::Refusal,
        params::Params,
        response_type::ResponseType,
        token::audience,
    },
};

use std::sync::Arc;

/// Longest request that is kept while its person thinks: anybody can send one.
pub(super) const LONGEST_REQUEST: usize = 16 * 1024;

/// A request as it comes in.
#[derive(Clone, Copy)]
pub struct IncomingRequest<'a> {
    /// Its parameters.
    pub params: &'a Params,
    /// Whether the browser can be sent elsewhere and come back with its cookie: it cannot from within a frame.
    pub may_travel: bool,
}

/// What a request led to.
pub struct Begun {
    /// What comes next.
    pub step: Step,
    /// The upstream that is asked in silence first; the step is what it is asked for.
    pub silent: Option<Arc<Upstream>>,
}

impl From<Step> for Begun {
    fn from(step: Step) -> Self {
        Self { step, silent: None }
    }
}

/// A new authorization request.
///
/// # Errors
/// [`Stopped::Page`] where an answer must not be sent to the client.
pub async fn begin(cx: &Cx<'_>, visitor: &Visitor<'_>, asking: IncomingRequest<'_>) -> Result<Begun, Stopped> {
    let IncomingRequest { params, may_travel } = asking;
    let page = |refusal, client| Stopped::Page { refusal, client };
    if params.size() > LONGEST_REQUEST {
        return Err(page(Refusal::invalid_request("the authorization request is longer than 16384 bytes"), None));
    }
    let id = params.required("client_id", "RFC 6749 section 4.1.1").map_err(|refusal| page(refusal, None))?;
    let Some(client) = clients::find(cx, &ClientId::new(id)).await? else {
        return Err(page(unknown_client(id), None));
    };
    let resolved = match request_object::resolve(cx, &client, params).await {
        Ok(resolved) => resolved,
        // Without the object, the address outside of it is the only one that could be proven.
        Err(Error::Refused(refusal)) => {
            return match return_address(params, &client.client, &cx.issuer.url) {
                Ok(address) => {
                    let reply = Refused::early(&client, &address, params).reply(cx, &refusal, visitor);
                    Ok(Step::here(cx, Next::Answer(reply), visitor).into())
                }
                Err(_) => Err(Stopped::Refused { refusal, client }),
            };
        }
        Err(other) => return Err(other.into()),
    };
    let params = resolved.as_ref().unwrap_or(params);
    let address = return_address(params, &client.client, &cx.issuer.url)
        .map_err(|PageOnly(refusal)| page(refusal, Some(Arc::clone(&client))))?;
    let request = match validate(cx, params, &client.client, address.clone()).await {
        Ok(request) => request,
        Err(Error::Refused(refusal)) => {
            let reply = Refused::early(&client, &address, params).reply(cx, &refusal, visitor);
            return Ok(Step::here(cx, Next::Answer(reply), visitor).into());
        }
        Err(other) => return Err(other.into()),
    };
    // Whoever registered a client for themselves does not learn by it who is signed in elsewhere.
    let may_ask = may_travel && !client.client.registered_itself();
    let silent = if may_ask { silence::upstream(cx, visitor, &request).await? } else { None };
    let paused =
        Paused::begun(Journey::Authorization(Arc::new(Authorization { request, client: Arc::clone(&client) })));
    let (step, silent) = match silent {
        Some(upstream) => match pause(cx, visitor, &paused, Question::Login(LoginReason::NoSession), true).await {
            // OIDC Core §3.1.2.6: the client gets its answer, however many strangers come from here.
            Err(Stopped::Failed(Error::TooMany { .. })) => (decide(cx, visitor, paused).await, None),
            step => (step, Some(upstream)),
        },
        None => (decide(cx, visitor, paused).await, None),
    };
    match step {
        // Deleted a moment ago, while its copy was still kept here: nothing can refer to it.
        Err(Stopped::Failed(Error::NotFound)) if !clients::exists(cx, &client.client.id).await? => {
            Err(page(unknown_client(id), None))
        }
        step => Ok(Begun { step: step?, silent }),
    }
}

/// RFC 6749 §4.1.2.1: an invalid client identifier MUST NOT be answered by redirect.
fn unknown_client(id: &str) -> Refusal {
    Refusal::invalid_client("client_id is unknown (RFC 6749 section 4.1.2.1)").about_client(id)
}

/// RFC 6749 §3.1.1, §4.1.2.1: what is switched off here is not supported, whatever the client registered.
fn check_response_type(cx: &Cx<'_>, params: &Params) -> Result<(), Refusal> {
    let asked = params.get("response_type").and_then(ResponseType::parse);
    if asked.is_some_and(ResponseType::is_front_channel) && !Feature::FrontChannelTokens.is_on(cx.app) {
        return Err(Refusal::unsupported_response_type(
            "response types that bring tokens through the browser are switched off at this server: ask for code (RFC 9700 section 2.1.2)",
        ));
    }
    Ok(())
}

/// Everything about the request that can be known before a person is looked at.
async fn validate(
    cx: &Cx<'_>,
    params: &Params,
    client: &Client,
    address: ReturnAddress,
) -> Result<AuthorizationRequest, Error> {
    let all = resource_servers::of_request(cx, params).await?;
    check_response_type(cx, params)?;
    let Validated { mut request, dropped } = rules::validate(params, client, address, &all)?;
    if request.prompt.create && !Feature::SignUp.is_on(cx.app) {
        return Err(prompt::unsupported().into());
    }
    request.essential_acr = acr::essential_for(&client.metadata.required_acr_values, request.essential_acr);
    acr::check_essential(&request.essential_acr, &policy::conceivable_acr(cx.app, &cx.issuer.policy.acr))?;
    if !dropped.is_empty() {
        // One line for a request, however many anybody asks for.
        let why: Vec<String> = dropped.iter().map(ToString::to_string).collect();
        tracing::info!(client_id = %client.id, rule = why.join("; "), "scopes were left out");
    }
    single_claims::keep_permitted(cx, &mut request, client, &all).await?;
    if request.response_type.has_token() {
        let servers = resource_servers::resolve(cx, &request.resources).await?;
        // Said before anybody is asked, since the answer itself would bring the token.
        audience::shape(&servers, &request.scopes)?;
    }
    if let Some(hint) = &request.id_token_hint
        && tokens::id_token_hint(cx, hint).await?.is_none()
    {
        return Err(Refusal::invalid_request(
            "id_token_hint is not an ID token of this issuer (OIDC Core section 3.1.2.1)",
        )
        .into());
    }
    Ok(request)
}
