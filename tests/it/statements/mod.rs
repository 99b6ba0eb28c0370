//! What a request costs the database, on both engines.
//!
//! Counted is every statement other than BEGIN, COMMIT, ROLLBACK, SAVEPOINT and SET. The audit rows of tokens
//! are left out, since they are written in batches; caches are warm, and no client has pairwise subjects.

mod counter;
mod journeys;
mod tokens;

pub use counter::counted;
