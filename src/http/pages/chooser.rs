//! The account chooser.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{again, check_form, client_card, form_token, interaction, no_cookie, person};
use crate::{
    domain::{
        flows::authorize::{self, Answer},
        interactions::{self, Stopped},
        sessions::outcomes::Sent,
    },
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{Chooser, ChooserAccount},
};

/// The form's purpose.
pub const FORM: &str = "accounts";

fn over() -> Stopped {
    Stopped::Over { client: None, completed: false }
}

/// `GET /accounts`
pub async fn get(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    match show(&call, &params.unwrap_or_default()).await {
        Ok(response) => response,
        Err(stopped) => PageError::from(stopped).answer(&app, &call),
    }
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, Stopped> {
    let id = interaction(params).ok_or_else(over)?;
    let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
    let return_host = crate::render::frame::return_host(paused.request.address.redirect_uri());
    let chooser = Chooser {
        frame: call
            .issuer
            .branding
            .frame(call.locale(paused.request.ui_locales.as_deref()), form_token(call, FORM))
            .at(call.issuer.url.join(&format!("/accounts?interaction={id}"))),
        client: Some(client_card(call, &paused.client.client, return_host)),
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
        cancel_action: Some(call.issuer.url.join("/cancel")),
    };
    Ok(page::show(StatusCode::OK, &chooser))
}

/// `POST /accounts`
pub async fn post(State(app): State<Shared>, PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/accounts", &params);
    let id = interaction(&params);
    if let Some(forged) = check_form(&call, &params, FORM).await {
        if again::is_replaced(&call).await {
            // Another tab signed in; the page tells how things stand.
            let page = again::by_get(&call, "/accounts", id.as_ref());
            return page.unwrap_or_else(|| no_cookie().answer(&app, &call));
        }
        return forged.answer(&app, &call);
    }
    let Some(id) = id else { return PageError::from(over()).answer(&app, &call) };
    let sent = Sent::of(FORM, &params);
    let visitor = call.visitor(Some(&sent));
    let answer = match params.get("account").and_then(|text| text.parse().ok()) {
        Some(session) => Answer::Selected(session),
        None => Answer::AnotherAccount,
    };
    let step = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => authorize::answer(&call.cx(), &visitor, paused, answer).await,
        Err(stopped) => Err(stopped),
    };
    again::go_or_again(&app, &call, &visitor, step).await
}
