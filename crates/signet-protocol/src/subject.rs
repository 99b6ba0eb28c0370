//! What clients see as `sub` (OIDC Core §8): the same for all of them, or another in each sector.
//!
//! 1. [`sector`] names the sector of a client: the host of its `sector_identifier_uri`, else the one
//!    host of its redirect URIs.
//! 2. [`check`] refuses metadata that leaves the sector open.
//!
//! The subject itself is a row (`store/pairwise_subjects.rs`), derived from nothing: neither a new
//! key nor a move to another database changes it.

use url::Url;

use super::client::{ClientId, ClientMetadata, SubjectType};
use crate::base::url::is_loopback;

/// What comes before the client in a sector that is only its own: no host is written like this.
const OWN: &str = "client:";

/// The sector in which a client's subjects are its own; none when it sees those that all see.
pub fn sector(client: &ClientId, metadata: &ClientMetadata) -> Option<String> {
    if metadata.subject_type == SubjectType::Public {
        return None;
    }
    // OIDC Core §8.1: the host component of sector_identifier_uri, else of the registered redirect_uri.
    let host = match &metadata.sector_identifier_uri {
        Some(uri) => Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned)),
        None => host(metadata).ok().flatten(),
    };
    // Deviates: a redirect to this very device names no party, so such a client is a sector by
    // itself; apps that have nothing to do with each other would share `127.0.0.1`.
    Some(host.unwrap_or_else(|| own_sector(client)))
}

/// The sector of a client that shares it with nobody.
pub fn own_sector(client: &ClientId) -> String {
    format!("{OWN}{client}")
}

/// A sector as it is kept: a host in its one spelling, or a client that is one by itself.
pub fn parse_sector(text: &str) -> Option<String> {
    let visible = text.len() <= 512 && text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible && text.strip_prefix(OWN).is_some_and(|client| !client.is_empty()) {
        return Some(text.to_owned());
    }
    // What the host of a URL becomes there.
    url::Host::parse(text).ok().map(|host| host.to_string())
}

/// A subject identifier from another system.
///
/// # Errors
/// What it must be.
pub fn check_sub(sub: &str) -> Result<(), &'static str> {
    // OIDC Core §2: it MUST NOT exceed 255 ASCII characters.
    let fits = (1..=255).contains(&sub.len()) && sub.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(()) } else { Err("1 to 255 visible ASCII characters (OIDC Core section 2)") }
}

/// Whether the sector of a pairwise client is clear.
///
/// # Errors
/// What must be corrected.
pub fn check(metadata: &ClientMetadata) -> Result<(), &'static str> {
    if metadata.subject_type == SubjectType::Public || metadata.sector_identifier_uri.is_some() {
        return Ok(());
    }
    host(metadata).map(drop)
}

/// The one host of all redirect URIs; none where they lead to the person's own device.
fn host(metadata: &ClientMetadata) -> Result<Option<String>, &'static str> {
    let of = |uri: &String| {
        let url = Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "https" | "http") && !is_loopback(url))?;
        url.host_str().map(str::to_owned)
    };
    let mut hosts = metadata.redirect_uris.iter().map(of);
    let first = hosts.next().flatten();
    if hosts.all(|one| one == first) {
        return Ok(first);
    }
    // OIDC Core §8.1: with several hosts, the client MUST register a sector_identifier_uri.
    Err(
        "redirect URIs on several hosts need a sector_identifier_uri with subject_type pairwise (OIDC Core section 8.1)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairwise(redirect_uris: &[&str], sector_identifier_uri: Option<&str>) -> ClientMetadata {
        ClientMetadata {
            redirect_uris: redirect_uris.iter().map(|uri| (*uri).to_owned()).collect(),
            sector_identifier_uri: sector_identifier_uri.map(str::to_owned),
            subject_type: SubjectType::Pairwise,
            ..ClientMetadata::default()
        }
    }

    // OIDC Core §8.1
    #[test]
    fn the_sector_is_a_host_and_never_left_open() {
        let app = "https://app.example/cb";
        for (uris, identifier, expected) in [
            (&[app][..], None, Some("app.example")),
            (&[app, "https://APP.example:8443/other?x=y"], None, Some("app.example")),
            (&[app, "https://other.example/cb"], None, None),
            (&[app, "https://other.example/cb"], Some("https://party.example/sector.json"), Some("party.example")),
            (&[app], Some("https://party.example:444/sector.json"), Some("party.example")),
            (&["http://127.0.0.1/cb"], None, Some("client:cli_1")),
            (&["http://localhost:3000/cb", "com.example.app:/cb"], None, Some("client:cli_1")),
            (&[app, "http://localhost:3000/cb"], None, None),
            (&[app, "com.example.app:/cb"], None, None),
            (&["com.example.app://app.example/cb"], None, Some("client:cli_1")),
            (&["com.example.app:/cb"], Some("https://app.example/sector"), Some("app.example")),
            (&[], None, Some("client:cli_1")),
        ] {
            let metadata = pairwise(uris, identifier);
            assert_eq!(check(&metadata).is_ok(), expected.is_some(), "{uris:?}");
            let found = sector(&ClientId::new("cli_1"), &metadata);
            // What was left open is shared with nobody.
            assert_eq!(found.as_deref(), expected.or(Some("client:cli_1")), "{uris:?}");
        }
    }

    #[test]
    fn a_sector_has_one_spelling() {
        for (text, expected) in [
            ("APP.example", Some("app.example")),
            ("b\u{fc}cher.example", Some("xn--bcher-kva.example")),
            ("[2001:db8::1]", Some("[2001:db8::1]")),
            ("client:cli_1", Some("client:cli_1")),
            ("client:", None),
            ("client:a b", None),
            ("https://app.example/", None),
            ("app.example/x", None),
            ("app.example:443", None),
            ("", None),
        ] {
            assert_eq!(parse_sector(text).as_deref(), expected, "{text}");
        }
        assert_eq!(parse_sector(&own_sector(&ClientId::new("cli_1"))).as_deref(), Some("client:cli_1"));
    }

    #[test]
    fn a_public_subject_has_no_sector() {
        let metadata = ClientMetadata { subject_type: SubjectType::Public, ..pairwise(&["https://a.example/"], None) };
        assert_eq!(sector(&ClientId::new("cli_1"), &metadata), None);
        let several = pairwise(&["https://a.example/", "https://b.example/"], None);
        assert_eq!(check(&ClientMetadata { subject_type: SubjectType::Public, ..several }), Ok(()));
    }
}
