//! Whether the file that is open is the one that has the name: what is written to one that was deleted or replaced
//! is gone with the process.

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{Error, Result};

/// Which file it is, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|found| Self { device: found.dev(), inode: found.ino() })
    }
}

/// The write-ahead log beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    /// SQLite makes one when it needs it.
    Unknown,
    /// The one that is open.
    Open(Identity),
    /// What stood in it is nowhere else.
    Lost,
}

/// The file of the database and its write-ahead log.
#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    log_path: PathBuf,
    first: Identity,
    log: Mutex<Log>,
    lost: AtomicBool,
}

impl File {
    /// The file that has this name now.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let first = Identity::of(path).ok_or_else(|| lost(path))?;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let (path, log_path) = (path.to_owned(), PathBuf::from(log));
        Ok(Self { path, log_path, first, log: Mutex::new(Log::Unknown), lost: AtomicBool::new(false) })
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks whether it is still the same; asked before and after each commit. A look at a directory that is in
    /// memory costs a microsecond or two.
    pub(super) fn check(&self) -> Result<()> {
        if *self.log() == Log::Lost {
            return Err(lost(&self.log_path));
        }
        self.note(Identity::of(&self.path) == Some(self.first), &self.path)
    }

    /// As [`Self::check`], of the log, too: there is one after a commit.
    pub(super) fn check_with_log(&self) -> Result<()> {
        self.check()?;
        let found = Identity::of(&self.log_path);
        let same = {
            let mut log = self.log();
            let now = match (*log, found) {
                (Log::Unknown, Some(found)) => Log::Open(found),
                (Log::Open(open), Some(found)) if open == found => Log::Open(open),
                _ => Log::Lost,
            };
            *log = now;
            now != Log::Lost
        };
        self.note(same, &self.log_path)
    }

    /// Whether nobody else has its name, or that of its log: what is done by name reaches what is open.
    pub(super) fn has_its_names(&self) -> bool {
        let log = match (*self.log(), Identity::of(&self.log_path)) {
            // One that was deleted is still open: what stands in it may yet be moved into the file.
            (_, None) | (Log::Unknown, Some(_)) => true,
            (Log::Open(open), Some(found)) => open == found,
            (Log::Lost, Some(_)) => false,
        };
        log && Identity::of(&self.path) == Some(self.first)
    }

    /// The writing connection is opened: when it is the only one, SQLite makes the log anew.
    pub(super) fn forget_log(&self) {
        let mut log = self.log();
        if *log != Log::Lost {
            *log = Log::Unknown;
        }
    }

    fn note(&self, same: bool, path: &Path) -> Result<()> {
        if !self.lost.swap(!same, Ordering::AcqRel) && !same {
            tracing::error!(
                file = %path.display(),
                "the file of the database was deleted or replaced while it was open: nothing is written or read any \
                 more; put the file back, or restore a backup and start again"
            );
        }
        if same { Ok(()) } else { Err(lost(path)) }
    }

    /// Refuses once it was found lost, until it is back.
    pub(super) fn refuse_if_lost(&self) -> Result<()> {
        if self.lost.load(Ordering::Acquire) { self.check() } else { Ok(()) }
    }
}

fn lost(path: &Path) -> Error {
    Error::Unavailable(format!("{} was deleted or replaced while it was open", path.display()))
}
