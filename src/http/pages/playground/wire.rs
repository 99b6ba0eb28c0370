//! What the playground sends itself: through the server's own router, as if from outside.

use std::{
    fmt::Write as _,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
    response::Response,
};
use serde_json::Value;
use tower_service::Service as _;

use crate::{
    base::{time::Timestamp, url::Issuer},
    http::Shared,
};

/// The longest answer that is read.
const LONGEST: usize = 256 * 1024;
const FORM: &str = "application/x-www-form-urlencoded";

/// A request.
#[derive(Clone)]
pub struct SentRequest {
    /// Where to, below the issuer.
    pub path: &'static str,
    /// The access token, for the `Authorization` header.
    pub bearer: Option<String>,
    /// The form; a GET has none.
    pub form: Option<Vec<(&'static str, String)>>,
}

impl SentRequest {
    /// A GET.
    pub const fn get(path: &'static str, bearer: Option<String>) -> Self {
        Self { path, bearer, form: None }
    }

    /// A POST.
    pub const fn post(path: &'static str, form: Vec<(&'static str, String)>) -> Self {
        Self { path, bearer: None, form: Some(form) }
    }

    const fn method(&self) -> &'static str {
        if self.form.is_some() { "POST" } else { "GET" }
    }

    /// Method and full address.
    pub fn line(&self, issuer: &Issuer) -> String {
        format!("{} {}", self.method(), issuer.join(self.path))
    }

    /// The headers that say something.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let bearer = self.bearer.as_ref().map(|token| ("Authorization", format!("Bearer {token}")));
        let kind = self.form.as_ref().map(|_| ("Content-Type", FORM.to_owned()));
        [("Accept", "application/json".to_owned())].into_iter().chain(bearer).chain(kind).collect()
    }

    fn body(&self) -> String {
        self.form.as_deref().map(encoded).unwrap_or_default()
    }

    /// The message as it goes over the wire.
    pub fn raw(&self, issuer: &Issuer) -> String {
        let (method, path) = (self.method(), format!("{}{}", issuer.path(), self.path));
        let host = host(issuer);
        let mut text = format!("{method} {path} HTTP/1.1\nHost: {host}\n");
        for (name, value) in self.headers() {
            let _ = writeln!(text, "{name}: {value}");
        }
        text.push('\n');
        text.push_str(&self.body());
        text
    }

    /// The same for a shell.
    pub fn curl(&self, issuer: &Issuer) -> String {
        let mut text = format!("curl -i {}", quoted(&issuer.join(self.path)));
        if let Some(token) = &self.bearer {
            let _ = write!(text, " \\\n  -H {}", quoted(&format!("Authorization: Bearer {token}")));
        }
        for (name, value) in self.form.iter().flatten() {
            let _ = write!(text, " \\\n  --data-urlencode {}", quoted(&format!("{name}={value}")));
        }
        text
    }
}

/// Host and port of the issuer, as the `Host` header has them.
pub fn host(issuer: &Issuer) -> &str {
    issuer.origin().split_once("://").map_or("", |(_, host)| host)
}

/// Pairs as `application/x-www-form-urlencoded`.
pub fn encoded(pairs: &[(&'static str, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A request with its answer.
#[derive(Clone)]
pub struct Trace {
    /// What was sent.
    pub sent: SentRequest,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// When it came.
    pub at: Timestamp,
}

impl Trace {
    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The status line.
    pub fn line(&self) -> String {
        format!("HTTP/1.1 {}", self.status)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The message as it goes over the wire.
    pub fn raw(&self) -> String {
        let mut text = self.line();
        text.push('\n');
        for (name, value) in &self.headers {
            let _ = writeln!(text, "{name}: {}", value.to_str().unwrap_or_default());
        }
        text.push('\n');
        text.push_str(&self.body);
        text
    }
}

/// Sends a request to the routes of this server, and waits for the answer.
pub async fn send(app: &Shared, routes: fn(Shared) -> Router, sent: SentRequest) -> Trace {
    let response = deliver(app, routes, &sent).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    Trace {
        sent,
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        at: app.clock.now(),
    }
}

async fn deliver(app: &Shared, routes: fn(Shared) -> Router, sent: &SentRequest) -> Response {
    let path = format!("{}{}", app.issuer.url.path(), sent.path);
    let mut request = Request::builder().method(sent.method()).uri(path).header(header::HOST, host(&app.issuer.url));
    for (name, value) in sent.headers() {
        request = request.header(name, value);
    }
    // The client is this machine itself.
    request = request.extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
    let Ok(request) = request.body(Body::from(sent.body())) else { return Response::new(Body::empty()) };
    match routes(Arc::clone(app)).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
