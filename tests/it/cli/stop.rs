//! SIGTERM and SIGHUP while the database does not answer, and a disk that is full.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{Place, server::Server, text};
use crate::support::{Cluster, Mode, Wire, basic, free_port};

/// For a busy machine.
const MARGIN: Duration = Duration::from_secs(2);
const API: &str = "https://api.example/";

/// Sends a request and reads the answer, if one comes in time.
fn ask(server: &Server, request: &str, patience: Duration) -> Option<String> {
    server.answer(request, patience)
}

/// A request for a token by a client with this secret.
fn token_request(id: &str, secret: &str) -> String {
    let body = format!("grant_type=client_credentials&resource={}", "https%3A%2F%2Fapi.example%2F");
    format!(
        "POST /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        basic(id, secret),
        body.len()
    )
}

/// A place whose issuer is at a free port, and listens there.
fn place() -> Place {
    let place = Place::fresh();
    let port = free_port();
    let settings = std::fs::read_to_string(place.0.join("signet.toml")).unwrap();
    let here = format!("[issuer]\nurl = \"http://localhost:{port}\"\n[server]\nlisten = \"127.0.0.1:{port}\"\n");
    place.write("signet.toml", &format!("{settings}{here}"));
    place.says(&["migrate", "up"]);
    place
}

/// A client whose every token is a row.
fn machine(place: &Place) -> (String, String) {
    place.says(&["resource", "create", API, "--format", "opaque"]);
    let made = place.json(&["client", "create", "--kind", "machine", "--resource", API]);
    (text(&made, "client_id").to_owned(), text(&made, "client_secret").to_owned())
}

#[test]
fn a_stop_ends_while_another_program_holds_the_file() {
    let place = place();
    let (id, secret) = machine(&place);
    let server = Server::start(&place, &["--set", "server.shutdown_grace=3s"]);
    let holder = Connection::open(place.0.join("data/signet.db")).unwrap();
    assert!(ask(&server, &token_request(&id, &secret), MARGIN).unwrap().starts_with("HTTP/1.1 200 "));
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let told = ask(&server, &token_request(&id, &secret), MARGIN * 3).unwrap();
    assert!(told.starts_with("HTTP/1.1 503 ") && told.contains("\"temporarily_unavailable\""), "{told}");
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
        let waiting = ask(&server, "GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n", Duration::from_millis(500));
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

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let place = place();
    let (id, secret) = machine(&place);
    // As a disk that has room for two megabytes in a file, and says so.
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec {} serve --set server.metrics_listen=off",
        2 * 1024 * 2,
        env!("CARGO_BIN_EXE_signet")
    );
    let server = Server::run(Command::new("sh").args(["-c", &script]).current_dir(&place.0).env_clear());
    let (mut acknowledged, mut refused) = (Vec::new(), 0);
    while refused < 3 {
        let told = ask(&server, &token_request(&id, &secret), MARGIN * 3).unwrap();
        let (head, body) = told.split_once("\r\n\r\n").unwrap();
        if head.starts_with("HTTP/1.1 200 ") {
            let token: serde_json::Value = serde_json::from_str(body).unwrap();
            acknowledged.push(text(&token, "access_token").to_owned());
            refused = 0;
            assert!(acknowledged.len() < 20_000, "the limit does not hold");
        } else {
            assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("retry-after: 5"), "{told}");
            assert!(body.contains("\"temporarily_unavailable\""), "{told}");
            refused += 1;
        }
    }
    println!("full disk: {} acknowledged before", acknowledged.len());
    std::thread::sleep(Duration::from_millis(1100));
    assert!(!server.is_ready());
    drop(server);
    let file = Connection::open(place.0.join("data/signet.db")).unwrap();
    let rows: i64 = file.query_row("SELECT COUNT(*) FROM tokens", [], |row| row.get(0)).unwrap();
    let acknowledged = i64::try_from(acknowledged.len()).unwrap();
    assert!(rows >= acknowledged, "{rows} of {acknowledged} are there");
}
