//! `[log]`: what is written to standard error.

use super::{
    choice::choice,
    section::{Checker, section},
    suggest::nearest,
    value::quoted,
};

section! {
    /// What is written to standard error.
    Log, check = check {
        /// "text" for people, "json" (one object a line) for a log collector.
        format: LogFormat = LogFormat::Text;
        /// The least level that is written: error, warn, info, debug or trace; also by module,
        /// such as "info,signet_outbound=debug".
        level: String = "info".to_owned();
        /// Writes a line for every request. Without it, only what is refused and what fails is
        /// written, each with its request id; a reverse proxy usually keeps the rest.
        requests: bool = false;
    }
}

choice! {
    /// How log lines look.
    LogFormat, "format" {
        /// For people.
        Text = "text",
        /// One JSON object a line.
        Json = "json",
    }
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

fn check(log: &Log, at: &mut Checker<'_>) {
    for directive in log.level.split(',').map(str::trim) {
        let level = directive.rsplit_once('=').map_or(directive, |(_, level)| level);
        if !LEVELS.contains(&level) {
            let remedy = nearest(level, LEVELS).map_or_else(
                || format!("choose one of {}", LEVELS.join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            at.refuse("level", format!("there is no level {}", quoted(level)), remedy);
        }
    }
}
