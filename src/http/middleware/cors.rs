//! Which browser apps of other origins may read an answer (Fetch §3.2).
//!
//! Two classes: public documents that anyone may read, and endpoints for the apps of
//! registered clients. A preflight names no client, so it is answered for the union of all
//! registered origins; the handler then knows the client and allows its own origins only.
//! Cookies never count: `Access-Control-Allow-Credentials` is never sent.

use axum::http::{HeaderMap, HeaderValue, Method, header};

/// Who may read.
#[derive(Clone, Copy)]
pub enum CorsClass<'a> {
    /// Everyone: discovery, keys.
    Public,
    /// Apps on an origin for which the predicate holds: that any client registered it.
    Clients(&'a (dyn Fn(&str) -> bool + Send + Sync)),
}

/// The headers of a preflight's answer (status 204), or `None` if it is not a preflight.
///
/// An origin that is not allowed gets an answer without permission, which the browser
/// reports as such.
pub fn preflight(method: &Method, request: &HeaderMap, class: CorsClass<'_>) -> Option<HeaderMap> {
    let origin = request.get(header::ORIGIN)?;
    // Fetch §3.2.2: OPTIONS with both headers.
    if method != Method::OPTIONS || !request.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut answer = HeaderMap::new();
    let allowed = match class {
        CorsClass::Public => {
            allow_everyone(&mut answer);
            true
        }
        CorsClass::Clients(registered) => {
            // The answer depends on the origin even when it is refused.
            vary(&mut answer);
            let known = origin.to_str().is_ok_and(registered);
            if known {
                answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            }
            known
        }
    };
    if allowed {
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, DELETE"));
        answer.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("Authorization, Content-Type, DPoP"),
        );
        // Chromium keeps it no longer than two hours.
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    }
    Some(answer)
}

/// Lets everyone read an answer of class [`CorsClass::Public`].
pub fn allow_everyone(answer: &mut HeaderMap) {
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

/// Lets `origin` read this answer; the caller has found it among the client's own.
pub fn allow_origin(answer: &mut HeaderMap, origin: &HeaderValue) {
    vary(answer);
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    answer.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("WWW-Authenticate, DPoP-Nonce, Retry-After"),
    );
}

/// Tells caches that the answer depends on the origin: also due when it was not allowed.
pub fn vary(answer: &mut HeaderMap) {
    let named = answer
        .get_all(header::VARY)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|name| name.trim().eq_ignore_ascii_case("origin"));
    if !named {
        answer.append(header::VARY, HeaderValue::from_static("Origin"));
    }
}
