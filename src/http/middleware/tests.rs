//! Through real routers.

use std::collections::HashSet;

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::MatchedPath as Matched,
    http::{HeaderMap, Version, header},
    middleware::from_fn_with_state,
    routing::{MethodRouter, any, get, post},
};
use serde_json::json;
use tower::ServiceExt as _;

use super::*;
use crate::{
    base::{secret::Secret, time::Timestamp},
    http::early_answers,
};

const OWN: &str = "https://id.example.com";

fn router(options: EdgeOptions) -> Router {
    let clock = Clock::manual(Timestamp(1_700_000_000));
    let options = EdgeOptions { early: early_answers::answer, ..options };
    let state = Edge::new(options, clock, Entropy::seeded(3));
    let registered: Arc<HashSet<String>> = Arc::new(HashSet::from(["https://app.example".to_owned()]));
    Router::new()
        .route(
            "/who/{name}",
            get(|id: Extension<RequestId>, ip: Extension<ClientIp>, path: Matched| async move {
                format!("{} {} {}", id.as_str(), ip.0.0, path.as_str())
            }),
        )
        .route("/echo", post(|body: String| async move { body }))
        .route("/slow", get(std::future::pending::<()>))
        .route("/framed", get(|| async { [(header::CONTENT_SECURITY_POLICY, "frame-ancestors *")] }))
        .route(
            "/page",
            get(|| async {
                [
                    (header::CONTENT_SECURITY_POLICY, "default-src 'self'; frame-ancestors 'none'"),
                    (header::CACHE_CONTROL, "public, max-age=60"),
                ]
            }),
        )
        .route(
            "/form",
            post(|headers: HeaderMap| async move {
                match csrf::check_site(&Method::POST, &headers, OWN) {
                    Ok(()) => StatusCode::OK,
                    Err(csrf::CrossSite) => StatusCode::FORBIDDEN,
                }
            }),
        )
        .route(
            "/token",
            any(move |method: Method, headers: HeaderMap| async move {
                let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
                let class = cors::CorsClass::Clients { registered: origin.is_some_and(|one| registered.contains(one)) };
                if let Some(answer) = cors::preflight(&method, &headers, class) {
                    return (StatusCode::NO_CONTENT, answer);
                }
                let mut answer = HeaderMap::new();
                if let Some(origin) = headers.get(header::ORIGIN) {
                    cors::allow_origin(&mut answer, origin);
                }
                (StatusCode::OK, answer)
            }),
        )
        .route(
            "/jwks",
            any(|method: Method, headers: HeaderMap| async move {
                let mut public = HeaderMap::new();
                cors::allow_everyone(&mut public);
                cors::preflight(&method, &headers, cors::CorsClass::Public).unwrap_or(public)
            }),
        )
        .route("/api/v1/account", at_once_or_never())
        .route("/sign-in/upstream/{name}/nonce", at_once_or_never())
        .route("/sign-in/upstream/{name}/id-token", at_once_or_never())
        .route("/introspect", at_once_or_never())
        .layer(from_fn_with_state(state, edge))
}

/// A body is answered at once, and without one nothing ever is.
fn at_once_or_never() -> MethodRouter {
    post(|body: String| async move { body }).get(std::future::pending::<()>)
}

async fn send(
    options: EdgeOptions,
    request: axum::http::request::Builder,
    body: &str,
) -> (StatusCode, HeaderMap, String) {
    let mut request = request.body(Body::from(body.to_owned())).unwrap();
    request.headers_mut().entry(header::HOST).or_insert(HeaderValue::from_static("id.example.com"));
    answer_to(options, request).await
}

