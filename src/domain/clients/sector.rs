//! The sector document of a client: one party's redirect URIs (OIDC Core §8.1, OIDC Registration §5).

use serde_json::Value;

use crate::{
    app::App,
    domain::error::{Error, FieldError},
    protocol::client::ClientMetadata,
};

/// Fetches and checks the document of a client that names one.
///
/// # Errors
/// [`Error::Invalid`] for `sector_identifier_uri`.
pub async fn check(app: &App, metadata: &ClientMetadata) -> Result<(), Error> {
    let Some(uri) = &metadata.sector_identifier_uri else { return Ok(()) };
    let unusable = |why: String| {
        let message = format!("its document cannot be used: {why} (OIDC Registration section 5)");
        Error::Invalid(vec![FieldError { field: "sector_identifier_uri", code: "invalid_client_metadata", message }])
    };
    let fetched = app.outbound.get(uri, "application/json").await.map_err(|why| unusable(why.to_string()))?;
    let Ok(Value::Array(listed)) = serde_json::from_slice(&fetched.body) else {
        return Err(unusable("it is not a JSON array of URIs".to_owned()));
    };
    // OIDC Registration §5: every redirect URI MUST be in the array.
    let all = metadata.redirect_uris.iter().all(|uri| listed.iter().any(|one| one.as_str() == Some(uri.as_str())));
    if all { Ok(()) } else { Err(unusable("it does not list every redirect URI".to_owned())) }
}
