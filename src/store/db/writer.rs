//! The one SQLite writer: an actor that owns the connection and groups commits.
//!
//! 1. A request for a transaction arrives. The actor opens a group (`BEGIN IMMEDIATE`) unless one
//!    is open, sets a savepoint and lends the connection itself as a [`Lease`].
//! 2. The lease comes back with "commit" (and whom to tell) or, also when it was dropped at an
//!    await point, with "undo": the actor then undoes that savepoint and no other.
//! 3. While requests are waiting and the group is small and young, the next member gets the
//!    connection; then one `COMMIT` makes all of them durable, and only then are they told.
//!
//! When that `COMMIT` fails, every member fails. Between groups the lock is free now and then, so
//! that another process (the command line) gets its turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};

use super::sqlite::BUSY_TIMEOUT;
use crate::store::{Error, Result};

/// Bounds of a group: the first member waits for the last.
const GROUP_MEMBERS: usize = 256;
const GROUP_AGE: Duration = Duration::from_millis(5);
/// After this much work without a gap, the lock is left free for [`GAP`].
const UNBROKEN: Duration = Duration::from_millis(100);
const GAP: Duration = Duration::from_millis(4);
/// How often a lock held by another process is tried; shorter than [`GAP`], so that two writers
/// of ours always find each other's gaps (SQLite's own waiting sleeps for up to 100 ms).
const RETRY: Duration = Duration::from_millis(1);
/// Requests that may wait before `begin` itself waits.
const QUEUE: usize = 1024;

/// How much the writer has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteStats {
    /// Transactions acknowledged.
    pub transactions: u64,
    /// Durable commits made for them.
    pub commits: u64,
}

#[derive(Debug, Default)]
struct Counters {
    transactions: AtomicU64,
    commits: AtomicU64,
}

/// The handle to the actor.
#[derive(Debug)]
pub(super) struct Writer {
    requests: mpsc::Sender<Request>,
    counters: Arc<Counters>,
}

#[derive(Debug)]
enum Request {
    Begin(oneshot::Sender<Result<Lease>>),
    Close(oneshot::Sender<()>),
}

#[derive(Debug)]
enum Returned {
    Commit(SqliteConnection, oneshot::Sender<Result<()>>),
    Undo(SqliteConnection),
}

/// The writer's connection, lent to one transaction.
#[derive(Debug)]
pub(super) struct Lease {
    // Both are present until the lease is given back.
    connection: Option<SqliteConnection>,
    back: Option<oneshot::Sender<Returned>>,
}

impl Lease {
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        self.connection.as_mut().ok_or_else(stopped)
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        let (Some(connection), Some(back)) = (self.connection.take(), self.back.take()) else { return Err(stopped()) };
        let (told, answer) = oneshot::channel();
        back.send(Returned::Commit(connection, told)).map_err(|_| stopped())?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let (Some(connection), Some(back)) = (self.connection.take(), self.back.take()) {
            // When the actor is gone the connection closes here, which undoes everything open.
            back.send(Returned::Undo(connection)).ok();
        }
    }
}

fn stopped() -> Error {
    Error::Unavailable("the database is closed".to_owned())
}

impl Writer {
    /// Opens the connection and starts the actor on the present runtime.
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self> {
        let (requests, queue) = mpsc::channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let connection = Some(connect(&options).await?);
        let actor = Actor { options, connection, queue, counters: Arc::clone(&counters) };
        tokio::spawn(actor.run());
        Ok(Self { requests, counters })
    }

    pub(super) async fn begin(&self) -> Result<Lease> {
        let (lend, lease) = oneshot::channel();
        self.requests.send(Request::Begin(lend)).await.map_err(|_| stopped())?;
        lease.await.unwrap_or_else(|_| Err(stopped()))
    }

    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.requests.send(Request::Close(done)).await.is_ok() {
            closed.await.ok();
        }
    }

    pub(super) fn stats(&self) -> WriteStats {
        WriteStats {
            transactions: self.counters.transactions.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }
}

/// The switch to WAL needs the file for itself and does not always wait: two processes that open
/// a fresh file together take turns here.
async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    let began = Instant::now();
    loop {
        match options.connect().await {
            Ok(mut connection) => {
                // From here on waiting for other processes happens in `begin_immediate`.
                run(&mut connection, "PRAGMA busy_timeout = 0").await?;
                return Ok(connection);
            }
            Err(error) if is_busy(&error) && began.elapsed() < BUSY_TIMEOUT => sleep(RETRY).await,
            Err(error) => return Err(error.into()),
        }
    }
}

struct Actor {
    options: SqliteConnectOptions,
    connection: Option<SqliteConnection>,
    queue: mpsc::Receiver<Request>,
    counters: Arc<Counters>,
}

type Lend = oneshot::Sender<Result<Lease>>;
type Told = oneshot::Sender<Result<()>>;

