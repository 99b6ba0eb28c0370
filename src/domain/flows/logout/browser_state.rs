//! Session Management: the state of a browser, and what an authorization response tells of it.

use crate::{
    domain::{
        kernel::{Cx, Error, Feature},
        sessions::Browser,
    },
    protocol::{
        client::ClientId,
        logout::session_management::{browser_state, origin, session_state},
    },
    store::sessions,
};

/// The present state of a browser; none while the feature is off.
///
/// # Errors
/// When the database fails.
pub async fn of(cx: &Cx<'_>, browser: &Browser) -> Result<Option<String>, Error> {
    if !Feature::SessionManagement.is_on(cx.app) {
        return Ok(None);
    }
    let mut conn = cx.read().await?;
    let live = sessions::list_live_for_browser(&mut conn, &browser.id, cx.now).await?;
    Ok(Some(browser_state(&browser.id, live.iter().map(|session| &session.id))))
}

/// `session_state` for an answer to this address; none for apps that are no web page.
///
/// # Errors
/// When the database fails.
pub async fn session_state_of(
    cx: &Cx<'_>,
    browser: &Browser,
    client: &ClientId,
    redirect_uri: &str,
) -> Result<Option<String>, Error> {
    let Some(origin) = origin(redirect_uri) else { return Ok(None) };
    let Some(state) = of(cx, browser).await? else { return Ok(None) };
    let salt = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<8>());
    Ok(Some(session_state(client, &origin, &state, &salt)))
}
