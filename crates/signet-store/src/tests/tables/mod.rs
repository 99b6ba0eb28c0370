//! What the tables promise, on both engines.

mod address_changes;
mod approvals;
mod identities;
mod invitations;
mod mail_proofs;
mod people;
mod phones;
pub(super) mod records;
mod session_upstreams;
mod sessions;
mod upstream_sign_ins;
