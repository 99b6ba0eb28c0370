//! A client's logo through our own origin, so that visiting a page tells the client nothing and
//! the page's policy allows no foreign image.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    base::url::Issuer,
    domain::registry::clients,
    http::{Shared, extract::Caller},
    protocol::client::ClientId,
};

/// Where the logo of a client is served.
pub fn url(issuer: &Issuer, client: &ClientId) -> String {
    let id: String = url::form_urlencoded::byte_serialize(client.as_str().as_bytes()).collect();
    issuer.join(&format!("/client-logo/{}", id.replace('+', "%20")))
}

/// `GET /client-logo/{client_id}`
pub async fn get(State(app): State<Shared>, caller: Caller, Path(id): Path<String>) -> Response {
    let found = clients::find(&caller.cx(), &ClientId::new(id)).await.ok().flatten();
    let Some(uri) = found.and_then(|client| client.client.metadata.logo_uri.clone()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some((kind, bytes)) = app.logos.get(&uri).await else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        // An SVG opened by itself is a document: it may do nothing.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        ),
    ];
    (headers, bytes).into_response()
}
