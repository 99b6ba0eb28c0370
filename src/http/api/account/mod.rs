//! The API for one's own account, under `/api/v1/account`.
//!
//! Each operation stands once in [`operations`]: the router, the checks before it and the OpenAPI document are made of
//! that one row, so that none of them can say what another does not.
//!
//! ```text
//!  request ─▶ access token ─▶ its scope ─▶ a fresh sign-in, where that is asked for ─▶ body ─▶ the use-case
//! ```

mod apps;
mod call;
mod documents;
mod done;
mod events;
mod factors;
mod openapi;
mod operation;
mod operations;
mod passkeys;
mod password;
mod problem;
mod profile;
mod sessions;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    response::{IntoResponse, Response},
    routing::{MethodRouter, on},
};

pub use documents::{metadata, openapi};

pub use call::ApiCall;

use self::{
    done::Done,
    operation::{Asked, Operation},
    operations::OPERATIONS,
    problem::ApiError,
};
use crate::{
    app::caches::CachedClient,
    domain::{kernel::Error, own_account},
    http::{
        Shared,
        extract::bearer,
        oauth::token::{allow, own_origin},
    },
    protocol::discovery::path,
};

/// Every path of the API with what is answered there.
pub fn routes() -> BTreeMap<String, MethodRouter<Shared>> {
    let mut routes: BTreeMap<String, MethodRouter<Shared>> = BTreeMap::new();
    for operation in OPERATIONS {
        let address = format!("{}{}", path::ACCOUNT_API, operation.path);
        let answer = move |call: ApiCall| answered(operation, call);
        let known = routes.remove(&address).unwrap_or_default();
        routes.insert(address, known.merge(on(operation.verb.filter(), answer)));
    }
    routes
}

/// The answer where no operation stands.
pub async fn not_there(call: ApiCall) -> Response {
    let mut response = ApiError::from(Error::NotFound).answer(&call, "", None);
    allow(&call.caller, &mut response, &call.headers, None).await;
    response
}

/// The answer of an operation.
async fn answered(operation: &'static Operation, call: ApiCall) -> Response {
    let mut client = None;
    let mut response = match acted(operation, &call, &mut client).await {
        Ok(done) => done.into_response(),
        Err(error) => error.answer(&call, operation.scope, client.as_ref().map(|known| &known.client.id)),
    };
    let allowed = client.map(|known| own_origin(&known.client, &call.headers));
    allow(&call.caller, &mut response, &call.headers, allowed).await;
    response
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
