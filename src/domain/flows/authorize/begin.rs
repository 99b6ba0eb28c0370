//! A new authorization request.

use crate::{
    domain::{
        flows::{
            authorize::{refusal::Refused, request_object, single_claims},
            journey::{Next, Step, decide},
        },
        interactions::{Authorization, Journey, Paused, Stopped},
        kernel::{Cx, Error, Feature},
        login::policy,
        registry::{clients, resource_servers},
        sessions::visitor::Visitor,
        tokens,
    },
    protocol::{
        acr,
        authorize::{
            self as rules, AuthorizationRequest, Validated, prompt,
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

/// A new authorization request.
///
/// # Errors
/// [`Stopped::Page`] where an answer must not be sent to the client.
pub async fn begin(cx: &Cx<'_>, visitor: &Visitor<'_>, params: &Params) -> Result<Step, Stopped> {
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
                    Ok(Step::here(cx, Next::Answer(reply), visitor))
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
            return Ok(Step::here(cx, Next::Answer(reply), visitor));
        }
        Err(other) => return Err(other.into()),
    };
    let asked = Authorization { request, client: Arc::clone(&client) };
    match decide(cx, visitor, Paused::begun(Journey::Authorization(Arc::new(asked)))).await {
        // Deleted a moment ago, while its copy was still kept here: nothing can refer to it.
        Err(Stopped::Failed(Error::NotFound)) if !clients::exists(cx, &client.client.id).await? => {
            Err(page(unknown_client(id), None))
        }
        other => other,
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
    acr::check_essential(&request.essential_acr, &policy::supported_acr(cx.app, &cx.issuer.policy.acr))?;
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
