//! What programs are told of limits: `RateLimit`, `RateLimit-Policy`, `Retry-After`, a code and a sentence.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo, http::Request};
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{Config, limits::RuleName, registration::Mode},
};

use super::limit;
use crate::support::{Answer, Engine, TestApp, TestClient};

async fn with(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = Mode::Open;
        change(config);
    })
    .await
}

async fn register(t: &TestApp) -> Answer {
    let members = json!({"redirect_uris": ["https://rp.example/cb"]}).to_string();
    t.post_raw("/register", &members, &[("content-type", "application/json")]).await
}

/// Both fields.
fn fields(answer: &Answer) -> [Option<&str>; 2] {
    [answer.header("ratelimit-policy"), answer.header("ratelimit")]
}

fn read(answer: &Answer) -> (u16, Option<&str>, String, String) {
    (answer.status.as_u16(), answer.header("retry-after"), answer.refusal(), answer.description())
}

#[tokio::test]
async fn a_registration_says_how_many_are_left_and_when_to_come_back() {
    let t = with(|config| limit(config, RuleName::RegistrationAddress, 2, Seconds::hours(1))).await;
    let policy = Some("\"registration_address\";q=2;w=3600");
    let made = register(&t).await;
    assert_eq!(made.status, 201);
    assert_eq!(fields(&made), [policy, Some("\"registration_address\";r=1;t=1800")]);
    assert_eq!(fields(&register(&t).await), [policy, Some("\"registration_address\";r=0;t=3600")]);
    t.clock.advance(1);
    let refused = register(&t).await;
    let sentence = "too many clients were registered or changed from this address; try again in 1799 seconds";
    assert_eq!(read(&refused), (429, Some("1799"), "temporarily_unavailable".into(), sentence.into()));
    assert_eq!(fields(&refused), [policy, Some("\"registration_address\";r=0;t=1799")]);
    let exposed = refused.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("RateLimit, RateLimit-Policy"), "{exposed}");
}

#[tokio::test]
async fn refused_requests_of_one_client_are_limited_and_successes_never_are() {
    let t = with(|config| limit(config, RuleName::TokenClientAddress, 3, Seconds::minutes(1))).await;
    let (one, two) = (t.client("one", json!({})).await, t.client("two", json!({})).await);
    let policy = Some("\"token_client_address\";q=3;w=60");
    let grant = [("grant_type", "client_credentials")];
    for _ in 0..10 {
        let answer = one.token(&grant).await.ok();
        assert_eq!(fields(&answer), [None, None], "a success is not counted");
    }
    let basic = |id: &str| format!("Basic {}", data_encoding::BASE64.encode(format!("{id}:wrong").as_bytes()));
    let guess = async |path: &str, id: &str| {
        t.post(path, &[("grant_type", "client_credentials"), ("token", "x")], &[("authorization", &basic(id))]).await
    };
    let first = guess("/token", "one").await;
    assert_eq!((first.status.as_u16(), first.refusal().as_str()), (401, "invalid_client"));
    assert_eq!(fields(&first), [policy, Some("\"token_client_address\";r=2;t=20")]);
    // The three endpoints where it authenticates share what may be refused.
    assert_eq!(fields(&guess("/introspect", "one").await), [policy, Some("\"token_client_address\";r=1;t=40")]);
    assert_eq!(fields(&guess("/revoke", "one").await), [policy, Some("\"token_client_address\";r=0;t=60")]);
    let sentence = "too many requests of this client were refused; try again in 20 seconds";
    for path in ["/token", "/introspect", "/revoke"] {
        let refused = guess(path, "one").await;
        assert_eq!(read(&refused), (429, Some("20"), "temporarily_unavailable".into(), sentence.into()), "{path}");
        assert_eq!(fields(&refused), [policy, Some("\"token_client_address\";r=0;t=20")]);
    }
    // Not even the right one: to say which it is would tell a guesser.
    assert_eq!(one.token(&grant).await.status, 429);
    two.token(&grant).await.ok();
    // A client that there is not is limited alike.
    let statuses: Vec<u16> =
        [guess("/token", "none").await, guess("/token", "none").await, guess("/token", "none").await]
            .iter()
            .map(|answer| answer.status.as_u16())
            .collect();
    assert_eq!((statuses, guess("/token", "none").await.status.as_u16()), (vec![401; 3], 429));
    let written = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded'";
    assert_eq!(t.count(written).await, 2, "one for each of the two");
    assert_eq!(t.count(&format!("{written} AND client_id = 'one'")).await, 1);
    t.clock.advance(20);
    one.token(&grant).await.ok();
}

