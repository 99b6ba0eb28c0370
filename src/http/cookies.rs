//! The one cookie: it names the browser.
//!
//! Its name carries a short hash of the issuer, so that two issuers on one host do not
//! overwrite each other. `__Host-` and `Secure` are dropped only on loopback http.

use axum::http::{HeaderMap, HeaderValue, header};
use data_encoding::HEXLOWER;

use crate::{
    base::{secret::sha256, time::Seconds, url::Issuer},
    domain::sessions::Browser,
};

/// The name of the browser cookie of an issuer.
pub fn name(issuer: &Issuer) -> String {
    let hash = HEXLOWER.encode(&sha256(issuer.as_str().as_bytes())[..4]);
    if issuer.is_https() { format!("__Host-signet_{hash}") } else { format!("signet_{hash}") }
}

/// The cookie's value in a request.
pub fn read(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    let name = name(issuer);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The header that sets it: for as long as `lifetime`, or until the browser is closed.
pub fn set(issuer: &Issuer, browser: &Browser, lifetime: Option<Seconds>) -> Option<HeaderValue> {
    // RFC 6265 §4.1.2: HttpOnly keeps scripts away; SameSite=Lax still lets a client's
    // redirect bring the session along.
    let mut text = format!("{}={}; Path=/; HttpOnly; SameSite=Lax", name(issuer), browser.secret.expose());
    if issuer.is_https() {
        text.push_str("; Secure");
    }
    if let Some(lifetime) = lifetime {
        text.push_str("; Max-Age=");
        text.push_str(&lifetime.0.to_string());
    }
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
