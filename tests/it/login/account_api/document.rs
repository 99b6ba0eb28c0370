//! The OpenAPI document: every route stands in it, and every answer is as it says. Read by `jsonschema`, which shares no
//! code with what makes the schemas.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{EVERYTHING, NO_TOKEN, app, call, call_with, everything, picture, problem, send, token};
use crate::{
    account::picture::png,
    login::{factors, passkeys},
    support::{Answer, Browser, Engine, TestApp},
};

const OPERATIONS: &[(&str, &str)] = &[
    ("get", ""),
    ("patch", ""),
    ("get", "/apps"),
    ("delete", "/apps/{client_id}"),
    ("get", "/data"),
    ("post", "/deletion"),
    ("post", "/email"),
    ("get", "/events"),
    ("get", "/factors"),
    ("delete", "/factors/{id}"),
    ("get", "/identities"),
    ("delete", "/identities/{id}"),
    ("get", "/passkeys"),
    ("delete", "/passkeys/{id}"),
    ("patch", "/passkeys/{id}"),
    ("put", "/password"),
    ("delete", "/phone"),
    ("get", "/phone"),
    ("post", "/phone"),
    ("post", "/phone/code"),
    ("delete", "/picture"),
    ("put", "/picture"),
    ("get", "/preferences"),
    ("patch", "/preferences"),
    ("post", "/recovery-codes"),
    ("delete", "/sessions"),
    ("get", "/sessions"),
    ("delete", "/sessions/{id}"),
    ("patch", "/sessions/{id}"),
    ("put", "/username"),
    ("get", "/wallets"),
    ("delete", "/wallets/{id}"),
];
/// Those whose answers are held to the document where they are tested: `connected.rs`, `phone.rs`.
const ELSEWHERE: &[&str] = &["/identities", "/identities/{id}", "/phone", "/phone/code", "/wallets", "/wallets/{id}"];

pub(super) struct Document(Value);

impl Document {
    pub(super) async fn of(t: &TestApp) -> Self {
        let answer = t.get("/api/v1/account/openapi.json").await.ok();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        Self(answer.json())
    }

    fn operation(&self, method: &str, path: &str) -> &Value {
        &self.0["paths"][format!("/api/v1/account{path}")][method]
    }

    /// Whether a value is what a schema of the document says.
    #[track_caller]
    fn check(&self, schema: &Value, value: &Value) {
        let mut whole = schema.clone();
        whole["components"] = self.0["components"].clone();
        let validator = jsonschema::draft202012::new(&whole).expect("a schema");
        let faults: Vec<String> = validator.iter_errors(value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{value}\n{}", faults.join("\n"));
    }

    /// Whether an answer is one that the operation may give.
    #[track_caller]
    pub(super) fn answered(&self, method: &str, path: &str, answer: &Answer) {
        let described = &self.operation(method, path)["responses"][answer.status.as_str()];
        assert!(described["description"].is_string(), "{method} {path} answers {} {}", answer.status, answer.body);
        match described["content"].as_object() {
            None => assert!(answer.body.is_empty()),
            Some(content) => {
                let kind = answer.header("content-type").expect("a media type");
                self.check(&content[kind]["schema"], &answer.json());
            }
        }
    }

    #[track_caller]
    fn sent(&self, method: &str, path: &str, body: &Value) {
        let content = &self.operation(method, path)["requestBody"]["content"];
        self.check(&content["application/json"]["schema"], body);
    }
}

#[tokio::test]
async fn every_route_stands_in_the_document_and_nothing_else_does() {
    let t = TestApp::sqlite().await;
    let document = Document::of(&t).await;
    assert_eq!((&document.0["openapi"], &document.0["servers"][0]["url"]), (&json!("3.1.1"), &json!(t.issuer)));
    let mut described: Vec<(String, String)> = Vec::new();
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.push((method.clone(), path.strip_prefix("/api/v1/account").unwrap().to_owned()));
        }
    }
    let mut expected: Vec<(String, String)> =
        OPERATIONS.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    described.sort_unstable();
    expected.sort_unstable();
    assert_eq!(described, expected);
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut methods: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (method, path) in OPERATIONS {
        let operation = document.operation(method, path);
        *names.entry(operation["operationId"].as_str().unwrap()).or_default() += 1;
        methods.entry(path).or_default().push(method);
        // It is there: it asks for a token, and says so as it is described.
        let what = format!("{} {}", method.to_uppercase(), path.replace("{id}", "x").replace("{client_id}", "x"));
        let answer = send(&t, &what, &[], None).await;
        assert_eq!(problem(&answer, 401, "authentication-required"), NO_TOKEN, "{what}");
        document.answered(method, path, &answer);
    }
    assert!(names.values().all(|count| *count == 1), "{names:?}");
    // What is not described is not there.
    for (path, known) in methods {
        for method in ["get", "post", "put", "patch", "delete"].iter().filter(|method| !known.contains(method)) {
            let address = t.url(&format!("/api/v1/account{}", path.replace("{id}", "x").replace("{client_id}", "x")));
            let request = axum::http::Request::builder().method(method.to_uppercase().as_str()).uri(address);
            let answer = t.send(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
}

/// Ada with an app, two sessions, a passkey and an authenticator app.
async fn ada_with_everything(t: &TestApp) -> Browser<'_> {
    let cake = t.client("cake", json!({"client_name": "Cake"})).await;
    let mut other = t.browser_of("ada").await;
    cake.tokens(&mut other, "openid").await;
    let mut browser = t.browser_of("ada").await;
    let mut key = passkeys::authenticator(t);
    passkeys::add(t, &mut browser, &mut key).await;
    factors::set_up(t, &mut browser).await;
    browser
}

fn check_kinds_of_pictures(document: &Document) {
    let kinds = &document.operation("put", "/picture")["requestBody"]["content"];
    let mut kinds: Vec<&String> = kinds.as_object().unwrap().keys().collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["image/jpeg", "image/png", "image/webp"]);
}

