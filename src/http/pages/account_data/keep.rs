//! An account that is to be erased stays: by the link of a mail, or of a sign-in to it. Opening the link changes nothing.

use axum::{http::StatusCode, response::Response};

use crate::{
    domain::directory::accounts::leaving::{self, KEEP_PATH},
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{browser_token, check_form, login, person, spent_link},
    },
    protocol::params::Params,
    render::pages::{KeepAccountPage, KeptAccount},
};

/// The form's purpose.
const FORM: &str = "keep_account";
/// Where one is told that it stays.
pub const KEPT: &str = "/account/keep/done";

/// `GET /account/keep`
pub async fn ask_to_keep(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, ask(&call, &params.unwrap_or_default()).await)
}

async fn ask(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let user = leaving::peek(&call.cx(), token).await.map_err(spent_link)?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let frame = call.frame(browser_token(&browser, FORM));
    let page = KeepAccountPage {
        due: user.deletion_due_at.as_ref().map(|due| frame.moment(due)).unwrap_or_default(),
        frame,
        person: person(&user),
        action: call.issuer.url.join(KEEP_PATH),
        token: token.to_owned(),
        home_url: call.issuer.url.join("/"),
    };
    Ok(with_browser(call, page::show(StatusCode::OK, &page), fresh.then_some(&browser)))
}

/// `POST /account/keep`
pub async fn keep(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(KEEP_PATH, &params);
    page::answered(&call, stays(&call, &params).await)
}

async fn stays(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, FORM)?;
    leaving::keep(&call.cx(), params.get("token").unwrap_or_default()).await.map_err(spent_link)?;
    Ok(see_other(&call.issuer.url.join(KEPT)))
}

/// `GET /account/keep/done`
pub async fn kept(call: PageCall) -> Response {
    let page = KeptAccount { frame: call.frame(""), login_url: call.issuer.url.join("/login") };
    page::show(StatusCode::OK, &page)
}
