//! The listener: connections with a limit on their number and on how long a request's head may
//! take, which `axum::serve` does not offer; a stop that lets requests in flight finish; and TLS,
//! when there is a certificate.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower_service::Service as _;

use super::{
    connections::{ConnectionLimits, Connections},
    linger::{Lingering, StillWrites},
    tls::Handshakes,
};

/// How long a client may take to send a request's head: longer is a client that only holds a
/// connection open.
const HEAD: Duration = Duration::from_secs(10);
/// How long to wait after a failed accept: descriptors may have run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stopped`, then finishes the requests in flight. With `tls`, nothing but TLS.
pub async fn listen(
    listener: TcpListener,
    tls: Option<Arc<Handshakes>>,
    router: Router,
    limits: ConnectionLimits,
    mut stopped: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(limits);
    loop {
        let room = tokio::select! {
            Some(room) = connections.room() => room,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Some(admitted) = connections.admit(peer.ip(), room) else { continue };
        // Answers are written whole: waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let served = Served { peer, router: router.clone(), watcher: graceful.watcher() };
        let (tls, stopped) = (tls.clone(), stopped.clone());
        tokio::spawn(async move {
            match tls {
                Some(handshakes) => served.over_tls(stream, &handshakes, stopped).await,
                None => served.over(stream).await,
            }
            drop(admitted);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// One connection that was accepted.
struct Served {
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
}

impl Served {
    async fn over_tls(self, stream: TcpStream, handshakes: &Handshakes, mut stopped: watch::Receiver<bool>) {
        let accepted = tokio::select! {
            accepted = handshakes.handshake(stream) => accepted,
            // Nothing was asked yet: a stop need not wait for it.
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match accepted {
            Ok(stream) => self.over(stream).await,
            // Scanners and lost clients: nothing that an operator could mend.
            Err(error) => tracing::debug!(%error, "a TLS handshake failed"),
        }
    }

    async fn over(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let Self { peer, router, watcher } = self;
        if let Err(error) = watcher.watch(connection(stream, peer, router)).await {
            // A client that went away, or was too slow: nobody is left to tell.
            tracing::debug!(%error, "a connection ended");
        }
    }
}

fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    let still_writes = StillWrites::default();
    let stream = Lingering::new(stream, still_writes.clone());
    let handler = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(still_writes.clone());
        router.clone().call(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), handler)
}
