//! `/`: what this is, who is signed in, and where to go.

use axum::{http::StatusCode, response::Response};

use super::person;
use crate::{
    domain::{kernel::Error, sessions},
    http::{
        answer::page::{self, PageError},
        extract::PageCall,
    },
    render::{Person, pages::Landing},
};

/// `GET /`
pub async fn get(call: PageCall) -> Response {
    page::answered(&call, show(&call).await)
}

async fn show(call: &PageCall) -> Result<Response, PageError> {
    let issuer = &call.issuer.url;
    let landing = Landing {
        frame: call.frame(""),
        people: signed_in(call).await?,
        issuer: issuer.as_str().to_owned(),
        account_url: issuer.join("/account"),
        login_url: issuer.join("/login"),
        discovery_url: issuer.join("/.well-known/openid-configuration"),
        docs_url: None,
        playground_url: call.app.demo.then(|| issuer.join("/playground")),
    };
    Ok(page::show(StatusCode::OK, &landing))
}

/// Who is signed in in this browser, the last to sign in first.
async fn signed_in(call: &PageCall) -> Result<Vec<Person>, Error> {
    let accounts = sessions::accounts_in(&call.cx(), call.known_browser()).await?;
    Ok(accounts.iter().rev().map(|one| person(&one.user)).collect())
}
