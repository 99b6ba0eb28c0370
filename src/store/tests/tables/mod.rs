//! What the tables promise, on both engines.

mod approvals;
mod people;
pub(super) mod records;
mod sessions;
