//! The connections to PostgreSQL.
//!
//! Unlike sqlx's own pool, it does not go on trying a server that refuses, forgets every connection made before a
//! failure that says something of the server (a restart, a failover), and returns one without a trip to the server.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::{runtime::Handle, time::timeout};

use super::{
    connection::PgConn,
    idle::{Idle, Made, Resting},
    places::{Place, Places},
    reach::Reach,
};
use crate::{
    Error, Result,
    db::{DbOptions, Pooler, share::RouteShare, writes::Writes},
};

/// A connection that rested longer than this is tried before it is handed out.
const RESTED: Duration = Duration::from_secs(5);
/// The same for one on which a single statement commits.
const JUST_USED: Duration = Duration::from_millis(1);
/// How long the server may take to answer beyond its own limit of a statement.
const GRACE: Duration = Duration::from_secs(1);

const SILENT: &str = "the server did not answer in time";

/// The pool. Cloning it is cheap and shares everything.
#[derive(Debug, Clone)]
pub struct Pool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connect: PgConnectOptions,
    options: DbOptions,
    places: Arc<Places>,
    idle: Idle,
    reach: Reach,
    closed: AtomicBool,
    runtime: Handle,
    writes: Arc<Writes>,
}

impl Pool {
    /// A pool without connections; they are made when they are needed.
    pub(super) fn new(connect: PgConnectOptions, options: &DbOptions) -> Self {
        Self(Arc::new(Inner {
            connect,
            options: options.clone(),
            places: Places::new(options.postgres_connections.max(1) as usize),
            idle: Idle::default(),
            reach: Reach::default(),
            closed: AtomicBool::new(false),
            runtime: Handle::current(),
            writes: Arc::default(),
        }))
    }

    /// When something was written last.
    pub(in crate::db) fn writes(&self) -> &Arc<Writes> {
        &self.0.writes
    }

    /// How long an answer to one statement is waited for.
    pub(super) fn patience(&self) -> Duration {
        match self.0.options.statement_timeout {
            Duration::ZERO => Duration::MAX,
            limit => limit + GRACE,
        }
    }

    /// Whether statements stay prepared.
    pub(super) fn prepares(&self) -> bool {
        self.0.options.pooler == Pooler::None
    }

    /// What begins a transaction, with its limits where the connection cannot have them.
    pub(super) fn begin_sql(&self, read_only: bool) -> AssertSqlSafe<String> {
        let begin = if read_only { "BEGIN READ ONLY" } else { "BEGIN" };
        AssertSqlSafe(match self.0.options.pooler {
            Pooler::None => begin.to_owned(),
            Pooler::Transaction => format!(
                "{begin}; SET LOCAL statement_timeout = {}; SET LOCAL lock_timeout = {}",
                self.0.options.statement_timeout.as_millis(),
                self.0.options.lock_timeout.as_millis()
            ),
        })
    }

    /// A connection for reading. Behind a pooler each statement of one could reach another server, between what
    /// prepares it and what runs it: there, reading is a transaction too.
    pub(in crate::db) async fn read(&self) -> Result<PgConn> {
        let mut conn = self.acquire().await?;
        if self.0.options.pooler == Pooler::Transaction {
            conn.begin(true).await?;
        }
        Ok(conn)
    }

    /// A connection in a transaction. A connection that died while it rested is no reason not to begin.
    pub(in crate::db) async fn begin(&self) -> Result<PgConn> {
        let mut conn = self.acquire().await?;
        match conn.begin(false).await {
            Err(error) if error.is_repeatable() => {
                drop(conn);
                conn = self.acquire().await?;
                conn.begin(false).await?;
            }
            other => other?,
        }
        Ok(conn)
    }

    /// A connection on which one statement is a transaction. A connection that died shows itself only by that
    /// statement, whose outcome is then unknown: one that rested for a moment is tried first.
    pub(in crate::db) async fn begin_one(&self) -> Result<PgConn> {
        if !self.prepares() {
            return self.begin().await;
        }
        let mut conn = self.acquire_rested(JUST_USED).await?;
        conn.be_one();
        Ok(conn)
    }

