//! People and organizations.

pub mod accounts;
pub mod identities;
pub mod organizations;
