//! A web server of somebody else, on a real socket.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    http::{StatusCode, header},
    routing::get,
};
use serde_json::Value;
use tokio::sync::mpsc;

/// Serves one document under any path.
pub struct Loopback {
    address: SocketAddr,
    document: Arc<Mutex<String>>,
    hits: Arc<AtomicUsize>,
    server: tokio::task::JoinHandle<()>,
}

impl Loopback {
    /// Starts serving JSON.
    pub async fn serving(document: Value) -> Self {
        Self::serving_bytes("application/json", &document.to_string()).await
    }

    /// Starts serving a document of any type.
    pub async fn serving_bytes(kind: &'static str, document: &str) -> Self {
        let document = Arc::new(Mutex::new(document.to_owned()));
        let hits = Arc::new(AtomicUsize::new(0));
        let (shown, counted) = (Arc::clone(&document), Arc::clone(&hits));
        let routes = Router::new().fallback(get(move || async move {
            counted.fetch_add(1, Ordering::SeqCst);
            ([(header::CONTENT_TYPE, kind)], shown.lock().expect("the document").clone())
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { address, document, hits, server }
    }

    /// Where it is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Changes the document.
    pub fn replace(&self, document: &Value) {
        *self.document.lock().expect("the document") = document.to_string();
    }

    /// How often it was asked.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A client's endpoint on a real socket that answers as it is told and remembers what it was sent.
pub struct Receiver {
    address: SocketAddr,
    status: Arc<AtomicU16>,
    seen: tokio::sync::Mutex<mpsc::UnboundedReceiver<Received>>,
    server: tokio::task::JoinHandle<()>,
}

/// What a [`Receiver`] was sent.
#[derive(Debug, Clone)]
pub struct Received {
    /// The path.
    pub path: String,
    /// `Content-Type`
    pub content_type: Option<String>,
    /// The form.
    pub form: Vec<(String, String)>,
}

impl Receiver {
    /// Starts with 200 and an empty body.
    pub async fn start() -> Self {
        let status = Arc::new(AtomicU16::new(200));
        let (send, seen) = mpsc::unbounded_channel();
        let told = Arc::clone(&status);
        let routes = Router::new().fallback(move |request: axum::extract::Request| async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
            let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let received = Received {
                path: parts.uri.path().to_owned(),
                content_type: kind.map(str::to_owned),
                form: url::form_urlencoded::parse(&body).into_owned().collect(),
            };
            let _ = send.send(received);
            StatusCode::from_u16(told.load(Ordering::SeqCst)).expect("a status")
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { address, status, seen: tokio::sync::Mutex::new(seen), server }
    }

    /// Where it is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers with this status from now on.
    pub fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// The next request, waited for as long as a broken test takes.
    pub async fn next(&self) -> Received {
        let mut seen = self.seen.lock().await;
        let next = tokio::time::timeout(std::time::Duration::from_secs(20), seen.recv()).await;
        next.expect("a request in time").expect("a receiver that lives")
    }

    /// What has come and was not looked at.
    pub async fn rest(&self) -> Vec<Received> {
        let mut seen = self.seen.lock().await;
        std::iter::from_fn(|| seen.try_recv().ok()).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}