    async fn acquire(&self) -> Result<PgConn> {
        self.acquire_rested(RESTED).await
    }

    /// A connection, tried when it rested longer than this.
    async fn acquire_rested(&self, rested: Duration) -> Result<PgConn> {
        let place = self.place().await?;
        while let Some(resting) = self.0.idle.take() {
            if let Some(made) = self.wake(resting, rested).await? {
                return Ok(PgConn::new(made, self.clone(), place));
            }
        }
        // A server that fails meanwhile may be the one that was connected to.
        let generation = self.0.idle.generation();
        let connection = self.connect().await?;
        Ok(PgConn::new(Made::new(connection, generation), self.clone(), place))
    }

    async fn place(&self) -> Result<Place> {
        let is_closed = || self.0.closed.load(Ordering::Acquire);
        if is_closed() {
            return Err(closed());
        }
        let share = RouteShare::current();
        if let Some(place) = self.0.places.take(&share) {
            return Ok(place);
        }
        if self.0.reach.is_away() {
            return Err(Error::Unavailable("the server cannot be reached".to_owned()));
        }
        let place = self.0.places.wait(&share, self.0.options.acquire_timeout).await;
        place.ok_or_else(|| if is_closed() { closed() } else { in_use() })
    }

    async fn connect(&self) -> Result<PgConnection> {
        let attempt = self.0.reach.attempt()?;
        match timeout(self.0.options.connect_timeout, self.0.connect.connect()).await {
            Ok(Ok(connection)) => {
                attempt.reached();
                Ok(connection)
            }
            Ok(Err(error)) => Err(attempt.failed(super::reason(&error))),
            Err(_) => Err(attempt.failed(SILENT.to_owned())),
        }
    }

    /// The connection, if it is still of use. Where the server says nothing, a new one would wait as long again.
    async fn wake(&self, resting: Resting, rested: Duration) -> Result<Option<Made>> {
        let Resting { mut made, since } = resting;
        if !self.0.idle.is_usable(&made) {
            self.leave(made);
            return Ok(None);
        }
        if since.elapsed() > rested {
            match timeout(self.0.options.connect_timeout, made.connection.ping()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => {
                    self.retire();
                    return Ok(None);
                }
                Err(_) => {
                    self.retire();
                    return Err(self.0.reach.attempt()?.failed(SILENT.to_owned()));
                }
            }
        }
        Ok(Some(made))
    }

    /// Hands out none of the connections that there are now: the server that they were made to is gone, or
    /// does not write any more.
    pub(super) fn retire(&self) {
        self.0.idle.retire();
    }

    /// Takes back a connection on which nothing is under way.
    pub(super) fn rest(&self, made: Made) {
        let unneeded = if self.0.closed.load(Ordering::Acquire) { Some(made) } else { self.0.idle.put(made) };
        if let Some(unneeded) = unneeded {
            self.leave(unneeded);
        }
    }

    /// Undoes what is under way on a connection whose user went away, and takes it back.
    pub(super) fn undo(&self, mut made: Made, place: Option<Place>) {
        let pool = self.clone();
        self.0.runtime.spawn(async move {
            let rollback = sqlx::raw_sql("ROLLBACK").execute(&mut made.connection);
            if let Ok(Ok(_)) = timeout(pool.patience(), rollback).await {
                pool.rest(made);
            }
            drop(place);
        });
    }

    /// Says goodbye to the server, for which nobody waits.
    fn leave(&self, made: Made) {
        let patience = self.0.options.connect_timeout;
        self.0.runtime.spawn(async move { timeout(patience, made.connection.close()).await.map(drop) });
    }

    /// Waits for what is under way and closes every connection.
    pub(in crate::db) async fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        self.0.places.close().await;
        while let Some(resting) = self.0.idle.take() {
            // The server notices by itself, too.
            let _ = timeout(self.0.options.connect_timeout, resting.made.connection.close()).await;
        }
    }
}

fn in_use() -> Error {
    Error::Unavailable("every connection is in use".to_owned())
}

fn closed() -> Error {
    Error::Unavailable("the database is closed".to_owned())
}
