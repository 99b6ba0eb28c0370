//! Sends text messages: at once when one is written down here, soon when another process wrote it, and again after each
//! pause.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet};

use super::failed;
use crate::{
    app::App,
    domain::{
        consumers::{
            call,
            sms::{self, AT_ONCE, SmsOutcome},
        },
        kernel::{Actor, Origin},
    },
    store::outbox_deliveries::Delivery,
};

/// How often due texts are looked for that nobody rang for.
const LOOK: Duration = Duration::from_secs(1);

/// Runs until `stopped`; texts under way are finished.
pub async fn run(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    if app.texter.is_none() {
        return;
    }
    let mut under_way: JoinSet<Option<bool>> = JoinSet::new();
    // While nothing gets through, one text tries whether something does.
    let mut most = AT_ONCE;
    loop {
        let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
        match sms::claim(&cx, most.saturating_sub(under_way.len())).await {
            Ok(claimed) => {
                for one in claimed {
                    under_way.spawn(deliver(Arc::clone(&app), one));
                }
            }
            Err(error) => failed("texts", &error),
        }
        tokio::select! {
            () = app.texts.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            Some(done) = under_way.join_next() => most = next(most, done.ok().flatten()),
            _ = stopped.wait_for(|stop| *stop) => break,
        }
        while let Some(done) = under_way.try_join_next() {
            most = next(most, done.ok().flatten());
        }
    }
    while under_way.join_next().await.is_some() {}
}

fn next(most: usize, gets_through: Option<bool>) -> usize {
    match gets_through {
        Some(true) => AT_ONCE,
        Some(false) => 1,
        None => most,
    }
}

/// Makes one try and answers whether texts get through, if that is known now.
async fn deliver(app: Arc<App>, one: Delivery) -> Option<bool> {
    let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
    match sms::deliver(&cx, &one).await {
        Ok(SmsOutcome::Sent(_)) => Some(true),
        Ok(SmsOutcome::Retried { down, .. }) => Some(!down),
        Ok(_) => None,
        Err(error) => {
            failed("texts", &error);
            None
        }
    }
}
