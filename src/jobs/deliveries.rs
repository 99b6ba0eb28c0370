//! Tells clients of logouts: at once when one is written down here, soon when another process wrote
//! it, and again after each pause.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet};

use super::failed;
use crate::{
    app::App,
    domain::{
        consumers::{
            backchannel_logout::{self as backchannel, AT_ONCE},
            call,
        },
        kernel::{Actor, Origin},
    },
    store::outbox_deliveries::Delivery,
};

/// How often due deliveries are looked for that nobody rang for: those of the command line, of an
/// instance that crashed, and those whose pause is over.
const LOOK: Duration = Duration::from_secs(1);

/// Runs until `stopped`; deliveries under way are finished, each within `outbound.timeout`.
pub async fn run(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut under_way: JoinSet<String> = JoinSet::new();
    let mut busy: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let room = AT_ONCE.saturating_sub(under_way.len());
        let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
        match backchannel::claim(&cx, room, &busy).await {
            Ok(claimed) => {
                for one in claimed {
                    *busy.entry(one.target.clone()).or_default() += 1;
                    under_way.spawn(deliver(Arc::clone(&app), one));
                }
            }
            Err(error) => failed("deliveries", &error),
        }
        tokio::select! {
            () = app.deliveries.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            Some(done) = under_way.join_next() => release(&mut busy, done.ok()),
            _ = stopped.wait_for(|stop| *stop) => break,
        }
        while let Some(done) = under_way.try_join_next() {
            release(&mut busy, done.ok());
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Makes one try and answers whom it was for.
async fn deliver(app: Arc<App>, one: Delivery) -> String {
    let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
    if let Err(error) = backchannel::deliver(&cx, &one).await {
        failed("deliveries", &error);
    }
    one.target
}

fn release(busy: &mut BTreeMap<String, usize>, target: Option<String>) {
    match target {
        Some(target) => {
            if let Some(count) = busy.get_mut(&target) {
                *count -= 1;
                if *count == 0 {
                    busy.remove(&target);
                }
            }
        }
        // A task that panicked does not say whose it was: count anew, and rather one too many.
        None => busy.clear(),
    }
}
