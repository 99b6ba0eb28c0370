//! What happens to a server.

use std::{cell::RefCell, time::Duration};

use sqlx::{Connection, PgConnection};
use tokio::{runtime::Handle, task::block_in_place};

use super::{super::server::Server, Fault, Installation, SETTINGS, install, suffer};
use crate::support::{Cluster, Mode, Wire};

/// For answers that wait for nothing but a connection that is refused.
const AT_ONCE: Duration = Duration::from_millis(500);
/// `database.statement_timeout` and a second without an answer, or as long for a new connection.
const SILENT: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(1);

/// Waits where nothing else does.
fn wait<T>(future: impl Future<Output = T>) -> T {
    Handle::current().block_on(future)
}

fn on(port: u16) -> Installation {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_suffers() {
    let Some(cluster) = Cluster::start() else { return };
    let wire = Wire::to(cluster.port()).await;
    block_in_place(|| {
        let rows = |_: u32| wait(cluster.count("SELECT COUNT(*) FROM tokens"));
        let held: RefCell<Vec<PgConnection>> = RefCell::default();
        let installation = on(wire.port());
        let fault = |name| Fault {
            name,
            begin: Box::new(|_| {}),
            end: None,
            rows: Box::new(rows),
            ready: false,
            longest: AT_ONCE,
        };
        let faults = [
            Fault {
                begin: Box::new(|_| cluster.stop("fast")),
                end: Some(Box::new(|| cluster.resume())),
                ..fault("PostgreSQL stopped, then started")
            },
            Fault {
                begin: Box::new(|_| cluster.stop("immediate")),
                end: Some(Box::new(|| cluster.resume())),
                ..fault("PostgreSQL stopped without a goodbye, then started")
            },
            Fault {
                begin: Box::new(|_| wire.set(Mode::Hold)),
                end: Some(Box::new(|| wire.set(Mode::Pass))),
                longest: SILENT,
                ..fault("PostgreSQL says nothing (packets lost), `statement_timeout` 1 s")
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
                        &cluster,
                        &[
                            "SET default_transaction_read_only = off",
                            "ALTER DATABASE postgres RESET default_transaction_read_only",
                        ],
                    );
                })),
                ..fault("PostgreSQL demoted to read-only, then promoted")
            },
            Fault {
                begin: Box::new(|_| {
                    wait(take_every_connection(&cluster, &mut held.borrow_mut()));
                }),
                end: Some(Box::new(|| {
                    let all = held.take();
                    wait(async {
                        for one in all {
                            one.close().await.unwrap();
                        }
                    });
                })),
                ..fault("PostgreSQL has no connection left")
            },
            Fault {
                begin: Box::new(|_| {
                    let holder = session(&cluster, &["BEGIN; LOCK TABLE tokens IN EXCLUSIVE MODE"]);
                    held.borrow_mut().push(holder);
                }),
                end: Some(Box::new(|| held.borrow_mut().clear())),
                ready: true,
                longest: LIMIT,
                ..fault("PostgreSQL: somebody holds the table, `lock_timeout` 1 s")
            },
            Fault {
                begin: Box::new(|_| {
                    session(
                        &cluster,
                        &["CREATE FUNCTION slow() RETURNS TRIGGER LANGUAGE plpgsql AS \
                           'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'; \
                           CREATE TRIGGER slow BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION slow()"],
                    );
                }),
                end: Some(Box::new(|| {
                    session(&cluster, &["DROP FUNCTION slow() CASCADE"]);
                })),
                ready: true,
                longest: LIMIT,
                ..fault("PostgreSQL slow, `statement_timeout` 1 s")
            },
        ];
        for fault in &faults {
            suffer(&installation, Server::start(&installation.place, &SETTINGS), fault);
            // The signals came during the outage.
            if let Some(end) = &fault.end {
                end();
            }
        }
    });
}
