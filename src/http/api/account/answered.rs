//! How a call is answered: how often it may come, who shows the token, and what the operation makes of it.

use std::sync::Arc;

use axum::{
    body::{Bytes, to_bytes},
    extract::Request,
    response::{IntoResponse, Response},
};

use super::{
    call::ApiCall,
    done::Done,
    operation::{Asked, ExpectedFile, Operation},
    problem::ApiError,
};
use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::{
            Error,
            limits::{self, Exceeded, Remaining},
        },
        own_account::{self, Bearer},
    },
    http::{
        answer::rate_limit::{with_nothing_left, with_remaining},
        extract::bearer,
        middleware::{
            Early,
            body::{self, PICTURES_BUSY},
            cors,
            unread::Unread,
        },
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
    with_limit(response, remaining)
}

/// The answer of an operation.
pub(super) async fn answered(operation: &'static Operation, call: ApiCall, request: Request) -> Response {
    let unread = operation.file.is_some().then(|| Unread::of(&request));
    let response = counted(operation, &call, request).await;
    match unread {
        // Of a file that is refused, a part may still be on its way.
        Some(unread) if !response.status().is_success() => unread.close(response),
        _ => response,
    }
}

async fn counted(operation: &'static Operation, call: &ApiCall, request: Request) -> Response {
    let remaining = match admitted(call) {
        Ok(remaining) => remaining,
        Err(exceeded) => return too_many(call, exceeded).await,
    };
    let mut client = None;
    let mut response = match acted(operation, call, request, &mut client).await {
        Ok(done) => done.into_response(),
        Err(error) => error.answer(call, operation.scope, client.as_ref().map(|known| &known.client.id)),
    };
    let allowed = client.map(|known| own_origin(&known.client, &call.headers));
    allow(&call.caller, &mut response, &call.headers, allowed).await;
    with_limit(response, remaining)
}

/// Counts a call for its address; nothing where that is not counted. Not by `gates::api`: here it is told as a problem.
fn admitted(call: &ApiCall) -> Result<Option<Remaining>, Exceeded> {
    let cx = call.caller.cx();
    limits::of_api(&cx).map(|allowance| allowance.take_here(&cx)).transpose()
}

/// The answer with how the limit of the address stands.
fn with_limit(response: Response, remaining: Option<Remaining>) -> Response {
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
    request: Request,
    client: &mut Option<Arc<CachedClient>>,
) -> Result<Done, ApiError> {
    let bearer = authorized(operation, call, client).await?;
    let Some(ExpectedFile { media_types, limits, .. }) = &operation.file else {
        return done(operation, call, &bearer, whole(request).await?).await;
    };
    // Files are large and their senders slow: nobody's is read who may not send it, and a few at a time.
    call.check_media_type(media_types)?;
    let _room = call.caller.app.pictures.room(&bearer.user.id).ok_or(Error::Busy { retry_after: PICTURES_BUSY })?;
    let request = body::read(request, *limits).await.map_err(ApiError::Early)?;
    // Once more, now that all of it has come: the token may have been taken back meanwhile.
    let bearer = authorized(operation, call, client).await?;
    done(operation, call, &bearer, whole(request).await?).await
}

/// The bearer of the token that the call shows, if it was given for this.
async fn authorized(
    operation: &Operation,
    call: &ApiCall,
    client: &mut Option<Arc<CachedClient>>,
) -> Result<Bearer, ApiError> {
    let token = bearer::token(&call.headers, None)?.ok_or(ApiError::Missing)?;
    let bearer = own_account::bearer(&call.caller.cx(), &token).await?;
    *client = Some(Arc::clone(&bearer.client));
    bearer.check_scope(operation.scope)?;
    Ok(bearer)
}

/// A body that is in memory by now: as far as it is allowed, it was read before.
async fn whole(request: Request) -> Result<Bytes, ApiError> {
    to_bytes(request.into_body(), usize::MAX).await.map_err(|_| ApiError::Early(Early::BodyBrokenOff))
}

async fn done(operation: &'static Operation, call: &ApiCall, bearer: &Bearer, bytes: Bytes) -> Result<Done, ApiError> {
    let cx = call.caller.cx();
    let me = if operation.is_sensitive {
        Some(own_account::fresh(&cx, bearer).await?.map_err(ApiError::StepUp)?)
    } else {
        None
    };
    let body = operation.body.as_ref().map(|expected| call.object(expected.media_types, &bytes)).transpose()?;
    let body = body.unwrap_or_default();
    (operation.act)(Asked { cx: cx.acting(bearer.actor()), bearer, me, body, bytes, call }).await
}
