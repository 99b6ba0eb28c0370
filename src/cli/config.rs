//! `signet config check | show | reference`.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{CommandFailure, Global, context};
use crate::{
    app::{countries::Countries, letters},
    base::time::Clock,
    config::{Config, Loaded, Problem, Problems},
    domain::{
        kernel::steady_time,
        registry::upstreams::{AHEAD, end_of_secret},
    },
    render::mail::TemplateProblem,
    store::{
        self, Db,
        upstreams::{self, EndingSecret},
    },
};

const EXAMPLES: &str = "\
Examples:
  signet config check && systemctl restart signet
  signet config show --json | jq '.server.listen'
  SIGNET__TOKENS__REFRESH_GRACE=1m signet config show
  signet config reference > signet.toml";

/// `signet config`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ConfigArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print "ok", or every problem with its place and remedy (exit code 78)
    Check,
    /// Print every key with its value and where that came from; secrets are redacted
    Show,
    /// Print a complete configuration file that explains every key
    Reference,
}

/// Runs `signet config`.
pub fn run(global: &Global, args: &ConfigArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Check => {
            let loaded = global.load_for_server(Vec::new())?;
            templates(&loaded)?;
            countries(&loaded)?;
            // Only what can be found out: the configuration is right whether or not the database answers.
            let mut told = json!({"ok": true});
            let mut lines = vec!["ok".to_owned()];
            if let Some(why) = loaded.config.sign_up_waits() {
                lines.push(why.to_owned());
                told["sign_up"] = json!(why);
            }
            match look(&loaded.config) {
                Look::Found(found) => {
                    if let Some(why) = &found.purge_waits {
                        lines.push(format!("nothing that has expired is deleted at present: {why}"));
                        told["purge_waits"] = json!(why);
                    }
                    if !found.ending_secrets.is_empty() {
                        told["ending_secrets"] = json!(found.ending_secrets);
                        lines.extend(found.ending_secrets);
                    }
                }
                Look::Unknown(why) => {
                    told["database"] = json!(why);
                    lines.push(why);
                }
                Look::Nothing => {}
            }
            global.print(&lines.join("\n"), &told)
        }
        Verb::Show => {
            let loaded = global.load(Vec::new())?;
            global.print(&for_people(&loaded), &for_programs(&loaded))
        }
        Verb::Reference => {
            let reference = Config::reference();
            global.print(&reference, &json!({"reference": reference}))
        }
    }
}

/// Reads the operator's templates for mail and tries each.
fn templates(loaded: &Loaded) -> Result<(), CommandFailure> {
    let found = letters::problems(&loaded.config).map_err(CommandFailure::failed)?;
    if found.is_empty() {
        return Ok(());
    }
    let problem = |one: &TemplateProblem| Problem {
        key: "mail.templates".to_owned(),
        source: one.place.clone(),
        problem: one.problem.clone(),
        remedy: "correct the template; docs/mail.md says what one knows and may hold".to_owned(),
    };
    Err(Problems(found.iter().map(problem).collect()).into())
}

/// Opens the file that says where addresses are.
fn countries(loaded: &Loaded) -> Result<(), CommandFailure> {
    let Some(path) = &loaded.config.risk.country_file else { return Ok(()) };
    let Err(why) = Countries::open(path) else { return Ok(()) };
    let problem = Problem {
        key: "risk.country_file".to_owned(),
        source: loaded.source("risk", "country_file").to_string(),
        problem: format!("{}: {why}", path.display()),
        remedy: "name a file in the format of MaxMind DB that this process may read".to_owned(),
    };
    Err(Problems(vec![problem]).into())
}

/// How long the database has to answer: whoever checks a configuration waits for it.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// What the database of this configuration has to say.
enum Look {
    /// There is none yet.
    Nothing,
    /// This.
    Found(DatabaseState),
    /// It cannot be asked.
    Unknown(String),
}

/// What whoever checks a configuration should know of its database.
#[derive(Default)]
struct DatabaseState {
    /// Why its server waits before it deletes anything.
    purge_waits: Option<String>,
    /// Secrets at upstreams that end soon, a sentence each.
    ending_secrets: Vec<String>,
}

