//! Use-cases: the only layer that combines store, protocol and outbound.

pub mod access;
pub mod accounts;
pub mod answers;
pub mod attributes;
pub mod authorize;
pub mod claims;
pub mod client_auth;
pub mod client_keys;
pub mod clients;
pub mod consents;
pub mod consumers;
pub mod demo;
pub mod grants;
pub mod initial_access_tokens;
pub mod kernel;
pub mod keys;
pub mod login;
pub mod logout;
pub mod maintenance;
pub mod one_time;
pub mod organizations;
pub mod outcomes;
pub mod resource_servers;
pub mod sessions;
pub mod setup;
pub mod tokens;
pub mod visitor;

#[cfg(test)]
pub(crate) mod testing;
