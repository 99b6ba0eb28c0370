//! What reaches it when somebody signs out.

use super::{Facts, Finding};
use crate::protocol::client::GrantType;

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
        if (facts.reaches)(uri) {
            return Finding::yes(format!("back-channel: {uri} is told of each sign-out"));
        }
        Finding::problem(format!("back-channel: {uri} is not reached: it is no public address"))
            .with("name the address or host in outbound.allow_private")
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
