//! Signet as a relying party: sign-in by other providers, which we call upstreams.
//!
//! Somebody leaves with a [`request`], comes back with a [`response`], and its code is redeemed for a
//! [`token_response`] by who we are ([`client_auth`]). The [`id_token`] in it proves them; [`profile`] says more.
//!
//! Then [`mapping`] says what of it becomes ours, [`linking`] whose account it is, and [`factors`] what it counts for.

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
pub mod refusal;
pub mod request;
pub mod response;
pub mod settings;
pub mod token_response;
mod who;

pub use issuer::UpstreamIssuer;
pub use preset::UpstreamPreset;
pub use refusal::{UpstreamFaultKind, UpstreamRefusal};
pub use request::UpstreamAsk;
pub use settings::UpstreamSettings;
pub use token_response::HandedOut;
pub use who::UpstreamPerson;

/// Where an upstream sends people back to, below our issuer. One address each is what tells a mixed-up answer
/// (RFC 9700 §4.4.2.2).
pub fn callback_path(name: &str) -> String {
    format!("/sign-in/upstream/{name}/callback")
}
