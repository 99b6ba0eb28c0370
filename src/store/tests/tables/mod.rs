//! What the tables promise, on both engines.

mod address_changes;
mod approvals;
mod invitations;
mod mail_proofs;
mod people;
mod phones;
pub(super) mod records;
mod sessions;
