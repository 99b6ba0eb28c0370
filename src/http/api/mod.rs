//! APIs of our own, for programs that act in a person's name: JSON, problems as RFC 9457 has them.

pub mod account;
