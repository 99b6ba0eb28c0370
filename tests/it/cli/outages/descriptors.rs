//! Few descriptors, and somebody at another address who opens connections and says nothing.

use std::{cell::RefCell, net::SocketAddr, time::Duration};

use tokio::{net::TcpStream, task::block_in_place};

use super::{
    super::descriptors::{ALL, SHARE, idle, serve, turn, until_open},
    Clients, Fault, SETTINGS, install,
    postgres::wait,
    sqlite, suffer,
};

/// Where whoever says nothing comes from.
const SILENT: &str = "127.0.0.2";
/// After so long, connections that say nothing are given up.
const GIVEN_UP: Duration = Duration::from_secs(10);

/// Connections of somebody who says nothing.
type Held = RefCell<Vec<TcpStream>>;

/// What holds so many connections, of which so many stay open.
fn holds(held: &Held, to: SocketAddr, count: usize, open: usize) -> impl Fn(&mut Clients<'_>) {
    move |_| {
        let mut all = held.borrow_mut();
        *all = wait(idle(SILENT, to, count));
        wait(until_open(&all, open));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_holds_two_thousand_connections() {
    let _turn = turn().await;
    block_in_place(|| {
        let installation = install("");
        let file = sqlite::file(&installation.place);
        let held = Held::default();
        let server = serve(&installation.place, &SETTINGS.join(" "));
        let fault = Fault {
            name: "1,024 descriptors: one address holds 2,000 connections and says nothing",
            begin: Box::new(holds(&held, server.address(), 2_000, SHARE)),
            end: Some(Box::new(|| held.borrow_mut().clear())),
            rows: Box::new(|_| sqlite::count(&file)),
            ready: true,
            served: true,
            longest: Duration::from_millis(500),
        };
        suffer(&installation, server, &fault);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_holds_every_connection() {
    let _turn = turn().await;
    block_in_place(|| {
        let installation = install("trusted_proxies = [\"127.0.0.2/32\"]\n");
        let file = sqlite::file(&installation.place);
        let held = Held::default();
        let server = serve(&installation.place, &SETTINGS.join(" "));
        let fault = Fault {
            name: "1,024 descriptors: a trusted proxy holds all 758 connections and says nothing",
            begin: Box::new(holds(&held, server.address(), ALL, ALL)),
            end: Some(Box::new(|| held.borrow_mut().clear())),
            rows: Box::new(|_| sqlite::count(&file)),
            ready: true,
            served: true,
            longest: GIVEN_UP,
        };
        suffer(&installation, server, &fault);
    });
}
