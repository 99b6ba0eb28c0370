//! The link of the mail to the address before: it takes that back. Opening it changes nothing.

use axum::{http::StatusCode, response::Response};

use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts::address::{self, BACK_PATH},
        kernel::Error,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{browser_token, check_form, login, spent_link},
    },
    protocol::params::Params,
    render::pages::{AddressTakenBackPage, TakeAddressBackPage},
};

/// The form's purpose.
const FORM: &str = "take_address_back";
/// Where one is told that it was taken back.
pub const DONE: &str = "/account/address/back/done";

/// `GET /account/address/back`
pub async fn show(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, asks(&call, &params.unwrap_or_default()).await)
}

async fn asks(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let found = address::peek(&call.cx(), token).await.map_err(spent_link)?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let page = TakeAddressBackPage {
        frame: call.frame(browser_token(&browser, FORM)),
        username: undeceptive(&found.user.username).into_owned(),
        email: undeceptive(&found.former.email).into_owned(),
        action: call.issuer.url.join(BACK_PATH),
        token: token.to_owned(),
    };
    Ok(with_browser(call, page::show(StatusCode::OK, &page), fresh.then_some(&browser)))
}

/// `POST /account/address/back`
pub async fn take_back(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(BACK_PATH, &params);
    page::answered(&call, taken(&call, &params).await)
}

async fn taken(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, FORM)?;
    let token = params.get("token").unwrap_or_default();
    match Box::pin(address::take_back(&call.cx(), token)).await {
        Ok(taken) => {
            let next = taken.password_link.map_or_else(|| call.issuer.url.join(DONE), |link| link.expose().clone());
            Ok(see_other(&next))
        }
        // By the first of two presses.
        Err(Error::NotFound) if address::was_taken_back(&call.cx(), token).await? => {
            Ok(see_other(&call.issuer.url.join(DONE)))
        }
        Err(error) => Err(spent_link(error)),
    }
}

/// `GET /account/address/back/done`
pub async fn taken_back(call: PageCall) -> Response {
    let page = AddressTakenBackPage { frame: call.frame(""), login_url: call.issuer.url.join("/login") };
    page::show(StatusCode::OK, &page)
}
