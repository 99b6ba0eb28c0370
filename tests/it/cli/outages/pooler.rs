//! What happens to a server behind a pooler that gives each transaction another connection.

use tokio::task::block_in_place;

use super::{
    Fault, Installation, install,
    postgres::{Held, SILENT, fault, live_through, live_through_with, locked, slow, slow_settings, wait},
};
use crate::support::{Bouncer, Cluster};

/// On the server behind this pooler.
fn behind_a_pooler(bouncer: &Bouncer) -> Installation {
    let url = Cluster::url_at(bouncer.port());
    install(&format!("[database]\nurl = \"{url}\"\npooler = \"transaction\"\n"))
}

/// What happens to the server, or to the pooler, where one stands between.
fn behind<'f>(cluster: &'f Cluster, bouncer: &'f Bouncer) -> Vec<Fault<'f>> {
    vec![
        Fault {
            begin: Box::new(|_| cluster.stop("fast")),
            end: Some(Box::new(|| cluster.resume())),
            longest: SILENT,
            ..fault(cluster, "PostgreSQL behind pgbouncer stopped, then started, `statement_timeout` 1 s")
        },
        Fault {
            begin: Box::new(|_| bouncer.stop()),
            end: Some(Box::new(|| bouncer.start())),
            ..fault(cluster, "pgbouncer killed, then started")
        },
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_stands_between() {
    let Some(cluster) = Cluster::start() else { return };
    let bouncer = Bouncer::before(&cluster);
    block_in_place(|| {
        let is_back = || wait(bouncer.until_it_lets_through());
        live_through(&behind_a_pooler(&bouncer), behind(&cluster, &bouncer), is_back);
    });
}

// Behind it, each transaction sets its own limits. Apart from the test above, so that both run beside each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_hold_behind_a_pooler() {
    let Some(cluster) = Cluster::start() else { return };
    let bouncer = Bouncer::before(&cluster);
    block_in_place(|| {
        let held = Held::default();
        let installation = behind_a_pooler(&bouncer);
        let slow = slow(&cluster, "PostgreSQL behind pgbouncer slow, `statement_timeout` 1 s");
        live_through(&installation, vec![slow], || ());
        let name = "PostgreSQL behind pgbouncer: somebody holds the table, `lock_timeout` 1 s";
        live_through_with(&slow_settings(), &installation, vec![locked(&cluster, &held, name)], || ());
    });
}
