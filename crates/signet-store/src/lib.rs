//! SQL and nothing else: one file per table family, free functions over `&mut Conn`.
//!
//! A function takes the connection of a read (`db.read()`) or of a transaction (`db.begin()`).
//! After a failed statement a transaction is over (PostgreSQL refuses everything that follows):
//! drop it and answer. What must be spent once is spent by one conditional `UPDATE`.

#[macro_use]
mod macros;

pub mod accounts_here;
pub mod address_changes;
pub mod agreements;
pub mod attributes;
pub mod audit;
pub mod browsers;
pub mod cache_versions;
pub mod claim_sources;
pub mod client_origins;
pub mod clients;
pub mod codes;
pub mod consents;
pub mod credentials;
pub mod db;
pub mod error;
pub mod grants;
pub mod identities;
pub mod identity_memberships;
pub mod initial_access_tokens;
pub mod interactions;
pub mod invitations;
pub mod issuers;
pub mod limits;
pub mod login_names;
pub mod mail_proofs;
pub mod memberships;
pub mod merged_accounts;
pub mod migrate;
pub mod one_time_tokens;
pub mod organizations;
pub mod outbox;
pub mod outbox_deliveries;
pub mod outcomes;
pub mod page;
pub mod pairwise_subjects;
pub mod passkey_suggestions;
pub mod passkeys;
pub mod phone_proofs;
pub mod phones;
pub mod pictures;
pub mod presented;
pub mod purge;
pub mod refresh_families;
pub mod replay;
pub mod resource_servers;
pub mod revoked_tokens;
pub mod session_clients;
pub mod session_upstreams;
pub mod sessions;
pub mod settings;
pub mod sign_in_memories;
pub mod signing_keys;
pub mod standing;
pub mod token_counts;
pub mod token_events;
pub mod tokens;
mod types;
pub mod upstream_revocations;
pub mod upstream_sign_ins;
pub mod upstream_tokens;
pub mod upstreams;
pub mod users;
pub mod wallets;

// Files of this crate call the layers below `crate::base` and so on, as those of the server do.
use signet_protocol::{self as protocol, base};

pub use db::{Conn, Db, DbOptions, Pooler, Tx, statements};
pub use error::Error;
pub use page::PageRequest;

/// What every function of this layer answers.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
