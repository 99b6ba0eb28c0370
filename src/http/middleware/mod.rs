//! What happens to every request, in one function, because each layer costs an allocation
//! and a dynamic call: request id, span, client address, form of the head, limits of body and
//! time, security headers, metrics.

pub mod body;
pub mod client_ip;
pub mod cors;
pub mod csrf;
mod early;
mod head;
pub mod headers;
pub mod language;
mod measured;
pub mod unread;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ipnet::IpNet;
use tokio::time::timeout;
use tracing::Instrument;

use self::{measured::Measured, unread::Unread};
use crate::{
    base::{entropy::Entropy, id::RequestId, time::Clock},
    store::db::RouteShare,
};
pub use client_ip::ClientIp;
pub use early::{Early, EarlyAnswer};

/// The answer's header that carries the request id.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a client may take to send a body: as long as for the head.
pub const BODY: Duration = Duration::from_secs(10);

/// How the edge behaves.
#[derive(Debug, Clone)]
pub struct EdgeOptions {
    /// Proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The largest body that extractors read, in bytes.
    pub max_body: usize,
    /// The longest that a client may take to send a body.
    pub body_timeout: Duration,
    /// The longest that a handler may take.
    pub timeout: Duration,
    /// The issuer is served over TLS: tell browsers to stay there.
    pub https: bool,
    /// Write one line for each answer, not only for server errors.
    pub access_log: bool,
    /// What is answered where the handler is not.
    pub early: EarlyAnswer,
    /// What makes the share of a request in the connections to the database, where routes have one.
    pub share: Option<fn(&'static str, &str) -> RouteShare>,
}

impl Default for EdgeOptions {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            max_body: 128 * 1024,
            body_timeout: BODY,
            timeout: Duration::from_secs(30),
            https: true,
            access_log: true,
            early: |early, _| early.as_text(),
            share: None,
        }
    }
}

/// The state of [`edge`]: `router.layer(from_fn_with_state(Edge::new(…), edge))`.
#[derive(Debug, Clone)]
pub struct Edge(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: EdgeOptions,
    clock: Clock,
    entropy: Entropy,
    measured: Measured,
}

impl Edge {
    /// Takes the options once, at start.
    pub fn new(options: EdgeOptions, clock: Clock, entropy: Entropy) -> Self {
        Self(Arc::new(Inner { options, clock, entropy, measured: Measured::default() }))
    }
}

/// The one middleware around all routes. Handlers find [`RequestId`] and [`ClientIp`] in
/// the request's extensions.
pub async fn edge(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let options = &edge.0.options;
    // Never taken from outside: a client could otherwise write into our logs.
    let id = RequestId::fresh(&edge.0.clock, &edge.0.entropy);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route_name = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = method_name(request.method());
    let client = client_address(&request, &options.trusted_proxies);
    request.extensions_mut().insert(ClientIp(client));
    request.extensions_mut().insert(id.clone());
    DefaultBodyLimit::max(options.max_body).apply(&mut request);

    let limits = body::BodyLimits { largest: options.max_body, longest: options.body_timeout };

    // At error level so that every line of this request carries the id, whatever the filter. Made
    // anew for each request, so it holds no more than a line needs.
    let span = tracing::error_span!("request", request_id = id.as_str(), method, route = route_name);
    let unread = Unread::of(&request);
    let reading = body::left_to_handler(method, route_name);
    let taken = match head::check(&request) {
        Ok(()) if reading.is_some() => Ok(request),
        Ok(()) => body::read(request, limits).await.map_err(|early| (options.early)(early, route_name)),
        Err(sentence) => Err((StatusCode::BAD_REQUEST, sentence).into_response()),
    };
    let mut response = match taken {
        Ok(request) => {
            let longest = options.timeout + reading.unwrap_or_default();
            let handled = next.run(request).instrument(span.clone());
            let answer = match options.share {
                Some(share) => timeout(longest, share(method, route_name).during(handled)).await,
                None => timeout(longest, handled).await,
            };
            answer.unwrap_or_else(|_| (options.early)(Early::AnswerTooSlow, route_name))
        }
        Err(refusal) => unread.close(refusal),
    };

    let status = response.status();
    let took = started.elapsed();
    if options.access_log || status.is_server_error() {
        span.in_scope(|| log_answer(status, took));
    }
    edge.0.measured.count(route_name, method, status, took);

    headers::secure(response.headers_mut(), options.https);
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(X_REQUEST_ID, id);
    }
    response
}

fn log_answer(status: StatusCode, took: Duration) {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let status = status.as_u16();
    if status >= 500 {
        tracing::warn!(target: "signet::access", status, micros, "answered");
    } else {
        tracing::info!(target: "signet::access", status, micros, "answered");
    }
}

/// Methods come from outside and become label values, so unknown ones share a name.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn client_address(request: &Request, trusted: &[IpNet]) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    // Without a connection there is no proxy to believe either.
    peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| client_ip::client_ip(peer, request.headers(), trusted))
}

#[cfg(test)]
mod tests;
