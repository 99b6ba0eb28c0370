//! Forged requests: two independent lines of defense for cookie-authenticated form posts.
//!
//! First the browser's own word about where a request comes from; then a token in the form
//! that only a page shown to this browser can hold. Endpoints without cookies (token, …),
//! callbacks by form_post and `POST /authorize` are called across sites by design and are
//! not checked.
//!
//! The `csrf` layer of tower-http is not used: it compares `Origin` with `Host` without the
//! scheme, so a proxy that rewrites `Host` locks people out, where we know our origin
//! exactly; it lets a wrong `Referer` pass; and as a layer it boxes every request again.

use aws_lc_rs::hmac;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use data_encoding::BASE64URL_NOPAD;

use crate::base::secret::{Secret, constant_time_eq};

/// A request that another site's page sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the form was sent from another site")]
pub struct CrossSite;

/// Whether the browser says that our own page sent this; `own_origin` is the issuer's.
///
/// A client that says nothing at all passes: it is no browser of the last ten years, and
/// the form token still stands in the way.
pub fn check_site(method: &Method, headers: &HeaderMap, own_origin: &str) -> Result<(), CrossSite> {
    // RFC 9110 §9.2.1: safe methods change nothing here.
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let bytes = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    // Fetch Metadata §2.4: `none` is the person's own doing, such as a reload.
    match bytes("sec-fetch-site") {
        Some(b"same-origin" | b"none") => return Ok(()),
        Some(_) => return Err(CrossSite),
        None => {}
    }
    if let Some(origin) = bytes(header::ORIGIN.as_str()) {
        // RFC 6454 §6: both are serialized origins; `null` is nobody's.
        return if origin == own_origin.as_bytes() { Ok(()) } else { Err(CrossSite) };
    }
    match headers.get(header::REFERER).map(|referer| referer.to_str().unwrap_or("")) {
        None => Ok(()),
        Some(referer) => match referer.strip_prefix(own_origin) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#']) => Ok(()),
            _ => Err(CrossSite),
        },
    }
}

/// The hidden field of a form: bound to the browser's secret cookie and to what the form is
/// for (page and interaction), so that a token of one form opens no other.
pub fn form_token(browser: &Secret<String>, purpose: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, browser.expose().as_bytes());
    let mut context = hmac::Context::with_key(&key);
    // The label keeps this use of the cookie apart from any other.
    context.update(b"signet form token\0");
    context.update(purpose.as_bytes());
    BASE64URL_NOPAD.encode(context.sign().as_ref())
}

/// Whether `presented` is the token of this browser and purpose, in constant time.
pub fn form_token_matches(browser: &Secret<String>, purpose: &str, presented: &str) -> bool {
    // An empty cookie is a secret that everybody knows.
    !browser.expose().is_empty() && constant_time_eq(form_token(browser, purpose).as_bytes(), presented.as_bytes())
}
