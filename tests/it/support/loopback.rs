//! A web server of somebody else, on a real socket.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{Router, http::header, routing::get};
use serde_json::Value;

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
