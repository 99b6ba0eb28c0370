//! `[outbound]`: requests that Signet itself makes.

use std::path::PathBuf;

use ipnet::IpNet;
use toml::Value;

use super::{
    problem::InvalidValue,
    section::{Checker, section},
    server::is_wide,
    units::{ByteSize, print_length},
    value::{Given, Setting, network, quoted},
};
use crate::base::time::Seconds;

section! {
    /// Requests that Signet itself makes, such as fetching a client's jwks_uri. They never reach
    /// private addresses, so that no client can use Signet to look around in your network, and follow
    /// no redirects.
    Outbound, check = check {
        /// Networks and host names that may be reached although they are private, such as
        /// `["10.1.2.0/24", "keys.internal"]`.
        allow_private: Vec<PrivateTarget> = Vec::new();
        /// PEM files of certificate authorities trusted besides the system's own.
        extra_ca_files: Vec<PathBuf> = Vec::new();
        /// Longest time a request may take in all.
        timeout: Seconds = Seconds(5);
        /// Largest answer that is read.
        max_body: ByteSize = ByteSize(1 << 20);
        /// How long a fetched key set is used without asking again. While its address fails, the keys
        /// go on for a day.
        jwks_cache: Seconds = Seconds(300);
        /// Shortest time between two fetches of one key set when a token names an unknown key or
        /// does not verify: it keeps forged tokens from hammering the client's server.
        jwks_min_refetch: Seconds = Seconds(10);
    }
}

/// A private destination that outbound requests may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrivateTarget {
    /// Every address of a network.
    Net(IpNet),
    /// A host by its name, in lower case.
    Host(String),
}

impl Setting for PrivateTarget {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a network such as 10.1.2.0/24, or a host name without scheme and port";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        if let Some(net) = network(text) {
            return Ok(Self::Net(net));
        }
        let label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        // All digits and dots is a mistyped address, never a host name.
        if text.split('.').all(label) && !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Ok(Self::Host(text.to_ascii_lowercase()));
        }
        Err(InvalidValue::new(
            format!("{} is neither a network nor a host name", quoted(text)),
            format!("write {expected}"),
        ))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(match self {
            Self::Net(net) => net.to_string(),
            Self::Host(name) => name.clone(),
        }))
    }
}

fn check(outbound: &Outbound, at: &mut Checker<'_>) {
    for target in &outbound.allow_private {
        if let PrivateTarget::Net(net) = target
            && is_wide(net)
        {
            at.refuse(
                "allow_private",
                format!("{net} would switch off the guard against requests into your own network"),
                "name the narrow networks or the hosts you mean",
            );
        }
    }
    for path in &outbound.extra_ca_files {
        super::refuse_missing(path, "extra_ca_files", at);
    }
    at.within("timeout", outbound.timeout, (Seconds(1), Seconds(60)), print_length);
    at.within("max_body", outbound.max_body, (ByteSize(4 << 10), ByteSize(64 << 20)), |size| {
        format!("{} bytes", size.0)
    });
    at.within("jwks_cache", outbound.jwks_cache, (Seconds(1), Seconds::days(1)), print_length);
    at.within("jwks_min_refetch", outbound.jwks_min_refetch, (Seconds(1), Seconds::hours(1)), print_length);
}

impl std::fmt::Display for PrivateTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Net(network) => network.fmt(f),
            Self::Host(host) => f.write_str(host),
        }
    }
}
