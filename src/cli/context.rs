//! What every command on the database needs: the application, the failure, who acts.

use std::sync::Arc;

use super::{Failure, Global};
use crate::{
    app::{App, BuildError, Purpose},
    base::{entropy::Entropy, time::Clock},
    config::Config,
    domain::{
        audit::{By, Origin},
        error::Error,
    },
    store::{Db, DbOptions, migrate},
};

/// What a command does when there is no database yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// It makes one: the first user or client may come before the first start.
    Allowed,
    /// It refuses: there is nothing to see or change.
    Refused,
}

/// Where commands come from: no request, no address.
static ORIGIN: Origin = Origin { request_id: None, ip: None, user_agent: None };

/// The operator at the command line.
pub fn by() -> By<'static> {
    By { actor: "cli", origin: &ORIGIN }
}

/// Runs a command on the application, beside a running server if there is one.
pub fn run<T>(global: &Global, begin: Begin, work: impl AsyncFnOnce(&App) -> Result<T, Failure>) -> Result<T, Failure> {
    let config = Arc::new(global.load(Vec::new())?.config);
    block_on(async {
        let migrate = must_begin(&config, begin).await?;
        let purpose = Purpose { migrate, demo: false };
        let app = App::build(config, Clock::System, Entropy::System, purpose).await.map_err(|why| match why {
            BuildError::Store(why) => Failure::from(Error::from(why)),
            other => Failure::failed(other),
        })?;
        let outcome = work(&app).await;
        app.db.close().await;
        outcome
    })
}

/// Runs a future on a thread of its own: a command does one thing.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::failed)?;
    runtime.block_on(work)
}

/// Opens the database without asking for its schema.
pub async fn open(config: &Config) -> Result<Db, Failure> {
    let options = DbOptions { postgres_connections: config.database.max_connections, ..DbOptions::default() };
    let url = &config.database.url;
    Db::open(url.expose(), &options)
        .await
        .map_err(|why| Failure::failed(format!("the database {url} cannot be used: {why}")))
}

/// Whether the schema must be made first: only in a database that never had one.
async fn must_begin(config: &Config, begin: Begin) -> Result<bool, Failure> {
    let url = &config.database.url;
    let nothing = || Failure::failed(format!("there is nothing in {url} yet; run: signet serve"));
    if begin == Begin::Refused && url.file().is_some_and(|path| !path.exists()) {
        // Opening it would leave an empty file behind.
        return Err(nothing());
    }
    let db = open(config).await?;
    let status = migrate::status(&db).await.map_err(Failure::failed);
    db.close().await;
    let never = status?.iter().all(|one| one.applied_at.is_none());
    match (never, begin) {
        (false, _) => Ok(false),
        (true, Begin::Allowed) => Ok(true),
        (true, Begin::Refused) => Err(nothing()),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(fields) => Self::Invalid(fields),
            Error::Internal(why) => Self::Failed(why.to_string()),
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Says what it was that was not found.
pub fn missing<T>(what: &str, name: &str, found: Result<T, Error>) -> Result<T, Failure> {
    found.map_err(|error| match error {
        Error::NotFound => Failure::Failed(format!("there is no {what} {name:?}; run: signet {what} list")),
        other => other.into(),
    })
}
