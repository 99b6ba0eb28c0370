//! What reaches it when somebody signs out.

use url::{Host, Url};

use super::{Facts, Finding};
use crate::{outbound::address::AllowPrivate, protocol::client::GrantType};

/// Addresses after logout, and those that are told of one.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Finding> {
    let metadata = &facts.client.metadata;
    let redirects = [GrantType::AuthorizationCode, GrantType::Implicit];
    if !redirects.into_iter().any(|grant| facts.client.has_grant(grant)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if metadata.post_logout_redirect_uris.is_empty() {
        let remedy = format!("signet client update {} --post-logout-redirect-uri URI", facts.client.id);
        found.push(
            Finding::no("after logout people stay on our page: no post_logout_redirect_uri is registered").with(remedy),
        );
    } else {
        found.push(Finding::yes(format!(
            "after logout people may go to {}",
            metadata.post_logout_redirect_uris.join(" ")
        )));
    }
    found.extend(metadata.backchannel_logout_uri.as_deref().map(|uri| {
        match undeliverable(facts, uri) {
            Some(why) => Finding::problem(format!("back-channel: {uri} is not reached: {why}"))
                .with("name the address or host in outbound.allow_private"),
            None => Finding::yes(format!("back-channel: {uri} is told of each sign-out")),
        }
    }));
    found.extend(metadata.frontchannel_logout_uri.as_deref().map(|uri| {
        Finding::yes(format!(
            "front-channel: {uri} is loaded in a frame, which sees its cookies only where the browser allows it"
        ))
    }));
    if metadata.backchannel_logout_uri.is_none() && metadata.frontchannel_logout_uri.is_none() {
        found.push(
            Finding::no("it is not told when somebody signs out elsewhere")
                .with("backchannel_logout_uri in client metadata"),
        );
    }
    for (member, required, address) in [
        ("backchannel", metadata.backchannel_logout_session_required, &metadata.backchannel_logout_uri),
        ("frontchannel", metadata.frontchannel_logout_session_required, &metadata.frontchannel_logout_uri),
    ] {
        if required && address.is_none() {
            let text = format!("{member}_logout_session_required does nothing without {member}_logout_uri");
            found.push(Finding::problem(text));
        }
    }
    found
}

/// Why no delivery goes to an address, as far as its text tells. What a name resolves to shows at delivery.
fn undeliverable(facts: &Facts<'_>, uri: &str) -> Option<String> {
    let Ok(url) = Url::parse(uri) else { return Some("it is no URL".to_owned()) };
    let settings = &facts.config.outbound.allow_private;
    let entries: Vec<String> = settings.iter().map(ToString::to_string).collect();
    let allowed = AllowPrivate::parse(&entries).unwrap_or_default();
    let (host, private) = match url.host()? {
        Host::Ipv4(ip) => (ip.to_string(), !allowed.permits(None, ip.into())),
        Host::Ipv6(ip) => (ip.to_string(), !allowed.permits(None, ip.into())),
        Host::Domain(name) => {
            let loopback = name == "localhost" || name.ends_with(".localhost");
            let listed = allowed.host(name) || allowed.network(std::net::Ipv4Addr::LOCALHOST.into());
            (name.to_owned(), loopback && !listed)
        }
    };
    private.then(|| format!("{host} is not a public address"))
}
