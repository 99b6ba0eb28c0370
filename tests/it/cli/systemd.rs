//! The unit in systemd/: what it starts, how it reloads and stops, run as it is written.

use std::process::Command;

use super::{Place, server::Server};

const UNIT: &str = include_str!("../../../systemd/signet.service");
const PROGRAM: &str = "/usr/local/bin/signet";

/// The one value of a key of the unit.
fn value(key: &str) -> &'static str {
    let mut all = UNIT.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    let found = all.next().unwrap_or_else(|| panic!("{key} in the unit"));
    assert_eq!(all.next(), None, "{key} stands there once");
    found
}

/// A command line of the unit, with the directories of a test for those of the system.
fn command(key: &str, place: &Place, main: u32) -> Command {
    let words: Vec<String> = value(key)
        .split_whitespace()
        .map(|word| match word.strip_prefix("/etc/signet/") {
            Some(file) => place.0.join("etc").join(file).display().to_string(),
            None => word.replace("$MAINPID", &main.to_string()),
        })
        .collect();
    let program = if words[0] == PROGRAM { env!("CARGO_BIN_EXE_signet") } else { &words[0] };
    let mut command = Command::new(program);
    command.args(&words[1..]).current_dir(&place.0).env_clear();
    command
}

#[test]
fn the_unit_starts_reloads_and_stops_a_server_as_it_is_written() {
    let place = Place::fresh();
    assert_eq!(value("WorkingDirectory"), "/var/lib/signet");
    assert_eq!(value("StateDirectory"), "signet");
    std::fs::create_dir(place.0.join("etc")).unwrap();
    std::fs::rename(place.0.join("signet.toml"), place.0.join("etc/signet.toml")).unwrap();
    let settings = std::fs::read_to_string(place.0.join("etc/signet.toml")).unwrap();
    let listen = "[server]\nlisten = \"127.0.0.1:0\"\nmetrics_listen = \"off\"\nshutdown_grace = 5\n";
    place.write("etc/signet.toml", &format!("{settings}{listen}"));

    let server = Server::run(&mut command("ExecStart", &place, 0));
    assert!(server.is_ready());
    assert!(place.0.join("data/signet.db").exists() && place.0.join("keys/master.key").exists());
    for _ in 0..3 {
        assert!(command("ExecReload", &place, server.id()).status().unwrap().success());
        // Without a certificate a reload is told of, and ends nothing.
        server.until("there is no certificate to read again");
    }
    assert!(server.is_ready());
    assert_eq!(value("KillSignal"), "SIGTERM");
    let grace: u32 = value("TimeoutStopSec").parse().unwrap();
    assert!(grace > 30, "longer than the default of server.shutdown_grace");
    assert!(server.stop().success());
}

#[test]
fn systemd_accepts_the_unit() {
    let place = Place::fresh();
    // It looks whether the program is there: the one under test is.
    place.write("signet.service", &UNIT.replace(PROGRAM, env!("CARGO_BIN_EXE_signet")));
    let unit = place.0.join("signet.service");
    let Ok(checked) = Command::new("systemd-analyze").arg("verify").arg(&unit).output() else {
        println!("left out: there is no systemd-analyze");
        return;
    };
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && !said.contains("signet.service"), "{said}");
}
