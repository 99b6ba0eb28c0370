//! The account API (`/api/v1/account`): an app that the operator named it to looks after a person's account.

mod connected;
mod document;
mod email;
mod fresh;
mod ids;
mod lists;
mod own;
mod phone;
mod picture;
mod places;
mod profile;
mod refusals;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use crate::support::{Answer, Browser, TestApp, TestClient, Tokens};

/// Where it is, below the issuer.
const API: &str = "/api/v1/account";
const EVERYTHING: &str = "account:read account:write account:security";
/// What is said of an identifier that names nothing.
const NOT_THERE: &str = "there is no such thing here, or none any more (RFC 9110 section 15.5.5)";
/// What is said of a token that opens nothing, or no longer.
const DEAD: &str = "the access token is unknown, expired or revoked (RFC 6750 section 3.1)";
/// What is said where no token is sent.
const NO_TOKEN: &str = "an access token of the account API is needed in Authorization (RFC 6750 section 2.1)";

/// An app that the operator named the API to.
async fn app(t: &TestApp) -> TestClient<'_> {
    t.client("app", json!({"client_name": "Tea", "allowed_resources": [t.url(API)]})).await
}

/// An access token for the API, of whoever is signed in to this browser.
async fn token(t: &TestApp, client: &TestClient<'_>, browser: &mut Browser<'_>, scope: &str) -> String {
    let code = client.code(browser, &[("scope", scope), ("resource", &t.url(API))]).await;
    Tokens(client.redeem(&code).await.ok().json()).access().to_owned()
}

/// Everything that an app can be given, of somebody who signs in for it.
async fn everything(t: &TestApp, username: &str) -> String {
    let client = match signet::domain::registry::clients::find(&t.cx(), &signet::protocol::client::ClientId::new("app"))
        .await
        .unwrap()
    {
        Some(known) => TestClient::new(t, known.client.clone()),
        None => app(t).await,
    };
    token(t, &client, &mut t.browser_of(username).await, EVERYTHING).await
}

/// A call: `GET /sessions`, below the API.
async fn call(t: &TestApp, what: &str, token: &str) -> Answer {
    send(t, what, &[("authorization", &format!("Bearer {token}"))], None).await
}

/// A call with a JSON body.
async fn call_with(t: &TestApp, what: &str, token: &str, body: &Value) -> Answer {
    let headers = [("authorization", format!("Bearer {token}")), ("content-type", "application/json".to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    send(t, what, &headers, Some(body)).await
}

async fn send(t: &TestApp, what: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
    let (method, path) = what.split_once(' ').expect("a method and a path");
    let mut request = Request::builder().method(method).uri(t.url(&format!("{API}{}", path.trim_end_matches('/'))));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let answer = t.send(request.body(body).expect("a request")).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    answer
}

/// Demands a problem of this kind, and answers its sentence.
#[track_caller]
fn problem(answer: &Answer, status: u16, kind: &str) -> String {
    assert_eq!(answer.header(header::CONTENT_TYPE.as_str()), Some("application/problem+json"), "{}", answer.body);
    let told = answer.json();
    assert_eq!(
        (&told["type"], &told["status"], answer.status.as_u16()),
        (&json!(format!("urn:signet:problem:{kind}")), &json!(status), status),
        "{told}"
    );
    assert!(told["title"].is_string());
    told["detail"].as_str().expect("a detail").to_owned()
}

/// Demands a refusal that `WWW-Authenticate` tells, and answers its sentence and the challenge.
#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> (String, String) {
    let sentence = problem(answer, status, &code.replace('_', "-"));
    let challenge = answer.header("www-authenticate").expect("a challenge").to_owned();
    assert_eq!(answer.json()["error"], code);
    assert!(
        challenge.starts_with(&format!("Bearer realm=\"signet\", error=\"{code}\", error_description=\"{sentence}\"")),
        "{challenge}"
    );
    (sentence, challenge)
}
