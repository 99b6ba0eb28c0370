//! A clock that is 70 days ahead at the start: nothing is deleted by it and no key replaced, log, metric and `signet
//! config check` say that something waits, and it is as it was afterwards.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::task::block_in_place;

use super::{Clients, Installation, SETTINGS, install, postgres, row::Row, sqlite, stop};
use crate::{
    cli::{Place, server::Server},
    support::{Cluster, free_port},
};

pub(super) const AHEAD: &str = "6048000";
/// A server that begins looks at the clock at once, after it has said that it serves.
const FIRST_LOOK: Duration = Duration::from_secs(30);

/// What makes a clock of a process its own.
fn shim(place: &Place) -> PathBuf {
    let (source, library) = (place.0.join("clock.c"), place.0.join("clock.so"));
    fs::write(&source, include_str!("clock.c")).unwrap();
    let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).status().unwrap();
    assert!(made.success());
    library
}

/// A server with a clock of its own.
pub(super) struct Clocked<'i> {
    installation: &'i Installation,
    library: PathBuf,
    metrics: String,
}

impl<'i> Clocked<'i> {
    pub(super) fn of(installation: &'i Installation) -> Self {
        let library = shim(&installation.place);
        let clocked = Self { installation, library, metrics: format!("127.0.0.1:{}", free_port()) };
        clocked.set("0");
        clocked
    }

    fn file(&self) -> PathBuf {
        self.installation.place.0.join("ahead")
    }

    /// From now on, in one step.
    pub(super) fn set(&self, ahead: &str) {
        let draft = self.file().with_extension("draft");
        fs::write(&draft, ahead).unwrap();
        fs::rename(&draft, self.file()).unwrap();
    }

    /// `signet` by this clock.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signet"));
        command.current_dir(&self.installation.place.0);
        command.env_clear().env("LD_PRELOAD", &self.library).env("SIGNET_TEST_CLOCK", self.file());
        command
    }

    pub(super) fn serve(&self) -> Server {
        let metrics = format!("server.metrics_listen={}", self.metrics);
        Server::run(self.command().arg("serve").args(SETTINGS).args(["--set", &metrics]))
    }

    /// What the metric says, which is there as soon as the clock was looked at.
    pub(super) fn waits(&self) -> bool {
        let began = Instant::now();
        loop {
            let text = self.metrics();
            if let Some(line) = text.lines().find(|line| line.starts_with("signet_purge_waits ")) {
                return line.ends_with(" 1");
            }
            assert!(began.elapsed() < FIRST_LOOK, "{text}");
        }
    }

    fn metrics(&self) -> String {
        let mut stream = TcpStream::connect(&self.metrics).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    /// What the operator reads on the server's machine, which has the server's clock.
    pub(super) fn check(&self) -> String {
        let output = self.command().args(["config", "check"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(super) fn keys(&self) -> Value {
        self.installation.place.json(&["keys", "list"])
    }
}

/// Waits until it doubts its clock; the first look is as soon as it begins.
pub(super) fn doubts(server: &Server) {
    let doubt = "nothing that has expired is deleted until it has been steady";
    if !server.welcome.contains(doubt) {
        server.until(doubt);
    }
}

/// Before a clock goes wrong: tokens are given, and keys have successors, which a clock that is ahead would take for ripe.
pub(super) fn settle(clocked: &Clocked<'_>, clients: &mut Clients<'_>) -> Value {
    for _ in 0..5 {
        assert!(clients.ask());
    }
    assert!(!clocked.waits());
    clocked.installation.place.says(&["keys", "rotate", "--all"]);
    clocked.keys()
}

/// Asks for readiness, which passes.
pub(super) fn is_ready_within(server: &Server, row: &mut Row) {
    let began = Instant::now();
    assert!(server.is_ready());
    row.readiness = (true, began.elapsed());
}

pub(super) fn hang_up(server: &Server) {
    server.signal("HUP");
    server.until("there is no certificate to read again");
}

/// Lives through starts by a clock that is ahead; `rows` counts the tokens.
fn suffer(fault: &'static str, installation: &Installation, rows: &dyn Fn() -> i64) {
    let clocked = Clocked::of(installation);
    let server = clocked.serve();
    let mut clients = Clients::of(installation, &server);
    let before = rows();
    let keys = settle(&clocked, &mut clients);
    let mut acknowledged = clients.acknowledged;
    assert!(server.stop().success());
    assert_eq!(clocked.check(), "ok\n");

    let mut row = Row::of(fault);
    clocked.set(AHEAD);
    // Twice: what the first has written makes the second no surer.
    for is_again in [false, true] {
        let server = clocked.serve();
        let mut clients = Clients::of(installation, &server);
        doubts(&server);
        for _ in 0..4 {
            assert!(clients.ask());
        }
        (row.told, row.took) = (clients.told.join(", "), clients.longest);
        is_ready_within(&server, &mut row);
        assert!(clocked.waits(), "started again: {is_again}");
        let check = clocked.check();
        let told = "ok\nnothing that has expired is deleted at present: the clock was believed last 604";
        assert!(check.starts_with(told), "{check}");
        assert_eq!(clocked.keys(), keys, "no key was replaced");
        hang_up(&server);
        assert!(clients.ask());
        acknowledged += clients.acknowledged;
        stop(server, &mut row);
    }

    clocked.set("0");
    let server = clocked.serve();
    let mut clients = Clients::of(installation, &server);
    let began = Instant::now();
    assert!(clients.ask());
    acknowledged += clients.acknowledged;
    row.again = Some(began.elapsed());
    row.lost = acknowledged - (rows() - before);
    row.record();
    assert_eq!((row.lost, clocked.keys()), (0, keys));
    doubts(&server);
    assert!(clocked.waits(), "it waits until time has been steady");
    assert!(server.stop().success());
}

#[test]
fn it_is_ahead_when_a_server_begins() {
    let installation = install("");
    let file = sqlite::file(&installation.place);
    let fault = "clock 70 days ahead at the start, then right (SQLite)";
    suffer(fault, &installation, &|| sqlite::count(&file));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_ahead_when_a_server_on_postgresql_begins() {
    let Some(cluster) = Cluster::start() else { return };
    block_in_place(|| {
        let installation = postgres::on(cluster.port());
        let fault = "clock 70 days ahead at the start, then right (PostgreSQL)";
        suffer(fault, &installation, &|| postgres::wait(cluster.count("SELECT COUNT(*) FROM tokens")));
    });
}
