//! `signet serve` as its users have it: a process of its own, told to stop by signals.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    time::Duration,
};

use super::Place;

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

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

    fn run(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        drop(sender);
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
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|why| panic!("{why}: no {text:?} in {all}"));
            all.push_str(&line);
            all.push('\n');
            if line.contains(text) {
                return all;
            }
        }
    }

    /// Sends it a signal, such as `TERM`.
    pub(super) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end after SIGTERM.
    pub(super) fn stop(mut self) -> ExitStatus {
        self.signal("TERM");
        // Its pipes close when it ends, which bounds the wait.
        while self.lines.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait().unwrap()
    }
}
