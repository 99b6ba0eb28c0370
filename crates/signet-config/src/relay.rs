//! `[relay]`: answers of upstreams that are handed on to hosts whose addresses the upstreams do not know.

use super::{
    secret::SecretText,
    section::{Checker, section},
};
use crate::base::url::{Issuer, absolute, is_https_or_loopback};

section! {
    /// Answers of other providers that are handed on to hosts whose addresses are not registered there, such as
    /// previews of a change under review. Off where nothing is set.
    Relay, check = check {
        /// At the address that is registered with the providers: the origins that their answers are handed on to, as
        /// they are written, or with * for one label at the front: `["https://*.preview.example.com"]`.
        targets: Vec<String> = Vec::new();
        /// At each of those hosts: the issuer at the registered address, to which providers send people back.
        via: Option<String> = None, example = "\"https://id.example.com\"";
        /// What both sides share and nobody else has: 32 random characters or more. Whoever has it can have answers
        /// handed on to any of the targets.
        secret: Option<SecretText> = None, example = "\"<secret>\"", from_file = "secret_file";
    }
}

/// Shorter ones are guessed.
const SECRET_MIN: usize = 32;

impl Relay {
    /// Whether answers are handed on to an origin.
    pub fn hands_on_to(&self, origin: &str) -> bool {
        self.targets.iter().any(|target| is_target(target, origin))
    }
}

fn check(relay: &Relay, at: &mut Checker<'_>) {
    if let Some(wrong) = relay.targets.iter().find(|target| !is_origin(target)) {
        at.refuse(
            "targets",
            format!("{wrong:?} is no origin"),
            "write https://pr-1.preview.example.com, or * for one label before two others: https://*.example.com",
        );
    }
    if relay.via.as_deref().is_some_and(|via| Issuer::parse(via).is_err()) {
        at.refuse("via", "it is no issuer", "write the issuer at the registered address: https://id.example.com");
    }
    if relay.via.is_some() && !relay.targets.is_empty() {
        at.refuse(
            "targets",
            "via is set too: answers would go from one instance to the next",
            "set relay.targets at the registered address alone, and relay.via at the hosts that it lists",
        );
    }
    let is_on = relay.via.is_some() || !relay.targets.is_empty();
    let is_good = relay.secret.as_ref().is_some_and(|secret| secret.expose().len() >= SECRET_MIN);
    if !is_good && (is_on || relay.secret.is_some()) {
        at.refuse(
            "secret",
            format!("it is missing, or shorter than {SECRET_MIN} characters"),
            "write the same random text on both sides: openssl rand -base64 32",
        );
    }
}

fn is_target(target: &str, origin: &str) -> bool {
    let Some((scheme, suffix)) = target.split_once("*.") else { return target == origin };
    let host = origin.strip_prefix(scheme);
    let Some((label, rest)) = host.and_then(|host| host.split_once('.')) else { return false };
    rest == suffix && !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether a text is an origin, or one with `*` for its first label. One label behind it would be half of the world.
fn is_origin(target: &str) -> bool {
    let plain = target.replacen("://*.", "://x.", 1);
    let is_wide = plain != target && target.matches('.').count() < 2;
    let fits = |url: url::Url| is_https_or_loopback(&url) && url.origin().ascii_serialization() == plain;
    !is_wide && !plain.contains('*') && absolute(&plain).is_some_and(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_one_label() {
        let wild = "https://*.preview.example.com";
        assert!(is_target(wild, "https://pr-1.preview.example.com"));
        for other in [
            "https://preview.example.com",
            "https://a.b.preview.example.com",
            "https://.preview.example.com",
            "https://evil.example/.preview.example.com",
            "https://pr-1.preview.example.com.evil.example",
            "https://pr-1.preview.example.com:8443",
            "http://pr-1.preview.example.com",
        ] {
            assert!(!is_target(wild, other), "{other}");
        }
        assert!(is_target("https://one.example", "https://one.example"));
        assert!(!is_target("https://one.example", "https://one.example.evil"));
    }

    #[test]
    fn a_target_is_an_origin() {
        for good in [
            "https://one.example",
            "https://*.preview.example.com",
            "https://*.example.com:8443",
            "http://localhost:3000",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "https://*.com",
            "*",
            "https://*",
            "https://one.example/",
            "http://one.example",
            "https://a.*.example.com",
            "",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
