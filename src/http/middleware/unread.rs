//! A body that nobody read. The next request of the connection would stand behind it, so the connection ends, and the
//! answer says so (RFC 9112 §9.6).

use axum::{
    body::HttpBody,
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};

use crate::http::linger::StillWrites;

/// Whether a request has a body, and on which connection.
pub struct Unread {
    has_body: bool,
    connection: Option<StillWrites>,
}

impl Unread {
    /// Looks at a request before its body is read.
    pub fn of(request: &Request) -> Self {
        Self { has_body: !request.body().is_end_stream(), connection: request.extensions().get().cloned() }
    }

    /// The answer to a request that is refused before all of its body was read.
    pub fn close(self, mut refusal: Response) -> Response {
        if self.has_body {
            refusal.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            if let Some(connection) = self.connection {
                connection.set();
            }
        }
        refusal
    }
}
