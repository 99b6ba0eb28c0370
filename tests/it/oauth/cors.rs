//! Cross-origin requests (Fetch §3.2): public documents for everybody, tokens for the client's own pages,
//! cookies for nobody.

use axum::http::{Method, Request, header};
use serde_json::json;

use crate::support::{Answer, TestApp, Tokens, on_both_engines};

const OWN: &str = "https://spa.example";
const FOREIGN: &str = "https://other.example";

async fn preflight(t: &TestApp, path: &str, origin: &str) -> Answer {
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri(t.url(path))
        .header(header::ORIGIN, origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    t.send(request.body(axum::body::Body::empty()).unwrap()).await
}

fn allowed(answer: &Answer) -> Option<&str> {
    // Never, whatever else is allowed.
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    answer.header("access-control-allow-origin")
}

async fn setting() -> TestApp {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let spa = json!({
        "token_endpoint_auth_method": "none", "redirect_uris": ["https://rp.example/cb", "https://spa.example/cb"],
    });
    t.first_party("spa", spa).await;
    t.client("other", json!({"redirect_uris": ["https://other.example/cb"]})).await;
    t
}

#[tokio::test]
async fn metadata_and_keys_are_for_everybody() {
    let t = setting().await;
    for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/jwks"] {
        let nobody = "https://nobody.example";
        assert_eq!(allowed(&preflight(&t, path, nobody).await), Some("*"));
        assert_eq!(allowed(&t.get_with(path, &[("origin", nobody)]).await), Some("*"));
    }
}

#[tokio::test]
async fn a_preflight_is_answered_for_registered_origins_only() {
    let t = setting().await;
    for path in ["/token", "/userinfo", "/revoke"] {
        for origin in [OWN, FOREIGN] {
            let answer = preflight(&t, path, origin).await;
            assert_eq!((answer.status.as_u16(), allowed(&answer)), (204, Some(origin)), "{path}");
            let headers = answer.header("access-control-allow-headers").unwrap().to_ascii_lowercase();
            assert!(headers.contains("authorization") && headers.contains("content-type"));
            assert!(answer.header("vary").unwrap().to_ascii_lowercase().contains("origin"));
        }
        for origin in ["https://nobody.example", "null", "http://spa.example", "https://spa.example:8443"] {
            assert_eq!(allowed(&preflight(&t, path, origin).await), None, "{path} {origin}");
        }
    }
}

#[tokio::test]
async fn an_answer_may_be_read_by_the_clients_own_pages_only() {
    let t = setting().await;
    let spa = t
        .client(
            "again",
            json!({"token_endpoint_auth_method": "none", "redirect_uris": ["https://rp.example/cb"],
        "allowed_origins": [OWN]}),
        )
        .await;
    let mut browser = t.browser_of("ada").await;
    let first = spa.tokens(&mut browser, "openid offline_access").await;
    let form = |token: &str| {
        vec![
            ("grant_type", "refresh_token".to_owned()),
            ("client_id", "again".to_owned()),
            ("refresh_token", token.to_owned()),
        ]
    };
    let mut token = first.refresh().to_owned();
    for (origin, expected) in [(OWN, Some(OWN)), ("https://rp.example", Some("https://rp.example")), (FOREIGN, None)] {
        let pairs = form(&token);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = t.post("/token", &pairs, &[("origin", origin)]).await.ok();
        assert_eq!(allowed(&answer), expected, "{origin}");
        assert!(answer.header("vary").unwrap().to_ascii_lowercase().contains("origin"));
        let tokens = Tokens(answer.json());
        let bearer = format!("Bearer {}", tokens.access());
        let info = t.get_with("/userinfo", &[("authorization", &bearer), ("origin", origin)]).await.ok();
        assert_eq!(allowed(&info), expected, "{origin}");
        token = tokens.refresh().to_owned();
    }
    let answer = t.post("/revoke", &[("client_id", "again"), ("token", &token)], &[("origin", FOREIGN)]).await.ok();
    assert_eq!(allowed(&answer), None);
}

#[tokio::test]
async fn a_page_of_the_client_may_read_why_it_was_refused() {
    let t = setting().await;
    let answer = t.get_with("/userinfo", &[("authorization", "Bearer nonsense"), ("origin", OWN)]).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (401, Some(OWN)));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("WWW-Authenticate"));
    let form = [("grant_type", "authorization_code"), ("client_id", "spa"), ("code", "unknown")];
    let answer = t.post("/token", &form, &[("origin", OWN)]).await;
    assert_eq!((answer.refusal().as_str(), allowed(&answer)), ("invalid_grant", Some(OWN)));
    let answer = t.post("/token", &form, &[("origin", FOREIGN)]).await;
    assert_eq!((answer.refusal().as_str(), allowed(&answer)), ("invalid_grant", None));
}

#[tokio::test]
async fn pages_and_introspection_are_for_no_other_origin() {
    let t = setting().await;
    for path in ["/authorize", "/login", "/account", "/logout", "/introspect"] {
        assert_eq!(allowed(&preflight(&t, path, OWN).await), None, "{path}");
        assert_eq!(allowed(&t.get_with(path, &[("origin", OWN)]).await), None, "{path}");
    }
}

// Anybody may register; the origins of everybody else are not loaded for it.
on_both_engines!(
    an_origin_is_looked_up_by_itself_and_a_registration_forgets_none,
    |config| {
        config.registration.mode = signet::config::registration::Mode::Open;
    },
    |t| {
        let spa = t.client("spa", json!({"redirect_uris": ["https://rp.example/cb", "https://spa.example/cb"]})).await;
        let other = t.another_instance().await;
        assert_eq!(allowed(&preflight(&t, "/token", OWN).await), Some(OWN));
        for number in 0..3 {
            let origin = format!("https://{number}.example");
            assert_eq!(allowed(&preflight(&t, "/token", &origin).await), None);
            let members = json!({"redirect_uris": [format!("{origin}/cb"), format!("{origin}/again")]});
            let request = Request::post(t.url("/register")).header(header::CONTENT_TYPE, "application/json");
            let request = request.body(axum::body::Body::from(members.to_string())).unwrap();
            assert_eq!(t.send(request).await.status.as_u16(), 201);
            assert!(t.app.caches.origins.contains_key(OWN));
            for instance in [&t, &other] {
                assert_eq!(allowed(&preflight(instance, "/token", &origin).await), Some(origin.as_str()));
            }
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM client_origins").await, 5);
        assert_eq!(allowed(&preflight(&t, "/token", &format!("https://{}", "a".repeat(300))).await), None);
        spa.set_disabled(true).await;
        assert_eq!(allowed(&preflight(&t, "/token", OWN).await), None);
    }
);

#[tokio::test]
async fn a_preflight_allows_the_headers_that_it_asks_for() {
    let t = setting().await;
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri(t.url("/.well-known/openid-configuration"))
        .header(header::ORIGIN, FOREIGN)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "mcp-protocol-version,traceparent");
    let answer = t.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(allowed(&answer), Some("*"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("mcp-protocol-version, traceparent"));
    assert_eq!(answer.header("vary"), Some("Access-Control-Request-Headers"));
}
