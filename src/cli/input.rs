//! Secrets and files, from wherever the operator keeps them. Never from an argument: those
//! are seen by everyone on the machine and stay in the shell's history.

use std::{
    io::{IsTerminal, Read},
    path::Path,
};

use clap::Args;
use serde_json::{Map, Value};

use super::CommandFailure;
use crate::{
    base::{secret::Secret, time::Seconds},
    config::units::parse_length,
    protocol::{
        client::RefreshTokens,
        jose::json::{self, NotStrict},
        require_pkce::RequirePkce,
    },
    render::Locale,
};

/// Far more than any secret or metadata file has.
const LONGEST: u64 = 1024 * 1024;

/// The text of a file; `-` is standard input.
pub fn text(path: &Path) -> Result<Secret<String>, CommandFailure> {
    let failed = |why: std::io::Error| CommandFailure::failed(format!("{}: {why}", shown(path)));
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        file.take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    }
    Ok(Secret::new(text))
}

/// A text of any length that is no secret.
pub fn long_text(path: &Path) -> Result<String, CommandFailure> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin().lock())
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|why| CommandFailure::failed(format!("{}: {why}", shown(path))))
}

/// A secret on one line: without the line end that editors and `echo` leave.
pub fn secret(path: &Path, what: &str) -> Result<Secret<String>, CommandFailure> {
    let text = text(path)?;
    let line = text.expose().trim_end_matches(['\r', '\n']);
    if line.is_empty() || line.contains(['\r', '\n']) {
        let problem = if line.is_empty() { "is empty" } else { "has more than one line" };
        return Err(CommandFailure::Usage(format!(
            "{} {problem}; it must hold the {what} and nothing else",
            shown(path)
        )));
    }
    Ok(Secret::new(line.to_owned()))
}

/// A secret in an environment variable that the operator names.
pub fn secret_in_environment(name: &str, what: &str) -> Result<Secret<String>, CommandFailure> {
    #[expect(clippy::disallowed_methods, reason = "no setting: the command line names the variable")]
    let value = std::env::var(name).unwrap_or_default();
    if value.is_empty() {
        return Err(CommandFailure::Usage(format!(
            "the environment variable {name} must hold the {what}; it is empty"
        )));
    }
    Ok(Secret::new(value))
}

/// A new password: from a file, or typed twice, or piped in. `or_else` says what to do without one.
pub fn new_password(file: Option<&Path>, or_else: &str) -> Result<Secret<String>, CommandFailure> {
    if let Some(path) = file {
        return secret(path, "password");
    }
    if !std::io::stdin().is_terminal() {
        let hint = |_| {
            CommandFailure::Usage(format!(
                "no password: give --password-file FILE, pipe it to --password-file -, or {or_else}"
            ))
        };
        return secret(Path::new("-"), "password").map_err(hint);
    }
    let ask = |prompt: &str| rpassword::prompt_password(prompt).map(Secret::new).map_err(CommandFailure::failed);
    let first = ask("Password: ")?;
    if first != ask("Password again: ")? {
        return Err(CommandFailure::Usage("the two passwords differ; nothing was changed".to_owned()));
    }
    Ok(first)
}

/// Consent to what cannot be undone.
#[derive(Debug, Args)]
pub struct Sure {
    /// Do not ask: it is meant
    #[arg(long)]
    pub yes: bool,
}

/// What is to go for good, and whether that is meant.
#[derive(Debug, Args)]
pub struct DeleteArgs<N: Args> {
    #[command(flatten)]
    pub named: N,
    #[command(flatten)]
    pub sure: Sure,
}

impl Sure {
    /// Asks on a terminal before something goes for good; elsewhere `--yes` has to say it.
    /// `what` is an order, such as "Delete the client cli_1".
    pub fn confirm(&self, what: &str) -> Result<(), CommandFailure> {
        if self.yes {
            return Ok(());
        }
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Err(CommandFailure::Usage(format!(
                "{what}? It cannot be undone: say --yes, or run this on a terminal"
            )));
        }
        eprint!("{what}? It cannot be undone. [y/N] ");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(CommandFailure::failed)?;
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(CommandFailure::failed("nothing was deleted")),
        }
    }
}

/// A rule for PKCE, for clap.
///
/// # Errors
/// What was expected.
pub fn require_pkce(text: &str) -> Result<RequirePkce, String> {
    RequirePkce::parse(text).ok_or_else(|| format!("expected {}", RequirePkce::EXPECTED))
}

/// How long refresh tokens live, in an argument.
///
/// # Errors
/// What was expected.
pub fn refresh_tokens(text: &str) -> Result<RefreshTokens, String> {
    RefreshTokens::parse(text).ok_or_else(|| format!("expected {}", RefreshTokens::EXPECTED))
}

/// A language in an argument, by its tag.
///
/// # Errors
/// What was expected.
pub fn language(text: &str) -> Result<Locale, String> {
    let known = || Locale::ALL.map(Locale::tag).join(", ");
    Locale::of_tag(text).ok_or_else(|| format!("expected one of {}", known()))
}

/// A length of time in an argument, such as 5m or 1h30m.
///
/// # Errors
/// What was expected.
pub fn length(text: &str) -> Result<Seconds, String> {
    let seconds = text.parse::<i64>().ok().or_else(|| parse_length(text));
    seconds.map(Seconds).ok_or_else(|| "write a length of time such as 90s, 15m or 1h".to_owned())
}

/// A JSON object from a file.
pub fn json_object(path: &Path) -> Result<Map<String, Value>, CommandFailure> {
    let text = text(path)?;
    match serde_json::from_str(text.expose()) {
        Ok(Value::Object(_)) => json::object(text.expose().as_bytes()).map_err(|why| {
            let problem = match why {
                NotStrict::Duplicate => "names a member twice",
                NotStrict::NotAnObject => "holds a NUL character in a text, which is not kept",
            };
            CommandFailure::Usage(format!("{} {problem}", shown(path)))
        }),
        Ok(_) => Err(CommandFailure::Usage(format!("{} must hold a JSON object: {{ … }}", shown(path)))),
        Err(why) => Err(CommandFailure::Usage(format!(
            "{} is not JSON: line {}, column {}",
            shown(path),
            why.line(),
            why.column()
        ))),
    }
}

fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
