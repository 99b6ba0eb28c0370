//! A native app that has an ID token of a provider, from the provider's own SDK: a nonce for it, and the token in the
//! place of the way there and back. Refusals are told to the app, in JSON; what is asked of a person is a page, as for
//! whoever comes back from the provider.

use axum::{Json, extract::Path, http::Method, response::Response};
use serde_json::json;

use super::come_back::arrived;
use crate::{
    base::id::InteractionId,
    domain::{
        interactions::{self, Stopped},
        kernel::Error,
        login::upstream::{ShownIdToken, UpstreamNonce, hand_out_nonce, show_id_token},
        sessions::Browser,
    },
    http::{
        answer::{
            oauth::{OAuthError, no_store},
            page::{self, PageError},
        },
        extract::{PageCall, PostedForm},
        middleware::csrf,
        pages::interaction,
    },
    protocol::{error::Refusal, params::Params},
};

/// Where an app gets the nonce for an ID token.
pub const NONCE: &str = "/sign-in/upstream/{name}/nonce";
/// Where it shows the token.
pub const ID_TOKEN: &str = "/sign-in/upstream/{name}/id-token";

/// `POST /sign-in/upstream/NAME/nonce`
pub async fn nonce(Path(name): Path<String>, PostedForm { call, params }: PostedForm) -> Response {
    match drawn(&call, &name, &params).await {
        Ok(UpstreamNonce { nonce, expires_in }) => {
            no_store(Json(json!({ "nonce": nonce.expose(), "expires_in": expires_in.0 })))
        }
        Err(error) => OAuthError::from(error).answer(&call.app, None),
    }
}

async fn drawn(call: &PageCall, name: &str, params: &Result<Params, Refusal>) -> Result<UpstreamNonce, Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    let browser = known(call)?;
    let id = interaction(params)
        .ok_or_else(|| Refusal::invalid_request("interaction is required: the sign-in that the app waits for"))?;
    waiting(call, &id, browser).await?;
    hand_out_nonce(&call.cx(), name, &browser.id, &id).await
}

/// `POST /sign-in/upstream/NAME/id-token`
pub async fn id_token(Path(name): Path<String>, PostedForm { call, params }: PostedForm) -> Response {
    match Box::pin(signed_in(&call, &name, &params)).await {
        Ok(outcome) => page::answered(&call, outcome),
        Err(error) => OAuthError::from(error).answer(&call.app, None),
    }
}

/// Signs somebody in by a token; what comes next is for the person.
async fn signed_in(
    call: &PageCall,
    name: &str,
    params: &Result<Params, Refusal>,
) -> Result<Result<Response, PageError>, Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    let browser = known(call)?;
    let shown = ShownIdToken {
        upstream: name,
        nonce: Some(params.required("nonce", "OIDC Core section 3.1.3.7, rule 11")?),
        id_token: params.required("id_token", "OIDC Core section 2")?,
        user: params.get("user"),
    };
    let came = Box::pin(show_id_token(&call.cx(), Some(browser), shown)).await?;
    Ok(Box::pin(arrived(call, came)).await)
}

/// The browser: its cookie alone says for whom the app asks. Another site's page brings none, since it is SameSite=Lax,
/// and cannot read the nonce, without which nothing is taken. A page of a neighboring host does bring it, and says so.
fn known(call: &PageCall) -> Result<&Browser, Error> {
    csrf::check_site(&Method::POST, &call.headers, call.issuer.url.origin())
        .map_err(|why| Refusal::invalid_request(why.to_string()))?;
    let missing = "the cookie of the sign-in is missing: keep those that the answer to the authorization request set";
    Ok(call.found_browser()?.ok_or_else(|| Refusal::invalid_request(missing))?)
}

/// Demands that this sign-in waits in this browser.
async fn waiting(call: &PageCall, id: &InteractionId, browser: &Browser) -> Result<(), Error> {
    match interactions::load(&call.cx(), id, Some(browser)).await {
        Ok(_) => Ok(()),
        Err(Stopped::Failed(error)) => Err(error),
        Err(_) => Err(Refusal::invalid_request("interaction is no sign-in that waits in this browser").into()),
    }
}
