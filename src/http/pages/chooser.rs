//! The account chooser.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{again, check_form, client_card, form_token, interaction, no_cookie, person};
use crate::{
    domain::{
        authorize::{self, Stopped},
        outcomes::Sent,
    },
    http::{
        Shared,
        answer::page::{self, PageError},
        answer::step::go,
        extract::{FormParams, QueryParams, Visit},
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
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    match show(&visit, &params.unwrap_or_default()).await {
        Ok(response) => response,
        Err(stopped) => PageError::from(stopped).answer(&app, &visit),
    }
}

async fn show(visit: &Visit, params: &Params) -> Result<Response, Stopped> {
    let id = interaction(params).ok_or_else(over)?;
    let paused = authorize::load(&visit.cx(), &id, visit.known_browser()).await?;
    let standing = authorize::standing(&visit.cx(), &paused, visit.known_browser()).await?;
    let return_host = crate::render::frame::return_host(paused.request.address.redirect_uri());
    let chooser = Chooser {
        frame: visit
            .issuer
            .site
            .frame(visit.locale(paused.request.ui_locales.as_deref()), form_token(visit, FORM))
            .at(visit.issuer.url.join(&format!("/accounts?interaction={id}"))),
        client: Some(client_card(visit, &paused.client.client, return_host)),
        action: visit.issuer.url.join("/accounts"),
        interaction: Some(id.to_string()),
        accounts: standing
            .accounts
            .iter()
            .map(|one| ChooserAccount {
                value: one.session.id.to_string(),
                person: person(&one.user),
                asks_password: false,
            })
            .collect(),
        cancel_action: Some(visit.issuer.url.join("/cancel")),
    };
    Ok(page::show(StatusCode::OK, &chooser))
}

/// `POST /accounts`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    let visit = visit.of_form("/accounts", &params);
    let id = interaction(&params);
    match again::has_present_cookie(&visit).await {
        Ok(true) => {}
        // Another tab signed in; the page tells how things stand.
        Ok(false) => {
            let page = again::by_get(&visit, "/accounts", id.as_ref());
            return page.unwrap_or_else(|| no_cookie().answer(&app, &visit));
        }
        Err(error) => return PageError::from(error).answer(&app, &visit),
    }
    if let Some(forged) = check_form(&visit, &params, FORM).await {
        return forged.answer(&app, &visit);
    }
    let Some(id) = id else { return PageError::from(over()).answer(&app, &visit) };
    let sent = Sent::of(FORM, &params);
    let visitor = visit.visitor(Some(&sent));
    let session = params.get("account").and_then(|text| text.parse().ok());
    if let Err(stopped) = authorize::select_account(&visit.cx(), &visitor, &id, session).await {
        return again::stopped(&app, &visit, &visitor, stopped).await;
    }
    let step = authorize::resume(&visit.cx(), &visitor, &id).await;
    go(&app, &visit, step).await
}
