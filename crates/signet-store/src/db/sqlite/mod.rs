//! SQLite: a file in WAL mode, a few readers and one writer, used without a hop between threads.
//!
//! A statement runs where it is asked for ([`call`]); the disk is waited for by a thread, at a commit
//! ([`writer`]) and where much is read.

mod call;
mod columns;
mod connection;
mod desk;
mod file;
mod group;
mod known;
mod nul;
mod plan;
mod readers;
pub mod restore;
mod stalls;
mod writer;
mod writer_thread;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use tokio::task::spawn_blocking;

pub(super) use self::call::SqliteConn;
pub use self::writer::WriteStats;
use self::{
    call::InUse,
    connection::{BUSY_TIMEOUT, Options, RETRY},
    file::File,
    readers::Readers,
    stalls::Stalls,
    writer::Writer,
};
pub(crate) use self::{
    columns::{Columns, FromRow},
    connection::Connection,
};
use super::{DbOptions, writes::Writes};
use crate::{Error, Result, error::is_busy};

/// How long emptying the log is tried before it is left for later.
const EMPTYING: Duration = Duration::from_secs(1);

/// An open SQLite database.
#[derive(Debug)]
pub struct Sqlite {
    readers: Readers,
    writer: Writer,
    stalls: Arc<Stalls>,
    options: Options,
    /// Whether the log may hold what was erased.
    holds_erased: Arc<AtomicBool>,
    writes: Arc<Writes>,
}

impl Sqlite {
    pub(super) async fn open(path: &str, options: &DbOptions) -> Result<Self> {
        let path = check_path(path)?;
        prepare_file(&path)?;
        let file = Arc::new(File::of(&path)?);
        let writing = Options { path, read_only: false, file, lock_timeout: options.lock_timeout };
        let reading = Options { read_only: true, ..writing.clone() };
        let readers = Readers::new(reading, options.sqlite_readers.max(1), options.acquire_timeout);
        let for_writer = writing.clone();
        let writer = wait(move || Writer::open(for_writer)).await?;
        let (stalls, holds_erased) = (Arc::new(Stalls::new()), Arc::new(AtomicBool::new(false)));
        Ok(Self { readers, writer, stalls, options: writing, holds_erased, writes: Arc::default() })
    }

    pub(super) async fn read(&self) -> Result<SqliteConn> {
        // What is read from a file that is gone would be told as if it counted.
        self.options.file.refuse_if_lost()?;
        Ok(SqliteConn::new(InUse::Reader(self.readers.acquire().await?), Arc::clone(&self.stalls)))
    }

    pub(super) async fn begin(&self) -> Result<SqliteConn> {
        self.options.file.refuse_if_lost()?;
        Ok(SqliteConn::new(InUse::Writer(self.writer.begin().await?), Arc::clone(&self.stalls)))
    }

    /// When something was written last.
    pub(super) fn writes(&self) -> &Arc<Writes> {
        &self.writes
    }

    pub(super) fn write_stats(&self) -> WriteStats {
        self.writer.stats()
    }

    pub(super) async fn close(&self) {
        // The writer goes last: the last connection to close empties the write-ahead log.
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Empties the log after something was erased; `false` when that is left to [`Self::finish_forgetting`].
    pub(super) async fn forget_erased(&self) -> Result<bool> {
        // While another erasure is at it, or has failed, this one has nothing to add.
        if self.holds_erased.swap(true, Ordering::SeqCst) {
            return Ok(false);
        }
        self.finish_forgetting().await
    }

    /// Does what [`Self::forget_erased`] left undone; `false` when it must be tried again.
    pub(super) async fn finish_forgetting(&self) -> Result<bool> {
        if !self.holds_erased.load(Ordering::SeqCst) {
            return Ok(true);
        }
        let holds_erased = Arc::clone(&self.holds_erased);
        self.aside(move |connection| empty_log(connection, &holds_erased)).await
    }

    pub(super) async fn backup_to(&self, path: &Path) -> Result<()> {
        let Some(target) = path.to_str().map(str::to_owned) else {
            return Err(Error::Settings("the backup path must be UTF-8".to_owned()));
        };
        // The copy holds what the database holds, so it gets the same permissions before its content.
        let file = create_private(path).map_err(|error| {
            let hint = if error.kind() == std::io::ErrorKind::AlreadyExists { " (it must not exist yet)" } else { "" };
            Error::Settings(format!("cannot create the backup {}: {error}{hint}", path.display()))
        })?;
        let copied = self.aside(move |connection| {
            connection.waiting(BUSY_TIMEOUT, |connection| connection.vacuum_into(&target))?;
            file.sync_all().map_err(|error| in_path(Path::new(&target), &error))
        });
        let copied = copied.await;
        if copied.is_err() {
            // A half-written copy is worse than none; the first error is the one to report.
            std::fs::remove_file(path).ok();
        }
        copied
    }

    /// Runs on a connection of its own what may wait for the disk or for other processes.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let options = self.options.clone();
        wait(move || {
            let mut connection = Connection::open(&options)?;
            let outcome = work(&mut connection)?;
            connection.close();
            Ok(outcome)
        })
        .await
    }

    /// Makes the writer's thread panic.
    #[cfg(test)]
    pub(crate) fn break_writer(&self) {
        self.writer.break_thread();
    }
}

/// Moves everything into the file and empties the write-ahead log; `false` when others read from it or wrote all
/// the time. It never waits inside SQLite, which would keep the lock of the writers meanwhile.
fn empty_log(connection: &Connection, holds_erased: &AtomicBool) -> Result<bool> {
    let began = Instant::now();
    loop {
        // What is erased after this is not covered by it and tries for itself.
        holds_erased.store(false, Ordering::SeqCst);
        let emptied = connection.empty_log();
        if matches!(emptied, Ok(true)) {
            return Ok(true);
        }
        holds_erased.store(true, Ordering::SeqCst);
        match emptied {
            Err(error) if !is_busy(&error) => return Err(error.into()),
            _ if began.elapsed() >= EMPTYING => return Ok(false),
            _ => sleep(RETRY),
        }
    }
}

/// Runs what may wait for the disk or for other processes, where nobody else waits for it.
async fn wait<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(|error| Error::Unavailable(error.to_string()))?
}

fn closed() -> Error {
    Error::Unavailable("the database is closed".to_owned())
}

fn check_path(path: &str) -> Result<PathBuf> {
    let refused = |why: &str| Err(Error::Settings(format!("the database URL sqlite:{path} cannot be used: {why}")));
    if path.is_empty() {
        return refused("it names no file; write for example sqlite:data/signet.db");
    }
    if path.contains(":memory:") {
        return refused("a database in memory would forget everything; name a file, for example sqlite:data/signet.db");
    }
    if path.contains('?') {
        return refused("parameters are not supported after the file name");
    }
    Ok(PathBuf::from(path))
}

/// Creates the directory (0700) and the file (0600) when they are missing.
fn prepare_file(path: &Path) -> Result<()> {
    prepare_directory(path)?;
    match create_private(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(in_path(path, &error)),
    }
}

/// Creates the directory of a file (0700) when it is missing.
pub(super) fn prepare_directory(path: &Path) -> Result<()> {
    if let Some(directory) = path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(directory).map_err(|error| in_path(directory, &error))?;
    }
    Ok(())
}

pub(super) fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) fn in_path(path: &Path, error: &std::io::Error) -> Error {
    Error::Settings(format!("{}: {error}", path.display()))
}