async fn answer_to(options: EdgeOptions, request: Request) -> (StatusCode, HeaderMap, String) {
    let response = router(options).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

fn get_from(uri: &str) -> axum::http::request::Builder {
    Request::builder().uri(uri)
}

#[tokio::test]
async fn every_answer_carries_a_fresh_request_id_that_the_handler_sees() {
    let request = get_from("/who/ada?secret=1").header("x-request-id", "forged");
    let (_, headers, body) = send(EdgeOptions::default(), request, "").await;
    let id = headers[X_REQUEST_ID].to_str().unwrap();
    assert!(id.starts_with("req_") && id.parse::<RequestId>().is_ok(), "{id}");
    assert_eq!(body, format!("{id} 0.0.0.0 /who/{{name}}"));
    let (status, headers, _) = send(EdgeOptions::default(), get_from("/nowhere"), "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(headers.contains_key(X_REQUEST_ID) && headers.contains_key(header::CONTENT_SECURITY_POLICY));
}

#[tokio::test]
async fn the_client_address_is_taken_from_trusted_proxies_only() {
    let options = EdgeOptions { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..EdgeOptions::default() };
    for (peer, expected) in [("10.0.0.1:1", "198.51.100.7"), ("203.0.113.5:1", "203.0.113.5")] {
        let request = get_from("/who/x")
            .header("x-forwarded-for", "1.2.3.4, 198.51.100.7")
            .extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        let (_, _, body) = send(options.clone(), request, "").await;
        assert_eq!(body.split(' ').nth(1), Some(expected));
    }
}

#[tokio::test]
async fn security_headers_are_filled_in_but_never_override_the_handler() {
    let (_, headers, _) = send(EdgeOptions::default(), get_from("/who/x"), "").await;
    for (name, expected) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(headers[name], expected, "{name}");
    }
    assert!(headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
    // Popup sign-in needs the opener.
    assert!(!headers.contains_key("cross-origin-opener-policy"));
    let (_, page, _) = send(EdgeOptions { https: false, ..EdgeOptions::default() }, get_from("/page"), "").await;
    assert_eq!(page["cache-control"], "public, max-age=60");
    assert_eq!(page["content-security-policy"], "default-src 'self'; frame-ancestors 'none'");
    assert_eq!(page["x-frame-options"], "DENY");
    assert!(!page.contains_key("strict-transport-security"));
    let (_, framed, _) = send(EdgeOptions::default(), get_from("/framed"), "").await;
    assert!(!framed.contains_key("x-frame-options"));
}

#[tokio::test]
async fn bodies_and_handlers_are_limited() {
    let options = EdgeOptions { max_body: 4, ..EdgeOptions::default() };
    let (status, _, body) = send(options.clone(), Request::post("/echo"), "four").await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "four"));
    let (status, headers, body) = send(options, Request::post("/echo"), "fives").await;
    assert_eq!((status, body.as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "the request body is too large\n"));
    assert_eq!(headers[header::CONNECTION], "close");
    let options = EdgeOptions { timeout: Duration::from_millis(10), ..EdgeOptions::default() };
    let (status, headers, _) = send(options, get_from("/slow"), "").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers[header::RETRY_AFTER], "5");
    assert_eq!(headers["cache-control"], "no-store");
}

/// How an endpoint tells what it refuses.
enum Skin {
    OAuth,
    Problem,
    Text,
}

/// Code and sentence of OAuth JSON.
fn oauth(headers: &HeaderMap, body: &str) -> (String, String) {
    assert_eq!(headers[header::CONTENT_TYPE], "application/json", "{body}");
    let told: serde_json::Value = serde_json::from_str(body).unwrap();
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    (text("error"), text("error_description"))
}

fn of(code: &str, sentence: &str) -> (String, String) {
    (code.to_owned(), sentence.to_owned())
}

