//! RP-Initiated Logout: whose session, whether to ask, and where to go afterwards.

use std::sync::Arc;

use super::{
    audit::Origin,
    clients,
    error::Error,
    sessions::{self, Browser, SignedIn},
    tokens,
};
use crate::{
    app::{App, caches::CachedClient},
    base::url::ServedIssuer,
    protocol::{
        client::ClientId,
        error::Error as Refusal,
        logout::rp_initiated::{Afterwards, Asked, afterwards, check_client},
        params::Params,
    },
    store::session_clients,
};

/// A logout request that was looked at.
pub struct Request {
    /// Sessions that end.
    pub ending: Vec<SignedIn>,
    /// Whether the person must confirm first.
    pub confirm: bool,
    /// Where to go afterwards.
    pub afterwards: Afterwards,
    /// The client that asks.
    pub client: Option<Arc<CachedClient>>,
}

/// Looks at a logout request. Nothing ends yet.
///
/// # Errors
/// `invalid_request` for an address that must not be followed.
pub async fn begin(
    app: &App,
    issuer: &ServedIssuer,
    params: &Params,
    browser: Option<&Browser>,
) -> Result<Request, Error> {
    let now = app.clock.now();
    params.check_duplicates("RP-Initiated Logout section 2")?;
    let hint = match params.get("id_token_hint") {
        Some(hint) => tokens::id_token_hint(app, issuer, hint).await?,
        None => None,
    };
    check_client(params, hint.as_ref().map(|hint| &hint.client))?;
    let id = hint.as_ref().map(|hint| hint.client.clone()).or_else(|| params.get("client_id").map(ClientId::new));
    let client = match id {
        Some(id) => clients::find(app, issuer, &id).await?,
        None => None,
    };
    if client.is_none() && params.has("client_id") {
        return Err(Refusal::invalid_request("client_id is unknown (RP-Initiated Logout section 2)").into());
    }
    let asked = Asked {
        client: client.as_ref().map(|cached| &cached.client),
        hint_valid: hint.is_some(),
        hint_sent: params.has("id_token_hint"),
    };
    let afterwards = afterwards(params, asked)?;

    let mut conn = app.db.read().await?;
    let accounts = match browser {
        Some(browser) => sessions::signed_in(&mut conn, browser, None, now).await?,
        None => Vec::new(),
    };
    // RP-Initiated Logout §2: a hint that names the session here is the person's own wish,
    // told by a client; anything else could be a stranger's link.
    let hinted = match hint.as_ref().and_then(|hint| hint.sid.as_deref()) {
        Some(sid) => session_clients::find_by_sid(&mut conn, sid).await?.map(|row| row.session_id),
        None => None,
    };
    let by_hint: Vec<SignedIn> = accounts
        .iter()
        .filter(|one| {
            hinted.as_ref() == Some(&one.session.id) || hint.as_ref().is_some_and(|hint| hint.subject == one.user.sub)
        })
        .cloned()
        .collect();
    let confirm = by_hint.is_empty() && !accounts.is_empty();
    let ending = if by_hint.is_empty() { accounts } else { by_hint };
    Ok(Request { ending, confirm, afterwards, client })
}

/// Ends the sessions.
///
/// # Errors
/// When the database fails.
pub async fn finish(app: &App, issuer: &ServedIssuer, ending: &[SignedIn], origin: &Origin) -> Result<(), Error> {
    for one in ending {
        sessions::end(app, issuer, &one.session, &format!("user:{}", one.user.id), origin).await?;
    }
    Ok(())
}
