//! Somebody gives their account up.

use axum::{http::StatusCode, response::Response};

use super::{FORMS, PAGE, data_page, days};
use crate::{
    domain::{
        directory::accounts::leaving::{self, AskedHere},
        kernel::Error,
        sessions::{
            SignedIn,
            outcomes::{self, Sent},
        },
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            signed_out::{AfterSignOut, go_on},
        },
        extract::{PageCall, PostedForm},
        pages::own_account::acting,
    },
    protocol::params::Params,
    render::pages::{AccountLeft, DataProblem},
};

/// Where one is told that the account is given up.
pub const LEFT: &str = "/account/left";

/// `POST /account/data/delete`
pub async fn delete(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PAGE, &params);
    page::answered(&call, deleted(&call, &params).await)
}

async fn deleted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = Sent::of(FORMS.purpose, params);
    let me = match acting(call, params, FORMS).await? {
        Ok(me) => me,
        Err(first) => {
            // The second of two presses: the first has signed out whoever was shown.
            let before = outcomes::ended_before(&call.cx(), &call.visitor(Some(&sent))).await?;
            return Ok(before.map_or(first, |_| see_other(&call.issuer.url.join(LEFT))));
        }
    };
    match give_up(call, params, me, &sent).await {
        Ok(()) => {
            let next = AfterSignOut::Address(call.issuer.url.join(LEFT), None);
            go_on(call, std::slice::from_ref(&me.session.id), next, call.locale(None)).await
        }
        Err(Error::Invalid(fields)) => {
            let is = |code: &str| fields.iter().any(|field| field.code == code);
            let problem = if is("confirmation_wrong") {
                DataProblem::OtherName
            } else if is("last_administrator") {
                DataProblem::LastAdministrator
            } else {
                // Not offered any more: the page tells.
                return Ok(page::show(StatusCode::OK, &data_page(call, me, None)));
            };
            Ok(page::show(StatusCode::UNPROCESSABLE_ENTITY, &data_page(call, me, Some(problem))))
        }
        Err(error) => Err(error.into()),
    }
}

async fn give_up(call: &PageCall, params: &Params, me: &SignedIn, sent: &Sent) -> Result<(), Error> {
    let visitor = call.visitor(Some(sent));
    let here = AskedHere { visitor: &visitor, session: &me.session.id };
    let typed = params.get("confirmation").unwrap_or_default();
    leaving::request(&call.cx().acting(me.actor()), &me.user.id, typed, Some(here)).await.map(drop)
}

/// `GET /account/left`
pub async fn left(call: PageCall) -> Response {
    let page = AccountLeft { frame: call.frame(""), days: days(&call), login_url: call.issuer.url.join("/login") };
    page::show(StatusCode::OK, &page)
}
