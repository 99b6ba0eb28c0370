//! How the database is opened.

use std::time::Duration;

/// How the database is opened; [`DbOptions::default`] suits two cores.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// SQLite: connections that only read.
    pub sqlite_readers: u32,
    /// PostgreSQL: connections in all.
    pub postgres_connections: u32,
    /// How long a request waits for a connection before it is told that the database is busy.
    pub acquire_timeout: Duration,
    /// PostgreSQL: how long making a connection may take.
    pub connect_timeout: Duration,
    /// PostgreSQL: how long a statement may take; zero: as long as it likes.
    pub statement_timeout: Duration,
    /// How long a statement waits for a lock that somebody else holds; zero on PostgreSQL: as long as it likes.
    pub lock_timeout: Duration,
    /// PostgreSQL: what stands between.
    pub pooler: Pooler,
}

/// What stands between Signet and PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooler {
    /// Nothing: a connection is one of the server.
    None,
    /// A pooler that gives a connection of the server for each transaction.
    Transaction,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self {
            sqlite_readers: 2,
            postgres_connections: 10,
            acquire_timeout: Duration::from_secs(3),
            connect_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            pooler: Pooler::None,
        }
    }
}