// RFC 9457 §3
#[track_caller]
fn assert_problem(headers: &HeaderMap, body: &str, status: u16, kind: &str, sentence: &str) {
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json", "{body}");
    let told: serde_json::Value = serde_json::from_str(body).unwrap();
    let expected = (json!(format!("urn:signet:problem:{kind}")), json!(status), json!(sentence));
    assert_eq!((told["type"].clone(), told["status"].clone(), told["detail"].clone()), expected);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_told_in_the_words_of_the_endpoint() {
    let options = EdgeOptions { timeout: Duration::from_millis(10), ..EdgeOptions::default() };
    let sentence = "the server took too long to answer; try again";
    for path in ["/introspect", "/sign-in/upstream/apple/nonce", "/sign-in/upstream/apple/id-token"] {
        let (status, headers, body) = send(options.clone(), get_from(path), "").await;
        assert_eq!((status.as_u16(), &headers[header::RETRY_AFTER]), (503, &HeaderValue::from_static("5")), "{path}");
        assert_eq!(oauth(&headers, &body), of("temporarily_unavailable", sentence), "{path}");
    }
    let (status, headers, body) = send(options.clone(), get_from("/api/v1/account"), "").await;
    assert_eq!((status.as_u16(), &headers[header::RETRY_AFTER]), (503, &HeaderValue::from_static("5")));
    assert_problem(&headers, &body, 503, "temporarily-unavailable", sentence);
    let (_, _, body) = send(options, get_from("/slow"), "").await;
    assert_eq!(body, "The server took too long to answer. Please try again.\n");
}

/// A body that is announced and never comes.
struct Nothing;

impl hyper::body::Body for Nothing {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;
    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

// RFC 9110 §15.5.9, §15.5.14, §15.5.16
#[tokio::test]
async fn a_body_that_is_slow_large_or_encoded_is_refused_in_the_words_of_the_endpoint() {
    let options = EdgeOptions { max_body: 4, body_timeout: Duration::from_millis(10), ..EdgeOptions::default() };
    let native = "/sign-in/upstream/apple";
    let (nonce, id_token) = (format!("{native}/nonce"), format!("{native}/id-token"));
    for (path, skin) in [
        ("/token", Skin::OAuth),
        (nonce.as_str(), Skin::OAuth),
        (id_token.as_str(), Skin::OAuth),
        ("/api/v1/account", Skin::Problem),
        ("/echo", Skin::Text),
    ] {
        let to = || Request::post(path).header("host", "id.example.com");
        let slow = to().body(Body::new(Nothing)).unwrap();
        let large = to().body(Body::from("fives")).unwrap();
        let zip = to().header("content-encoding", "identity, gzip").body(Body::from("zip")).unwrap();
        for (request, expected, kind, sentence) in [
            (slow, 408, "request-timeout", "the request body did not arrive in time"),
            (large, 413, "content-too-large", "the request body is too large"),
            (zip, 415, "unsupported-media-type", "a request body with a Content-Encoding is not read"),
        ] {
            let (parts, body) = router(options.clone()).oneshot(request).await.unwrap().into_parts();
            let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
            assert_eq!(parts.status.as_u16(), expected, "{body}");
            assert_eq!(parts.headers[header::CONNECTION], "close");
            assert_eq!(parts.headers.contains_key(header::ACCEPT_ENCODING), expected == 415);
            match skin {
                Skin::OAuth => assert_eq!(oauth(&parts.headers, &body), of("invalid_request", sentence)),
                Skin::Problem => assert_problem(&parts.headers, &body, expected, kind, sentence),
                Skin::Text => assert_eq!(body, format!("{sentence}\n")),
            }
        }
    }
    let (status, ..) = send(options, Request::post("/echo").header("content-encoding", "identity"), "four").await;
    assert_eq!(status, StatusCode::OK);
}

// RFC 9112 §3.2
#[tokio::test]
async fn a_request_names_one_host() {
    let none = "The request has no Host field (RFC 9112 section 3.2).\n";
    let several = "The request has more than one Host field (RFC 9112 section 3.2).\n";
    let broken = "The Host field holds no host (RFC 9112 section 3.2).\n";
    for (hosts, version, expected) in [
        (vec![], Version::HTTP_11, Some(none)),
        (vec![], Version::HTTP_10, None),
        (vec!["id.example.com"], Version::HTTP_11, None),
        (vec!["[::1]:8443"], Version::HTTP_11, None),
        (vec!["id.example.com", "id.example.com"], Version::HTTP_11, Some(several)),
        (vec!["a", "b"], Version::HTTP_10, Some(several)),
        (vec![""], Version::HTTP_11, Some(broken)),
        (vec!["a b"], Version::HTTP_10, Some(broken)),
        (vec!["ada@id.example.com"], Version::HTTP_11, Some(broken)),
        (vec!["id.example.com/x"], Version::HTTP_11, Some(broken)),
        (vec!["id.example.com:x"], Version::HTTP_11, Some(broken)),
    ] {
        let request = hosts.iter().fold(get_from("/who/ada").version(version), |all, host| all.header("host", *host));
        let (status, _, body) = answer_to(EdgeOptions::default(), request.body(Body::empty()).unwrap()).await;
        match expected {
            None => assert_eq!(status, StatusCode::OK, "{hosts:?} {version:?}"),
            Some(sentence) => {
                assert_eq!((status, body.as_str()), (StatusCode::BAD_REQUEST, sentence), "{hosts:?} {version:?}");
            }
        }
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_pattern_method_and_status() {
    let metrics = crate::telemetry::Metrics::install().unwrap();
    let (status, ..) = send(EdgeOptions::default(), get_from("/who/somebody-private?x=y").method("PURGE"), "").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    send(EdgeOptions::default(), get_from("/framed").method("HEAD"), "").await;
    let text = metrics.render();
    assert!(
        text.contains("signet_http_requests_total{route=\"/who/{name}\",method=\"other\",status=\"405\"} 1"),
        "{text}"
    );
    assert!(text.contains("signet_http_requests_total{route=\"/framed\",method=\"HEAD\",status=\"200\"} 1"), "{text}");
    assert!(text.contains("signet_http_request_seconds_count{route=\"/framed\"}"));
    assert!(!text.contains("somebody-private"));
}

#[tokio::test]
async fn forms_are_accepted_from_our_own_pages_only() {
    for (headers, expected) in [
        (vec![("sec-fetch-site", "same-origin")], 200),
        (vec![("sec-fetch-site", "none")], 200),
        (vec![("sec-fetch-site", "same-site"), ("origin", "https://other.example.com")], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        // Older browsers.
        (vec![("origin", OWN)], 200),
        (vec![("origin", "http://id.example.com")], 403),
        (vec![("origin", "https://id.example.com:444")], 403),
        (vec![("origin", "https://id.example.com.evil.example")], 403),
        (vec![("origin", "null")], 403),
        // Oldest browsers.
        (vec![("referer", "https://id.example.com/login?x=1")], 200),
        (vec![("referer", "https://id.example.com.evil.example/")], 403),
        (vec![("referer", "https://id.example.com@evil.example/")], 403),
        (vec![], 200),
    ] {
        let request =
            headers.iter().fold(Request::post("/form"), |request, (name, value)| request.header(*name, *value));
        let (status, ..) = send(EdgeOptions::default(), request, "").await;
        assert_eq!(status.as_u16(), expected, "{headers:?}");
    }
}

#[test]
fn a_form_token_belongs_to_one_browser_and_one_purpose() {
    let (ada, bob) = (Secret::new("cookie-a".to_owned()), Secret::new("cookie-b".to_owned()));
    let token = csrf::form_token(&ada, "consent int_1");
    assert!(csrf::form_token_matches(&ada, "consent int_1", &token));
    assert!(!csrf::form_token_matches(&ada, "consent int_2", &token));
    assert!(!csrf::form_token_matches(&bob, "consent int_1", &token));
    assert!(!csrf::form_token_matches(&ada, "consent int_1", ""));
    let nobody = Secret::new(String::new());
    assert!(!csrf::form_token_matches(&nobody, "login", &csrf::form_token(&nobody, "login")));
}

#[tokio::test]
async fn preflights_are_answered_for_registered_origins_and_never_with_credentials() {
    let preflight = |path: &str, origin: &str| {
        get_from(path)
            .method("OPTIONS")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization")
    };
    let (status, headers, _) = send(EdgeOptions::default(), preflight("/token", "https://app.example"), "").await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(headers["access-control-allow-origin"], "https://app.example");
    assert_eq!(headers["access-control-allow-methods"], "GET, POST, PUT, PATCH, DELETE");
    assert_eq!(headers["access-control-max-age"], "7200");
    assert_eq!(headers["vary"], "Origin, Access-Control-Request-Headers");
    assert_eq!(headers["access-control-allow-headers"], "authorization");
    for origin in ["https://evil.example", "null", "https://app.example.evil.example"] {
        let (_, headers, _) = send(EdgeOptions::default(), preflight("/token", origin), "").await;
        assert_eq!(headers["vary"], "Origin");
        assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{headers:?}");
    }
    let (_, headers, _) = send(EdgeOptions::default(), preflight("/jwks", "https://evil.example"), "").await;
    assert_eq!(headers["access-control-allow-origin"], "*");
    // The request itself.
    let request = Request::post("/token").header("origin", "https://app.example");
    let (_, headers, _) = send(EdgeOptions::default(), request, "").await;
    assert_eq!(headers["access-control-allow-origin"], "https://app.example");
    assert!(headers["access-control-expose-headers"].to_str().unwrap().contains("WWW-Authenticate"));
    assert!(!headers.contains_key("access-control-allow-credentials"));
}
