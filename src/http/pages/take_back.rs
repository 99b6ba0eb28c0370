//! The link of the mail about what an account had before, its address or its telephone number: it takes that back.
//! Opening it changes nothing.

use axum::{http::StatusCode, response::Response};

use super::{browser_token, check_form, login, spent_link};
use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts::{address, former_number, was_taken_back},
        kernel::{Error, one_time::Purpose},
        login::phone::take_back as number,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{Former, TakeBackPage, TakenBackPage},
};

/// The pages of one kind of link.
pub struct BackPages {
    /// What it takes back.
    former: Former,
    /// The purpose of the link, and of the form.
    purpose: Purpose,
    /// Where the link leads, and where the form goes.
    path: &'static str,
    /// Where one is told that it was taken back.
    pub done: &'static str,
}

/// Links to the address before.
pub const OF_ADDRESS: BackPages = BackPages {
    former: Former::Address,
    purpose: Purpose::TakeAddressBack,
    path: address::BACK_PATH,
    done: "/account/address/back/done",
};
/// Links about the number before.
pub const OF_NUMBER: BackPages = BackPages {
    former: Former::Number,
    purpose: Purpose::TakeNumberBack,
    path: former_number::BACK_PATH,
    done: "/account/phone/back/done",
};

/// `GET /account/address/back`
pub async fn show_address(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, asks(&call, &OF_ADDRESS, &params.unwrap_or_default()).await)
}

/// `POST /account/address/back`
pub async fn take_address(PostedForm { call, params }: PostedForm) -> Response {
    posted(&OF_ADDRESS, call, &params.unwrap_or_default()).await
}

/// `GET /account/address/back/done`
pub async fn address_done(call: PageCall) -> Response {
    done(&call, Former::Address)
}

/// `GET /account/phone/back`
pub async fn show_number(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, asks(&call, &OF_NUMBER, &params.unwrap_or_default()).await)
}

/// `POST /account/phone/back`
pub async fn take_number(PostedForm { call, params }: PostedForm) -> Response {
    posted(&OF_NUMBER, call, &params.unwrap_or_default()).await
}

/// `GET /account/phone/back/done`
pub async fn number_done(call: PageCall) -> Response {
    done(&call, Former::Number)
}

async fn asks(call: &PageCall, pages: &BackPages, params: &Params) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let (user, value) = match pages.former {
        Former::Address => {
            let found = address::peek(&call.cx(), token).await.map_err(spent_link)?;
            (found.user, found.former.email)
        }
        Former::Number => {
            let found = number::peek(&call.cx(), token).await.map_err(spent_link)?;
            (found.user, found.former.number)
        }
    };
    let (browser, fresh) = login::ensure_browser(call).await?;
    let page = TakeBackPage {
        frame: call.frame(browser_token(&browser, pages.purpose.as_str())),
        former: pages.former,
        username: undeceptive(&user.username).into_owned(),
        value: undeceptive(&value).into_owned(),
        action: call.issuer.url.join(pages.path),
        token: token.to_owned(),
    };
    Ok(with_browser(call, page::show(StatusCode::OK, &page), fresh.then_some(&browser)))
}

async fn posted(pages: &BackPages, call: PageCall, params: &Params) -> Response {
    let call = call.of_form(pages.path, params);
    page::answered(&call, taken(&call, pages, params).await)
}

async fn taken(call: &PageCall, pages: &BackPages, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, pages.purpose.as_str())?;
    let token = params.get("token").unwrap_or_default();
    let cx = call.cx();
    let link = match pages.former {
        Former::Address => Box::pin(address::take_back(&cx, token)).await,
        Former::Number => Box::pin(number::take_back(&cx, token)).await,
    };
    let to_done = call.issuer.url.join(pages.done);
    match link {
        Ok(link) => Ok(see_other(&link.map_or(to_done, |link| link.expose().clone()))),
        // By the first of two presses.
        Err(Error::NotFound) if was_taken_back(&cx, pages.purpose, token).await? => Ok(see_other(&to_done)),
        Err(error) => Err(spent_link(error)),
    }
}

fn done(call: &PageCall, former: Former) -> Response {
    let page = TakenBackPage { frame: call.frame(""), former, login_url: call.issuer.url.join("/login") };
    page::show(StatusCode::OK, &page)
}
