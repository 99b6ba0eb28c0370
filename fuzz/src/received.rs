//! Addresses that a refusal shows, held against `url`: no value of a secret parameter, no password, one plain line.

use signet_protocol::{base::text::printable, received::shown};
use url::Url;

use crate::model::{form_decoded, text};

const SECRET: &[&str] = &["code", "state", "id_token", "access_token", "client_secret", "password"];

/// An address as a stranger sent it.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let out = shown(text);
    assert!(!out.chars().any(char::is_control), "{out:?}");
    assert!(out.chars().count() <= 301 * 10);
    assert_eq!(printable(&out, |_| false), out);
    // A parser of the web throws these away, so that what it finds may stand elsewhere as well.
    if text.contains(['\t', '\n', '\r']) {
        return;
    }
    let Ok(url) = Url::parse(text) else { return };
    // A value that also stands elsewhere is no secret.
    let hidden = |value: &str| {
        value.len() >= 8 && value.bytes().all(|b| b.is_ascii_alphanumeric()) && text.matches(value).count() == 1
    };
    for pair in url.query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or_default();
        let name = form_decoded(name.as_bytes()).trim().to_ascii_lowercase();
        if SECRET.contains(&name.as_str()) && hidden(value) {
            assert!(!out.contains(value), "{text:?} shows {value:?}");
        }
    }
    if let Some(password) = url.password().filter(|password| hidden(password)) {
        assert!(!out.contains(password), "{text:?} shows {password:?}");
    }
}
