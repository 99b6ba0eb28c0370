//! Eight cookies: one names the browser and is secret; one holds its state for session management and
//! is meant to be read; one keeps the language that was chosen at the foot of a page, one the colors; one says in whose
//! account somebody has signed in here before (`domain/login/device.rs`); one, that nobody was asked lately whether
//! they want a passkey; one names the provider by which somebody signed in last, one that at which somebody wants another
//! account.
//!
//! Their names carry a short hash of the issuer, so that two issuers on one host do not
//! overwrite each other. `__Host-` and `Secure` are dropped only on loopback http.

use axum::http::{HeaderMap, HeaderValue, header};
use data_encoding::HEXLOWER;

use crate::{
    base::{secret::sha256, time::Seconds, url::Issuer},
    domain::sessions::Browser,
    render::{ColorTheme, Locale},
};

/// How long the colors are kept that somebody chose.
const THEME_LIFETIME: Seconds = Seconds::days(365);
/// How long somebody may take to try again with another account.
const OTHER_ACCOUNT_LIFETIME: Seconds = Seconds::minutes(10);

/// The name of the browser cookie of an issuer.
pub fn name(issuer: &Issuer) -> String {
    named("signet", issuer)
}

/// The name of the cookie that holds the browser's state.
pub fn state_name(issuer: &Issuer) -> String {
    named("signet_state", issuer)
}

fn named(stem: &str, issuer: &Issuer) -> String {
    let hash = HEXLOWER.encode(&sha256(issuer.as_str().as_bytes())[..4]);
    if issuer.is_https() { format!("__Host-{stem}_{hash}") } else { format!("{stem}_{hash}") }
}

/// The browser cookie's value in a request.
pub fn read(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    value(headers, &name(issuer))
}

/// The state that a browser shows.
pub fn read_state(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    value(headers, &state_name(issuer))
}

/// The language that was chosen at the foot of a page.
pub fn read_language(headers: &HeaderMap, issuer: &Issuer) -> Option<Locale> {
    Locale::of_tag(&value(headers, &named("signet_language", issuer))?)
}

/// What a browser brings back of who has signed in to it before.
pub fn read_device(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    value(headers, &named("signet_device", issuer))
}

/// The header that keeps for `lifetime` who has signed in to a browser. Only our own form needs it back, hence
/// SameSite=Strict.
pub fn set_device(issuer: &Issuer, text: &str, lifetime: Seconds) -> Option<HeaderValue> {
    let mut header = setting(issuer, "signet_device", text, "Strict", Some(lifetime))?;
    header.set_sensitive(true);
    Some(header)
}

/// Whether somebody was asked in this browser, not long ago, whether they want a passkey.
pub fn was_suggested(headers: &HeaderMap, issuer: &Issuer) -> bool {
    value(headers, &named("signet_suggested", issuer)).is_some()
}

/// The header that keeps for `lifetime` that somebody was asked whether they want a passkey. Only our own form needs
/// it back, hence SameSite=Strict.
pub fn set_suggested(issuer: &Issuer, lifetime: Seconds) -> Option<HeaderValue> {
    setting(issuer, "signet_suggested", "1", "Strict", Some(lifetime))
}

/// The provider by which somebody signed in last.
pub fn read_upstream(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    value(headers, &named("signet_upstream", issuer))
}

/// The header that keeps for `lifetime` by which provider somebody signed in: a word of the operator's, which says nothing
/// of who it was. An app's redirect brings it along, hence SameSite=Lax.
pub fn set_upstream(issuer: &Issuer, name: &str, lifetime: Seconds) -> Option<HeaderValue> {
    setting(issuer, "signet_upstream", name, "Lax", Some(lifetime)).filter(|_| lifetime.0 > 0)
}

/// The provider at which somebody wants another account than the one that they came back with.
pub fn read_other_account(headers: &HeaderMap, issuer: &Issuer) -> Option<String> {
    value(headers, &named("signet_other_account", issuer)).filter(|name| !name.is_empty())
}

