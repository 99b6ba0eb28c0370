//! The store against real engines.

mod fixtures;
mod statements;
mod tables;
mod writer;
