//! A provider by which people sign in at the application, on a real socket: honest, unless it is told not to be.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Json, Router,
    body::{Body, Bytes, HttpBody},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD;
use hyper::body::Frame;
use serde_json::{Value, json};
use tokio::sync::Notify;
use url::Url;

use super::{ClientKey, ClientProof, hmac_jwt, unsigned_jwt};

/// How the ID token is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signing {
    /// With its key.
    Honest,
    /// With a key that it does not publish, under the name of the one that it does.
    OtherKey,
    /// Not at all.
    None,
    /// HS256 with this text for a secret.
    Hmac(String),
}

/// What it does; the default is what it should.
#[derive(Debug, Clone)]
pub struct UpstreamActs {
    /// Members of the metadata that are others, or `null` for none.
    pub metadata: Value,
    /// Claims of the ID token that are others, or `null` for none.
    pub claims: Value,
    /// How the ID token is signed.
    pub signing: Signing,
    /// Further keys that it publishes.
    pub keys: Vec<Value>,
    /// Members of the token answer that are others, or `null` for none.
    pub token: Value,
    /// What userinfo says.
    pub userinfo: Value,
    /// A path that answers with this instead.
    pub instead: HashMap<&'static str, Instead>,
    /// Whether any verifier will do.
    pub ignores_pkce: bool,
    /// By what its token endpoint knows us.
    pub client_proof: ClientProof,
}

/// What a path answers that does not do what it should.
#[derive(Debug, Clone)]
pub enum Instead {
    /// Never.
    Nothing,
    /// A space now and then, without end.
    Drip,
    /// Itself, again.
    Redirect,
    /// So many bytes.
    Bytes(usize),
    /// This status and body.
    Answer(u16, &'static str),
    /// This body, as soon as it is let go.
    Held(Arc<Notify>, &'static str),
}

struct Asked {
    nonce: Option<String>,
    challenge: Option<String>,
    redirect_uri: String,
}

/// A path that was asked for, with its form.
type Hit = (String, Vec<(String, String)>);

struct Shared {
    address: SocketAddr,
    key: Mutex<ClientKey>,
    acts: Mutex<UpstreamActs>,
    codes: Mutex<HashMap<String, Asked>>,
    made: AtomicUsize,
    now: Mutex<i64>,
    hits: Mutex<Vec<Hit>>,
}

/// The provider.
pub struct StubUpstream {
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

/// What it knows us as.
pub const UPSTREAM_CLIENT: &str = "us";
/// The secret that it gave us.
pub const UPSTREAM_SECRET: &str = "upstream-secret-of-32-characters";

impl StubUpstream {
    /// Starts one at this moment of the application.
    pub async fn start(now: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let acts = UpstreamActs {
            metadata: json!({}),
            claims: json!({}),
            signing: Signing::Honest,
            keys: Vec::new(),
            token: json!({}),
            userinfo: json!({"sub": "ada-there", "name": "Ada There"}),
            instead: HashMap::new(),
            ignores_pkce: false,
            client_proof: ClientProof::Any,
        };
        let shared = Arc::new(Shared {
            address: listener.local_addr().expect("an address"),
            key: Mutex::new(ClientKey::new("up-1")),
            acts: Mutex::new(acts),
            codes: Mutex::default(),
            made: AtomicUsize::new(0),
            now: Mutex::new(now),
            hits: Mutex::default(),
        });
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/me", get(userinfo))
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { shared, server }
    }

    /// Its issuer.
    pub fn issuer(&self) -> String {
        self.shared.issuer()
    }

    /// Changes what it does.
    pub fn acts(&self) -> MutexGuard<'_, UpstreamActs> {
        self.shared.acts.lock().expect("what it does")
    }

    /// Sets its clock.
    pub fn set_now(&self, now: i64) {
        *self.shared.now.lock().expect("its clock") = now;
    }

    /// How often a path was asked.
    pub fn hits(&self, path: &str) -> usize {
        self.shared.hits.lock().expect("what it was asked").iter().filter(|(asked, _)| asked == path).count()
    }

    /// The form of the last request for tokens.
    pub fn last_form(&self) -> Vec<(String, String)> {
        let hits = self.shared.hits.lock().expect("what it was asked");
        hits.iter()
            .rev()
            .find(|(path, _)| path == "/token")
            .map(|(_, form)| form.clone())
            .expect("a request for tokens")
    }

    /// The code for somebody who was sent here and agrees.
    pub fn code_for(&self, address: &Url) -> String {
        let sent: HashMap<String, String> = address.query_pairs().into_owned().collect();
        let number = self.shared.made.fetch_add(1, Ordering::SeqCst);
        let code = format!("code-{}-{number}", self.shared.address.port());
        let asked = Asked {
            nonce: sent.get("nonce").cloned(),
            challenge: sent.get("code_challenge").cloned(),
            redirect_uri: sent.get("redirect_uri").cloned().expect("a redirect_uri"),
        };
        self.shared.codes.lock().expect("its codes").insert(code.clone(), asked);
        code
    }

    /// A token of its own over these claims.
    pub fn signed(&self, typ: &str, claims: &Value) -> String {
        self.shared.sign(typ, claims)
    }

    /// Signs with a new key of this name from now on, and publishes no other.
    pub fn rotate(&self, kid: &str) {
        *self.shared.key.lock().expect("its key") = ClientKey::new(kid);
    }
}

impl Drop for StubUpstream {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn sign(&self, typ: &str, claims: &Value) -> String {
        self.key.lock().expect("its key").sign_as(typ, claims)
    }

    fn acts(&self) -> UpstreamActs {
        self.acts.lock().expect("what it does").clone()
    }

    /// Notes a request; what is answered instead, if anything is.
    async fn noted(&self, path: &'static str, form: Vec<(String, String)>) -> Option<Response> {
        self.hits.lock().expect("what it was asked").push((path.to_owned(), form));
        let instead = self.acts().instead.get(path)?.clone();
        match instead {
            Instead::Nothing => std::future::pending().await,
            Instead::Drip => Some(Body::new(Drip(tokio::time::interval(Duration::from_millis(50)))).into_response()),
            Instead::Redirect => Some(Redirect::temporary(&format!("{}{path}", self.issuer())).into_response()),
            Instead::Bytes(size) => Some("x".repeat(size).into_response()),
            Instead::Answer(status, body) => {
                Some((StatusCode::from_u16(status).expect("a status"), body).into_response())
            }
            Instead::Held(let_go, body) => {
                let_go.notified().await;
                Some(body.into_response())
            }
        }
    }
}

/// A body that never ends, and never rests for long.
struct Drip(tokio::time::Interval);

impl HttpBody for Drip {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_tick(cx).map(|_| Some(Ok(Frame::data(Bytes::from_static(b" ")))))
    }
}

/// The same object with other members; `null` removes one.
fn with(mut members: Value, others: &Value) -> Value {
    let (all, others) = (members.as_object_mut().expect("an object"), others.as_object().expect("an object"));
    for (name, value) in others {
        if value.is_null() {
            all.remove(name);
        } else {
            all.insert(name.clone(), value.clone());
        }
    }
    members
}

async fn metadata(State(shared): State<Arc<Shared>>) -> Response {
    if let Some(instead) = shared.noted("/.well-known/openid-configuration", Vec::new()).await {
        return instead;
    }
    let issuer = shared.issuer();
    let honest = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/out"),
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
    });
    Json(with(honest, &shared.acts().metadata)).into_response()
}

