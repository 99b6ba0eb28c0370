//! People: their accounts and passwords.

pub mod password_policy;
