//! Front-Channel Logout: what the browser loads on its way out.

use crate::{
    base::id::SessionId,
    domain::kernel::{Cx, Error, Feature},
    protocol::logout::frontchannel,
    store::session_clients,
};

/// The addresses to load for sessions of this browser that have just ended, each once; none while the feature is off.
///
/// # Errors
/// When the database fails.
pub async fn frames(cx: &Cx<'_>, ended: impl IntoIterator<Item = &SessionId>) -> Result<Vec<String>, Error> {
    if !Feature::FrontChannelLogout.is_on(cx.app) {
        return Ok(Vec::new());
    }
    let mut conn = cx.read().await?;
    let mut frames = Vec::new();
    for session in ended {
        let parties = session_clients::list_registered(&mut conn, session).await?;
        let urls = parties
            .iter()
            .filter_map(|party| frontchannel::logout_url(&party.metadata, cx.issuer.url.as_str(), &party.sid));
        for url in urls {
            // Of two accounts that end together, a client that asked for no session hears once.
            if !frames.contains(&url) {
                frames.push(url);
            }
        }
    }
    Ok(frames)
}
