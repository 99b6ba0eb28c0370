//! `[server]`: sockets, proxies and limits of a request.

use std::net::SocketAddr;

use ipnet::IpNet;
use toml::Value;

use super::{
    problem::InvalidValue,
    section::{Checker, section},
    units::{ByteSize, print_length},
    value::{Given, Setting},
};
use crate::base::time::Seconds;

section! {
    /// Where Signet listens and how much one request may ask of it.
    Server, check = check {
        /// Address and port that serve browsers and clients. Keep it on loopback behind a
        /// reverse proxy on the same machine; 0.0.0.0:8080 inside a container; 0.0.0.0:443 or
        /// [::]:443 with a certificate of its own (see [tls]).
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080));
        /// Address and port of Prometheus /metrics, apart from the public one so that a proxy
        /// cannot publish it by accident. "off" or empty: no metrics listener. Where it is not set and
        /// something else has the port, a free one is taken and logged.
        metrics_listen: OptionalListen = OptionalListen(Some(SocketAddr::from(([127, 0, 0, 1], 19090))));
        /// Networks of reverse proxies whose X-Forwarded-For is believed, such as
        /// `["10.0.0.0/8"]`. Without one, the address of the connection counts. Name only machines
        /// that overwrite the header: whoever is trusted here can claim any client address.
        trusted_proxies: Vec<IpNet> = Vec::new();
        /// How long a stop may take in all: requests in flight, background work, the audit log, the database.
        /// What is not finished then is cut off. Keep it below the patience of the process manager.
        shutdown_grace: Seconds = Seconds(30);
        /// Largest request body. Raise it only if clients send large request objects or
        /// assertions.
        max_body: ByteSize = ByteSize(64 << 10);
        /// Longest time a request may take, once its body is read, before it is answered with 503. A body
        /// may take 10 seconds, then it is answered with 408.
        request_timeout: Seconds = Seconds(15);
    }
}

/// An address to listen on, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionalListen(pub Option<SocketAddr>);

impl Setting for OptionalListen {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        match given.text() {
            Some("" | "off") => Ok(Self(None)),
            _ => SocketAddr::read(given).map(Some).map(Self).map_err(|mut refusal| {
                refusal.remedy.push_str(", or \"off\"");
                refusal
            }),
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.0.map_or_else(|| "off".to_owned(), |address| address.to_string())))
    }
}

fn check(server: &Server, at: &mut Checker<'_>) {
    if server.listen.port() != 0 && server.metrics_listen.0 == Some(server.listen) {
        at.refuse(
            "metrics_listen",
            "it is the address of server.listen: the metrics would be public",
            "choose another port, or \"off\"",
        );
    }
    refuse_wide(&server.trusted_proxies, "trusted_proxies", at);
    at.within("shutdown_grace", server.shutdown_grace, (Seconds(0), Seconds::hours(1)), print_length);
    at.within("request_timeout", server.request_timeout, (Seconds(1), Seconds::hours(1)), print_length);
    at.within("max_body", server.max_body, (ByteSize(4 << 10), ByteSize(16 << 20)), |size| format!("{} bytes", size.0));
}

/// Refuses networks that hold (nearly) everyone: trust in everyone is no trust.
pub(super) fn refuse_wide(networks: &[IpNet], key: &str, at: &mut Checker<'_>) {
    for net in networks {
        if is_wide(net) {
            at.refuse(key, format!("{net} holds far more than your own machines"), "name the narrow networks you mean");
        }
    }
}

/// Whether a network is wider than 10.0.0.0/8 or fc00::/7, the widest private ones.
pub(super) fn is_wide(net: &IpNet) -> bool {
    match net {
        IpNet::V4(net) => net.prefix_len() < 8,
        IpNet::V6(net) => net.prefix_len() < 7,
    }
}
