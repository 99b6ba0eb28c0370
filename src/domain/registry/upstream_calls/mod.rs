//! What we ask an upstream ourselves: where its endpoints are, its tokens, what its API says of a person, its keys.
//!
//! Nothing of it stands inside a transaction: an upstream may take as long as `outbound.timeout` lets it.

mod api;
mod endpoints;
mod keys;
mod token_endpoint;

pub use api::{AtApi, emails, userinfo};
pub use endpoints::endpoints;
pub use keys::verify;
pub use token_endpoint::{UpstreamCall, UpstreamCode, post, redeem, show_code};

use super::upstreams::Upstream;
use crate::{
    domain::kernel::Error,
    outbound::http::FetchError,
    protocol::upstream::{UpstreamFaultKind, UpstreamRefusal},
};

/// A request that came to no answer.
fn unanswered(what: &str, why: &FetchError) -> UpstreamRefusal {
    let kind = match why {
        FetchError::InvalidUrl
        | FetchError::SchemeRefused
        | FetchError::AddressRefused
        | FetchError::Redirected
        | FetchError::Status(400..=428 | 430..=499) => UpstreamFaultKind::Misconfigured,
        FetchError::TooLarge { .. } | FetchError::NotText => UpstreamFaultKind::Untrusted,
        _ => UpstreamFaultKind::Unreachable,
    };
    UpstreamRefusal::new(kind, format!("{what}: {}", why.for_operator()))
}

/// A failure of ours, where only what an upstream did can be answered.
pub fn ours(why: &Error) -> UpstreamRefusal {
    UpstreamRefusal::new(UpstreamFaultKind::Ours, why.to_string())
}

/// The header fields of the settings, as they are sent.
fn headers_of(upstream: &Upstream) -> Vec<(String, String)> {
    let filled = |value: &str| value.replace("{client_id}", &upstream.client_id);
    upstream.settings.headers.iter().map(|(name, value)| (name.clone(), filled(value))).collect()
}
