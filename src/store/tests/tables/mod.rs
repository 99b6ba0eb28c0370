//! What the tables promise, on both engines.

mod approvals;
mod people;
mod records;
mod sessions;
