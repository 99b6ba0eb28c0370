//! Where a client's answers go: which addresses are its own, and what they prove of it (RFC 8252).

use url::Url;

use super::{ApplicationType, Client};
use crate::{
    base::url::{is_loopback, may_be_loopback, redirect_matches},
    response_type::ResponseType,
};

impl Client {
    /// Whether `uri` is one of its redirect URIs.
    pub fn has_redirect_uri(&self, uri: &str) -> bool {
        self.knows(&self.metadata.redirect_uris, uri)
    }

    /// Whether `uri` is one of the addresses that it registered for the time after a logout.
    pub fn has_post_logout_redirect_uri(&self, uri: &str) -> bool {
        self.knows(&self.metadata.post_logout_redirect_uris, uri)
    }

    fn knows(&self, registered: &[String], uri: &str) -> bool {
        // RFC 9700 §2.1: exact string matching, except port numbers in localhost redirection URIs of
        // native apps (RFC 8252 §7.3).
        let matches =
            if self.has_free_ports() { redirect_matches } else { |registered: &str, uri: &str| registered == uri };
        registered.iter().any(|one| matches(one, uri))
    }

    /// Whether it may come back at any port of a plain-http loopback address that it registered.
    ///
    /// A public client that lives on the person's device alone is a native app, whatever it calls itself:
    /// one that has a place on the web (an https address, an origin that may call us) is not.
    pub fn has_free_ports(&self) -> bool {
        let uris = &self.metadata.redirect_uris;
        let on_device = || {
            self.is_public()
                && self.metadata.allowed_origins.is_empty()
                && !uris.is_empty()
                && uris.iter().all(|uri| is_private_use(uri) || is_plain_loopback(uri))
        };
        self.metadata.application_type == ApplicationType::Native || on_device()
    }

    /// Whether what is answered at `uri` is of use to this client only.
    ///
    /// On a device any program can listen on loopback or claim a private-use scheme, and say that it is
    /// this client. Where the answer is a code that needs the client's secret, that is no help to it.
    pub fn is_assured_at(&self, uri: &str, response_type: ResponseType) -> bool {
        let needs_secret = !self.is_public() && !response_type.is_front_channel();
        // RFC 8252 §8.6: client impersonation.
        !is_private_use(uri) && (needs_secret || !Url::parse(uri).is_ok_and(|url| may_be_loopback(&url)))
    }
}

/// Whether an address has a scheme that an app on the device claims for itself (RFC 8252 §7.1).
pub fn is_private_use(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| !matches!(url.scheme(), "https" | "http"))
}

fn is_plain_loopback(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| url.scheme() == "http" && is_loopback(&url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::IssuerId, time::Timestamp},
        client::{AuthMethod, ClientId, ClientMetadata, ClientSource},
    };

    fn client(method: AuthMethod, uris: &[&str], change: impl FnOnce(&mut ClientMetadata)) -> Client {
        let mut metadata = ClientMetadata {
            token_endpoint_auth_method: method,
            redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(),
            post_logout_redirect_uris: uris.iter().map(|uri| format!("{uri}/bye")).collect(),
            ..ClientMetadata::default()
        };
        change(&mut metadata);
        Client::new(ClientId::new("rp"), IssuerId::from_stored("iss_1"), metadata, ClientSource::Operator, Timestamp(0))
    }

    // RFC 8252 §7.3
    #[test]
    fn the_port_is_free_for_clients_that_live_on_the_device_alone() {
        let public = |uris: &[&str]| client(AuthMethod::None, uris, |_| {});
        let native = |one: &mut ClientMetadata| one.application_type = ApplicationType::Native;
        let loopback = "http://127.0.0.1/cb";
        for free in [
            public(&[loopback]),
            public(&[loopback, "http://localhost:3000/cb", "com.example.app:/cb"]),
            client(AuthMethod::None, &[loopback, "https://app.example/cb"], native),
            client(AuthMethod::Basic, &[loopback], native),
        ] {
            assert!(free.has_redirect_uri("http://127.0.0.1:49152/cb"), "{:?}", free.metadata.redirect_uris);
            assert!(free.has_post_logout_redirect_uri("http://127.0.0.1:49152/cb/bye"));
            assert!(!free.has_post_logout_redirect_uri("http://127.0.0.1:49152/cb"));
        }
        for fixed in [
            public(&[loopback, "https://app.example/cb"]),
            client(AuthMethod::None, &[loopback], |one| one.allowed_origins = vec!["http://localhost:5173".into()]),
            client(AuthMethod::Basic, &[loopback], |_| {}),
        ] {
            assert!(!fixed.has_redirect_uri("http://127.0.0.1:49152/cb"), "{:?}", fixed.metadata.redirect_uris);
            assert!(!fixed.has_post_logout_redirect_uri("http://127.0.0.1:49152/cb/bye"));
            assert!(fixed.has_redirect_uri(loopback));
        }
    }

    // RFC 8252 §8.3: one name never stands for another.
    #[test]
    fn loopback_names_do_not_stand_for_each_other() {
        let hosts = ["localhost", "127.0.0.1", "[::1]"];
        for registered in hosts {
            let one = client(AuthMethod::None, &[&format!("http://{registered}/cb")], |_| {});
            for presented in hosts {
                let fits = one.has_redirect_uri(&format!("http://{presented}:49152/cb"));
                assert_eq!(fits, registered == presented, "{registered} {presented}");
            }
        }
    }

    // RFC 8252 §8.6
    #[test]
    fn who_is_answered_on_the_device_may_be_any_program() {
        let public = client(AuthMethod::None, &[], |_| {});
        let confidential = client(AuthMethod::Basic, &[], |_| {});
        for (uri, public_code, secret_code, secret_token) in [
            ("https://app.example/cb", true, true, true),
            ("http://127.0.0.1:49152/cb", false, true, false),
            ("http://localhost/cb", false, true, false),
            ("http://[::1]/cb", false, true, false),
            ("https://localhost/cb", false, true, false),
            ("http://app.localhost/cb", false, true, false),
            ("https://localhost./cb", false, true, false),
            ("https://app.localhost./cb", false, true, false),
            ("https://[::ffff:127.0.0.1]/cb", false, true, false),
            ("https://0.0.0.0:8/cb", false, true, false),
            ("https://[::]/cb", false, true, false),
            ("https://[::ffff:0.0.0.0]/cb", false, true, false),
            ("https://localhost.example/cb", true, true, true),
            ("com.example.app:/cb", false, false, false),
        ] {
            assert_eq!(public.is_assured_at(uri, ResponseType::Code), public_code, "{uri}");
            assert_eq!(confidential.is_assured_at(uri, ResponseType::Code), secret_code, "{uri}");
            assert_eq!(confidential.is_assured_at(uri, ResponseType::CodeIdToken), secret_token, "{uri}");
        }
    }
}
