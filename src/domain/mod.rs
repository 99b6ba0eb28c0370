//! Use-cases: the only layer that combines store, protocol and outbound.

pub mod accounts;
