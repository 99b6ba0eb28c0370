//! `/`: what this is, and where to go.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    http::{Shared, answer::page, extract::Visit},
    render::pages::Landing,
};

/// `GET /`
pub async fn get(State(app): State<Shared>, visit: Visit) -> Response {
    let issuer = &visit.issuer.url;
    let landing = Landing {
        frame: app.site.frame(visit.locale(None), "").at(issuer.join("/")),
        issuer: issuer.as_str().to_owned(),
        account_url: issuer.join("/account"),
        discovery_url: issuer.join("/.well-known/openid-configuration"),
        docs_url: None,
        playground_url: app.demo.then(|| issuer.join("/playground")),
    };
    page::show(StatusCode::OK, &landing)
}
