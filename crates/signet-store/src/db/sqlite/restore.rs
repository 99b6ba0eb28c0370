//! Putting a backup in the place of an SQLite database: copied beside it first, so that it can be
//! looked at, then moved in one step. What stood there is kept.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use super::{
    super::{Db, Engine},
    connection::{BUSY_TIMEOUT, Connection, Options},
    create_private,
    file::File,
    in_path, prepare_directory,
};
use crate::{Error, Result, error::is_busy};

/// SQLite, "Database File Format" §1.3.1
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// What SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Copies a backup beside the database that it is to replace, under a name of its own.
///
/// # Errors
/// When it is no SQLite file, or one that is in use: then part of it is in its log.
pub fn stage(backup: &Path, target: &Path, name: &str) -> Result<PathBuf> {
    let refused = |why: &str| Err(Error::Settings(format!("{} cannot be restored: {why}", backup.display())));
    let mut file = fs::File::open(backup).map_err(|error| in_path(backup, &error))?;
    let mut head = [0; 16];
    if file.read_exact(&mut head).is_err() || head != *MAGIC {
        return refused("it is no SQLite database");
    }
    if backup.canonicalize().ok().is_some_and(|path| target.canonicalize().is_ok_and(|other| path == other)) {
        return refused("it is the database itself");
    }
    if fs::metadata(beside(backup, "-wal")).is_ok_and(|log| log.len() > 0) {
        return refused(
            "part of it is in the -wal file beside it, so it is a database in use; make a copy with: signet backup",
        );
    }
    prepare_directory(target)?;
    let staged = beside(target, &format!(".{name}"));
    let mut copy = create_private(&staged).map_err(|error| in_path(&staged, &error))?;
    let copied = copy
        .write_all(&head)
        .and_then(|()| std::io::copy(&mut file, &mut copy))
        .and_then(|_| copy.sync_all())
        .map_err(|error| in_path(&staged, &error));
    if copied.is_err() {
        discard(&staged);
    }
    copied.map(|()| staged)
}

/// Removes a staged copy.
pub fn discard(staged: &Path) {
    for path in std::iter::once(staged.to_owned()).chain(COMPANIONS.iter().map(|end| beside(staged, end))) {
        let _ = fs::remove_file(path);
    }
}

/// What SQLite finds wrong with an open database; empty when it is sound.
///
/// # Errors
/// When it cannot be read at all.
pub async fn faults(db: &Db) -> Result<Vec<String>> {
    let mut conn = db.read().await?;
    let Engine::Sqlite(conn) = conn.engine() else { return Ok(Vec::new()) };
    let found: Vec<(String,)> = conn.through("PRAGMA integrity_check(10)", &[], Connection::fetch_all).finish().await?;
    let orphans: Vec<(String,)> = conn.through("PRAGMA foreign_key_check", &[], Connection::fetch_all).finish().await?;
    let mut faults: Vec<String> = found.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
    if !orphans.is_empty() {
        faults.push(format!("{} rows refer to others that are not there", orphans.len()));
    }
    Ok(faults)
}

/// Moves the staged copy to its place; answers where the former database is kept, under `kept`.
///
/// # Errors
/// When another process has the former database open, or it cannot be read to find out.
pub fn replace(staged: &Path, target: &Path, kept: &str) -> Result<Option<PathBuf>> {
    let aside = beside(target, &format!(".{kept}"));
    if aside.exists() {
        return Err(Error::Settings(format!("{} is there already; move it away", aside.display())));
    }
    let held = if target.exists() { Some(hold(target)?) } else { None };
    let rename = |from: &Path, to: &Path| fs::rename(from, to).map_err(|error| in_path(from, &error));
    for end in COMPANIONS {
        let companion = beside(target, end);
        if companion.exists() {
            // A log that belongs to another file would spoil the copy.
            rename(&companion, &beside(&aside, end))?;
        }
    }
    if held.is_some() {
        rename(target, &aside)?;
    }
    rename(staged, target)?;
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(directory).and_then(|folder| folder.sync_all()).map_err(|error| in_path(directory, &error))?;
    let Some(conn) = held else { return Ok(None) };
    conn.close();
    Ok(Some(aside))
}

/// Opens a database so that nobody else can. A server holds it open, even when it is idle, and leaving
/// the write-ahead log needs it alone.
fn hold(target: &Path) -> Result<Connection> {
    let file = Arc::new(File::of(target)?);
    let options = Options { path: target.to_owned(), read_only: false, file, lock_timeout: BUSY_TIMEOUT };
    let opened = Connection::open(&options).and_then(|mut connection| {
        connection
            .waiting(Duration::from_millis(500), |connection| {
                let mode = connection.pragma("PRAGMA journal_mode = DELETE")?;
                connection.control("BEGIN EXCLUSIVE")?;
                Ok(mode)
            })
            .map(|mode| (connection, mode))
    });
    match opened {
        Ok((conn, mode)) if mode == "delete" => Ok(conn),
        Err(why) if !is_busy(&why) => Err(Error::Settings(format!(
            "{} cannot be read, so nobody can tell whether it is in use: {}. Stop the server, move the file and its \
             -wal and -shm away, and restore again",
            target.display(),
            Error::from(why)
        ))),
        Ok(_) | Err(_) => Err(Error::Settings(format!(
            "{} is in use: stop the server first (and every command on it)",
            target.display()
        ))),
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
