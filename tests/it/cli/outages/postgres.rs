//! What happens to a server.

use std::{cell::RefCell, time::Duration};

use sqlx::{Connection, PgConnection};
use tokio::{runtime::Handle, task::block_in_place};

use super::{super::server::Server, Fault, Installation, SETTINGS, install, suffer};
use crate::support::{Cluster, Mode, Wire};

/// For answers that wait for nothing but a connection that is refused.
const AT_ONCE: Duration = Duration::from_millis(500);
/// `database.statement_timeout` and a second without an answer, or as long for a new connection.
pub(super) const SILENT: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(1);
/// How late a slow server answers, and how often it is waited for to give a token on a connection that is there.
const LATE: Duration = Duration::from_millis(200);
const TRIPS: u32 = 10;

/// Waits where nothing else does.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    Handle::current().block_on(future)
}

/// On the server at this port.
pub(super) fn on(port: u16) -> Installation {
    install(&format!("[database]\nurl = \"{}\"\n", Cluster::url_at(port)))
}

/// Makes statements one after another in a session that stays.
fn session(cluster: &Cluster, statements: &[&'static str]) -> PgConnection {
    wait(async {
        let mut conn = cluster.connect().await;
        for sql in statements {
            sqlx::raw_sql(*sql).execute(&mut conn).await.unwrap();
        }
        conn
    })
}

/// Connects until nobody can any more, and the server under test has none of them.
async fn take_every_connection(cluster: &Cluster, held: &mut Vec<PgConnection>) {
    cluster.terminate().await;
    loop {
        while let Ok(one) = PgConnection::connect(&cluster.url()).await {
            held.push(one);
        }
        let ended = "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                     WHERE application_name = 'signet') ended";
        let (ended,) = sqlx::query_as::<_, (i64,)>(ended).fetch_one(&mut held[0]).await.unwrap();
        if ended == 0 {
            return;
        }
    }
}

/// Sessions of others, while they last.
pub(super) type Held = RefCell<Vec<PgConnection>>;

pub(super) fn fault<'f>(cluster: &'f Cluster, name: &'static str) -> Fault<'f> {
    Fault {
        name,
        begin: Box::new(|_| {}),
        end: None,
        rows: Box::new(|_| wait(cluster.count("SELECT COUNT(*) FROM tokens"))),
        ready: false,
        served: false,
        longest: AT_ONCE,
    }
}

/// What happens to the server itself.
fn of_the_server<'f>(cluster: &'f Cluster, wire: &'f Wire) -> Vec<Fault<'f>> {
    vec![
        Fault {
            begin: Box::new(|_| cluster.stop("fast")),
            end: Some(Box::new(|| cluster.resume())),
            ..fault(cluster, "PostgreSQL stopped, then started")
        },
        Fault {
            begin: Box::new(|_| cluster.stop("immediate")),
            end: Some(Box::new(|| cluster.resume())),
            ..fault(cluster, "PostgreSQL stopped without a goodbye, then started")
        },
        Fault {
            begin: Box::new(|_| {
                wait(async {
                    cluster.execute("ALTER DATABASE postgres SET default_transaction_read_only = on").await;
                    cluster.terminate().await;
                });
            }),
            end: Some(Box::new(|| {
                session(
                    cluster,
                    &[
                        "SET default_transaction_read_only = off",
                        "ALTER DATABASE postgres RESET default_transaction_read_only",
                    ],
                );
            })),
            ..fault(cluster, "PostgreSQL demoted to read-only, then promoted")
        },
        Fault {
            begin: Box::new(|_| wire.set(Mode::Hold)),
            end: Some(Box::new(|| wire.set(Mode::Pass))),
            longest: SILENT,
            ..fault(cluster, "PostgreSQL says nothing (packets lost), `statement_timeout` 1 s")
        },
        Fault {
            begin: Box::new(|_| wire.set(Mode::Delay(LATE))),
            end: Some(Box::new(|| wire.set(Mode::Pass))),
            ready: true,
            served: true,
            longest: LATE * TRIPS,
            ..fault(cluster, "PostgreSQL: each answer 200 ms late")
        },
        Fault {
            begin: Box::new(|_| wait(cluster.terminate())),
            end: Some(Box::new(|| {})),
            ready: true,
            served: true,
            ..fault(cluster, "PostgreSQL: every connection killed")
        },
    ]
}

/// What others do on it.
fn of_others<'f>(cluster: &'f Cluster, held: &'f Held) -> Vec<Fault<'f>> {
    vec![
        Fault {
            begin: Box::new(|_| {
                wait(take_every_connection(cluster, &mut held.borrow_mut()));
            }),
            end: Some(Box::new(|| {
                let all = held.take();
                wait(async {
                    for one in all {
                        one.close().await.unwrap();
                    }
                });
            })),
            ..fault(cluster, "PostgreSQL has no connection left")
        },
        slow(cluster, "PostgreSQL slow, `statement_timeout` 1 s"),
    ]
}

/// A statement that takes a minute.
pub(super) fn slow<'f>(cluster: &'f Cluster, name: &'static str) -> Fault<'f> {
    Fault {
        begin: Box::new(|_| {
            session(
                cluster,
                &["CREATE FUNCTION slow() RETURNS TRIGGER LANGUAGE plpgsql AS \
                   'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'; \
                   CREATE TRIGGER slow BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION slow()"],
            );
        }),
        end: Some(Box::new(|| {
            session(cluster, &["DROP FUNCTION slow() CASCADE"]);
        })),
        ready: true,
        longest: LIMIT,
        ..fault(cluster, name)
    }
}

/// A table that nobody else may write to; with [`slow_settings`].
pub(super) fn locked<'f>(cluster: &'f Cluster, held: &'f Held, name: &'static str) -> Fault<'f> {
    Fault {
        begin: Box::new(|_| {
            let holder = session(cluster, &["BEGIN; LOCK TABLE tokens IN EXCLUSIVE MODE"]);
            held.borrow_mut().push(holder);
        }),
        end: Some(Box::new(|| held.borrow_mut().clear())),
        ready: true,
        longest: LIMIT,
        ..fault(cluster, name)
    }
}

/// [`SETTINGS`] with statements that may take so long that `lock_timeout` alone ends one in time: of two limits of a
/// second, that of the statement is over first.
pub(super) fn slow_settings() -> Vec<&'static str> {
    [&SETTINGS[..], &["--set", "database.statement_timeout=8s"]].concat()
}

/// Lives through one after the other, each with a server of its own; `is_back` waits until the database is.
pub(super) fn live_through(installation: &Installation, faults: Vec<Fault<'_>>, is_back: impl Fn()) {
    live_through_with(&SETTINGS, installation, faults, is_back);
}

/// [`live_through`] with servers that have these settings.
pub(super) fn live_through_with(
    settings: &[&str],
    installation: &Installation,
    faults: Vec<Fault<'_>>,
    is_back: impl Fn(),
) {
    for fault in faults {
        suffer(installation, Server::start(&installation.place, settings), &fault);
        // The signals came during the outage.
        if let Some(end) = &fault.end {
            end();
        }
        is_back();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_suffers() {
    let Some(cluster) = Cluster::start() else { return };
    let wire = Wire::to(cluster.port()).await;
    block_in_place(|| {
        let held = Held::default();
        let installation = on(wire.port());
        live_through(&installation, of_the_server(&cluster, &wire), || ());
        live_through(&installation, of_others(&cluster, &held), || ());
        let locked = locked(&cluster, &held, "PostgreSQL: somebody holds the table, `lock_timeout` 1 s");
        live_through_with(&slow_settings(), &installation, vec![locked], || ());
    });
}
