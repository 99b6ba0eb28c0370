//! Session Management: the state of a browser.

use crate::{
    domain::{
        kernel::{Cx, Error, Feature},
        sessions::Browser,
    },
    protocol::logout::session_management::browser_state,
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
