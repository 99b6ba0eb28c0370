//! What every command on the database needs: the application, the failure, who acts.

use std::sync::Arc;

use super::{CommandFailure, Global};
use crate::{
    app::{App, BuildError, BuildOptions, database, issuer, master_key},
    base::{entropy::Entropy, time::Clock, url::Issuer},
    config::Config,
    domain::{
        consumers::call,
        kernel::{Actor, Cx, Error, Origin},
    },
    store::{Db, issuers as rows, migrate, settings},
};

/// A call by the operator at the command line.
pub fn cx(app: &App) -> Cx<'_> {
    call(app, &app.issuer, Actor::CommandLine, Origin::NONE)
}

/// Runs a command on the application, beside a running server if there is one. The database, the
/// master key and the issuer must be there: no command makes one by the way.
pub fn run<T>(
    global: &Global,
    work: impl AsyncFnOnce(&Cx<'_>) -> Result<T, CommandFailure>,
) -> Result<T, CommandFailure> {
    let loaded = global.load(Vec::new())?;
    block_on(async {
        let mut config = loaded.config.clone();
        let known = look(&config).await?.issuers;
        let given = loaded.is_set("issuer", "url").then_some(&loaded.config.issuer.url);
        config.issuer.url = issuer::for_command(given, &known)
            .map_err(|why| CommandFailure::failed(format!("the database {}: {why}", shown(&config))))?;
        global.announce(&config, Some(&config.issuer.url));
        let app = build(config, BuildOptions { prepare: false, demo: false }).await?;
        let outcome = work(&cx(&app)).await;
        app.db.close().await;
        outcome
    })
}

/// Builds the application for a command.
pub async fn build(config: Config, purpose: BuildOptions) -> Result<App, CommandFailure> {
    App::build(Arc::new(config), Clock::System, Entropy::System, purpose).await.map_err(|why| match why {
        BuildError::Store(why) => CommandFailure::from(Error::from(why)),
        other => CommandFailure::failed(other),
    })
}

/// Runs a future on a thread of its own: a command does one thing.
pub fn block_on<T>(work: impl Future<Output = Result<T, CommandFailure>>) -> Result<T, CommandFailure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CommandFailure::failed)?;
    runtime.block_on(work)
}

/// Opens the database without asking for its schema. An SQLite file that is not there is not made.
pub async fn open(config: &Config) -> Result<Db, CommandFailure> {
    if is_missing(config) {
        return Err(CommandFailure::failed(format!(
            "there is nothing in {} yet; run: signet serve, or give this command the settings of the server",
            shown(config)
        )));
    }
    open_or_make(config).await
}

/// As [`open`], and makes an SQLite file that is not there.
pub async fn open_or_make(config: &Config) -> Result<Db, CommandFailure> {
    let options = database::options_of_command(&config.database);
    let url = &config.database.url;
    Db::open(url.expose(), &options)
        .await
        .map_err(|why| CommandFailure::failed(format!("the database {url} cannot be used: {why}")))
}

/// What an installation consists of before a command begins.
#[derive(Debug)]
pub struct Before {
    /// No schema, or not even a file.
    pub empty: bool,
    /// The issuers it serves, oldest first.
    pub issuers: Vec<Issuer>,
    /// Nothing was sealed yet, and no key is configured or kept in the file.
    pub without_key: bool,
}

/// Looks at the database and the master key, and leaves both as they are.
pub async fn look(config: &Config) -> Result<Before, CommandFailure> {
    let keys = &config.keys;
    let no_key = keys.master_key.is_none() && keys.master_key_command.is_empty() && !keys.master_key_file.exists();
    if is_missing(config) {
        return Ok(Before { empty: true, issuers: Vec::new(), without_key: no_key });
    }
    let db = open(config).await?;
    let found = read(&db).await;
    db.close().await;
    let (empty, issuers, sealed) = found?;
    Ok(Before { empty, issuers, without_key: no_key && !sealed })
}

async fn read(db: &Db) -> Result<(bool, Vec<Issuer>, bool), CommandFailure> {
    if migrate::status(db).await?.first().is_none_or(|first| first.applied_at.is_none()) {
        return Ok((true, Vec::new(), false));
    }
    let issuers = issuers(db).await?;
    let mut conn = db.read().await?;
    let sealed = settings::get(&mut conn, master_key::CHECK).await?.is_some();
    Ok((false, issuers, sealed))
}

/// The issuers of a database, oldest first.
pub async fn issuers(db: &Db) -> Result<Vec<Issuer>, CommandFailure> {
    let mut conn = db.read().await?;
    let urls = rows::list(&mut conn).await?;
    Ok(urls.iter().filter_map(|url| Issuer::parse(url).ok()).collect())
}

/// What was made that was not there before, a sentence each: nothing is made without a word.
pub fn made(before: &Before, config: &Config) -> Vec<String> {
    let mut lines = Vec::new();
    if before.empty {
        let what = if config.database.url.is_sqlite() { "the database" } else { "the tables in" };
        lines.push(format!("made {what} {}", shown(config)));
    }
    if before.without_key {
        let file = config.keys.master_key_file.display();
        lines.push(format!("made the master key {file}: keep a copy apart from the database"));
    }
    if !before.issuers.contains(&config.issuer.url) {
        lines.push(format!("made the issuer {}", config.issuer.url));
        for other in &before.issuers {
            lines.push(format!("its clients, sessions and grants are not those of {other}, which is there, too"));
        }
    }
    lines
}

/// Whether it is an SQLite file that is not there yet.
pub fn is_missing(config: &Config) -> bool {
    config.database.url.file().is_some_and(|path| !path.exists())
}

/// The database as the operator finds it: an SQLite file by its whole path, no password.
pub fn shown(config: &Config) -> String {
    let absolute = config.database.url.file().and_then(|path| std::path::absolute(path).ok());
    absolute.map_or_else(|| config.database.url.to_string(), |path| format!("sqlite:{}", path.display()))
}

impl From<Error> for CommandFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(fields) => Self::Invalid(fields),
            Error::Internal(why) => Self::Failed(why.to_string()),
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<crate::store::Error> for CommandFailure {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Says what it was that was not found.
pub fn missing<T>(what: &str, name: &str, found: Result<T, Error>) -> Result<T, CommandFailure> {
    found.map_err(|error| match error {
        Error::NotFound => CommandFailure::Failed(format!("there is no {what} {name:?}; run: signet {what} list")),
        other => other.into(),
    })
}
