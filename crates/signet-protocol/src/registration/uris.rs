//! The URLs in client metadata, but for those that browsers are sent back to.

use url::Url;

use super::{LIST_MAX, MetadataError};
use crate::{
    base::url::{absolute as read_absolute, is_host_as_written, is_https_or_loopback},
    client::ClientMetadata,
    scope,
};

/// Longest URL, in characters.
const URL_MAX: usize = 2048;

pub(super) fn check(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    for (member, uri) in pages(metadata) {
        if let Err(why) = page(uri) {
            problems.push(MetadataError::new(member, why));
        }
    }
    fetched_ones(metadata, problems);
    if metadata.allowed_origins.len() > LIST_MAX || !metadata.allowed_origins.iter().all(|one| is_origin(one)) {
        let text =
            "each must be a web origin such as https://app.example.com: https, or http on loopback, without path";
        problems.push(MetadataError::new("allowed_origins", text));
    }
    if metadata.allowed_resources.as_ref().is_some_and(|all| !all.iter().all(|one| is_resource(one))) {
        let text = "each must be an absolute URI without fragment (RFC 8707 section 2)";
        problems.push(MetadataError::new("allowed_resources", text));
    }
    let upstreams = &metadata.upstream_tokens;
    if upstreams.len() > LIST_MAX || !upstreams.iter().all(|one| scope::upstream::is_named(one)) {
        let text = "each must be the name of an upstream (small letters, digits and hyphens), or NAME:SCOPE for one scope of it";
        problems.push(MetadataError::new("upstream_tokens", text));
    }
}

/// What our server fetches, and where it sends people.
fn fetched_ones(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    if let Some(Err(why)) = metadata.sector_identifier_uri.as_deref().map(fetched) {
        // OIDC Registration §2 sector_identifier_uri: the https scheme.
        problems.push(MetadataError::new("sector_identifier_uri", why));
    }
    if let Some(Err(why)) = metadata.initiate_login_uri.as_deref().map(fetched) {
        // OIDC Core §4, OIDC Registration §2 initiate_login_uri: the https scheme.
        problems.push(MetadataError::new("initiate_login_uri", why));
    }
    if metadata.request_uris.len() > LIST_MAX {
        problems.push(MetadataError::new("request_uris", format!("more than {LIST_MAX} are not taken")));
    }
    for (at, uri) in metadata.request_uris.iter().enumerate() {
        // OIDC Registration §2 request_uris: a fragment may name the hash of the file.
        let (address, fragment) = uri.split_once('#').map_or((uri.as_str(), ""), |(address, rest)| (address, rest));
        let fits =
            fetched(address).and_then(|()| if fragment.contains('#') { Err("it must be a URI") } else { Ok(()) });
        if let Err(why) = fits {
            problems.push(MetadataError::new("request_uris", format!("number {}: {why}", at + 1)));
        }
    }
}

/// The URLs that people follow or see, in every language.
fn pages(metadata: &ClientMetadata) -> Vec<(&'static str, &str)> {
    let plain = [
        ("client_uri", &metadata.client_uri),
        ("logo_uri", &metadata.logo_uri),
        ("policy_uri", &metadata.policy_uri),
        ("tos_uri", &metadata.tos_uri),
    ];
    let mut all = Vec::new();
    for (member, value) in plain {
        all.extend(value.as_deref().map(|uri| (member, uri)));
        let localized =
            metadata.extra.iter().filter(|(name, _)| name.split_once('#').is_some_and(|(base, _)| base == member));
        all.extend(localized.filter_map(|(_, value)| Some((member, value.as_str()?))));
    }
    all
}

fn page(uri: &str) -> Result<(), &'static str> {
    let url = absolute(uri)?;
    // RFC 7591 §2: a URL that points to a web page; javascript: would run on ours.
    if !matches!(url.scheme(), "https" | "http") {
        return Err("it must be a web address, http or https (RFC 7591 section 2)");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it must hold no user information (RFC 9110 section 4.2.4)");
    }
    Ok(())
}

/// Where our server fetches from.
pub(super) fn fetched(uri: &str) -> Result<(), &'static str> {
    let url = absolute(uri)?;
    if !is_https_or_loopback(&url) {
        return Err("it must use https (OIDC Registration section 2); plain http is for loopback hosts only");
    }
    if uri.contains('#') || !url.username().is_empty() || url.password().is_some() {
        return Err("it must have no fragment and no user information");
    }
    Ok(())
}

pub(super) fn absolute(uri: &str) -> Result<Url, &'static str> {
    // A parser drops white space and turns backslashes; what is compared as text must not hold any.
    // RFC 3986 §2: anything else is percent-encoded.
    let plain = uri.len() <= URL_MAX && uri.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&b));
    if !plain {
        return Err("it must be at most 2048 characters of those that RFC 3986 section 2 allows");
    }
    let url =
        read_absolute(uri).ok_or("it must be an absolute URI, a web address with its host (RFC 3986 section 3.2)")?;
    let web = matches!(url.scheme(), "https" | "http");
    // RFC 1123 §2.1: letters, digits, hyphens and dots, or an IPv6 address. A parser of the web takes
    // more, which would mean something where hosts are listed, such as in a Content-Security-Policy.
    let plain_host = url.host_str().is_some_and(|host| {
        host.starts_with('[') || host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
    });
    if web && !plain_host {
        return Err(
            "its host must be an address or a name of letters, digits, hyphens and dots, with no wildcard (RFC 1123 section 2.1)",
        );
    }
    if web && !is_host_as_written(uri, &url) {
        return Err(
            "its host must be written as it is compared: an IPv4 address as four decimal numbers, a name without percent signs (RFC 3986 section 3.2.2)",
        );
    }
    Ok(url)
}

fn is_origin(text: &str) -> bool {
    absolute(text).is_ok_and(|url| {
        let secure = is_https_or_loopback(&url);
        secure && url.origin().ascii_serialization() == text
    })
}

/// RFC 8707 §2: an absolute URI without fragment.
pub fn is_resource(text: &str) -> bool {
    absolute(text).is_ok() && !text.contains('#')
}
