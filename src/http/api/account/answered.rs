//! How a call is answered: how often it may come, who shows the token, and what the operation makes of it.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::{
    call::ApiCall,
    done::Done,
    operation::{Asked, Operation},
    problem::ApiError,
};
use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::{
            Error,
            limits::{self, Exceeded, Remaining},
        },
        own_account,
    },
    http::{
        answer::rate_limit::{with_nothing_left, with_remaining},
        extract::bearer,
        middleware::cors,
        oauth::token::{allow, own_origin},
    },
};

/// The answer where no operation stands.
pub async fn not_there(call: ApiCall) -> Response {
    let remaining = match admitted(&call) {
        Ok(remaining) => remaining,
        Err(exceeded) => return too_many(&call, exceeded).await,
    };
    let mut response = ApiError::from(Error::NotFound).answer(&call, "", None);
    allow(&call.caller, &mut response, &call.headers, None).await;
    told(response, remaining)
}

/// The answer of an operation.
pub(super) async fn answered(operation: &'static Operation, call: ApiCall) -> Response {
    let remaining = match admitted(&call) {
        Ok(remaining) => remaining,
        Err(exceeded) => return too_many(&call, exceeded).await,
    };
    let mut client = None;
    let mut response = match acted(operation, &call, &mut client).await {
        Ok(done) => done.into_response(),
        Err(error) => error.answer(&call, operation.scope, client.as_ref().map(|known| &known.client.id)),
    };
    let allowed = client.map(|known| own_origin(&known.client, &call.headers));
    allow(&call.caller, &mut response, &call.headers, allowed).await;
    told(response, remaining)
}

/// Counts a call for its address; nothing where that is not counted. Not by `gates::api`: here it is told as a problem.
fn admitted(call: &ApiCall) -> Result<Option<Remaining>, Exceeded> {
    let cx = call.caller.cx();
    limits::of_api(&cx).map(|allowance| allowance.take_here(&cx)).transpose()
}

/// The answer with how the limit of the address stands.
fn told(response: Response, remaining: Option<Remaining>) -> Response {
    match remaining {
        Some(remaining) => with_remaining(response, &remaining),
        None => response,
    }
}

/// The answer where an address asks too often.
async fn too_many(call: &ApiCall, exceeded: Exceeded) -> Response {
    let (limit, retry_after) = (exceeded.limit, exceeded.retry_after);
    let why = limits::refuse(&call.caller.cx(), exceeded).await;
    let mut response = ApiError::from(why).answer(call, "", None);
    // There is nothing here that a page of another origin should not read, and nobody is looked up for it.
    cors::allow_everyone(response.headers_mut());
    with_nothing_left(response, limit, retry_after)
}

async fn acted(
    operation: &'static Operation,
    call: &ApiCall,
    client: &mut Option<Arc<CachedClient>>,
) -> Result<Done, ApiError> {
    let token = bearer::token(&call.headers, None)?.ok_or(ApiError::Missing)?;
    let cx = call.caller.cx();
    let bearer = own_account::bearer(&cx, &token).await?;
    *client = Some(Arc::clone(&bearer.client));
    bearer.check_scope(operation.scope)?;
    let me =
        if operation.is_sensitive { Some(own_account::fresh(&cx, &bearer).map_err(ApiError::StepUp)?) } else { None };
    let body = operation.body.as_ref().map(|expected| call.object(expected.media_types)).transpose()?;
    let asked = Asked { cx: cx.acting(bearer.actor()), bearer: &bearer, me, body: body.unwrap_or_default(), call };
    (operation.act)(asked).await
}
