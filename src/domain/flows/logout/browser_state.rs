//! Session Management: the state of a browser, and what an authorization response tells of it.

use crate::{
    domain::{
        kernel::{Cx, Error},
        sessions::Browser,
    },
    protocol::{
        client::ClientId,
        logout::session_management::{browser_state, origin, session_state},
    },
    store::sessions,
};

/// The present state of a browser.
///
/// # Errors
/// When the database fails.
pub async fn of(cx: &Cx<'_>, browser: &Browser) -> Result<String, Error> {
    let mut conn = cx.read().await?;
    let live = sessions::list_live_for_browser(&mut conn, &browser.id, cx.now).await?;
    Ok(browser_state(&browser.id, live.iter().map(|session| &session.id)))
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
    let state = of(cx, browser).await?;
    let salt = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<8>());
    Ok(Some(session_state(client, &origin, &state, &salt)))
}
