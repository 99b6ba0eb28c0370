//! A form of a page of ours, read to its end before the browser is looked up: a slow sender may hold the rest of it
//! back, and the cookie must still be the browser's own when the form is acted on.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::StatusCode,
};

use super::{FormParams, PageCall};
use crate::{
    http::Shared,
    protocol::{error::Refusal, params::Params},
};

/// A form and who sent it.
pub struct PostedForm {
    /// The call.
    pub call: PageCall,
    /// The fields; unreadable ones are an error that the handler answers in its skin.
    pub params: Result<Params, Refusal>,
}

impl FromRequest<Shared> for PostedForm {
    type Rejection = StatusCode;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let mut head = parts.clone();
        let Ok(FormParams(params)) = FormParams::from_request(Request::from_parts(parts, body), app).await;
        let call = PageCall::from_request_parts(&mut head, app).await?;
        Ok(Self { call, params })
    }
}