/// Reads its registration.
async fn read_back(t: &TestApp, made: &Value) -> Answer {
    let uri = made["registration_client_uri"].as_str().unwrap();
    let token = format!("Bearer {}", made["registration_access_token"].as_str().unwrap());
    t.send(Request::get(uri).header("authorization", token).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_endpoint_where_programs_manage_something_answers_an_address_so_often() {
    let t = with(|config| limit(config, RuleName::ApiAddress, 2, Seconds::minutes(1))).await;
    let made = register(&t).await.json();
    let policy = Some("\"api_address\";q=2;w=60");
    assert_eq!(fields(&read_back(&t, &made).await.ok()), [policy, Some("\"api_address\";r=1;t=30")]);
    assert_eq!(fields(&read_back(&t, &made).await.ok()), [policy, Some("\"api_address\";r=0;t=60")]);
    let refused = read_back(&t, &made).await;
    let sentence = "too many requests came from this address; try again in 30 seconds";
    assert_eq!(read(&refused), (429, Some("30"), "temporarily_unavailable".into(), sentence.into()));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    t.clock.advance(29);
    let refused = read_back(&t, &made).await;
    assert_eq!(refused.description(), "too many requests came from this address; try again in 1 second");
    t.clock.advance(1);
    read_back(&t, &made).await.ok();
}

#[tokio::test]
async fn the_account_api_tells_it_as_a_problem_and_counts_no_preflight() {
    let t = with(|config| limit(config, RuleName::ApiAddress, 2, Seconds::minutes(1))).await;
    let policy = Some("\"api_address\";q=2;w=60");
    let preflight = async || {
        let request = Request::options(t.url("/api/v1/account"))
            .header("origin", "https://app.example")
            .header("access-control-request-method", "PATCH");
        t.send(request.body(Body::empty()).unwrap()).await.status
    };
    assert_eq!(preflight().await, 204);
    for (path, status, standing) in [
        ("/api/v1/account", 401, "\"api_address\";r=1;t=30"),
        ("/api/v1/account/nothing", 404, "\"api_address\";r=0;t=60"),
    ] {
        let answer = t.get(path).await;
        assert_eq!((answer.status.as_u16(), fields(&answer)), (status, [policy, Some(standing)]), "{path}");
    }
    let refused = t.get("/api/v1/account/sessions").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, Some("30")));
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert_eq!(refused.json()["type"], "urn:signet:problem:too-many-requests");
    assert_eq!(fields(&refused), [policy, Some("\"api_address\";r=0;t=30")]);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    assert_eq!(t.get("/api/v1/account/openapi.json").await.status, 429);
    assert_eq!(preflight().await, 204);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded'").await, 1);
}

// Behind a proxy that is not declared everybody comes from there: whoever sends nonsense in a client's name would keep
// all of its people out.
#[tokio::test]
async fn loopback_says_nothing_of_who_asks_and_is_not_limited() {
    let t = with(|config| limit(config, RuleName::TokenClientAddress, 2, Seconds::minutes(1))).await;
    t.client("one", json!({})).await;
    let ask = async |ip: [u8; 4]| {
        let form = "grant_type=authorization_code&code=x&client_id=one";
        let request = Request::post(t.url("/token")).header("content-type", "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(form)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((ip, 40_000))));
        t.send(request).await
    };
    for _ in 0..4 {
        let refused = ask([127, 0, 0, 1]).await;
        assert!(refused.status.is_client_error() && refused.status != 429, "{}", refused.status);
        assert_eq!(fields(&refused), [None, None]);
    }
    for _ in 0..2 {
        assert_ne!(ask([198, 51, 100, 7]).await.status, 429);
    }
    assert_eq!(ask([198, 51, 100, 7]).await.status, 429);
}

#[tokio::test]
async fn whoever_is_trusted_or_not_limited_is_told_nothing_of_limits() {
    let t = with(|config| config.limits.trusted = vec!["192.0.2.0/24".parse().unwrap()]).await;
    let answer = register(&t).await;
    assert_eq!((answer.status.as_u16(), fields(&answer)), (201, [None, None]));
    let off = t.another_instance_with(|config| config.limits.rules = [].into_iter().collect()).await;
    let client: TestClient<'_> = off.client("web", json!({})).await;
    for _ in 0..110 {
        let refused = client.redeem("x").await;
        assert_eq!((refused.status.as_u16(), fields(&refused)), (400, [None, None]));
    }
}
