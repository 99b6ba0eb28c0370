//! The redactor of the checks: a secret that it knows stands in nothing that it shows, not even encoded.

use crate::{
    conformance::redact::Redactor,
    model::{form_decoded, two_texts},
};

/// A secret, and behind its line what is shown.
pub fn run(data: &[u8]) {
    let Some((secret, text)) = two_texts(data) else { return };
    // What the redactor itself writes cannot be told from a secret.
    let own = ["[redacted]", "characters", "page: "];
    let plain = secret.len() >= 3 && secret.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plain || own.iter().any(|word| word.contains(secret)) || secret.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let redactor = Redactor::default();
    redactor.learn(secret);
    let address = redactor.address(text);
    let form = redactor.body("application/x-www-form-urlencoded", text);
    for shown in [&address, &form] {
        assert!(!shown.contains(secret) && !form_decoded(shown.as_bytes()).contains(secret), "{text:?}: {shown:?}");
    }
    for media in ["application/json", "text/plain", "text/html"] {
        let shown = redactor.body(media, text);
        assert!(!shown.contains(secret), "{media}: {text:?}: {shown:?}");
    }
    for name in ["authorization", "set-cookie", "cookie", "location", "allow"] {
        let shown = redactor.header(name, text);
        assert!(!shown.contains(secret), "{name}: {text:?}: {shown:?}");
    }
}
