//! The store against real engines.

mod fixtures;
mod on_the_spot;
mod statements;
mod tables;
mod writer;
