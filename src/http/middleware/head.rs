//! What the head of a request must be before anybody looks at the rest of it.

use axum::{
    extract::Request,
    http::{Version, header},
};

use crate::protocol::field::host::is_host;

/// Refuses a request whose head breaks HTTP, or whose address nothing here can have.
///
/// # Errors
/// The sentence of the answer, which is 400.
pub fn check(request: &Request) -> Result<(), &'static str> {
    if holds_nul(request.uri().path()) { Err("The address holds a NUL character.\n") } else { check_host(request) }
}

/// A text that no database can hold: nothing of ours has such an address.
fn holds_nul(path: &str) -> bool {
    path.contains("%00")
}

/// RFC 9112 §3.2: a server MUST answer 400 to any HTTP/1.1 request without Host, and to any request with several or
/// with an invalid one.
fn check_host(request: &Request) -> Result<(), &'static str> {
    let mut lines = request.headers().get_all(header::HOST).iter();
    let Some(host) = lines.next() else {
        let may_lack = matches!(request.version(), Version::HTTP_09 | Version::HTTP_10);
        return if may_lack { Ok(()) } else { Err("The request has no Host field (RFC 9112 section 3.2).\n") };
    };
    if lines.next().is_some() {
        return Err("The request has more than one Host field (RFC 9112 section 3.2).\n");
    }
    match host.to_str() {
        Ok(host) if is_host(host) => Ok(()),
        _ => Err("The Host field holds no host (RFC 9112 section 3.2).\n"),
    }
}
