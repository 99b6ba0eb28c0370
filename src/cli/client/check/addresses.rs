//! Where its answers go, and which pages may call.

use url::Url;

use super::{Facts, Finding};
use crate::{base::url::is_loopback, protocol::client::Client};

/// Each redirect address, and whether its port is free.
pub(super) fn redirects(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    let uris = client.metadata.redirect_uris.iter();
    uris.map(|uri| match Url::parse(uri) {
        Ok(url) if url.scheme() == "http" && is_loopback(&url) => {
            if port_is_free(client, &url) {
                Finding::yes(format!("{uri}: with any port (RFC 8252 section 7.3)"))
            } else {
                Finding::yes(format!("{uri}: with this very port"))
            }
        }
        Ok(url) if matches!(url.scheme(), "https" | "http") => Finding::yes(format!("{uri}: compared exactly")),
        Ok(_) => Finding::yes(format!("{uri}: a scheme of its own, compared exactly (RFC 8252 section 7.1)")),
        Err(_) => Finding::problem(format!("{uri}: it is no URI, so no answer can go there")),
    })
    .collect()
}

/// Asks the rule itself, with ports that are not registered.
fn port_is_free(client: &Client, url: &Url) -> bool {
    let other = |port: u16| {
        let mut url = url.clone();
        url.set_port(Some(port)).is_ok_and(|()| client.has_redirect_uri(url.as_str()))
    };
    other(49_152) && other(49_153)
}

/// The web origins that may call our endpoints.
pub(super) fn origins(facts: &Facts<'_>) -> Vec<Finding> {
    let mut origins = facts.client.origins();
    origins.sort();
    origins.dedup();
    if origins.is_empty() {
        let remedy = format!("signet client update {} --allowed-origin ORIGIN", facts.client.id);
        return vec![Finding::no("no page may call the token endpoint from a browser (CORS)").with(remedy)];
    }
    vec![Finding::yes(format!("pages of {} may call the token endpoint (CORS)", origins.join(" ")))]
}
