//! What clients are told while the database is away, full, locked or gone, and what is there afterwards.

mod locked;
mod pooler;
mod postgres;
mod sqlite;

use std::time::{Duration, Instant};

use serde_json::json;
use signet::protocol::resource::TokenFormat;

use crate::support::{Answer, Cluster, Engine, TestApp, TestClient};

/// The longest that anybody waits for an answer, with a second for a busy machine.
const AT_ONCE: Duration = Duration::from_millis(1500);
const API: &str = "https://api.example/";
const TOKENS: &str = "SELECT COUNT(*) FROM tokens";
const UNKNOWN: &str = "the database did not say whether this was done; look before you send it again";
const SENTENCE: &str = "the server is not able to answer now; try again later";

/// An application on the server at this port.
async fn on(port: u16) -> TestApp {
    TestApp::start(Engine::at(&Cluster::url_at(port)), |_| {}).await
}

/// Somebody whose every request is a row.
async fn machine(t: &TestApp) -> TestClient<'_> {
    t.resource_server(API, TokenFormat::Opaque, &[], None).await;
    let access = json!({"grant_types": ["client_credentials"], "response_types": [], "redirect_uris": [], "allowed_resources": [API]});
    t.client("machine", access).await
}

/// Asks for a token, which writes a row; answers how long that took, too.
async fn ask(machine: &TestClient<'_>) -> (Answer, Duration) {
    let began = Instant::now();
    let answer = machine.token(&[("grant_type", "client_credentials"), ("resource", API)]).await;
    (answer, began.elapsed())
}

/// That an answer says, in the words of RFC 6749 and RFC 9110, to come again.
fn assert_unavailable(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.json(), json!({"error": "temporarily_unavailable", "error_description": sentence}));
    assert_eq!(answer.header("retry-after"), Some("5"));
}

/// Whether the application says that it is ready.
async fn is_ready(t: &TestApp) -> bool {
    let answer = t.get("/health/ready").await;
    let passes = answer.status == 200;
    assert_eq!(answer.json()["checks"]["database"], if passes { "pass" } else { "fail" }, "{}", answer.body);
    passes
}

/// After this, no write of the last second stands for the next one.
async fn let_it_rest() {
    tokio::time::sleep(Duration::from_millis(1100)).await;
}
