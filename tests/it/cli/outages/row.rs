//! What an outage came to.

use std::{fmt::Write as _, fs::OpenOptions, io::Write as _, time::Duration};

/// A row of the table in docs/reliability.md.
pub(super) struct Row {
    pub(super) fault: &'static str,
    pub(super) told: String,
    pub(super) took: Duration,
    pub(super) readiness: (bool, Duration),
    /// How long until it served again.
    pub(super) again: Option<Duration>,
    pub(super) stopped: Duration,
    /// Tokens that were acknowledged and are not there.
    pub(super) lost: i64,
    pub(super) events_lost: u32,
}

impl Row {
    pub(super) fn of(fault: &'static str) -> Self {
        Self {
            fault,
            told: String::new(),
            took: Duration::ZERO,
            readiness: (false, Duration::ZERO),
            again: None,
            stopped: Duration::ZERO,
            lost: 0,
            events_lost: 0,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("| {} | {} | {} |", self.fault, self.told, seconds(self.took));
        let word = if self.readiness.0 { "pass" } else { "fail" };
        let again = self.again.map_or_else(|| "after a restart".to_owned(), seconds);
        write!(text, " {word}, {} | {again} | {} |", seconds(self.readiness.1), seconds(self.stopped)).unwrap();
        write!(text, " {} | {} |", self.lost.max(0), self.events_lost).unwrap();
        text
    }

    pub(super) fn record(&self) {
        add(&self.text());
    }
}

/// Says which row this machine cannot make, and why: the endurance step does not wait for it.
pub(super) fn skip(fault: &str, why: &str) {
    add(&format!("skipped | {fault} | {why}"));
}

/// Prints a line, and adds it to the file that `SIGNET_OUTAGES` names.
#[allow(clippy::disallowed_methods, reason = "the program reads its environment in config; this is no program")]
fn add(line: &str) {
    println!("{line}");
    let Ok(path) = std::env::var("SIGNET_OUTAGES") else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(file, "{line}").unwrap();
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
