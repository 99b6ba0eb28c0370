//! The language that a person chooses at the foot of one of our pages holds for the next ones.

use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::Response,
};

use crate::{
    http::{Shared, cookies},
    protocol::params::Params,
    render::Locale,
};

/// Keeps what `ui_locales` of our own page says. Not for the endpoints to which clients send people: there
/// it is the client's word, and good for that one request (OIDC Core §3.1.2.1).
pub async fn keep(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let query = request.uri().query().filter(|query| *request.method() == Method::GET && query.contains("ui_locales="));
    let chosen = query
        .and_then(|query| Params::parse(query.as_bytes()).ok())
        .and_then(|params| params.get("ui_locales").and_then(Locale::of_tag));
    let mut response = next.run(request).await;
    if let Some(cookie) = chosen.and_then(|language| cookies::set_language(&app.issuer.url, language)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
