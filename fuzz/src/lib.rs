//! A function for each parser: takes any bytes, and panics where an answer is wrong.
//!
//! "Wrong" is said by somebody else: josekit and OpenSSL for keys, tokens and certificates, `url` and `serde_json` for
//! addresses and JSON, else a model that is simpler than the parser. `fuzz_targets/` hands these functions to
//! libFuzzer, `tests/seeds.rs` runs each over its seeds.

pub mod attestation;
pub mod authorize;
pub mod basic;
pub mod certificate;
pub mod claims;
mod clients;
mod configuration;
mod conformance;
pub mod device_cookie;
pub mod ethereum;
pub mod forwarded;
pub mod host;
pub mod html;
pub mod imported_hash;
pub mod issuer;
pub mod json;
pub mod jwe;
pub mod jws;
pub mod key;
pub mod key_set;
pub mod mail_address;
mod model;
pub mod params;
pub mod phone;
pub mod received;
pub mod redactor;
pub mod redirect_uri;
pub mod registration;
pub mod request_object;
pub mod resource;
pub mod scope;
pub mod setting;
pub mod tokens;
pub mod upstream;
pub mod upstream_logout_token;
pub mod upstream_mapping;
pub mod upstream_metadata;
pub mod weights;

// What the files of the server call `crate::base`, `crate::protocol` and `crate::app`.
use signet_protocol::{self as protocol, base};
use webauthn_attestation_ca as app;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: &[Target] = &[
    ("json", json::run),
    ("jws", jws::run),
    ("jwe", jwe::run),
    ("key", key::run),
    ("key_set", key_set::run),
    ("params", params::run),
    ("basic", basic::run),
    ("claims", claims::run),
    ("request_object", request_object::run),
    ("authorize", authorize::run),
    ("registration", registration::run),
    ("redirect_uri", redirect_uri::run),
    ("issuer", issuer::run),
    ("scope", scope::run),
    ("resource", resource::run),
    ("forwarded", forwarded::run),
    ("host", host::run),
    ("weights", weights::run),
    ("received", received::run),
    ("html", html::run),
    ("redactor", redactor::run),
    ("tokens", tokens::run),
    ("certificate", certificate::run),
    ("setting", setting::run),
    ("device_cookie", device_cookie::run),
    ("phone", phone::run),
    ("upstream", upstream::run),
    ("upstream_mapping", upstream_mapping::run),
    ("upstream_metadata", upstream_metadata::run),
    ("upstream_logout_token", upstream_logout_token::run),
    ("mail_address", mail_address::run),
    ("ethereum", ethereum::run),
    ("imported_hash", imported_hash::run),
    ("attestation", attestation::run),
];
