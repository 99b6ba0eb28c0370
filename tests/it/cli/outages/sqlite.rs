//! What happens to a file.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{
    super::{Place, server::Server},
    Clients, Fault, SETTINGS, install, row, suffer,
};

const FULL: &str = "SQLite: disk full (ENOSPC), then room made";
/// For answers that wait for nothing.
const AT_ONCE: Duration = Duration::from_millis(500);

pub(super) fn file(place: &Place) -> PathBuf {
    place.0.join("data/signet.db")
}

pub(super) fn count(file: &Path) -> i64 {
    let conn = Connection::open(file).unwrap();
    conn.query_row("SELECT COUNT(*) FROM tokens", [], |row| row.get(0)).unwrap()
}

fn serve(place: &Place) -> Server {
    Server::start(place, &SETTINGS)
}

/// Asks for tokens until there is no room for more, and none comes by what SQLite tidies up.
fn until_full(clients: &mut Clients<'_>) {
    let mut refused = Instant::now();
    while refused.elapsed() < Duration::from_secs(3) {
        if clients.ask() {
            refused = Instant::now();
        } else {
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(clients.acknowledged < 20_000, "there is still room");
    }
}

#[test]
fn another_program_holds_the_file() {
    let installation = install("");
    let place = &installation.place;
    let holder = RefCell::new(None);
    let fault = Fault {
        name: "SQLite: another program holds the file, `lock_timeout` 1 s",
        begin: Box::new(|_| {
            let conn = Connection::open(file(place)).unwrap();
            conn.busy_timeout(Duration::from_secs(5)).unwrap();
            conn.execute_batch("BEGIN EXCLUSIVE").unwrap();
            *holder.borrow_mut() = Some(conn);
        }),
        end: Some(Box::new(|| drop(holder.borrow_mut().take()))),
        rows: Box::new(|_| count(&file(place))),
        ready: false,
        served: false,
        longest: Duration::from_secs(1),
    };
    suffer(&installation, serve(place), &fault);
}

#[test]
fn the_file_is_deleted() {
    let installation = install("");
    let place = &installation.place;
    let aside = place.0.join("aside");
    let fault = Fault {
        name: "SQLite: the file moved away, then put back",
        begin: Box::new(|_| fs::rename(file(place), &aside).unwrap()),
        end: Some(Box::new(|| fs::rename(&aside, file(place)).unwrap())),
        rows: Box::new(|_| count(&file(place))),
        ready: false,
        served: false,
        longest: AT_ONCE,
    };
    suffer(&installation, serve(place), &fault);
    assert!(!file(place).exists(), "no empty database was made in its place");
}

#[test]
fn the_file_is_replaced() {
    let installation = install("");
    let place = &installation.place;
    let aside = place.0.join("aside");
    let fault = Fault {
        name: "SQLite: the file replaced by a copy, then put back",
        begin: Box::new(|_| {
            fs::rename(file(place), &aside).unwrap();
            fs::copy(&aside, file(place)).unwrap();
        }),
        end: Some(Box::new(|| fs::rename(&aside, file(place)).unwrap())),
        rows: Box::new(|_| count(&file(place))),
        ready: false,
        served: false,
        longest: AT_ONCE,
    };
    suffer(&installation, serve(place), &fault);
}

#[test]
fn the_log_is_deleted() {
    let installation = install("");
    let place = &installation.place;
    let fault = Fault {
        name: "SQLite: its `-wal` deleted",
        begin: Box::new(|_| fs::remove_file(place.0.join("data/signet.db-wal")).unwrap()),
        end: None,
        rows: Box::new(|_| count(&file(place))),
        ready: false,
        served: false,
        longest: AT_ONCE,
    };
    suffer(&installation, serve(place), &fault);
}

#[test]
fn the_file_may_not_grow() {
    let installation = install("");
    let place = &installation.place;
    // As a disk on which the file may grow by 64 KiB more. The shell counts in blocks of 512 bytes.
    let blocks = (fs::metadata(file(place)).unwrap().len() + (64 << 10)) / 512;
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec {} serve --set server.metrics_listen=off {}",
        env!("CARGO_BIN_EXE_signet"),
        SETTINGS.join(" ")
    );
    let server = Server::run(Command::new("sh").args(["-c", &script]).current_dir(&place.0).env_clear());
    let fault = Fault {
        name: "SQLite: the disk refuses a larger file (EFBIG)",
        begin: Box::new(until_full),
        end: None,
        rows: Box::new(|_| count(&file(place))),
        ready: false,
        served: false,
        longest: AT_ONCE,
    };
    suffer(&installation, server, &fault);
}

#[test]
fn the_disk_is_full() {
    let mounts = Command::new("unshare").args(["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]).output();
    if !mounts.is_ok_and(|output| output.status.success()) {
        row::skip(FULL, "unshare cannot mount a disk of its own here; a limit of file sizes stands for it");
        return;
    }
    let installation = install("");
    let place = &installation.place;
    let script = format!(
        "cp -a data before && mount -t tmpfs -o size=12m none data && cp -a before/. data/ && \
         exec {} serve --set server.metrics_listen=off {}",
        env!("CARGO_BIN_EXE_signet"),
        SETTINGS.join(" ")
    );
    let mut command = Command::new("unshare");
    let server = Server::run(
        command.args(["-rm", "sh", "-c", &script]).current_dir(&place.0).env("PATH", "/usr/bin:/bin:/sbin"),
    );
    let seen = PathBuf::from(format!("/proc/{}/root{}", server.id(), place.0.join("data").display()));
    let fault = Fault {
        name: FULL,
        begin: Box::new(|clients| {
            // Fails when the last block is taken.
            fs::write(seen.join("other"), vec![0; 16 << 20]).unwrap_err();
            until_full(clients);
        }),
        end: Some(Box::new(|| fs::remove_file(seen.join("other")).unwrap())),
        rows: Box::new(|_| {
            // SQLite would follow the link to a file of this test's own view.
            let copy = place.0.join("copy");
            fs::create_dir_all(&copy).unwrap();
            for name in ["signet.db-wal", "signet.db"] {
                fs::copy(seen.join(name), copy.join(name)).unwrap();
            }
            count(&copy.join("signet.db"))
        }),
        ready: false,
        served: false,
        longest: AT_ONCE,
    };
    suffer(&installation, server, &fault);
}