#[tokio::test]
async fn every_answer_is_what_the_document_says() {
    let t = TestApp::start(Engine::sqlite(), |config| config.account.change_username = true).await;
    t.person("ada").await;
    t.person("eve").await;
    let document = Document::of(&t).await;
    let client = app(&t).await;
    let mut browser = ada_with_everything(&t).await;
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let mut walked = 0;
    let mut done = |method: &str, path: &str, answer: &Answer| {
        assert!(answer.status.is_success(), "{method} {path} {} {}", answer.status, answer.body);
        document.answered(method, path, answer);
        walked += 1;
    };
    let mut ids = BTreeMap::new();
    for (path, member) in [
        ("", ""),
        ("/apps", ""),
        ("/events", ""),
        ("/passkeys", "passkeys"),
        ("/factors", "authenticator_apps"),
        ("/sessions", "sessions"),
        ("/preferences", ""),
        ("/data", ""),
    ] {
        let answer = call(&t, &format!("GET {path}"), &ours).await;
        done("get", path, &answer);
        let not_mine = |one: &&Value| one["current"] != true;
        let first = answer.json()[member].as_array().and_then(|all| all.iter().find(not_mine)).cloned();
        ids.insert(path, first.map(|one| one["id"].as_str().unwrap().to_owned()).unwrap_or_default());
    }
    let bearer = format!("Bearer {ours}");
    let patch = json!({"name": "Ada King", "nickname": null});
    document.sent("patch", "", &patch);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json"), ("if-match", "*")];
    done("patch", "", &send(&t, "PATCH /", &headers, Some(&patch)).await);
    let preferences = json!({"locale": "de-CH", "zoneinfo": null, "theme": "dark"});
    document.sent("patch", "/preferences", &preferences);
    done("patch", "/preferences", &call_with(&t, "PATCH /preferences", &ours, &preferences).await);
    check_kinds_of_pictures(&document);
    done("put", "/picture", &picture::put(&t, &ours, "image/png", png()).await);
    document.answered("put", "/picture", &picture::put(&t, &ours, "image/png", "no picture").await);
    done("delete", "/picture", &call(&t, "DELETE /picture", &ours).await);
    let username = json!({"username": "countess"});
    document.sent("put", "/username", &username);
    let taken = call_with(&t, "PUT /username", &ours, &json!({"username": "eve"})).await;
    document.answered("put", "/username", &taken);
    done("put", "/username", &call_with(&t, "PUT /username", &ours, &username).await);
    let name = json!({"name": "Desk"});
    document.sent("patch", "/passkeys/{id}", &name);
    let passkey = format!("/passkeys/{}", ids["/passkeys"]);
    done("patch", "/passkeys/{id}", &call_with(&t, &format!("PATCH {passkey}"), &ours, &name).await);
    done("post", "/recovery-codes", &call(&t, "POST /recovery-codes", &ours).await);
    let factor = format!("DELETE /factors/{}", ids["/factors"]);
    done("delete", "/factors/{id}", &call(&t, &factor, &ours).await);
    done("delete", "/passkeys/{id}", &call(&t, &format!("DELETE {passkey}"), &ours).await);
    let password = json!({"password": "quite another long secret"});
    document.sent("put", "/password", &password);
    let weak = call_with(&t, "PUT /password", &ours, &json!({"password": "x"})).await;
    document.answered("put", "/password", &weak);
    let email = json!({"email": "countess@example.net"});
    document.sent("post", "/email", &email);
    let none = call_with(&t, "POST /email", &ours, &json!({"email": "x"})).await;
    document.answered("post", "/email", &none);
    done("post", "/email", &call_with(&t, "POST /email", &ours, &email).await);
    document.sent("patch", "/sessions/{id}", &name);
    let session = format!("PATCH /sessions/{}", ids["/sessions"]);
    done("patch", "/sessions/{id}", &call_with(&t, &session, &ours, &name).await);
    let session = format!("DELETE /sessions/{}", ids["/sessions"]);
    done("delete", "/sessions/{id}", &call(&t, &session, &ours).await);
    done("put", "/password", &call_with(&t, "PUT /password", &ours, &password).await);
    done("delete", "/apps/{client_id}", &call(&t, "DELETE /apps/cake", &ours).await);
    done("delete", "/sessions", &call(&t, "DELETE /sessions?which=all", &ours).await);
    let wish = json!({"confirmation": "eve"});
    document.sent("post", "/deletion", &wish);
    done("post", "/deletion", &call_with(&t, "POST /deletion", &everything(&t, "eve").await, &wish).await);
    let here = OPERATIONS.iter().filter(|(_, path)| !ELSEWHERE.contains(path)).count();
    assert_eq!(walked, here);
}
