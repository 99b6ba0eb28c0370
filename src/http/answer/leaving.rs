//! The page before the way on to a client (RFC 9700 §4.11.2).

use axum::{http::StatusCode, response::Response};

use super::page;
use crate::{
    domain::{authorize::Told, clients::dynamic},
    http::{Shared, cards::client_card, extract::Visit},
    protocol::{authorize::response::ResponseMode, client::Client, error::Refusal},
    render::{
        Locale,
        frame::return_host,
        pages::{Leaving, Onward},
    },
};

/// Shows where an error goes before it goes there; the button brings it to the client, by whichever mode
/// the request asked for.
pub fn refused(app: &Shared, visit: &Visit, told: &Told, refusal: &Refusal) -> Response {
    let answer = &told.response;
    let client = &told.client.client;
    let onward = match answer.mode() {
        ResponseMode::Query | ResponseMode::Fragment => Onward::Link(answer.location()),
        ResponseMode::FormPost => Onward::Form(answer.parameters().to_vec()),
    };
    let developer = page::developer(app, visit, Some(refusal), Some(&client.id));
    let leaving = Leaving {
        frame: visit.issuer.site.frame(visit.locale(told.ui_locales.as_deref()), ""),
        client: client_card(visit, client, return_host(answer.action())),
        address: answer.action().to_owned(),
        onward,
        developer: Some(developer),
        stranger: dynamic::is_stranger(&visit.cx(), client),
    };
    page::show(StatusCode::BAD_REQUEST, &leaving)
}

/// Shows where a logout leads while nobody is signed in.
pub fn farewell(visit: &Visit, client: &Client, address: &str, locale: Locale) -> Response {
    let bare = address.split_once('?').map_or(address, |(bare, _)| bare);
    let leaving = Leaving {
        frame: visit.frame_in(locale, ""),
        client: client_card(visit, client, return_host(address)),
        address: bare.to_owned(),
        onward: Onward::Link(address.to_owned()),
        developer: None,
        stranger: true,
    };
    page::show(StatusCode::OK, &leaving)
}
