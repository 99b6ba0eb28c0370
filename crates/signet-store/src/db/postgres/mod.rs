//! PostgreSQL: a pool of our own; transactions are READ COMMITTED and the server groups commits itself.

mod columns;
mod connection;
mod idle;
mod places;
mod pool;
mod reach;

use std::{str::FromStr, time::Duration};

use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

pub use self::pool::Pool;
pub(crate) use self::{
    columns::{Columns, FromColumns},
    connection::PgConn,
};
use super::{DbOptions, Pooler, Tx};
use crate::{Error, Result};

/// How long a start waits for the server to say why it cannot be used.
const START: Duration = Duration::from_secs(10);

pub(super) async fn open(url: &str, options: &DbOptions) -> Result<Pool> {
    let connect = PgConnectOptions::from_str(url)
        // The error may quote the URL, which may hold a password.
        .map_err(|_| Error::Settings("the database URL is not a valid postgres:// URL".to_owned()))?
        .application_name("signet")
        .disable_statement_logging();
    let connect = match options.pooler {
        Pooler::None => connect.statement_cache_capacity(512).options([
            ("statement_timeout", options.statement_timeout.as_millis().to_string()),
            ("lock_timeout", options.lock_timeout.as_millis().to_string()),
        ]),
        // What is said at a connection's start, or prepared by name, belongs to a server that the next
        // transaction may not have.
        Pooler::Transaction => connect.statement_cache_capacity(0).extra_float_digits(None),
    };
    let first = tokio::time::timeout(START, connect.connect());
    let first = first.await.map_err(|_| Error::Settings("the server did not answer in time".to_owned()))?;
    first.map_err(|why| Error::Settings(reason(&why)))?.close().await?;
    Ok(Pool::new(connect, options))
}

/// Why a connection failed, without what the URL held.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(why) => format!("the server cannot be reached ({why}); check database.url and whether it runs"),
        sqlx::Error::Database(why) => format!("the server refused the connection: {}", why.message()),
        other => format!("the connection failed: {other}"),
    }
}

/// Taken in the transaction that migrates; PostgreSQL frees it when that ends. What follows may take its time.
pub(super) async fn lock_schema(tx: &mut Tx) -> Result<()> {
    if let super::Engine::Postgres(conn) = tx.engine() {
        conn.be_patient();
        conn.script("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
        // "signet" in ASCII: any number does that other software on the server will not pick.
        let lock =
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(0x7369_676e_6574_i64).persistent(conn.prepares());
        conn.run(|connection| lock.execute(connection)).await?;
    }
    Ok(())
}