/// The header that keeps for as long as somebody tries again at which provider that is: a word of the operator's. An
/// app's redirect brings it along, hence SameSite=Lax.
pub fn set_other_account(issuer: &Issuer, name: &str) -> Option<HeaderValue> {
    setting(issuer, "signet_other_account", name, "Lax", Some(OTHER_ACCOUNT_LIFETIME))
}

/// The header that forgets it.
pub fn forget_other_account(issuer: &Issuer) -> Option<HeaderValue> {
    setting(issuer, "signet_other_account", "", "Lax", Some(Seconds(0)))
}

/// The header that keeps a language until the browser is closed.
pub fn set_language(issuer: &Issuer, language: Locale) -> Option<HeaderValue> {
    setting(issuer, "signet_language", language.tag(), "Lax", None)
}

/// The header that forgets it.
pub fn forget_language(issuer: &Issuer) -> Option<HeaderValue> {
    setting(issuer, "signet_language", "", "Lax", Some(Seconds(0)))
}

/// Light or dark, as it was chosen in this browser for an account; it names nobody.
pub fn read_theme(headers: &HeaderMap, issuer: &Issuer) -> ColorTheme {
    value(headers, &named("signet_theme", issuer)).and_then(|text| ColorTheme::named(&text)).unwrap_or_default()
}

/// The header that keeps it for the pages before a sign-in, or forgets it where the device decides.
pub fn set_theme(issuer: &Issuer, theme: ColorTheme) -> Option<HeaderValue> {
    let kept = theme.kept();
    let lifetime = if kept.is_some() { THEME_LIFETIME } else { Seconds(0) };
    setting(issuer, "signet_theme", kept.unwrap_or_default(), "Lax", Some(lifetime))
}

/// The header that sets a cookie for as long as `lifetime`, or until the browser is closed.
fn setting(
    issuer: &Issuer,
    stem: &str,
    value: &str,
    same_site: &str,
    lifetime: Option<Seconds>,
) -> Option<HeaderValue> {
    let secure = if issuer.is_https() { "; Secure" } else { "" };
    let age = lifetime.map(|lifetime| format!("; Max-Age={}", lifetime.0)).unwrap_or_default();
    let name = named(stem, issuer);
    // RFC 6265 §4.1.2: HttpOnly keeps scripts away.
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}{age}")).ok()
}

fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The header that sets the browser cookie: for as long as `lifetime`, or until the browser is closed.
pub fn set(issuer: &Issuer, browser: &Browser, lifetime: Option<Seconds>) -> Option<HeaderValue> {
    // A client's redirect brings the session along, hence SameSite=Lax.
    let mut value = setting(issuer, "signet", browser.secret.expose(), "Lax", lifetime)?;
    value.set_sensitive(true);
    Some(value)
}

/// The header that sets the state. It ends with the browser: a browser that comes back without it
/// counts as changed, and its clients ask us.
pub fn set_state(issuer: &Issuer, state: &str) -> Option<HeaderValue> {
    // Session Management §3.2: our page reads it by script, in a frame on a client's page; hence no
    // HttpOnly, and SameSite=None, which browsers take only with Secure.
    let reach = if issuer.is_https() { "SameSite=None; Secure" } else { "SameSite=Lax" };
    HeaderValue::from_str(&format!("{}={state}; Path=/; {reach}", state_name(issuer))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_https_issuer_has_its_cookies_by_https_and_at_its_host_alone() {
        let issuer = Issuer::parse("https://id.example.com").unwrap();
        let line = set_device(&issuer, "1.AAAA", Seconds::days(180)).unwrap();
        assert!(line.is_sensitive());
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-signet_device_"), "{line}");
        assert!(line.ends_with("=1.AAAA; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=15552000"), "{line}");
        let line = set_suggested(&issuer, Seconds::days(28)).unwrap();
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-signet_suggested_"), "{line}");
        assert!(line.ends_with("=1; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=2419200"), "{line}");
        let other = Issuer::parse("https://id.example.com/b").unwrap();
        assert_ne!(named("signet_device", &issuer), named("signet_device", &other));
    }
}
