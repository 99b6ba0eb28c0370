//! "Cancel", whichever page it stands on: the person does not want to go on.

use axum::response::Response;

use crate::{
    domain::{
        flows::journey::{Answer, answer},
        interactions::{self, Stopped},
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm},
        pages::{CANCEL, again::go_or_again, check_form, interaction},
    },
    protocol::params::Params,
};

/// `GET /cancel`: a reload, or the address kept by the browser after [`cancel`]; nothing is left to do.
pub async fn cancelled(call: PageCall) -> Response {
    see_other(&call.issuer.url.join("/account"))
}

/// `POST /cancel`
pub async fn cancel(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    page::answered(&call, denied(&call, &params).await)
}

async fn denied(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    check_form(call, params, CANCEL)?;
    let sent = Sent::of(CANCEL, params);
    let visitor = call.visitor(Some(&sent));
    let answered = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => answer(&call.cx(), &visitor, paused, Answer::Denied).await,
        Err(stopped) => Err(stopped),
    };
    go_or_again(call, &visitor, answered).await
}
