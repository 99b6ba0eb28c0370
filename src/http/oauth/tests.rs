//! What an endpoint answers to somebody who is not authenticated.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

use crate::{
    domain::{
        registry::clients::{self, Registration},
        testing::{self, TestApp, cx},
    },
    http::{Shared, router::router},
    protocol::client::{ClientMetadata, ClientSource},
};

const OWN: &str = "https://rp.example";

async fn post(app: &Shared, path: &str, origin: &str) -> Response {
    let request = Request::post(app.issuer.url.join(path))
        .header(header::HOST, "id.example")
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4000))))
        .body(Body::from("grant_type=client_credentials&client_id=nobody"))
        .unwrap();
    router(Arc::clone(app)).oneshot(request).await.unwrap()
}

// RFC 9110 §15.5.2, Fetch §3.2
#[tokio::test]
async fn a_stranger_gets_a_challenge_and_only_registered_pages_may_read_it() {
    let TestApp { app, db: _db } = testing::app().await;
    let metadata =
        ClientMetadata { redirect_uris: vec!["https://rp.example/cb".to_owned()], ..ClientMetadata::default() };
    let new = Registration { metadata, id: None, secret: None, first_party: false, source: ClientSource::Operator };
    clients::register(&cx(&app), new).await.unwrap();
    let app: Shared = Arc::new(app);
    for path in ["/token", "/revoke", "/introspect"] {
        let answer = post(&app, path, OWN).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Basic realm=\"signet\"", "{path}");
    }
    for path in ["/token", "/revoke", "/userinfo"] {
        let own = post(&app, path, OWN).await;
        assert_eq!(own.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], OWN, "{path}");
        let foreign = post(&app, path, "https://evil.example").await;
        assert!(!foreign.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
        assert!(foreign.headers()[header::VARY].to_str().unwrap().to_ascii_lowercase().contains("origin"), "{path}");
    }
}
