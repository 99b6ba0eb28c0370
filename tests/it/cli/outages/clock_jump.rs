//! A clock that goes 70 days ahead and back while the server runs: as one that is ahead at the start.

use std::time::{Duration, Instant};

use tokio::task::block_in_place;

use super::{
    Clients, Installation,
    clock::{AHEAD, Clocked, doubts, hang_up, is_ready_within, settle},
    install, postgres,
    row::Row,
    sqlite, stop,
};
use crate::support::Cluster;

/// Between two looks at the clock, with time for a busy machine.
const ROUND: Duration = Duration::from_secs(60);

/// Whether this run lives through what takes minutes.
#[allow(clippy::disallowed_methods, reason = "this is no program")]
fn has_minutes() -> bool {
    let has_minutes = std::env::var("SIGNET_OUTAGES").is_ok();
    if !has_minutes {
        println!("left out: make test STEPS=endurance");
    }
    has_minutes
}

/// Lives through a clock that goes ahead, back and ahead again while the server runs; `rows` counts the tokens. The
/// clock is looked at twice a minute, so this takes two.
fn suffer(fault: &'static str, installation: &Installation, rows: &dyn Fn() -> i64) {
    let clocked = Clocked::of(installation);
    let server = clocked.serve();
    let mut clients = Clients::of(installation, &server);
    let before = rows();
    let keys = settle(&clocked, &mut clients);
    let mut row = Row::of(fault);
    clocked.set(AHEAD);
    clients.forget();
    for _ in 0..4 {
        assert!(clients.ask());
    }
    (row.told, row.took) = (clients.told.join(", "), clients.longest);
    let began = Instant::now();
    server.until("the clock went ahead by 604");
    assert!(began.elapsed() < ROUND, "{:?}", began.elapsed());
    assert!(clocked.waits());
    is_ready_within(&server, &mut row);
    clocked.set("0");
    let began = Instant::now();
    assert!(clients.ask());
    row.again = Some(began.elapsed());
    server.until("the clock went back by 604");
    let check = clocked.check();
    assert!(check.starts_with("ok\nnothing that has expired is deleted at present: the clock went back by"), "{check}");
    // And wrong once more, for the signals.
    clocked.set(AHEAD);
    server.until("the clock went ahead by 604");
    hang_up(&server);
    assert!(clients.ask());
    let mut acknowledged = clients.acknowledged;
    stop(server, &mut row);

    clocked.set("0");
    let server = clocked.serve();
    doubts(&server);
    assert!(clocked.waits());
    let mut clients = Clients::of(installation, &server);
    assert!(clients.ask());
    acknowledged += clients.acknowledged;
    row.lost = acknowledged - (rows() - before);
    row.record();
    assert_eq!((row.lost, clocked.keys()), (0, keys));
    assert!(server.stop().success());
}

#[test]
fn a_clock_jumps_while_a_server_runs() {
    if !has_minutes() {
        return;
    }
    let installation = install("");
    let file = sqlite::file(&installation.place);
    let fault = "clock 70 days ahead while it runs, then right (SQLite)";
    suffer(fault, &installation, &|| sqlite::count(&file));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_jumps_while_a_server_on_postgresql_runs() {
    if !has_minutes() {
        return;
    }
    let Some(cluster) = Cluster::start() else { return };
    block_in_place(|| {
        let installation = postgres::on(cluster.port());
        let fault = "clock 70 days ahead while it runs, then right (PostgreSQL)";
        suffer(fault, &installation, &|| postgres::wait(cluster.count("SELECT COUNT(*) FROM tokens")));
    });
}
