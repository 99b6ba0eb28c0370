//! `signet serve` as its users have it: a process of its own, told to stop by signals.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    time::Duration,
};

use super::Place;

/// Long enough for a debug build on a busy machine.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A server that says it serves. Killed when dropped.
pub(super) struct Server {
    child: Child,
    /// What it printed until then.
    pub(super) welcome: String,
    /// The issuer that it named.
    pub(super) issuer: String,
    lines: mpsc::Receiver<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    /// Starts it with these arguments after `serve`, without metrics.
    pub(super) fn start(place: &Place, arguments: &[&str]) -> Self {
        Self::start_as_is(place, &[&["--set", "server.metrics_listen=off"][..], arguments].concat())
    }

    /// [`Self::start`] with the metrics where they are by default.
    pub(super) fn start_as_is(place: &Place, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signet"));
        Self::run(command.arg("serve").args(arguments).current_dir(&place.0).env_clear())
    }

    /// Runs a command that serves, until it does.
    pub(super) fn run(command: &mut Command) -> Self {
        // One pipe for both, so that what was said first is read first.
        let (reader, writer) = std::io::pipe().unwrap();
        let child = command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer).spawn().unwrap();
        // The command holds ends for writing: with them open, the pipe would not close when the server ends.
        *command = Command::new("true");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(reader).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let mut server = Self { child, welcome: String::new(), issuer: String::new(), lines };
        // The last thing before it answers.
        server.welcome = server.until(" serving ");
        let named = server.welcome.lines().find_map(|line| line.strip_prefix("Signet serves "));
        server.issuer = named.unwrap_or_else(|| panic!("{}", server.welcome)).to_owned();
        server
    }

    /// What it prints up to a line with this text.
    pub(super) fn until(&self, text: &str) -> String {
        let mut all = String::new();
        loop {
            let line =
                self.lines.recv_timeout(LONGEST_WAIT).unwrap_or_else(|why| panic!("{why}: no {text:?} in {all}"));
            all.push_str(&line);
            all.push('\n');
            if line.contains(text) {
                return all;
            }
        }
    }

    /// Its process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it answers that all is well.
    pub(super) fn is_ready(&self) -> bool {
        let request = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        self.answer(request, LONGEST_WAIT).unwrap().starts_with("HTTP/1.1 200 ")
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        let host = self.issuer.trim_start_matches("http://").replace("localhost", "127.0.0.1");
        host.parse().unwrap()
    }

    /// What it answers to a request after which it closes the connection, if it does so in time.
    pub(super) fn answer(&self, request: &str, patience: Duration) -> Option<String> {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(patience)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok().map(|_| answer)
    }

    /// Sends it a signal, such as `TERM`.
    pub(super) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end after SIGTERM.
    pub(super) fn stop(self) -> ExitStatus {
        self.stop_and_read().0
    }

    /// As [`Self::stop`]; answers what it said meanwhile, too.
    pub(super) fn stop_and_read(mut self) -> (ExitStatus, String) {
        self.signal("TERM");
        let mut said = String::new();
        // Its pipes close when it ends, which bounds the wait.
        while let Ok(line) = self.lines.recv_timeout(LONGEST_WAIT) {
            said.push_str(&line);
            said.push('\n');
        }
        (self.child.wait().unwrap(), said)
    }
}
