//! `/`: what this is, who is signed in, and where to go.

use axum::{extract::State, http::StatusCode, response::Response};

use super::person;
use crate::{
    domain::{error::Error, sessions},
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::Visit,
    },
    render::{Person, pages::Landing},
};

/// `GET /`
pub async fn get(State(app): State<Shared>, visit: Visit) -> Response {
    let people = match signed_in(&app, &visit).await {
        Ok(people) => people,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    };
    let issuer = &visit.issuer.url;
    let landing = Landing {
        frame: visit.frame(&app, ""),
        people,
        issuer: issuer.as_str().to_owned(),
        account_url: issuer.join("/account"),
        login_url: issuer.join("/login"),
        discovery_url: issuer.join("/.well-known/openid-configuration"),
        docs_url: None,
        playground_url: app.demo.then(|| issuer.join("/playground")),
    };
    page::show(StatusCode::OK, &landing)
}

/// Who is signed in in this browser, the last to sign in first.
async fn signed_in(app: &Shared, visit: &Visit) -> Result<Vec<Person>, Error> {
    let Some(browser) = visit.known_browser() else { return Ok(Vec::new()) };
    let mut conn = app.db.read().await?;
    let mut accounts = sessions::signed_in(&mut conn, browser, None, app.clock.now()).await?;
    accounts.sort_by_key(|one| std::cmp::Reverse(one.session.auth_time));
    Ok(accounts.iter().map(|one| person(&one.user)).collect())
}
