//! What stands on the wire: the host of a request, and bodies that nobody reads.

use std::{net::SocketAddr, time::Duration};

use signet::http::{connections::ConnectionLimits, listen::listen};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::support::TestApp;

/// An application on a socket.
struct Wire {
    _app: TestApp,
    address: SocketAddr,
    _stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Wire {
    async fn start() -> Self {
        let app = TestApp::sqlite().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let limits = ConnectionLimits::without_shares(100);
        let task = tokio::spawn(listen(listener, None, app.router(), limits, stopped));
        Self { _app: app, address, _stop: stop, task }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Everything that is answered to what is sent, until the server closes the connection.
    async fn whole(&self, sent: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(sent.as_bytes()).await.unwrap();
        rest(&mut stream).await
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    read.expect("an end in time").expect("no reset");
    String::from_utf8(answer).unwrap()
}

/// The status lines of all that was answered.
fn statuses(answers: &str) -> Vec<&str> {
    answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect()
}

// RFC 9112 §3.2
#[tokio::test]
async fn a_request_without_a_host_or_with_two_is_refused_on_the_wire() {
    let wire = Wire::start().await;
    for (hosts, sentence) in [
        ("", "The request has no Host field (RFC 9112 section 3.2).\n"),
        ("Host: a\r\nHost: a\r\n", "The request has more than one Host field (RFC 9112 section 3.2).\n"),
        ("Host: a b\r\n", "The Host field holds no host (RFC 9112 section 3.2).\n"),
        ("Host:\r\n", "The Host field holds no host (RFC 9112 section 3.2).\n"),
    ] {
        let answer = wire.whole(&format!("GET /jwks HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 400 ") && answer.ends_with(sentence), "{hosts}: {answer}");
    }
    let old = wire.whole("GET /jwks HTTP/1.0\r\n\r\n").await;
    assert!(old.starts_with("HTTP/1.0 200 "), "{old}");
    let absolute = wire.whole("GET http://a/jwks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(absolute.starts_with("HTTP/1.1 200 "), "{absolute}");
}

const LAST: &str = "GET /jwks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

// RFC 9112 §9.3
#[tokio::test]
async fn a_body_that_nobody_wants_costs_no_connection() {
    let wire = Wire::start().await;
    let plain = format!("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello{LAST}");
    let chunked = format!(
        "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n...\r\n0\r\n\r\n{LAST}"
    );
    for sent in [plain, chunked] {
        let answers = wire.whole(&sent).await;
        assert_eq!(statuses(&answers), ["404", "200"], "{answers}");
    }
    // It may come later than its head.
    let mut stream = wire.connect().await;
    stream.set_nodelay(true).unwrap();
    stream.write_all(b"POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe").await.unwrap();
    tokio::task::yield_now().await;
    stream.write_all(b"llo").await.unwrap();
    stream.write_all(LAST.as_bytes()).await.unwrap();
    assert_eq!(statuses(&rest(&mut stream).await), ["404", "200"]);
}

// RFC 9112 §9.6, RFC 9110 §10.1.1
#[tokio::test]
async fn where_a_body_stays_unread_the_answer_says_that_the_connection_ends() {
    let wire = Wire::start().await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (head, body, status) in [
        ("Host: a\r\nContent-Length: 10000000\r\n", "", "413"),
        ("Host: a\r\nContent-Length: 10000000\r\nExpect: 100-continue\r\n", "", "413"),
        ("Host: a\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n", "hello", "415"),
        ("Content-Length: 5\r\n", "hello", "400"),
        ("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n", "400"),
    ] {
        for path in ["/token", "/nowhere"] {
            let answer = wire.whole(&format!("POST {path} HTTP/1.1\r\n{form}{head}\r\n{body}")).await;
            assert_eq!(statuses(&answer), [status], "{head}: {answer}");
            assert!(answer.contains("\r\nconnection: close\r\n"), "{head}: {answer}");
        }
    }
}

// RFC 9112 §9.6: a reset could destroy the answer.
#[tokio::test]
async fn who_writes_a_long_body_to_its_end_still_reads_the_answer() {
    let wire = Wire::start().await;
    let mut stream = wire.connect().await;
    let head = "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..800 {
        stream.write_all(&[b'a'; 10_000]).await.expect("the other end reads on");
    }
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("\r\nconnection: close\r\n"), "{answer}");
}
