//! What the operator and clients registered: clients, APIs, attributes, our keys.

pub mod attributes;
pub mod client_auth;
pub mod client_keys;
pub mod clients;
pub mod initial_access_tokens;
pub mod keys;
pub mod resource_servers;
pub mod upstream_calls;
pub mod upstreams;
pub mod versions;
