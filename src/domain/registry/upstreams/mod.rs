//! Upstreams: the providers by which people sign in here.

mod change;
mod check;
mod domains;
mod find;
mod metadata_rules;
mod probe;
pub mod tokens;
mod warnings;

pub use change::{NewUpstream, SettingEdit, UpstreamChanges, create, delete, set_disabled, update};
pub use domains::domains_of;
pub use find::{by_id, find, list, named, of_domain, offered, routes_by_domain, vouches_for};
pub use probe::{ProbeFinding, ProbeVerdict, probe};
pub use warnings::{AHEAD, end_of_secret, ending, warnings, watch_secrets};

pub use crate::app::upstreams::Upstream;
