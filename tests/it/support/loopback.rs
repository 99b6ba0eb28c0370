//! A web server of somebody else, on a real socket.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{Json, Router, routing::get};
use serde_json::Value;

/// Serves one JSON document under any path.
pub struct Loopback {
    address: SocketAddr,
    document: Arc<Mutex<Value>>,
    hits: Arc<AtomicUsize>,
    server: tokio::task::JoinHandle<()>,
}

impl Loopback {
    /// Starts serving.
    pub async fn serving(document: Value) -> Self {
        let document = Arc::new(Mutex::new(document));
        let hits = Arc::new(AtomicUsize::new(0));
        let (shown, counted) = (Arc::clone(&document), Arc::clone(&hits));
        let routes = Router::new().fallback(get(move || async move {
            counted.fetch_add(1, Ordering::SeqCst);
            Json(shown.lock().expect("the document").clone())
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
    pub fn replace(&self, document: Value) {
        *self.document.lock().expect("the document") = document;
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
