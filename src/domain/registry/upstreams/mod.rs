//! Upstreams: the providers by which people sign in here.

mod change;
mod check;
mod client_auth;
mod domains;
mod find;
mod metadata_rules;
mod probe;
mod replace;
pub mod tokens;
mod try_secret;
mod warnings;

pub use change::{NewUpstream, SettingEdit, UpstreamChanges, create, delete, set_disabled, update};
pub use client_auth::with_client_auth;
pub use domains::domains_of;
pub use find::{by_id, find, list, named, of_domain, offered, routes_by_domain, secret_at, vouches_for};
pub use probe::{ProbeFinding, ProbeVerdict, probe};
pub use warnings::{AHEAD, end_of_secret, ending, warnings, watch_secrets};

pub use crate::app::upstreams::Upstream;
