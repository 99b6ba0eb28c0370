//! Going on without the further factor that a request only wishes for: for whoever has lost what they would prove it by.

use axum::response::Response;

use super::{again, check_form, factor::FORM, interaction};
use crate::{
    base::id::SessionId,
    domain::{
        flows::journey::{Answer, answer},
        interactions::{self, Stopped},
        sessions::outcomes::Sent,
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm},
    },
    protocol::params::Params,
};

/// The page that asks for the factor.
const PAGE: &str = "/factor";

/// `POST /factor/without`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PAGE, &params);
    page::answered(&call, gone_on(&call, &params).await)
}

async fn gone_on(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, PAGE, Some(&id), forged).await;
    }
    let session: SessionId = params.get("account").and_then(|text| text.parse().ok()).ok_or(Stopped::GONE)?;
    let sent = Sent::of("factor without", params);
    let visitor = call.visitor(Some(&sent));
    let step = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => answer(&call.cx(), &visitor, paused, Answer::WithoutFactor(session)).await,
        Err(stopped) => Err(stopped),
    };
    again::go_or_again(call, &visitor, step).await
}
