//! People's accounts.

pub mod password_hash;
pub mod password_policy;
