//! `/`: what this is, who is signed in, and where to go.

use axum::{http::StatusCode, response::Response};

use super::person;
use crate::{
    http::{answer::page, extract::PageCall},
    render::pages::Landing,
};

/// `GET /`
pub async fn get(call: PageCall) -> Response {
    let issuer = &call.issuer.url;
    let landing = Landing {
        frame: call.frame(""),
        // The last to sign in first.
        people: call.accounts.by_sign_in().iter().rev().map(|one| person(&one.user)).collect(),
        issuer: issuer.as_str().to_owned(),
        account_url: issuer.join("/account"),
        login_url: issuer.join("/login"),
        discovery_url: issuer.join("/.well-known/openid-configuration"),
        docs_url: None,
        playground_url: call.app.demo.then(|| issuer.join("/playground")),
    };
    page::show(StatusCode::OK, &landing)
}
