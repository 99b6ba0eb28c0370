//! Security headers for answers that did not choose their own.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// `Cross-Origin-Opener-Policy`, for the pages that want [`ISOLATED_OPENER`].
pub const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Cuts a page off from the window that opened it: for the account and administration
/// pages. Never for `/authorize` and what follows it: apps that sign in by popup wait for
/// a message through `window.opener`, and one such answer in the chain, even a redirect,
/// severs it for good (HTML §7.1.3.1). Hence it is not set by default.
pub const ISOLATED_OPENER: HeaderValue = HeaderValue::from_static("same-origin");

/// Fills in what the handler left open.
///
/// A handler that sets its own `Content-Security-Policy` also decides about framing.
pub fn secure(headers: &mut HeaderMap, https: bool) {
    // Room for these, the request id and what the connection adds: growing means hashing all of them again.
    headers.reserve(12);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let frameless = match headers.get(header::CONTENT_SECURITY_POLICY) {
        None => {
            set(
                headers,
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            );
            true
        }
        Some(policy) => policy.to_str().is_ok_and(|policy| policy.contains("frame-ancestors 'none'")),
    };
    if frameless {
        // Browsers without CSP level 2.
        set(headers, header::X_FRAME_OPTIONS, "DENY");
    }
    // Not `no-referrer`: Chromium then posts forms with `Origin: null`, and our own check
    // of the origin would lock people out.
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(
        headers,
        PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
    );
    // Does not touch CORS requests, only embedding without asking.
    set(headers, RESOURCE_POLICY, "same-origin");
    // RFC 6749 §5.1: tokens must not be stored; nor must pages about a person.
    set(headers, header::CACHE_CONTROL, "no-store");
    if https {
        // RFC 6797 §6.1; subdomains are not ours to decide about.
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
