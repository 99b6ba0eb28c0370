//! SIGTERM while requests or a start wait for a database that does not answer; `outages` has the other outages.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{
    Place,
    outages::{Clients, install},
    server::Server,
};
use crate::support::{Cluster, Mode, Wire, free_port};

/// For a busy machine.
const MARGIN: Duration = Duration::from_secs(2);

#[test]
fn a_stop_ends_while_another_program_holds_the_file() {
    let installation = install("");
    let place = &installation.place;
    let server = Server::start(place, &["--set", "server.shutdown_grace=3s"]);
    let mut clients = Clients::of(&installation, &server);
    let holder = Connection::open(place.0.join("data/signet.db")).unwrap();
    assert!(clients.ask());
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert!(!clients.ask());
    // What is not about a certificate ends nothing.
    server.signal("HUP");
    server.until("there is no certificate to read again");
    let began = Instant::now();
    let (ended, said) = server.stop_and_read();
    let took = began.elapsed();
    println!("a lock held: stopped after {took:?}");
    assert!(ended.success() && took < Duration::from_secs(3) + MARGIN, "{took:?} {said}");
    assert!(said.contains("stopped without the database events_lost=1 why="), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_ends_while_the_database_says_nothing() {
    let Some(cluster) = Cluster::start() else { return };
    let wire = Wire::to(cluster.port()).await;
    tokio::task::block_in_place(|| {
        let place = Place::fresh();
        let url = Cluster::url_at(wire.port());
        let arguments = ["--listen", "127.0.0.1:0", "--database", &url, "--set", "server.shutdown_grace=3s"];
        let server = Server::start(&place, &arguments);
        assert!(server.is_ready());
        wire.set(Mode::Hold);
        // One that waits for the database when the stop comes.
        let waiting = server.answer("GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n", Duration::from_millis(500));
        assert_eq!(waiting, None);
        let began = Instant::now();
        let (ended, said) = server.stop_and_read();
        let took = began.elapsed();
        println!("a silent database: stopped after {took:?}");
        assert!(ended.success() && took < Duration::from_secs(3) + MARGIN, "{took:?} {said}");

        // Nor does it hold up a server that is only starting.
        let port = free_port().to_string();
        let mut starting = Command::new(env!("CARGO_BIN_EXE_signet"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--database", &url])
            .current_dir(&place.0)
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while std::net::TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
            assert!(began.elapsed() < Duration::from_secs(30), "it does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        let began = Instant::now();
        assert!(Command::new("kill").args(["-s", "TERM", &starting.id().to_string()]).status().unwrap().success());
        assert!(starting.wait().unwrap().success());
        println!("a silent database, at the start: stopped after {:?}", began.elapsed());
        assert!(began.elapsed() < MARGIN, "{:?}", began.elapsed());
    });
}
