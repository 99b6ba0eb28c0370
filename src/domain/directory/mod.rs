//! People and organizations.

pub mod accounts;
pub mod organizations;
