//! What can go wrong below the domain.

use rusqlite::{
    ErrorCode,
    ffi::{SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE},
};
use sqlx::error::ErrorKind;

/// A failure of the store. Its text never holds bound values.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row with that key exists. Which constraint it was is not portable, so it is not told:
    /// an insert carries one possible conflict, or the domain looks first.
    #[error("a row with that key exists already")]
    Unique,
    /// The row refers to one that is not there (any more).
    #[error("the row refers to one that does not exist")]
    Reference,
    /// The database cannot be reached or is too busy; the same call may succeed later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database undid what was not committed yet, or went away with it: the same unit of work may be done again.
    #[error("the database undid what was not committed: {0}")]
    Undone(String),
    /// COMMIT was sent and its outcome is not known: it may have happened, and must not be done again.
    #[error("whether it was committed is not known: {0}")]
    CommitUnknown(String),
    /// A text that the database cannot hold: with a NUL in it.
    #[error("a text holds a NUL")]
    Nul,
    /// Stored data that the code does not understand.
    #[error("the database holds data that cannot be read: {0}")]
    Corrupt(String),
    /// `database.url` or a path that cannot be used.
    #[error("{0}")]
    Settings(String),
    /// The schema and this binary do not belong together.
    #[error("{0}")]
    Schema(String),
    /// Everything else the engine reports.
    #[error("the database refused a statement: {0}")]
    Sql(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Whether a row with that key exists already.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique)
    }

    /// Whether the same call may succeed later.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Undone(_) | Self::CommitUnknown(_))
    }

    /// Whether the same unit of work may be done again: nothing of it was committed.
    pub fn is_repeatable(&self) -> bool {
        matches!(self, Self::Undone(_))
    }

    /// Whether it may have been committed all the same.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::CommitUnknown(_))
    }
}

/// A text with a NUL in it was bound: [`Error::Nul`] on its way through SQLite's driver.
#[derive(Debug, thiserror::Error)]
#[error("a text holds a NUL")]
pub(crate) struct HoldsNul;

/// What a failure of PostgreSQL says about what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The connection is of no use any more, and neither are its siblings: the server stopped, or does not write.
    Connection,
    /// The transaction was undone in favor of another.
    Undone,
    /// Resources used up, or too long a wait.
    Passing,
    /// Of the statement.
    Statement,
}

impl Failure {
    /// What `error` says.
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(inner) => inner.code().map_or(Self::Statement, |code| Self::of_code(&code)),
            sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                Self::Connection
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Passing,
            _ => Self::Statement,
        }
    }

    /// What a SQLSTATE says (PostgreSQL, appendix A).
    fn of_code(code: &str) -> Self {
        match code {
            // read_only_sql_transaction: what was a primary is one no more. The server shuts down, crashed, or
            // starts; the session was ended for its idleness.
            "25006" | "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Self::Connection,
            // serialization_failure, deadlock_detected
            "40001" | "40P01" => Self::Undone,
            // lock_not_available
            "55P03" => Self::Passing,
            // connection_exception
            _ if code.starts_with("08") => Self::Connection,
            // insufficient_resources, operator_intervention (statement_timeout, too)
            _ if code.starts_with("53") || code.starts_with("57") => Self::Passing,
            _ => Self::Statement,
        }
    }
}

/// Nothing came back in time: another try would wait as long.
fn is_timeout(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(why) if why.kind() == std::io::ErrorKind::TimedOut)
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match Failure::of(&error) {
            Failure::Connection if is_timeout(&error) => return Self::Unavailable(error.to_string()),
            Failure::Connection | Failure::Undone => return Self::Undone(message(&error)),
            Failure::Passing => return Self::Unavailable(message(&error)),
            Failure::Statement => {}
        }
        match error {
            sqlx::Error::Database(inner) => match inner.kind() {
                ErrorKind::UniqueViolation => Self::Unique,
                ErrorKind::ForeignKeyViolation => Self::Reference,
                // PostgreSQL: character_not_in_repertoire
                _ if inner.code().is_some_and(|code| code == "22021") => Self::Nul,
                _ => Self::Sql(Box::new(sqlx::Error::Database(inner))),
            },
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
                Self::Corrupt(error.to_string())
            }
            other => Self::Sql(Box::new(other)),
        }
    }
}

/// Without what was bound.
fn message(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(inner) => inner.message().to_owned(),
        other => other.to_string(),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sqlite;
        match &error {
            Sqlite::SqliteFailure(why, _) => match (why.extended_code, why.code) {
                (SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY, _) => Self::Unique,
                (SQLITE_CONSTRAINT_FOREIGNKEY, _) => Self::Reference,
                (_, code) if is_passing_on_sqlite(code) => Self::Unavailable(error.to_string()),
                _ => Self::Sql(Box::new(error)),
            },
            Sqlite::ToSqlConversionFailure(why) if why.is::<HoldsNul>() => Self::Nul,
            Sqlite::FromSqlConversionFailure(..)
            | Sqlite::IntegralValueOutOfRange(..)
            | Sqlite::InvalidColumnType(..)
            | Sqlite::Utf8Error(..)
            | Sqlite::QueryReturnedNoRows => Self::Corrupt(error.to_string()),
            _ => Self::Sql(Box::new(error)),
        }
    }
}

fn is_passing_on_sqlite(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
    )
}

/// Whether another process holds the lock.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
