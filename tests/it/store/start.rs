//! Instances that start at the same moment on an empty database.

use std::{
    collections::BTreeSet,
    sync::{Arc, Barrier},
};

use signet::{
    app::{App, BuildOptions, master_key},
    base::{entropy::Entropy, seal::key_id_of, time::Clock},
    config::{Config, keys::Keys},
    domain::{installation::setup, registry::keys},
    outbound::http::install_crypto_provider,
    protocol::jose::key_ring::{KeyKind, KeyState},
};

use crate::support::{Engine, NOW, cx};

async fn start(config: Config, number: u64) -> App {
    let purpose = BuildOptions { prepare: true, demo: false };
    let (clock, entropy) = (Clock::manual(NOW), Entropy::seeded(number));
    let app = App::build(Arc::new(config), clock, entropy, purpose).await.expect("starting beside others");
    keys::ensure_and_load(&cx(&app)).await.expect("agreeing on the keys");
    app
}

async fn together(engine: Engine) {
    install_crypto_provider();
    let mut config = Config::for_tests(engine.url());
    config.keys.master_key_file = engine.directory().join("keys/master.key");
    config.database.max_connections = 4;
    let starting: Vec<_> = (0..6).map(|number| tokio::spawn(start(config.clone(), number))).collect();
    let mut apps = Vec::new();
    for one in starting {
        apps.push(one.await.expect("a start"));
    }
    // One issuer, one built-in resource server, one active key of each kind.
    assert_eq!(apps.iter().map(|app| app.issuer.id.to_string()).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(engine.count("SELECT COUNT(*) FROM issuers").await, 1);
    assert_eq!(engine.count("SELECT COUNT(*) FROM resource_servers").await, 1);
    let rows = keys::list(&cx(&apps[0])).await.unwrap();
    let active: Vec<_> = rows.iter().filter(|row| row.state == KeyState::Active).map(|row| row.kind).collect();
    assert_eq!(active.iter().collect::<BTreeSet<_>>().len(), active.len(), "{active:?}");
    assert_eq!(active.len(), KeyKind::wanted().len());
    // One master key: what one seals, every other opens.
    let sealed = apps[0].sealer.seal("test", b"secret", &apps[0].entropy);
    for app in &apps {
        assert_eq!(app.sealer.open("test", &sealed).unwrap().expose().as_slice(), b"secret");
    }
    // Of the setup links that each printed, the last one works, and nobody is locked out.
    let mut links = Vec::new();
    for app in &apps {
        links.push(setup::link(&cx(app)).await.unwrap().unwrap());
    }
    let token = |link: &str| link.split_once("token=").unwrap().1.to_owned();
    let mut open = 0;
    for link in &links {
        open += i32::from(setup::is_open(&cx(&apps[0]), &token(link)).await.unwrap());
    }
    assert_eq!(open, 1);
    for app in apps {
        app.db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn instances_that_start_together_agree_on_everything_on_sqlite() {
    together(Engine::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn instances_that_start_together_agree_on_everything_on_postgres() {
    let Some(engine) = Engine::postgres() else { return };
    together(engine).await;
}

// Whoever comes second reads the whole key or waits for it, never half of one.
#[test]
fn a_master_key_file_is_there_whole_or_not_at_all() {
    let engine = Engine::sqlite();
    for round in 0..50 {
        let file = engine.directory().join(format!("{round}/master.key"));
        let barrier = Barrier::new(8);
        let ids: BTreeSet<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8u64)
                .map(|number| {
                    let keys = Keys { master_key_file: file.clone(), ..Keys::default() };
                    let barrier = &barrier;
                    scope.spawn(move || {
                        barrier.wait();
                        let sealer = master_key::load(&keys, None, &Entropy::seeded(number)).expect("a master key");
                        let sealed = master_key::check_value(&sealer, &Entropy::seeded(number));
                        key_id_of(&sealed).expect("a key id").to_owned()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1, "round {round}");
    }
}