async fn jwks(State(shared): State<Arc<Shared>>) -> Response {
    if let Some(instead) = shared.noted("/jwks", Vec::new()).await {
        return instead;
    }
    let mut keys = vec![shared.key.lock().expect("its key").jwk()];
    keys.extend(shared.acts().keys);
    Json(json!({ "keys": keys })).into_response()
}

async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let sent: HashMap<String, String> = form.iter().cloned().collect();
    if let Some(instead) = shared.noted("/token", form).await {
        return instead;
    }
    let acts = shared.acts();
    let now = *shared.now.lock().expect("its clock");
    if !acts.client_proof.is_met(&headers, &sent, now) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"}))).into_response();
    }
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let asked = sent.get("code").and_then(|code| shared.codes.lock().expect("its codes").remove(code));
    let Some(asked) = asked else { return refused("invalid_grant") };
    let verifier = sent.get("code_verifier").map(String::as_bytes).unwrap_or_default();
    let computed = BASE64URL_NOPAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier).as_ref());
    let is_bound = acts.ignores_pkce || asked.challenge.is_none_or(|challenge| challenge == computed);
    if !is_bound || sent.get("redirect_uri") != Some(&asked.redirect_uri) {
        return refused("invalid_grant");
    }
    let honest = json!({
        "iss": shared.issuer(), "aud": UPSTREAM_CLIENT, "sub": "ada-there", "iat": now, "exp": now + 300,
        "auth_time": now - 5, "sid": "there-1", "email": "ada@up.example", "email_verified": true,
        "nonce": asked.nonce,
    });
    let claims = with(honest, &acts.claims);
    let id_token = match &acts.signing {
        Signing::Honest => shared.sign("JWT", &claims),
        Signing::OtherKey => ClientKey::new("up-1").sign_as("JWT", &claims),
        Signing::None => unsigned_jwt(&claims),
        Signing::Hmac(secret) => hmac_jwt("HS256", secret, &claims),
    };
    let answer = json!({
        "access_token": "at-of-ada", "token_type": "Bearer", "expires_in": 300, "refresh_token": "rt-of-ada",
        "id_token": id_token,
    });
    Json(with(answer, &acts.token)).into_response()
}

async fn userinfo(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if let Some(instead) = shared.noted("/me", Vec::new()).await {
        return instead;
    }
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if bearer != Some("Bearer at-of-ada") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(shared.acts().userinfo).into_response()
}