fn look(config: &Config) -> Look {
    if context::is_missing(config) {
        return Look::Nothing;
    }
    let look = async {
        let db = context::open(config).await?;
        let found = read(&db).await;
        db.close().await;
        // Before the first start there is nothing to be read.
        Ok(found.unwrap_or_default())
    };
    let late =
        || format!("the database {} did not answer within {} seconds", config.database.url, LONGEST_WAIT.as_secs());
    let found = context::block_on(async {
        tokio::time::timeout(LONGEST_WAIT, look).await.unwrap_or_else(|_| Err(CommandFailure::Failed(late())))
    });
    match found {
        Ok(told) => Look::Found(told),
        Err(CommandFailure::Failed(why)) => Look::Unknown(why),
        Err(_) => Look::Nothing,
    }
}

async fn read(db: &Db) -> store::Result<DatabaseState> {
    let mut conn = db.read().await?;
    let now = Clock::System.now();
    let purge_waits = steady_time::find_reason(&mut conn, now).await?;
    // A database that was not migrated yet has no upstreams.
    let ending = upstreams::list_ending(&mut conn, now + AHEAD).await.unwrap_or_default();
    let sentence = |one: &EndingSecret| end_of_secret(&one.name, one.secret_expires_at, now);
    Ok(DatabaseState { purge_waits, ending_secrets: ending.iter().map(sentence).collect() })
}

/// Valid TOML, with each value's source as a comment.
fn for_people(loaded: &Loaded) -> String {
    let mut lines = Vec::new();
    let mut present = "";
    for (section, key, value) in loaded.config.values() {
        if section != present {
            if !present.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("[{section}]"));
            present = section;
        }
        let setting = value.map_or_else(|| format!("# {key} is not set"), |value| format!("{key} = {value}"));
        lines.push(format!("{setting:<50}  # {}", loaded.source(section, key)));
    }
    lines.join("\n")
}

/// `{section: {key: {value, source}}}`
fn for_programs(loaded: &Loaded) -> Value {
    let mut sections = Map::new();
    for (section, key, value) in loaded.config.values() {
        let entry = json!({"value": value, "source": loaded.source(section, key).to_string()});
        let keys = sections.entry(section).or_insert_with(|| json!({}));
        keys[key] = entry;
    }
    Value::Object(sections)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LoadOptions;

    fn loaded() -> Loaded {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let env = vec![
            pair("SIGNET__KEYS__MASTER_KEY", "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlYzE="),
            pair("SIGNET__DATABASE__URL", "postgres://signet:hunter2@db.internal/signet?sslpassword=hunter3"),
        ];
        let flags = vec![pair("server.metrics_listen", "off")];
        Config::load(&LoadOptions { config_path: Some("/dev/null".into()), env, flags, ..LoadOptions::default() })
            .unwrap()
    }

    #[test]
    fn show_names_every_source_and_no_secret() {
        let (people, programs) = (for_people(&loaded()), for_programs(&loaded()));
        for text in [&people, &programs.to_string(), &format!("{:?}", loaded())] {
            for secret in ["hunter2", "hunter3", "c2VjcmV0", "secret secret"] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
        assert_eq!(programs["keys"]["master_key"]["value"], "[redacted]");
        assert_eq!(programs["keys"]["master_key"]["source"], "SIGNET__KEYS__MASTER_KEY");
        assert_eq!(programs["database"]["url"]["value"], "postgres://signet:[redacted]@db.internal/signet?[redacted]");
        assert_eq!(programs["server"]["metrics_listen"], json!({"value": "off", "source": "command line"}));
        assert_eq!(programs["server"]["listen"], json!({"value": "127.0.0.1:8080", "source": "default"}));
        assert_eq!(programs["branding"]["logo_file"]["value"], Value::Null);
        assert_eq!(programs["tokens"]["code_lifetime"]["value"], "1m");
        assert!(people.parse::<toml::Table>().is_ok(), "{people}");
    }
}
