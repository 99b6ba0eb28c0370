//! The command line: one file per command, one `Command` variant and one arm of
//! `dispatch` each.
//!
//! Results go to standard output, errors to standard error; both for people, or with
//! `--json` for programs.

pub mod attribute;
pub mod audit;
pub mod backup;
pub mod client;
pub mod config;
pub mod conformance;
mod context;
pub mod demo;
pub mod feature;
mod input;
pub mod keys;
pub mod mail;
mod messages;
pub mod migrate;
pub mod organization;
mod output;
pub mod passwords;
pub mod resource;
pub mod restore;
pub mod serve;
pub mod session;
pub mod sms;
pub mod upstream;
pub mod user;

use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

use clap::{Args, CommandFactory, Parser, Subcommand, error::ErrorKind};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    base::url::Issuer,
    config::{Config, LoadOptions, Loaded, Problems},
    domain::kernel::FieldError,
    view::{self, ProblemView},
};

const EXAMPLES: &str = "\
Examples:
  signet user create ada --email ada@example.com --admin
  signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback
  signet config reference > signet.toml     a configuration to start from
  signet config check                       is everything in order?
  signet --set server.listen=0.0.0.0:8080 config show

Settings come from signet.toml, then from SIGNET__SECTION__KEY variables, then from flags;
the later one wins. A command says on standard error which database and issuer it works for, and
makes neither: `signet serve` and `signet migrate up` do.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with warnings, 78 wrong configuration.";

/// An OpenID Connect and OAuth 2 identity provider.
#[derive(Debug, Parser)]
#[command(name = "signet", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file; without it, signet.toml in the working directory if there is one
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Answer with JSON, errors too
    #[arg(long, global = true)]
    pub json: bool,
    /// Set one key of the configuration, above file and environment; may be repeated
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve sign-in, tokens and pages
    Serve(serve::ServeArgs),
    /// People: create, invite, import, list, search, show, update, set-password, password-link, sign-out, disable, enable,
    /// merge, factors, require, delete
    User(user::UserArgs),
    /// Apps that sign people in or call APIs: create, list, show, check, update, rotate-secret, delete, token
    Client(client::ClientArgs),
    /// APIs that access tokens are for: create, list, show, update, delete
    Resource(resource::ResourceArgs),
    /// Where people are signed in, and what clients were told when that ended
    Session(session::SessionArgs),
    /// Organizations and their members
    Organization(organization::OrganizationArgs),
    /// Claims of your own about people: create, list, update, delete, set, unset
    Attribute(attribute::AttributeArgs),
    /// Providers by which people sign in here: create, list, show, update, test, disable, enable, delete, presets
    Upstream(upstream::UpstreamArgs),
    /// What can be switched: list, enable, disable
    Feature(feature::FeatureArgs),
    /// Signing keys: list, rotate, revoke; and rewrap after the master key changed
    Keys(keys::KeysArgs),
    /// Mail: send one to try it, list what was sent and what was not
    Mail(mail::MailArgs),
    /// Text messages: send one to try it, list what was sent and what was not
    Sms(sms::SmsArgs),
    /// Stolen passwords: import the public list
    Passwords(passwords::PasswordsArgs),
    /// What happened, who did it, to whom
    Audit(audit::AuditArgs),
    /// A new link to sign in as the demo person
    Demo(demo::DemoArgs),
    /// The database schema: status, up
    Migrate(migrate::MigrateArgs),
    /// Copy the database to a file while serving goes on
    Backup(backup::BackupArgs),
    /// Put a backup in the place of the database, after checking it
    Restore(restore::RestoreArgs),
    /// Check, show and explain the configuration
    Config(config::ConfigArgs),
    /// Check any OpenID provider from outside
    Conformance(conformance::ConformanceArgs),
}

fn dispatch(global: &Global, command: Command) -> Result<(), CommandFailure> {
    match command {
        Command::Serve(args) => serve::run(global, args),
        Command::User(args) => user::run(global, args),
        Command::Client(args) => client::run(global, args),
        Command::Resource(args) => resource::run(global, args),
        Command::Session(args) => session::run(global, args),
        Command::Organization(args) => organization::run(global, args),
        Command::Attribute(args) => attribute::run(global, args),
        Command::Upstream(args) => upstream::run(global, args),
        Command::Feature(args) => feature::run(global, &args),
        Command::Keys(args) => keys::run(global, args),
        Command::Mail(args) => mail::run(global, args),
        Command::Sms(args) => sms::run(global, args),
        Command::Passwords(args) => passwords::run(global, args),
        Command::Audit(args) => audit::run(global, &args),
        Command::Demo(args) => demo::run(global, &args),
        Command::Migrate(args) => migrate::run(global, &args),
        Command::Backup(args) => backup::run(global, &args),
        Command::Restore(args) => restore::run(global, &args),
        Command::Config(args) => config::run(global, &args),
        Command::Conformance(args) => conformance::run(global, &args),
    }
}

