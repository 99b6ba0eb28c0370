//! SQLite: a file in WAL mode, a few readers and one writer.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{DbOptions, writer::Writer};
use crate::store::{Error, Result};

/// How long a statement waits for another process.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// An open SQLite database.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) readers: SqlitePool,
    pub(super) writer: Writer,
    connect: SqliteConnectOptions,
}

impl Sqlite {
    pub(super) async fn open(path: &str, options: &DbOptions) -> Result<Self> {
        let path = check_path(path)?;
        prepare_file(&path)?;
        let connect = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(false)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("journal_size_limit", "67108864")
            .pragma("temp_store", "memory")
            // What is erased is overwritten, and does not stay readable in free pages.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(512)
            .disable_statement_logging();
        // First and once: it turns the file into a WAL database, which it then stays.
        let writer = Writer::open(connect.clone().journal_mode(SqliteJournalMode::Wal)).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(options.sqlite_readers.max(1))
            .acquire_timeout(options.acquire_timeout)
            .idle_timeout(None)
            .max_lifetime(None)
            // A ping is a thread hop, and an embedded file does not hang up.
            .test_before_acquire(false)
            .connect_with(connect.clone().pragma("query_only", "1"))
            .await?;
        Ok(Self { readers, writer, connect })
    }

    pub(super) async fn close(&self) {
        // The writer goes last: the last connection to close empties the write-ahead log.
        self.readers.close().await;
        self.writer.close().await;
    }

    pub(super) async fn backup_to(&self, path: &Path) -> Result<()> {
        let target = path.to_str().ok_or_else(|| Error::Settings("the backup path must be UTF-8".to_owned()))?;
        // The copy holds what the database holds, so it gets the same permissions before its content.
        let file = create_private(path).map_err(|error| {
            let hint = if error.kind() == std::io::ErrorKind::AlreadyExists { " (it must not exist yet)" } else { "" };
            Error::Settings(format!("cannot create the backup {}: {error}{hint}", path.display()))
        })?;
        let copied =
            self.vacuum_into(target).await.and_then(|()| file.sync_all().map_err(|error| in_path(path, &error)));
        if copied.is_err() {
            // A half-written copy is worse than none; the first error is the one to report.
            std::fs::remove_file(path).ok();
        }
        copied
    }

    async fn vacuum_into(&self, target: &str) -> Result<()> {
        let mut conn = self.connect.connect().await?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut conn).await?;
        conn.close().await?;
        Ok(())
    }
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
