//! Where an upstream tells that somebody signed out there (OIDC Back-Channel Logout §2.5).

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    domain::{flows::logout, kernel::Error},
    http::{
        Shared,
        answer::oauth::{OAuthError, no_store},
        extract::{Caller, FormParams},
    },
    protocol::{error::Refusal, params::Params},
};

/// Its address, below the issuer.
pub const PATH: &str = "/sign-in/upstream/{name}/backchannel-logout";

/// `POST /sign-in/upstream/{name}/backchannel-logout`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    Path(name): Path<String>,
    FormParams(params): FormParams,
) -> Response {
    match Box::pin(end(&caller, &name, &params)).await {
        // OIDC Back-Channel Logout §2.8: 200, and nothing is kept.
        Ok(_) => no_store(StatusCode::OK),
        // OIDC Back-Channel Logout §2.8: 400 with what is wrong.
        Err(error) => OAuthError::from(error).answer(&app, None),
    }
}

async fn end(caller: &Caller, name: &str, params: &Result<Params, Refusal>) -> Result<usize, Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    let token = params.required("logout_token", "OIDC Back-Channel Logout section 2.5")?;
    logout::upstream::by_upstream(&caller.cx(), name, token).await
}
