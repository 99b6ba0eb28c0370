//! Signet as a relying party: sign-in by other providers, which we call upstreams.
//!
//! Somebody leaves with a [`request`], comes back with a [`response`], and its code is redeemed for a
//! [`token_response`] by who we are ([`client_auth`]). The [`id_token`] in it proves them; [`profile`] says more.
//!
//! Then [`mapping`] says what of it becomes ours, [`linking`] whose account it is, and [`factors`] what it counts for.

pub mod audience;
pub mod client_auth;
pub mod edit;
pub mod end_session;
pub mod factors;
pub mod id_token;
pub mod issuer;
pub mod linking;
pub mod logout_token;
pub mod mapping;
pub mod member;
pub mod metadata;
pub mod preset;
pub mod private_key;
pub mod profile;
pub mod provider;
pub mod refusal;
pub mod request;
pub mod response;
pub mod settings;
pub mod token_response;
mod who;

pub use audience::UpstreamAudience;
pub use issuer::UpstreamIssuer;
pub use preset::UpstreamPreset;
pub use refusal::{UpstreamFaultKind, UpstreamRefusal};
pub use request::UpstreamAsk;
pub use settings::UpstreamSettings;
pub use token_response::HandedOut;
pub use who::UpstreamPerson;

use crate::base::url::Issuer;

/// Where upstreams send people back to, below an issuer: an address of each, which tells a mixed-up answer
/// (RFC 9700 §4.4.2.2).
pub const CALLBACK: &str = "/sign-in/upstream/{name}/callback";

/// The address to which the upstream of this name sends people back.
pub fn callback(issuer: &Issuer, name: &str) -> String {
    issuer.join(&CALLBACK.replace("{name}", name))
}
