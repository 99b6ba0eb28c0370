//! How the configured database is opened, by the server and by commands.

use std::time::Duration;

use crate::{
    config::database::{Database, Pooling},
    store::{DbOptions, Pooler},
};

/// How long a command waits: it gets its turn beside a server at work.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// For the server.
pub fn options(database: &Database) -> DbOptions {
    let connections = database.max_connections;
    let default = DbOptions::default();
    DbOptions {
        sqlite_readers: default.sqlite_readers.min(connections),
        postgres_connections: connections,
        statement_timeout: database.statement_timeout.to_std(),
        lock_timeout: database.lock_timeout.to_std(),
        pooler: match database.pooler {
            Pooling::None => Pooler::None,
            Pooling::Transaction => Pooler::Transaction,
        },
        ..default
    }
}

/// For a command, whose statements may take their time.
pub fn options_of_command(database: &Database) -> DbOptions {
    DbOptions {
        statement_timeout: Duration::ZERO,
        lock_timeout: LONGEST_WAIT,
        acquire_timeout: LONGEST_WAIT,
        ..options(database)
    }
}
