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
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(inner) => match inner.kind() {
                ErrorKind::UniqueViolation => Self::Unique,
                ErrorKind::ForeignKeyViolation => Self::Reference,
                // PostgreSQL: character_not_in_repertoire
                _ if inner.code().is_some_and(|code| code == "22021") => Self::Nul,
                _ if inner.code().is_some_and(|code| is_passing(&code)) => {
                    Self::Unavailable(inner.message().to_owned())
                }
                _ => Self::Sql(Box::new(sqlx::Error::Database(inner))),
            },
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
                Self::Corrupt(error.to_string())
            }
            other => Self::Sql(Box::new(other)),
        }
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

/// SQLSTATEs that pass by themselves: connection trouble, resources used up, operator intervention,
/// serialization, deadlock.
fn is_passing(code: &str) -> bool {
    ["08", "53", "57"].iter().any(|class| code.starts_with(class)) || matches!(code, "40001" | "40P01")
}
