//! The password is set: a page of its own, which leads to where one signs in with it.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::LinkPages;
use crate::{
    app::caches::CachedClient,
    base::text::undeceptive,
    domain::registry::clients,
    http::{
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
        },
        extract::PageCall,
    },
    protocol::{client::ClientId, initiate_login, params::Params},
    render::pages::PasswordSet,
    store::users::User,
};

/// What the page shows.
#[derive(Serialize, Deserialize)]
struct Shown {
    /// What the person signs in with.
    username: String,
    /// The client from which they came.
    client: Option<ClientId>,
}

pub(super) fn go(
    call: &PageCall,
    pages: &LinkPages,
    user: &User,
    client: Option<&CachedClient>,
) -> Result<Response, PageError> {
    let client = client.map(|client| client.client.id.clone());
    let shown = Shown { username: user.username.clone(), client };
    Ok(see_other(&reopened::address(call, pages.done, &shown)?))
}

pub(super) async fn show(call: &PageCall, pages: &LinkPages, params: &Params) -> Response {
    let Some(shown) = reopened::shown::<Shown>(call, pages.done, params) else {
        return see_other(&call.issuer.url.join("/account"));
    };
    let client = match &shown.client {
        Some(id) => clients::find(&call.cx(), id).await.ok().flatten(),
        None => None,
    };
    // OIDC Core §4: the app begins its own sign-in; what waits elsewhere is not taken over.
    let start = client.as_ref().and_then(|client| {
        let metadata = &client.client.metadata;
        initiate_login::url(metadata, call.issuer.url.as_str(), None).or_else(|| metadata.client_uri.clone())
    });
    // Somebody else may be signed in here, whose account this is not.
    let mine = call.accounts.all.iter().find(|one| one.user.username == shown.username);
    let own = mine.map_or_else(|| "/login".to_owned(), |one| format!("/account?account={}", one.session.id));
    let name = client.as_ref().filter(|_| start.is_some()).map(|client| undeceptive(client.client.display_name()));
    let page = PasswordSet {
        frame: call.frame(""),
        username: shown.username,
        client: name.map(std::borrow::Cow::into_owned),
        next_url: start.unwrap_or_else(|| call.issuer.url.join(&own)),
    };
    page::show(StatusCode::OK, &page)
}
