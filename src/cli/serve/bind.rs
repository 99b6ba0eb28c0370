//! The two listeners: each says which setting names it.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use tokio::net::TcpListener;

use crate::{cli::CommandFailure, config::Loaded};

/// The listener of browsers and clients.
pub async fn public(address: SocketAddr) -> Result<TcpListener, CommandFailure> {
    TcpListener::bind(address).await.map_err(|cause| {
        let other = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(8080));
        CommandFailure::failed(format!(
            "server.listen {address} cannot be used: {cause}; choose another with --listen, such as --listen {other}"
        ))
    })
}

/// The listener of `/metrics`. A port that nobody chose and something else has is no reason not to
/// serve: a free one is taken instead.
pub async fn metrics(loaded: &Loaded) -> Result<Option<TcpListener>, CommandFailure> {
    let Some(address) = loaded.config.server.metrics_listen.0 else { return Ok(None) };
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(cause) if cause.kind() == io::ErrorKind::AddrInUse && !loaded.is_set("server", "metrics_listen") => {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(CommandFailure::failed)?;
            let metrics = listener.local_addr().map_err(CommandFailure::failed)?;
            tracing::warn!(busy = %address, %metrics, "the default of server.metrics_listen is in use; the metrics are at a free port");
            Ok(Some(listener))
        }
        Err(cause) => Err(CommandFailure::failed(format!(
            "server.metrics_listen {address} cannot be used: {cause}; choose another with \
             --set server.metrics_listen=ADDRESS:PORT, or off"
        ))),
    }
}
