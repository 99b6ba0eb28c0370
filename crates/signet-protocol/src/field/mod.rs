//! Values of HTTP fields that decide something, read by their grammar (RFC 9110 §5.6).

pub mod forwarded;
pub mod host;
pub mod list;
pub mod weight;
