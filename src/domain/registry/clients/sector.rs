//! The sector document of a client: one party's redirect URIs (OIDC Core §8.1, OIDC Registration §5).

use serde_json::Value;

use crate::{
    domain::kernel::{Cx, Error},
    protocol::client::ClientMetadata,
};

/// [`check`] for a client that was there before: only where something changes that the document speaks
/// of. Whatever else is changed must not depend on somebody's server.
///
/// # Errors
/// As [`check`].
pub async fn check_change(cx: &Cx<'_>, before: &ClientMetadata, now: &ClientMetadata) -> Result<(), Error> {
    let spoken_of = |one: &ClientMetadata| (one.sector_identifier_uri.clone(), one.redirect_uris.clone());
    if spoken_of(before) == spoken_of(now) { Ok(()) } else { check(cx, now).await }
}

/// Fetches and checks the document of a client that names one.
///
/// # Errors
/// [`Error::Invalid`] for `sector_identifier_uri`.
pub async fn check(cx: &Cx<'_>, metadata: &ClientMetadata) -> Result<(), Error> {
    let Some(uri) = &metadata.sector_identifier_uri else { return Ok(()) };
    let unusable = |why: String| {
        let message = format!("its document cannot be used: {why} (OIDC Registration section 5)");
        Error::field("sector_identifier_uri", "invalid_client_metadata", message)
    };
    let fetched = cx.app.outbound.get(uri, "application/json").await.map_err(|why| unusable(why.to_string()))?;
    let Ok(Value::Array(listed)) = serde_json::from_slice(&fetched.body) else {
        return Err(unusable("it is not a JSON array of URIs".to_owned()));
    };
    // OIDC Registration §5: every redirect URI MUST be in the array.
    let all = metadata.redirect_uris.iter().all(|uri| listed.iter().any(|one| one.as_str() == Some(uri.as_str())));
    if all { Ok(()) } else { Err(unusable("it does not list every redirect URI".to_owned())) }
}
