//! Tokens: made, signed, looked at, taken back.

pub mod answers;
pub mod grants;
mod inspect;
pub mod issue;
mod upstream_release;

pub use inspect::{Hint, id_token_hint, inspect, introspect, revoke, userinfo};