impl Actor {
    async fn run(mut self) {
        let mut unbroken_since = Instant::now();
        loop {
            let waiting_since = Instant::now();
            let Some(request) = self.queue.recv().await else { break };
            if waiting_since.elapsed() >= GAP {
                unbroken_since = Instant::now();
            } else if unbroken_since.elapsed() >= UNBROKEN {
                sleep(GAP).await;
                unbroken_since = Instant::now();
            }
            let closing = match request {
                Request::Begin(lend) => self.group(lend).await,
                Request::Close(done) => Some(done),
            };
            if let Some(done) = closing {
                self.queue.close();
                if let Some(connection) = self.connection.take() {
                    connection.close().await.ok();
                }
                done.send(()).ok();
                break;
            }
        }
    }

    /// Runs one group, beginning with `first`. Answers whom to tell when closing was asked for.
    async fn group(&mut self, first: Lend) -> Option<oneshot::Sender<()>> {
        let began = Instant::now();
        let mut members: Vec<Told> = Vec::new();
        let mut count = 1;
        let mut lend = first;
        let mut closing = None;
        let opened = self.begin_immediate().await;
        let mut connection = match opened {
            Ok(connection) => connection,
            Err(error) => {
                self.refuse_all(lend, &error);
                return None;
            }
        };
        let ended = loop {
            let Some(returned) = Self::lend(connection, lend).await else {
                break Err(Error::Unavailable("the writer's connection was lost".to_owned()));
            };
            let keep = matches!(returned, Returned::Commit(..));
            connection = match returned {
                Returned::Commit(connection, told) => {
                    members.push(told);
                    connection
                }
                Returned::Undo(connection) => connection,
            };
            let next =
                if count < GROUP_MEMBERS && began.elapsed() < GROUP_AGE { self.next(&mut closing) } else { None };
            // ROLLBACK TO leaves the savepoint in place for the next member.
            let sql = match (keep, next.is_some(), members.is_empty()) {
                (true, true, _) => "RELEASE s; SAVEPOINT s",
                (false, true, _) => "ROLLBACK TO s",
                (true, false, _) => "RELEASE s; COMMIT",
                (false, false, false) => "ROLLBACK TO s; RELEASE s; COMMIT",
                (false, false, true) => "ROLLBACK",
            };
            if let Err(error) = run(&mut connection, sql).await {
                // A full disk, for one, undoes the whole transaction. A new connection starts clean.
                if let Some(lend) = next {
                    lend.send(Err(Error::Unavailable(error.to_string()))).ok();
                }
                connection.close().await.ok();
                break Err(error.into());
            }
            count += 1;
            let Some(next) = next else {
                self.connection = Some(connection);
                break Ok(());
            };
            lend = next;
        };
        self.tell(members, ended);
        closing
    }

    fn tell(&self, members: Vec<Told>, ended: Result<()>) {
        if ended.is_ok() && !members.is_empty() {
            self.counters.commits.fetch_add(1, Ordering::Relaxed);
            self.counters.transactions.fetch_add(members.len() as u64, Ordering::Relaxed);
        }
        let failure = ended.err().map(|error| error.to_string());
        for told in members {
            let answer = failure.clone().map_or(Ok(()), |reason| Err(Error::Unavailable(reason)));
            // A member that hung up after asking for the commit has nobody to be told.
            told.send(answer).ok();
        }
    }

    /// Lends the connection and waits until it is back; `None` when it is lost.
    async fn lend(connection: SqliteConnection, lend: Lend) -> Option<Returned> {
        let (back, returned) = oneshot::channel();
        let lease = Lease { connection: Some(connection), back: Some(back) };
        // A requester that went away meanwhile drops the lease, which sends it back.
        drop(lend.send(Ok(lease)));
        returned.await.ok()
    }

    /// The next requester who is still there, without waiting.
    fn next(&mut self, closing: &mut Option<oneshot::Sender<()>>) -> Option<Lend> {
        while closing.is_none() {
            match self.queue.try_recv().ok()? {
                Request::Begin(lend) if lend.is_closed() => {}
                Request::Begin(lend) => return Some(lend),
                Request::Close(done) => *closing = Some(done),
            }
        }
        None
    }

    /// Opens a group and its first savepoint, waiting for other processes.
    async fn begin_immediate(&mut self) -> Result<SqliteConnection> {
        let began = Instant::now();
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.options).await?,
        };
        loop {
            match run(&mut connection, "BEGIN IMMEDIATE; SAVEPOINT s").await {
                Ok(()) => return Ok(connection),
                Err(error) if is_busy(&error) && began.elapsed() < BUSY_TIMEOUT => sleep(RETRY).await,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Tells everyone who waits that there is no writing now: the lock was tried long enough.
    fn refuse_all(&mut self, first: Lend, error: &Error) {
        let mut refused = Some(first);
        while let Some(lend) = refused.take() {
            lend.send(Err(Error::Unavailable(error.to_string()))).ok();
            refused = match self.queue.try_recv() {
                Ok(Request::Begin(lend)) => Some(lend),
                Ok(Request::Close(done)) => {
                    self.queue.close();
                    done.send(()).ok();
                    None
                }
                Err(_) => None,
            };
        }
    }
}

async fn run(connection: &mut SqliteConnection, sql: &'static str) -> sqlx::Result<()> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

/// SQLITE_BUSY with any extension: another process holds the lock.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|inner| inner.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}
