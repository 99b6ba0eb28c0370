//! An application for tests of use-cases: a database of its own, a clock that stands still.

use std::{ops::Deref, sync::Arc};

use super::{
    consumers::call,
    kernel::{Actor, Cx, Origin},
};
use crate::{
    app::{App, BuildOptions},
    base::{entropy::Entropy, time::Clock},
    config::{Config, keys::MasterKeySetting},
    store::testing::{self, NOW, TestDb},
};

/// An application and the database that goes with it.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) db: TestDb,
}

impl Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

/// On a fresh SQLite file.
pub(crate) async fn app() -> TestApp {
    let db = testing::sqlite().await;
    let app = second(&db, [7; 32], 1).await;
    TestApp { app, db }
}

/// Another instance on the same database, with this master key and seed of randomness.
pub(crate) async fn second(db: &TestDb, master_key: [u8; 32], seed: u64) -> App {
    build(config(db, master_key), seed).await
}

/// [`second`] that begins later, by the clock of the first.
pub(crate) async fn restarted(first: &TestApp) -> App {
    Box::pin(build_at(config(&first.db, [7; 32]), 2, first.clock.clone())).await
}

fn config(db: &TestDb, master_key: [u8; 32]) -> Config {
    let mut config = Config::for_tests(&db.url);
    config.keys.master_key = Some(MasterKeySetting::from(master_key));
    config
}

/// With this configuration.
pub(crate) async fn build(config: Config, seed: u64) -> App {
    Box::pin(build_at(config, seed, Clock::manual(NOW))).await
}

async fn build_at(config: Config, seed: u64, clock: Clock) -> App {
    let purpose = BuildOptions { prepare: true, demo: false };
    Box::pin(App::build(Arc::new(config), clock, Entropy::seeded(seed), purpose)).await.unwrap()
}

/// A call by the operator, from no address.
pub(crate) fn cx(app: &App) -> Cx<'_> {
    call(app, &app.issuer, Actor::CommandLine, Origin::NONE)
}
