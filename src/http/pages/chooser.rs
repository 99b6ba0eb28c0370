//! The account chooser.

use axum::{http::StatusCode, response::Response};

use super::{again, asking_card, cancel_form, check_form, form_token, interaction, person};
use crate::{
    domain::{
        flows::journey::{Answer, answer},
        interactions::{self, Stopped},
        sessions::outcomes::Sent,
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{Chooser, ChooserAccount},
};

/// The form's purpose.
const FORM: &str = "accounts";

/// `GET /accounts`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    let asked = paused.journey.asked()?;
    let chooser = Chooser {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(call.issuer.url.join(&format!("/accounts?interaction={id}"))),
        client: Some(asking_card(call, asked)),
        action: call.issuer.url.join("/accounts"),
        interaction: Some(id.to_string()),
        accounts: call
            .accounts
            .all
            .iter()
            .map(|one| ChooserAccount {
                value: one.session.id.to_string(),
                person: person(&one.user),
                asks_password: false,
            })
            .collect(),
        cancel: Some(cancel_form(call, call.known_browser())),
    };
    Ok(page::show(StatusCode::OK, &chooser))
}

/// `POST /accounts`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/accounts", &params);
    page::answered(&call, chosen(&call, &params).await)
}

async fn chosen(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params);
    if let Err(forged) = check_form(call, params, FORM) {
        if again::is_replaced(call).await {
            // Another tab signed in; the page tells how things stand.
            return again::by_get(call, "/accounts", id.as_ref()).ok_or_else(PageError::no_cookie);
        }
        return Err(forged);
    }
    let id = id.ok_or(Stopped::GONE)?;
    let sent = Sent::of(FORM, params);
    let visitor = call.visitor(Some(&sent));
    let chosen = match params.get("account").and_then(|text| text.parse().ok()) {
        Some(session) => Answer::Selected(session),
        None => Answer::AnotherAccount,
    };
    let step = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => answer(&call.cx(), &visitor, paused, chosen).await,
        Err(stopped) => Err(stopped),
    };
    again::go_or_again(call, &visitor, step).await
}
