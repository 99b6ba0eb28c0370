//! An OpenID provider on a real socket that answers what it is told to.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// A request that the stand-in was sent.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) authorization: Option<String>,
    pub(super) form: BTreeMap<String, String>,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<(u16, Value)>,
    asked: Vec<Asked>,
    held: Option<Gate>,
}

/// Before an answer: says that it was asked for, and waits.
struct Gate {
    came: oneshot::Sender<()>,
    goes_on: oneshot::Receiver<()>,
}

/// A request that is answered when the test says so.
pub(super) struct HeldRequest {
    came: oneshot::Receiver<()>,
    goes_on: oneshot::Sender<()>,
}

impl HeldRequest {
    /// Does something while it waits, and lets it go on.
    pub(super) async fn meanwhile(self, act: impl Future<Output = ()>) {
        self.came.await.expect("a request");
        act.await;
        self.goes_on.send(()).expect("a request that waits");
    }
}

/// An OpenID provider that answers what it is told to.
pub(super) struct StandIn {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl StandIn {
    pub(super) async fn start() -> Self {
        let script: Arc<Mutex<Script>> = Arc::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shared, issuer) = (Arc::clone(&script), format!("http://{address}"));
        let routes =
            Router::new().fallback(move |request: Request| answer(Arc::clone(&shared), issuer.clone(), request));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, script, server }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn answers(&self, status: u16, body: Value) {
        self.script.lock().unwrap().answers.push_back((status, body));
    }

    /// Holds the next request back.
    pub(super) fn holds(&self) -> HeldRequest {
        let (came, has_come) = oneshot::channel();
        let (go, goes_on) = oneshot::channel();
        self.script.lock().unwrap().held = Some(Gate { came, goes_on });
        HeldRequest { came: has_come, goes_on: go }
    }

    /// What was asked since the last look, metadata left out.
    pub(super) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.script.lock().unwrap().asked)
    }
}

async fn answer(script: Arc<Mutex<Script>>, issuer: String, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.uri.path() == "/.well-known/openid-configuration" {
        let at = |path: &str| format!("{issuer}{path}");
        return Json(json!({
            "issuer": issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"), "revocation_endpoint": at("/revoke"),
        }))
        .into_response();
    }
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let authorization = parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let asked = Asked {
        path: parts.uri.path().to_owned(),
        authorization,
        form: url::form_urlencoded::parse(&body).into_owned().collect(),
    };
    let held = {
        let mut script = script.lock().unwrap();
        script.asked.push(asked);
        script.held.take()
    };
    if let Some(Gate { came, goes_on }) = held {
        came.send(()).expect("a test that waits");
        goes_on.await.expect("a test that lets it go on");
    }
    let (status, body) = script.lock().unwrap().answers.pop_front().unwrap_or((500, json!({})));
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}
