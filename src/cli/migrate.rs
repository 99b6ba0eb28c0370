//! `signet migrate status | up`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{CommandFailure, Global, context, output};
use crate::{
    app::{BuildOptions, issuer::for_server},
    base::time::Clock,
    config::{Config, Loaded, issuer},
    store::migrate::{self, Status},
};

const EXAMPLES: &str = "\
Examples:
  signet migrate status
  signet backup before.db && signet migrate up

`signet serve` does the same by itself, and two instances that start together do not disturb
each other. A master key is made only where none is configured and nothing was ever sealed: a
job that migrates for servers elsewhere needs the key they have (keys.master_key). Migrations only go forward: the way back is the backup.";

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
    /// Apply what is missing; where there is nothing yet, make database, master key and issuer
    Up,
}

/// Runs `signet migrate`.
pub fn run(global: &Global, args: &MigrateArgs) -> Result<(), CommandFailure> {
    let loaded = global.load(Vec::new())?;
    context::block_on(async {
        match args.verb {
            Verb::Status => status(global, &loaded.config).await,
            // On the heap: it is much larger than the other.
            Verb::Up => Box::pin(up(global, &loaded)).await,
        }
    })
}

async fn status(global: &Global, config: &Config) -> Result<(), CommandFailure> {
    let db = context::open(config).await?;
    global.announce(config, None);
    let all = migrate::status(&db).await;
    db.close().await;
    let all = all?;
    global.print(&table(&all), &json!({"migrations": programs(&all)}))
}

/// Applies what is missing; in a database without an issuer, everything that a first start makes.
async fn up(global: &Global, loaded: &Loaded) -> Result<(), CommandFailure> {
    let mut config = loaded.config.clone();
    let before = context::look(&config).await?;
    if let [only] = before.issuers.as_slice()
        && !loaded.is_set("issuer", "url")
    {
        config.issuer.url = only.clone();
    }
    global.announce(&config, before.issuers.contains(&config.issuer.url).then_some(&config.issuer.url));
    if before.issuers.is_empty() && !loaded.is_set("issuer", "url") {
        let listen = config.server.listen;
        let default = issuer::default_for(listen, config.tls.certificate_file.is_some());
        config.issuer.url = for_server(None, &[], listen, default)
            .map_err(|why| CommandFailure::failed(format!("the database {}: {why}", context::shown(&config))))?;
    }
    let db = context::open_or_make(&config).await?;
    let applied =
        async { Ok::<_, CommandFailure>((migrate::up(&db, Clock::System.now()).await?, migrate::status(&db).await?)) };
    let applied = applied.await;
    db.close().await;
    let (done, all) = applied?;
    let made = if before.issuers.is_empty() {
        let app = context::build(config.clone(), BuildOptions { prepare: true, demo: false }).await?;
        app.db.close().await;
        context::made(&before, &config)
    } else {
        Vec::new()
    };
    let mut human = made.clone();
    human.push(match done.len() {
        0 => "nothing to do: the database is up to date".to_owned(),
        _ => format!("applied:\n{}", table(&done)),
    });
    let programs = json!({"made": made, "applied": programs(&done), "migrations": programs(&all)});
    global.print(&human.join("\n"), &programs)
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
