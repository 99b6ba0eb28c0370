//! `signet restore FILE`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{CommandFailure, Global, context, output};
use crate::{
    app::{
        issuer::{IssuerError, for_command},
        master_key,
    },
    base::{
        entropy::Entropy,
        time::{Clock, Timestamp},
    },
    config::{Config, Loaded},
    domain::registry::keys,
    store::{
        self, Db, DbOptions,
        db::restore::{discard, faults, replace, stage},
        migrate, settings,
    },
};

const EXAMPLES: &str = "\
Examples:
  signet restore backups/signet-2026-11-28.db

Stop the server first. The copy is checked before anything is touched: that it is whole, that this
version knows its schema, that it holds the configured issuer, and that the master key opens its
signing keys. The database that stood there is kept beside it.

A PostgreSQL database is restored with pg_restore:
  createdb restored
  pg_restore --exit-on-error --no-owner --dbname=postgres://…/restored signet.dump
Then name it in database.url, and look at it with: signet migrate status; signet keys list";

/// `signet restore`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RestoreArgs {
    /// A file that `signet backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What a look at the copy came to.
struct Sound {
    issuers: Vec<String>,
    keys: usize,
    /// Migrations that it lacks.
    missing: usize,
}

/// Runs `signet restore`.
pub fn run(global: &Global, args: &RestoreArgs) -> Result<(), CommandFailure> {
    let loaded = global.load(Vec::new())?;
    let config = &loaded.config;
    let Some(target) = config.database.url.file() else {
        return Err(CommandFailure::failed(
            "a PostgreSQL database is restored with pg_restore: createdb NAME; pg_restore --exit-on-error --no-owner \
             --dbname=postgres://…/NAME FILE; then name it in database.url",
        ));
    };
    global.announce(config, None);
    let now = Clock::System.now();
    let (sound, kept) = context::block_on(async {
        let staged = stage(&args.file, &target, &format!("restore-{}", std::process::id()))?;
        let outcome = async {
            let sound = look(&staged, &loaded).await?;
            let kept = replace(&staged, &target, &format!("before-restore-{}", stamp(now)))?;
            Ok((sound, kept))
        }
        .await;
        discard(&staged);
        outcome
    })?;
    report(global, &args.file, config, &sound, kept.as_deref())
}

/// Checks the copy as a whole; each refusal leaves everything as it was.
async fn look(staged: &Path, loaded: &Loaded) -> Result<Sound, CommandFailure> {
    let options = DbOptions::default();
    let db = Db::open(&format!("sqlite:{}", staged.display()), &options).await.map_err(|why| unusable(&why))?;
    let outcome = sound(&db, loaded).await;
    db.close().await;
    outcome
}

fn unusable(why: &store::Error) -> CommandFailure {
    CommandFailure::failed(format!("the backup cannot be used: {why}"))
}

async fn sound(db: &Db, loaded: &Loaded) -> Result<Sound, CommandFailure> {
    let wrong = faults(db).await.map_err(|why| unusable(&why))?;
    if !wrong.is_empty() {
        return Err(CommandFailure::Failed(format!("the backup is damaged: {}", wrong.join("; "))));
    }
    let status = migrate::status(db).await.map_err(|why| unusable(&why))?;
    if status.first().is_none_or(|first| first.applied_at.is_none()) {
        return Err(CommandFailure::failed("the backup is no database of Signet: it has no schema"));
    }
    let issuers = context::issuers(db).await?;
    let given = loaded.is_set("issuer", "url").then_some(&loaded.config.issuer.url);
    match for_command(given, &issuers) {
        // Of several, which one is served is asked later.
        Ok(_) | Err(IssuerError::Several(_)) => {}
        Err(why) => return Err(CommandFailure::failed(format!("the backup: {why}"))),
    }
    let mut conn = db.read().await?;
    let keys = match settings::get(&mut conn, master_key::CHECK).await? {
        Some(check) => {
            let sealer = master_key::load(&loaded.config.keys, Some(&check), &Entropy::System)
                .map_err(|why| CommandFailure::failed(format!("the backup: {why}")))?;
            keys::check_sealed(&mut conn, &sealer).await?
        }
        None => 0,
    };
    let missing = status.iter().filter(|one| one.applied_at.is_none()).count();
    Ok(Sound { issuers: issuers.iter().map(ToString::to_string).collect(), keys, missing })
}

fn report(
    global: &Global,
    file: &Path,
    config: &Config,
    sound: &Sound,
    kept: Option<&Path>,
) -> Result<(), CommandFailure> {
    let database = context::shown(config);
    let schema = match sound.missing {
        0 => "up to date".to_owned(),
        missing => format!("{missing} migrations behind; signet serve applies them"),
    };
    let kept = kept.map(|path| path.display().to_string());
    let human = output::facts(&[
        ("restored", Some(database.clone())),
        ("from", Some(file.display().to_string())),
        ("issuers", Some(sound.issuers.join(" "))),
        ("signing keys", Some(format!("{}, all open under the master key", sound.keys))),
        ("schema", Some(schema)),
        ("former database", kept.clone()),
    ]);
    let told = json!({
        "database": database,
        "file": file.display().to_string(),
        "issuers": sound.issuers,
        "signing_keys": sound.keys,
        "migrations_missing": sound.missing,
        "former": kept,
    });
    let after = "What ended after the backup lives again: sessions, refresh tokens, old passwords. After an intrusion set new\n\
                 passwords (signet user set-password), and rotate keys and client secrets.";
    global.print(&format!("{human}\n\n{after}"), &told)
}

/// A time as part of a file's name.
fn stamp(now: Timestamp) -> String {
    now.to_rfc3339().replace([':', '-'], "")
}
