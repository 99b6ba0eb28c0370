//! Where browsers are sent back to: after an answer, and after a logout (RFC 8252, RFC 9700 §2.1).

use std::net::IpAddr;

use url::{Host, Url};

use super::{LIST_MAX, MetadataError, MetadataErrorCode, schemes, uris::absolute};
use crate::{
    base::url::is_loopback,
    client::{ApplicationType, AuthMethod, ClientMetadata, GrantType},
};

pub(super) fn check(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    permissions(metadata, problems);
    let mut refuse = |member, code, text: String| problems.push(MetadataError { member, code, text });
    for (member, code, all) in [
        ("redirect_uris", MetadataErrorCode::RedirectUri, &metadata.redirect_uris),
        ("post_logout_redirect_uris", MetadataErrorCode::Metadata, &metadata.post_logout_redirect_uris),
    ] {
        for (at, uri) in all.iter().enumerate() {
            if let Err(why) = redirect(uri, metadata) {
                refuse(member, code, format!("number {}: {why}", at + 1));
            }
        }
        if all.len() > LIST_MAX {
            refuse(member, MetadataErrorCode::Metadata, format!("more than {LIST_MAX} are not taken"));
        }
    }
    // RFC 9700 §2.1: clients that use redirection MUST register their redirection URIs.
    let redirecting = [GrantType::AuthorizationCode, GrantType::Implicit];
    if redirecting.iter().any(|one| metadata.grant_types.contains(one)) && metadata.redirect_uris.is_empty() {
        let text = "grant types authorization_code and implicit need at least one (RFC 7591 section 2)";
        refuse("redirect_uris", MetadataErrorCode::RedirectUri, text.to_owned());
    }
}

/// What an operator allowed by name.
fn permissions(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    for (at, scheme) in metadata.allowed_schemes.iter().enumerate() {
        if let Err(why) = schemes::check(scheme) {
            problems.push(MetadataError::new("allowed_schemes", format!("number {}: {why}", at + 1)));
        }
    }
    for (at, host) in metadata.allowed_http_hosts.iter().enumerate() {
        if let Err(why) = private_host(host) {
            problems.push(MetadataError::new("allowed_http_hosts", format!("number {}: {why}", at + 1)));
        }
    }
}

/// Whether a browser may be sent there.
pub(super) fn redirect(uri: &str, metadata: &ClientMetadata) -> Result<(), &'static str> {
    let url = absolute(uri)?;
    // RFC 6749 §3.1.2: MUST NOT include a fragment component.
    if uri.contains('#') {
        return Err("it must have no fragment (RFC 6749 section 3.1.2)");
    }
    // RFC 9700 §2.1: exact string matching leaves no room for patterns.
    if uri.contains('*') {
        return Err("it must hold no wildcard: redirect URIs are compared exactly (RFC 9700 section 2.1)");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it must hold no user information (RFC 9110 section 4.2.4)");
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(&url) => Ok(()),
        "http" => plain_http(&url, metadata),
        scheme => private_use(scheme, metadata),
    }
}

fn is_public(metadata: &ClientMetadata) -> bool {
    metadata.token_endpoint_auth_method == AuthMethod::None
}

fn has_front_channel(metadata: &ClientMetadata) -> bool {
    metadata.response_types.iter().any(|one| one.is_front_channel())
}

/// Plain http beyond the machine itself: whoever sits in between reads the code, and cannot use it without
/// the client's secret.
fn plain_http(url: &Url, metadata: &ClientMetadata) -> Result<(), &'static str> {
    let listed = |host: &String| match url.host() {
        Some(Host::Domain(name)) => host == name,
        Some(Host::Ipv4(ip)) => host.parse() == Ok(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => host.parse() == Ok(IpAddr::V6(ip)),
        None => false,
    };
    if !metadata.allowed_http_hosts.iter().any(listed) {
        // OIDC Registration §2: web clients use https; http is for loopback.
        return Err("it must use https; plain http is for loopback hosts (RFC 8252 section 7.3), and for hosts of a \
                    private network that an operator allows by name (allowed_http_hosts)");
    }
    if is_public(metadata) || has_front_channel(metadata) {
        return Err("plain http on a private network is for clients that authenticate and use the code flow alone \
                    (RFC 6749 section 3.1.2.1)");
    }
    Ok(())
}

/// A scheme that an app claims for itself.
fn private_use(scheme: &str, metadata: &ClientMetadata) -> Result<(), &'static str> {
    if schemes::is_taken(scheme) {
        return Err(
            "its scheme is registered with IANA, or browsers and operating systems act on it; it is no app's own",
        );
    }
    // RFC 8252 §7.1: a private-use scheme is based on a domain name under the app's control, in reverse
    // order; this keeps out javascript:, data:, file: and all that browsers act on.
    let named = !scheme.contains('.');
    if named && !metadata.allowed_schemes.iter().any(|one| one == scheme) {
        return Err("its scheme must be https, http on loopback, a reversed domain name such as com.example.app for \
                    native apps (RFC 8252 section 7.1), or one that the operator allows by name (allowed_schemes)");
    }
    if metadata.application_type != ApplicationType::Native && !is_public(metadata) {
        return Err("a private-use scheme is for clients with application_type native, and for public ones \
                    (RFC 8252 section 7.1)");
    }
    if named && has_front_channel(metadata) {
        // RFC 8252 §8.2: PKCE cannot protect what the implicit flow returns.
        return Err("a scheme that any program may claim is for the code flow with PKCE alone (RFC 8252 section 8.2)");
    }
    Ok(())
}