/// Why a command failed; decides the exit code.
#[derive(Debug, thiserror::Error)]
pub enum CommandFailure {
    /// The configuration is wrong: exit code 78 (`EX_CONFIG` of sysexits).
    #[error(transparent)]
    Configuration(#[from] Problems),
    /// The command was called wrongly: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Values that must be corrected: exit code 2.
    #[error("{}", in_lines(.0))]
    Invalid(Vec<FieldError>),
    /// The command could not do its work: exit code 1.
    #[error("{0}")]
    Failed(String),
    /// It did its work, and has warned of something: exit code 3.
    #[error("{0}")]
    Warned(String),
}

impl CommandFailure {
    /// A failure at work; `why` must not hold a secret.
    pub fn failed(why: impl std::fmt::Display) -> Self {
        Self::Failed(why.to_string())
    }

    /// A command that changes things and was told of none.
    pub fn nothing_to_change(command: &str) -> Self {
        Self::Usage(format!("nothing to change: give at least one flag, see {command} --help"))
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Usage(_) | Self::Invalid(_) => 2,
            Self::Warned(_) => 3,
            Self::Configuration(_) => 78,
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Configuration(Problems(problems)) => {
                let problems: Vec<Value> = problems
                    .iter()
                    .map(|one| json!({"key": one.key, "source": one.source, "problem": one.problem, "remedy": one.remedy}))
                    .collect();
                json!({"error": "configuration", "message": "the configuration has problems", "problems": problems})
            }
            Self::Usage(message) => json!({"error": "usage", "message": message}),
            Self::Invalid(fields) => {
                let problems: Vec<ProblemView> = view::all(fields);
                json!({"error": "invalid", "message": "some values must be corrected", "problems": problems})
            }
            Self::Failed(message) => json!({"error": "failed", "message": message}),
            Self::Warned(message) => json!({"error": "warned", "message": message}),
        }
    }

    fn report(&self, json: bool) -> ExitCode {
        if json {
            eprintln!("{}", self.to_json());
        } else {
            eprintln!("signet: {}", self.to_string().trim_end());
        }
        ExitCode::from(self.exit_code())
    }
}

fn in_lines(fields: &[FieldError]) -> String {
    let lines: Vec<String> = fields.iter().map(|one| format!("  {}: {}", one.field, one.message)).collect();
    format!("some values must be corrected:\n{}", lines.join("\n"))
}

impl Global {
    /// Loads the configuration. `flags` are those of the command itself (`--listen` is
    /// `server.listen`); they stand above `--set`.
    pub fn load(&self, flags: Vec<(String, String)>) -> Result<Loaded, CommandFailure> {
        Ok(Config::load(&self.options(flags))?)
    }

    /// As [`Self::load`], and looks at what only the server reads.
    pub fn load_for_server(&self, flags: Vec<(String, String)>) -> Result<Loaded, CommandFailure> {
        Ok(Config::load(&LoadOptions { serving: true, ..self.options(flags) })?)
    }

    fn options(&self, flags: Vec<(String, String)>) -> LoadOptions {
        LoadOptions::from_environment(self.config.clone(), self.set.iter().cloned().chain(flags).collect())
    }

    /// Tells on standard error which database a command works on, and for which issuer: with other
    /// settings than the server's it would be another one.
    pub fn announce(&self, config: &Config, issuer: Option<&Issuer>) {
        let database = context::shown(config);
        if self.json {
            eprintln!("{}", json!({"database": database, "issuer": issuer}));
        } else {
            let issuer = issuer.map(|url| format!(", issuer {url}")).unwrap_or_default();
            eprintln!("signet: database {database}{issuer}");
        }
    }

    /// Prints a result: `human` for people, `json` (indented) with `--json`.
    pub fn print(&self, human: &str, json: &(impl Serialize + ?Sized)) -> Result<(), CommandFailure> {
        if !self.json {
            return print(human);
        }
        // By way of a value: members come in one order, and none twice.
        let json: Value = serde_json::to_value(json).map_err(CommandFailure::failed)?;
        print(&format!("{json:#}"))
    }
}

/// Writes a text and a line end to standard output. A reader that has seen enough
/// (`signet … | head`) is no failure.
pub fn print(text: &str) -> Result<(), CommandFailure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(CommandFailure::failed(why)),
        _ => Ok(()),
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = match parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return refuse_usage(&error),
    };
    match dispatch(&cli.global, cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(cli.global.json),
    }
}

/// Reads a command line. Of an option of every command, the parser keeps only what stands last around the
/// names of the commands: each `--set` counts, in order, and a second `--config` is refused.
fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut cli = Cli::try_parse_from(&arguments)?;
    if values_of("--config", &arguments).len() > 1 {
        let why = "the argument '--config <FILE>' cannot be used multiple times";
        return Err(Cli::command().error(ErrorKind::ArgumentConflict, why));
    }
    let read = |text: &String| assignment(text).map_err(|why| Cli::command().error(ErrorKind::ValueValidation, why));
    cli.global.set = values_of("--set", &arguments).iter().map(read).collect::<Result<_, _>>()?;
    Ok(cli)
}

