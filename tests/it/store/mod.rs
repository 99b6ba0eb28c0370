//! What must hold of the database as a whole.

mod clock;
mod erasure;
mod growth;
mod instances;
mod master_key;
mod start;
mod unavailable;
mod upstream_tokens;
mod upstreams;
