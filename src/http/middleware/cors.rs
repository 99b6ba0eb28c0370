//! Which browser apps of other origins may read an answer (Fetch §3.2).
//!
//! Two classes: public documents that anyone may read, and endpoints for the apps of
//! registered clients. A preflight names no client, so it is answered for the union of all
//! registered origins; the handler then knows the client and allows its own origins only.
//! Cookies never count: `Access-Control-Allow-Credentials` is never sent. So a preflight allows whatever
//! headers are asked for: what an app or a library of its own adds (`traceparent`, `MCP-Protocol-Version`)
//! can do no harm here, and a list of ours would never be complete.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

/// Most headers of a preflight that are looked at.
const MOST_HEADERS: usize = 32;
/// Longest list of headers that is looked at, in bytes.
const LONGEST_LIST: usize = 1024;

/// Who may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorsClass {
    /// Everyone: discovery, keys.
    Public,
    /// Apps of clients.
    Clients {
        /// Whether any of them registered the origin that asks.
        registered: bool,
    },
}

/// The headers of a preflight's answer (status 204), or `None` if it is not a preflight.
///
/// An origin that is not allowed gets an answer without permission, which the browser
/// reports as such.
pub fn preflight(method: &Method, request: &HeaderMap, class: CorsClass) -> Option<HeaderMap> {
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
        CorsClass::Clients { registered } => {
            // The answer depends on the origin even when it is refused.
            vary(&mut answer);
            if registered {
                answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            }
            registered
        }
    };
    if allowed {
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"));
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed_headers(request));
        let varies = match class {
            CorsClass::Public => "Access-Control-Request-Headers",
            CorsClass::Clients { .. } => "Origin, Access-Control-Request-Headers",
        };
        answer.insert(header::VARY, HeaderValue::from_static(varies));
        // Chromium keeps it no longer than two hours.
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    }
    Some(answer)
}

/// Those that a preflight asks for, or the usual ones where it asks for none that can be read.
fn allowed_headers(request: &HeaderMap) -> HeaderValue {
    let usual = HeaderValue::from_static("Authorization, Content-Type, DPoP");
    let lists = request.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS);
    if lists.iter().map(HeaderValue::len).sum::<usize>() > LONGEST_LIST {
        return usual;
    }
    let asked: Vec<&str> = lists
        .iter()
        .flat_map(|list| list.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    // RFC 9110 §5.1, §5.6.2: a header's name is a token.
    let readable = asked.iter().all(|name| HeaderName::from_bytes(name.as_bytes()).is_ok());
    if asked.is_empty() || asked.len() > MOST_HEADERS || !readable {
        return usual;
    }
    HeaderValue::from_str(&asked.join(", ")).unwrap_or(usual)
}

/// What of the head of an answer a page of another origin may read, besides what it always may (Fetch §4.9).
const EXPOSED: HeaderValue =
    HeaderValue::from_static("WWW-Authenticate, DPoP-Nonce, Retry-After, RateLimit, RateLimit-Policy, ETag, Link");

/// Lets everyone read an answer of class [`CorsClass::Public`].
pub fn allow_everyone(answer: &mut HeaderMap) {
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}

/// Lets `origin` read this answer; the caller has found it among the client's own.
pub fn allow_origin(answer: &mut HeaderMap, origin: &HeaderValue) {
    vary(answer);
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[&str]) -> HeaderMap {
        let mut request = HeaderMap::new();
        request.insert(header::ORIGIN, HeaderValue::from_static("https://app.example"));
        request.insert(header::ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("POST"));
        for list in headers {
            request.append(header::ACCESS_CONTROL_REQUEST_HEADERS, list.parse().unwrap());
        }
        request
    }

    fn allowed(headers: &[&str]) -> String {
        let answer = preflight(&Method::OPTIONS, &asked(headers), CorsClass::Clients { registered: true }).unwrap();
        assert_eq!(answer[header::VARY], "Origin, Access-Control-Request-Headers");
        answer[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap().to_owned()
    }

    // Fetch §4.8
    #[test]
    fn whatever_headers_are_asked_for_are_allowed() {
        assert_eq!(
            allowed(&[
                "authorization,cache-control,mcp-protocol-version",
                "traceparent, sentry-trace,x-heard-of-by-nobody"
            ]),
            "authorization, cache-control, mcp-protocol-version, traceparent, sentry-trace, x-heard-of-by-nobody"
        );
        let refused = preflight(&Method::OPTIONS, &asked(&["x"]), CorsClass::Clients { registered: false }).unwrap();
        assert!(!refused.contains_key(header::ACCESS_CONTROL_ALLOW_HEADERS));
        let public = preflight(&Method::OPTIONS, &asked(&["baggage"]), CorsClass::Public).unwrap();
        assert_eq!(
            (&public[header::ACCESS_CONTROL_ALLOW_HEADERS], &public[header::VARY]),
            (&HeaderValue::from_static("baggage"), &HeaderValue::from_static("Access-Control-Request-Headers"))
        );
    }

    #[test]
    fn what_is_no_list_of_names_or_a_long_one_is_not_sent_back() {
        let usual = "Authorization, Content-Type, DPoP";
        let many = vec!["a"; 33].join(",");
        let long = "a".repeat(1025);
        for odd in [&[][..], &[""], &[", ,"], &["a b"], &["a;b"], &["a:b"], &["a\tb"], &[&many], &[&long]] {
            assert_eq!(allowed(odd), usual, "{odd:?}");
        }
        assert_eq!(allowed(&[&vec!["a"; 32].join(",")]).len(), 32 * 3 - 2);
    }
}
