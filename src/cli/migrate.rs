//! `signet migrate status | up`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Failure, Global, context, output};
use crate::{
    base::time::Clock,
    store::migrate::{self, Status},
};

const EXAMPLES: &str = "\
Examples:
  signet migrate status
  signet backup before.db && signet migrate up

`signet serve` applies what is missing by itself, and two instances that start together do
not disturb each other. Migrations only go forward: the way back is the backup.";

/// `signet migrate`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct MigrateArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Verb {
    /// Print every migration and when it was applied
    Status,
    /// Apply what is missing
    Up,
}

/// Runs `signet migrate`.
pub fn run(global: &Global, args: &MigrateArgs) -> Result<(), Failure> {
    let config = global.load(Vec::new())?.config;
    if matches!(args.verb, Verb::Status) && config.database.url.file().is_some_and(|path| !path.exists()) {
        let message = format!("there is nothing in {} yet; run: signet migrate up", config.database.url);
        return Err(Failure::Failed(message));
    }
    let (done, all) = context::block_on(async {
        let db = context::open(&config).await?;
        let done = match args.verb {
            Verb::Status => Vec::new(),
            Verb::Up => migrate::up(&db, Clock::System.now()).await?,
        };
        let all = migrate::status(&db).await?;
        db.close().await;
        Ok((done, all))
    })?;
    match args.verb {
        Verb::Status => global.print(&table(&all), &json!({"migrations": programs(&all)})),
        Verb::Up => {
            let human = match done.len() {
                0 => "nothing to do: the database is up to date".to_owned(),
                _ => format!("applied:\n{}", table(&done)),
            };
            global.print(&human, &json!({"applied": programs(&done), "migrations": programs(&all)}))
        }
    }
}

fn table(all: &[Status]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let at = one.applied_at.map_or_else(|| "missing".to_owned(), output::time);
            vec![one.version.to_string(), one.name.clone(), at]
        })
        .collect();
    output::table(&["VERSION", "NAME", "APPLIED"], &rows, "there are no migrations")
}

fn programs(all: &[Status]) -> Vec<Value> {
    all.iter()
        .map(|one| json!({"version": one.version, "name": one.name, "applied_at": one.applied_at.map(output::time)}))
        .collect()
}
