//! PostgreSQL: a pool; transactions are READ COMMITTED and the server groups commits itself.

use std::{str::FromStr, time::Duration};

use sqlx::{
    Column, ConnectOptions, Connection, Decode, PgPool, Postgres, Row, Type, ValueRef,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
};

use super::{DbOptions, Part, Tx};
use crate::store::{Error, Result};

/// A connection that rested longer than this is tried before it is handed out.
const RESTED: Duration = Duration::from_secs(5);

pub(super) async fn open(url: &str, options: &DbOptions) -> Result<PgPool> {
    let connect = PgConnectOptions::from_str(url)
        // The error may quote the URL, which may hold a password.
        .map_err(|_| Error::Settings("the database URL is not a valid postgres:// URL".to_owned()))?
        .application_name("signet")
        .statement_cache_capacity(512)
        .disable_statement_logging();
    // A pool that cannot connect only says that it timed out; one connection says why.
    let first = tokio::time::timeout(options.acquire_timeout, connect.connect());
    let first = first.await.map_err(|_| Error::Settings("the server did not answer in time".to_owned()))?;
    first.map_err(|why| Error::Settings(reason(&why)))?.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(options.postgres_connections)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|conn, meta| {
            Box::pin(async move {
                if meta.idle_for > RESTED {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(connect)
        .await?;
    Ok(pool)
}

/// Why a connection failed, without what the URL held.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(why) => format!("the server cannot be reached ({why}); check database.url and whether it runs"),
        sqlx::Error::Database(why) => format!("the server refused the connection: {}", why.message()),
        other => format!("the connection failed: {other}"),
    }
}

/// Taken in the transaction that migrates; PostgreSQL frees it when that ends.
pub(super) async fn lock_schema(tx: &mut Tx) -> Result<()> {
    if let super::Engine::Postgres(conn) = tx.engine() {
        // "signet" in ASCII: any number does that other software on the server will not pick.
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(0x7369_676e_6574_i64).execute(conn).await?;
    }
    Ok(())
}

/// A row that PostgreSQL can fill, alone or as part of a joined look-up.
pub(in crate::store) trait FromColumns: Sized {
    fn from_columns(columns: &mut Columns<'_>) -> sqlx::Result<Self>;
}

/// The columns of a row, as those of SQLite (`sqlite/connection.rs`).
#[derive(Debug)]
pub(in crate::store) struct Columns<'r> {
    row: &'r PgRow,
    next: usize,
    joined: bool,
}

impl<'r> Columns<'r> {
    pub(in crate::store) fn of(row: &'r PgRow) -> Self {
        Self { row, next: 0, joined: false }
    }

    /// The column of this name.
    pub(in crate::store) fn get<T: Decode<'r, Postgres> + Type<Postgres>>(&mut self, name: &str) -> sqlx::Result<T> {
        if self.row.columns().get(self.next).is_some_and(|next| next.name() == name) {
            self.next += 1;
            return self.row.try_get(self.next - 1);
        }
        if self.joined {
            return Err(sqlx::Error::ColumnNotFound(name.to_owned()));
        }
        let column = self.row.try_column(name)?.ordinal();
        self.next = column + 1;
        self.row.try_get(column)
    }

    /// The row whose columns follow.
    pub(in crate::store) fn part<R: FromColumns>(&mut self) -> sqlx::Result<R> {
        self.joined = true;
        R::from_columns(self)
    }

    /// [`Columns::part`] of an outer join; `None` where there was nothing to join.
    pub(in crate::store) fn optional_part<R: FromColumns + Part>(&mut self) -> sqlx::Result<Option<R>> {
        if self.row.try_get_raw(self.next)?.is_null() {
            self.next += R::COLUMNS;
            return Ok(None);
        }
        self.part().map(Some)
    }
}
