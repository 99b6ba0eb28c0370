//! What a person agreed to, and what a client learns of them by it.

pub mod access;
pub mod claims;
pub mod consents;
pub mod grants;