/// The values of a global option, in order, on a command line that was understood: no other option takes
/// what looks like one.
fn values_of(option: &str, arguments: &[OsString]) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = arguments.iter().skip(1).map(|one| one.to_string_lossy()).take_while(|one| one != "--");
    while let Some(argument) = rest.next() {
        if argument == option {
            values.extend(rest.next().map(String::from));
        } else if let Some(value) = argument.strip_prefix(option).and_then(|value| value.strip_prefix('=')) {
            values.push(value.to_owned());
        }
    }
    values
}

/// Help and version go to standard output; mistakes are told as `--json` asks, even though
/// the command line that holds it could not be read.
fn refuse_usage(error: &clap::Error) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !asked && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.render().to_string();
        return CommandFailure::Usage(text.trim_end().trim_start_matches("error: ").to_owned()).report(true);
    }
    // Nothing is left to tell when the terminal is gone.
    let _ = error.print();
    if asked { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Reads `section.key=value`.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if name.contains('.') => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write section.key=value, such as server.listen=127.0.0.1:8080".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Cli, clap::Error> {
        parse(["signet"].iter().chain(arguments).map(OsString::from))
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn settings_are_given_anywhere_and_the_value_may_hold_equals_signs() {
        let cli =
            Cli::try_parse_from(["signet", "config", "show", "--set", "database.url=postgres://h/d?a=b", "--json"]);
        let global = cli.map(|cli| cli.global).map_err(|error| error.to_string()).unwrap();
        assert_eq!(global.set, [("database.url".to_owned(), "postgres://h/d?a=b".to_owned())]);
        assert!(global.json);
        for wrong in ["listen=1", "server.listen", "=x"] {
            let refused = Cli::try_parse_from(["signet", "--set", wrong, "config", "show"]).err().unwrap().to_string();
            let expected = "write section.key=value, such as server.listen=127.0.0.1:8080";
            assert!(refused.contains(expected), "{wrong}: {refused}");
        }
    }

    #[test]
    fn settings_before_and_after_the_command_all_count_in_order() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for arguments in [
            &["--set", "a.b=1", "--set=c.d=2", "migrate", "--set", "a.b=3", "up", "--set", "e.f=4"][..],
            &["migrate", "up", "--set", "a.b=1", "--set", "c.d=2", "--set", "a.b=3", "--set=e.f=4"],
            &["--set", "a.b=1", "migrate", "--set=c.d=2", "--set", "a.b=3", "--set", "e.f=4", "up"],
        ] {
            let set = parsed(arguments).unwrap().global.set;
            assert_eq!(set, [pair("a.b", "1"), pair("c.d", "2"), pair("a.b", "3"), pair("e.f", "4")], "{arguments:?}");
        }
        // What stands behind -- is no option, and the value of another option is none.
        let cli = parsed(&["--set", "a.b=1", "user", "show", "--", "--set=x.y=1"]).unwrap();
        assert_eq!(cli.global.set, [pair("a.b", "1")]);
        let cli = parsed(&["--json", "--set", "a.b=--config", "client", "list", "--json"]).unwrap();
        assert_eq!((cli.global.set, cli.global.json), (vec![pair("a.b", "--config")], true));
    }

    #[test]
    fn two_configuration_files_are_refused_wherever_they_stand() {
        for arguments in [
            ["--config", "a.toml", "config", "show", "--config", "b.toml"],
            ["config", "--config", "a.toml", "show", "--config", "a.toml"],
            ["config", "show", "--config", "a.toml", "--config", "b.toml"],
        ] {
            let error = parsed(&arguments).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ArgumentConflict, "{arguments:?}");
            let text = error.to_string();
            assert!(text.contains("the argument '--config <FILE>' cannot be used multiple times"), "{text}");
        }
        let once = parsed(&["--config=a.toml", "config", "show"]).unwrap();
        assert_eq!(once.global.config, Some(PathBuf::from("a.toml")));
    }

    // A new one needs a word in `parse`.
    #[test]
    fn the_options_of_every_command_are_these() {
        let command = Cli::command();
        let all = command.get_arguments().filter(|one| one.is_global_set()).map(|one| one.get_id().as_str());
        assert_eq!(all.collect::<Vec<_>>(), ["config", "json", "set"]);
    }

    #[test]
    fn a_failure_says_the_same_to_people_and_programs() {
        let flags = vec![("server.lisen".to_owned(), "x".to_owned())];
        let problems =
            Config::load(&LoadOptions { config_path: Some("/dev/null".into()), flags, ..LoadOptions::default() })
                .map(|_| ())
                .unwrap_err();
        let failure = CommandFailure::from(problems);
        assert_eq!(failure.exit_code(), 78);
        assert_eq!(failure.to_json()["problems"][0]["key"], "server.lisen");
        assert_eq!(failure.to_json()["problems"][0]["remedy"], "did you mean server.listen?");
        assert!(failure.to_string().contains("server.lisen  (from command line)"));
        assert_eq!(CommandFailure::Usage(String::new()).exit_code(), 2);
        assert_eq!(CommandFailure::failed("no").exit_code(), 1);
    }
}
