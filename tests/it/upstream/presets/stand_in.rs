//! A service as its pages describe it, on a real socket: it keeps what it was sent, and answers by its description.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use url::Url;

use super::super::sent;
use crate::support::{ClientKey, UPSTREAM_CLIENT, UPSTREAM_SECRET, hmac_jwt};

/// What opens its API.
const BEARER: &str = "Bearer at-of-ada";

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct WireRequest {
    pub method: String,
    /// Path and query.
    pub target: String,
    headers: HeaderMap,
    pub body: String,
}

impl WireRequest {
    /// A header field, which stands there once at most.
    #[track_caller]
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.get_all(name).iter();
        let one = all.next().map(|value| value.to_str().expect("ASCII"));
        assert!(all.next().is_none(), "{name} stands twice in {self:?}");
        one
    }

    /// The members of a form or of a JSON object.
    pub(super) fn members(&self) -> BTreeMap<String, String> {
        if self.field("content-type") == Some("application/json") {
            return serde_json::from_str(&self.body).expect("an object of texts");
        }
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// What it answers.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    /// Where codes are redeemed.
    pub token_target: String,
    /// The answer there, but for the ID token.
    pub token: Value,
    /// The claims of the ID token; null of a service that has none.
    pub claims: Value,
    /// Whether the client's secret signs the ID token.
    pub signs_by_secret: bool,
    /// What anybody reads, by path and query.
    pub public: HashMap<String, Value>,
    /// What an access token opens, by path and query.
    pub api: HashMap<String, Value>,
}

/// What an authorization request said.
struct Agreed {
    nonce: Option<String>,
    challenge: Option<String>,
    redirect_uri: Option<String>,
}

struct Shared {
    origin: String,
    key: ClientKey,
    now: i64,
    scene: Mutex<Option<Scene>>,
    codes: Mutex<HashMap<String, Agreed>>,
    requests: Mutex<Vec<WireRequest>>,
}

/// The service.
pub(super) struct Service {
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

impl Service {
    /// Starts one at this moment of the application.
    pub(super) async fn start(now: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let shared = Arc::new(Shared {
            origin: format!("http://{}", listener.local_addr().expect("an address")),
            key: ClientKey::new("there-1"),
            now,
            scene: Mutex::default(),
            codes: Mutex::default(),
            requests: Mutex::default(),
        });
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { shared, server }
    }

    /// Where it stands.
    pub(super) fn origin(&self) -> &str {
        &self.shared.origin
    }

    /// Its keys, as it publishes them.
    pub(super) fn keys(&self) -> Value {
        json!({ "keys": [self.shared.key.jwk()] })
    }

    /// Says what it answers from now on.
    pub(super) fn plays(&self, scene: Scene) {
        *self.shared.scene.lock().expect("what it answers") = Some(scene);
    }

    /// What it was sent since this was asked last.
    pub(super) fn took(&self) -> Vec<WireRequest> {
        std::mem::take(&mut *self.shared.requests.lock().expect("what it was sent"))
    }

    /// The code for somebody who was sent here and agrees.
    pub(super) fn code_for(&self, address: &Url) -> String {
        let agreed = Agreed {
            nonce: sent(address, "nonce"),
            challenge: sent(address, "code_challenge"),
            redirect_uri: sent(address, "redirect_uri"),
        };
        let mut codes = self.shared.codes.lock().expect("its codes");
        let code = format!("code-{}", sent(address, "state").expect("a state"));
        codes.insert(code.clone(), agreed);
        code
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    /// Redeems a code once, for whoever asked for it.
    fn redeem(&self, request: &WireRequest, scene: &Scene) -> Response {
        let members = request.members();
        let agreed = members.get("code").and_then(|code| self.codes.lock().expect("its codes").remove(code));
        let Some(agreed) = agreed else { return refused() };
        let digest = |verifier: &String| aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
        let proven = members.get("code_verifier").map(|verifier| BASE64URL_NOPAD.encode(digest(verifier).as_ref()));
        // RFC 7636 §4.6
        if proven != agreed.challenge || members.get("redirect_uri") != agreed.redirect_uri.as_ref() {
            return refused();
        }
        let mut answer = scene.token.clone();
        if let Some(said) = scene.claims.as_object() {
            let mut claims = json!({"aud": UPSTREAM_CLIENT, "iat": self.now, "exp": self.now + 300});
            let all = claims.as_object_mut().expect("an object");
            all.extend(said.clone());
            all.extend(agreed.nonce.map(|nonce| ("nonce".to_owned(), json!(nonce))));
            answer["id_token"] = json!(if scene.signs_by_secret {
                hmac_jwt("HS256", UPSTREAM_SECRET, &claims)
            } else {
                self.key.sign_as("JWT", &claims)
            });
        }
        Json(answer).into_response()
    }
}

fn refused() -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response()
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    let request = WireRequest {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).expect("a body in UTF-8"),
    };
    shared.requests.lock().expect("what it was sent").push(request.clone());
    let scene = shared.scene.lock().expect("what it answers").clone().expect("a scene");
    if request.target == scene.token_target {
        return shared.redeem(&request, &scene);
    }
    if let Some(said) = scene.public.get(&request.target) {
        return Json(said.clone()).into_response();
    }
    match scene.api.get(&request.target) {
        Some(said) if request.field("authorization") == Some(BEARER) => Json(said.clone()).into_response(),
        Some(_) => StatusCode::UNAUTHORIZED.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
