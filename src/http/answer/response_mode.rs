//! Carrying an authorization response to the client: query, fragment, or a form that posts
//! itself.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    app::refusals::Refused,
    domain::flows::authorize::Reply,
    http::{
        answer::{leaving, page},
        extract::PageCall,
    },
    protocol::authorize::response::ResponseMode,
    render::pages::FormPost,
};

/// Sends the browser back to the client.
pub fn send(call: &PageCall, reply: &Reply) -> Response {
    let answer = &reply.response;
    if let Some(refusal) = &reply.shown_first {
        return leaving::refused(call, reply, refusal);
    }
    if let Some(refusal) = answer.refusal() {
        call.app.refusals.note(Refused { client: Some(&reply.client.client.id), refusal });
    }
    match answer.mode() {
        ResponseMode::Query | ResponseMode::Fragment => see_other(&answer.location()),
        ResponseMode::FormPost => {
            let form = FormPost {
                frame: call.bare_frame(call.locale(reply.ui_locales.as_deref()), ""),
                action: answer.action().to_owned(),
                params: answer.parameters().to_vec(),
                client_name: Some(reply.client.client.display_name().to_owned()),
            };
            page::show(StatusCode::OK, &form)
        }
    }
}

/// A redirect by GET.
///
/// RFC 9700 §4.12: 303, because 307 would send the password form on to the client.
pub fn see_other(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