/// An address of RFC 1918 or RFC 4193, or a name that stands for whatever the operator means.
fn private_host(host: &str) -> Result<(), &'static str> {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) if ip.is_private() => return Ok(()),
        Ok(IpAddr::V6(ip)) if ip.is_unique_local() => return Ok(()),
        Ok(_) => return Err("an address must be one of a private network (RFC 1918, RFC 4193)"),
        Err(_) => {}
    }
    // RFC 1123 §2.1; as a parser of the web writes it, since that is compared.
    let plain = host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_'));
    let fits = plain && absolute(&format!("http://{host}/")).is_ok_and(|url| url.host_str() == Some(host));
    if fits { Ok(()) } else { Err("it must be a host: an address, or a name in lower case, without scheme and port") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response_type::ResponseType;

    fn client(method: AuthMethod, change: impl FnOnce(&mut ClientMetadata)) -> ClientMetadata {
        let mut metadata = ClientMetadata {
            token_endpoint_auth_method: method,
            allowed_schemes: vec!["cursor".into()],
            allowed_http_hosts: vec!["192.168.1.20".into(), "fd00::7".into(), "nas.lan".into()],
            ..ClientMetadata::default()
        };
        change(&mut metadata);
        metadata
    }

    // RFC 8252 §7.1
    #[test]
    fn a_scheme_without_a_dot_is_allowed_by_name_to_apps_on_a_device() {
        let public = client(AuthMethod::None, |_| {});
        let native = client(AuthMethod::Basic, |one| one.application_type = ApplicationType::Native);
        for one in [&public, &native] {
            assert_eq!(redirect("cursor://anysphere.cursor-mcp/oauth/callback", one), Ok(()));
            assert_eq!(redirect("com.example.app:/cb", one), Ok(()));
            assert!(redirect("windsurf://cb", one).unwrap_err().contains("(allowed_schemes)"));
        }
        let web = client(AuthMethod::Basic, |_| {});
        assert!(redirect("cursor://cb", &web).unwrap_err().contains("and for public ones"));
        let front = client(AuthMethod::None, |one| one.response_types = vec![ResponseType::CodeIdToken]);
        assert!(redirect("cursor://cb", &front).unwrap_err().contains("RFC 8252 section 8.2"));
    }

    #[test]
    fn a_scheme_that_everybody_acts_on_is_refused_whatever_was_allowed() {
        for scheme in
            ["javascript", "data", "file", "intent", "mailto", "ms-settings", "web+x", "iris.beep", "vbscript"]
        {
            let metadata = client(AuthMethod::None, |one| one.allowed_schemes = vec![scheme.to_owned()]);
            let why = redirect(&format!("{scheme}:x"), &metadata).unwrap_err();
            assert!(why.contains("it is no app's own"), "{scheme}: {why}");
            let mut problems = Vec::new();
            check(&metadata, &mut problems);
            assert!(problems.iter().any(|one| one.member == "allowed_schemes"), "{scheme}");
        }
    }

    #[test]
    fn plain_http_reaches_a_private_network_where_the_operator_says_so() {
        let secret = client(AuthMethod::Basic, |_| {});
        for fine in ["http://192.168.1.20:3000/cb", "http://[fd00::7]/cb", "http://nas.lan/cb"] {
            assert_eq!(redirect(fine, &secret), Ok(()), "{fine}");
        }
        for other in ["http://192.168.1.21/cb", "http://[fd00::8]/cb", "http://nas.lan.example/cb", "http://x.nas.lan/"]
        {
            assert!(redirect(other, &secret).unwrap_err().contains("(allowed_http_hosts)"), "{other}");
        }
        let public = client(AuthMethod::None, |_| {});
        let front =
            client(AuthMethod::Basic, |one| one.response_types = vec![ResponseType::Code, ResponseType::IdToken]);
        for one in [&public, &front] {
            let why = redirect("http://nas.lan/cb", one).unwrap_err();
            assert!(why.contains("clients that authenticate and use the code flow alone"), "{why}");
        }
    }

    // RFC 1918, RFC 4193
    #[test]
    fn only_private_addresses_and_names_can_be_allowed() {
        for fine in ["10.0.0.1", "172.16.0.9", "192.168.0.1", "fd12::1", "nas", "nas.lan", "grafana.home.arpa"] {
            assert_eq!(private_host(fine), Ok(()), "{fine}");
        }
        for public in ["1.1.1.1", "169.254.169.254", "127.0.0.1", "2606:4700::1111", "fe80::1", "::1", "100.64.0.1"] {
            assert!(private_host(public).unwrap_err().contains("RFC 1918, RFC 4193"), "{public}");
        }
        for broken in [
            "",
            "NAS.lan",
            "nas:80",
            "http://nas",
            "nas/",
            "*.lan",
            "10.1",
            "0x0a000001",
            "[fd00::1]",
            "näs",
            "nas..lan",
            ".lan",
        ] {
            assert!(private_host(broken).unwrap_err().starts_with("it must be a host"), "{broken}");
        }
    }
}
