//! A client's logo through our own origin: the person's browser never calls the client's server.

use serde_json::json;
use signet::config::outbound::PrivateTarget;

use crate::support::{Engine, Loopback, TestApp};

async fn trusting() -> TestApp {
    TestApp::start(Engine::sqlite(), |config| {
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
    })
    .await
}

#[tokio::test]
async fn a_logo_is_fetched_once_and_shown_from_here() {
    let t = trusting().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let server = Loopback::serving_bytes("image/svg+xml; charset=utf-8", svg).await;
    let client = t.client("web", json!({"logo_uri": server.url("/logo.svg")})).await;
    let page = client.authorize(&mut t.browser(), &[]).await;
    let own = t.url("/client-logo/web");
    assert!(page.answer.body.contains(&format!("src=\"{own}\"")) && !page.answer.body.contains(&server.url("")));
    for _ in 0..3 {
        let logo = t.get("/client-logo/web").await.ok();
        assert_eq!((logo.header("content-type"), logo.body.as_str()), (Some("image/svg+xml"), svg));
        // Opened by itself it is a document that may do nothing.
        let policy = logo.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert_eq!(logo.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn what_is_no_image_is_no_logo() {
    let t = trusting().await;
    for (number, kind) in ["text/html", "application/json", "image/x-unheard-of", ""].into_iter().enumerate() {
        let server = Loopback::serving_bytes(kind, "<script>alert(1)</script>").await;
        let id = format!("client-{number}");
        t.client(&id, json!({"logo_uri": server.url("/")})).await;
        assert_eq!(t.get(&format!("/client-logo/{id}")).await.status, 404, "{kind}");
    }
    t.client("plain", json!({})).await;
    for id in ["plain", "nobody", "..%2f..%2fetc%2fpasswd"] {
        assert_eq!(t.get(&format!("/client-logo/{id}")).await.status, 404, "{id}");
    }
}

#[tokio::test]
async fn a_logo_in_our_own_network_is_not_fetched() {
    let t = TestApp::sqlite().await;
    let server = Loopback::serving_bytes("image/png", "x").await;
    t.client("web", json!({"logo_uri": server.url("/logo.png")})).await;
    assert_eq!(t.get("/client-logo/web").await.status, 404);
    assert_eq!(server.hits(), 0);
}
