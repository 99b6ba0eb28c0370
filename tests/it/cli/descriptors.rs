//! Few descriptors, and somebody who opens connections and says nothing.

use std::{
    io::ErrorKind,
    net::SocketAddr,
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    sync::{Mutex, MutexGuard},
    time::timeout,
};

use super::{Place, server::Server};

/// What is left of 1,024 descriptors for connections, and of those for one address.
pub(super) const ALL: usize = 758;
pub(super) const SHARE: usize = 94;
/// For a busy machine.
const SOON: Duration = Duration::from_secs(2);

/// A server with 1,024 descriptors, of which it may use 512 until it says that it wants more.
pub(super) fn serve(place: &Place, arguments: &str) -> Server {
    let program = env!("CARGO_BIN_EXE_signet");
    let script = format!(
        "ulimit -Sn 512 && ulimit -Hn 1024 && exec {program} serve --set server.metrics_listen=off {arguments}"
    );
    Server::run(Command::new("sh").args(["-c", &script]).current_dir(&place.0).env_clear())
}

/// One test after the other opens more than a shell usually allows a process.
pub(super) async fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    let turn = TURN.lock().await;
    let maximum = getrlimit(Resource::Nofile).maximum;
    assert!(maximum.is_none_or(|most| most >= 4_096), "the test needs 4,096 descriptors");
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    turn
}

async fn connect(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    timeout(SOON * 5, socket.connect(to)).await.expect("a connection").unwrap()
}

pub(super) async fn idle(from: &str, to: SocketAddr, count: usize) -> Vec<TcpStream> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(connect(from, to).await);
    }
    all
}

/// Those that the server has not closed.
fn open(streams: &[TcpStream]) -> usize {
    let waits =
        |stream: &&TcpStream| matches!(stream.try_read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    streams.iter().filter(waits).count()
}

/// Until so many are open, and not long.
pub(super) async fn until_open(streams: &[TcpStream], count: usize) {
    let began = Instant::now();
    while open(streams) != count {
        assert!(began.elapsed() < SOON * 3, "{} are open, not {count}", open(streams));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Asks whether the server is ready; answers how long that took.
async fn ask(from: &str, to: SocketAddr) -> Duration {
    let began = Instant::now();
    let mut stream = connect(from, to).await;
    stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(SOON * 10, stream.read_to_string(&mut answer)).await.expect("an answer").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_idle_connections_of_one_address_keep_nobody_out() {
    let _turn = turn().await;
    let place = Place::fresh();
    let server = tokio::task::block_in_place(|| serve(&place, "--listen 127.0.0.1:0"));
    assert!(server.welcome.contains("descriptors=1024 connections=758"), "{}", server.welcome);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().filter(|word| *word == "1024").count(), 2, "{files}");

    let to = server.address();
    let held = idle("127.0.0.1", to, 2_000).await;
    until_open(&held, SHARE).await;
    for _ in 0..3 {
        let took = ask("127.0.0.2", to).await;
        println!("2,000 idle: another address answered after {took:?}");
        assert!(took < SOON, "{took:?}");
    }
    tokio::task::block_in_place(|| server.until("an address has its share of connections"));
    drop(held);
    let began = Instant::now();
    // The room is free again when it has noticed.
    while timeout(SOON, async { ask_once("127.0.0.1", to).await }).await != Ok(true) {
        assert!(began.elapsed() < SOON * 3, "an address that gave up its connections is not served");
    }
}

/// Whether an answer came.
async fn ask_once(from: &str, to: SocketAddr) -> bool {
    let mut stream = connect(from, to).await;
    let mut answer = String::new();
    let request = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.is_ok()
        && stream.read_to_string(&mut answer).await.is_ok()
        && answer.starts_with("HTTP/1.1 200 ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_may_take_all_connections_and_descriptors_last() {
    let _turn = turn().await;
    let place = Place::fresh();
    let arguments = "--listen 127.0.0.1:0 --set server.shutdown_grace=3s \
                     --set 'server.trusted_proxies=[\"127.0.0.1/32\"]'";
    let server = tokio::task::block_in_place(|| serve(&place, arguments));
    let to = server.address();
    let held = idle("127.0.0.1", to, ALL - 1).await;
    until_open(&held, ALL - 1).await;
    // The last place.
    let took = ask("127.0.0.2", to).await;
    assert!(took < SOON, "{took:?}");
    // Beyond it, others wait until those who say nothing are given up; nothing fails for want of a descriptor.
    let more = idle("127.0.0.1", to, 10).await;
    let took = ask("127.0.0.2", to).await;
    println!("every connection taken: another address answered after {took:?}");
    assert!(took < Duration::from_secs(10) + SOON, "{took:?}");
    // They come again, and stay while it is told to read its certificate and to stop.
    drop((held, more));
    let again = idle("127.0.0.1", to, ALL).await;
    let began = Instant::now();
    let (ended, said) = tokio::task::block_in_place(|| {
        server.signal("HUP");
        server.until("there is no certificate to read again");
        server.stop_and_read()
    });
    println!("every connection taken: SIGHUP and SIGTERM took {:?}", began.elapsed());
    assert!(ended.success() && began.elapsed() < Duration::from_secs(3) + SOON, "{:?}", began.elapsed());
    drop(again);
    assert!(!said.contains("could not be accepted"), "{said}");
}
