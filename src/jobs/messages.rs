//! Sends mails and texts: at once when one is written down here, soon when another process wrote it, and again after each
//! pause. Before mails, those are answered who forgot their password.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet};

use super::failed;
use crate::{
    app::App,
    domain::{
        consumers::{
            call,
            messages::{self, MessageOutcome, at_once},
        },
        directory::accounts::recovery,
        kernel::{Actor, Origin, messages::Channel},
    },
    store::outbox_deliveries::Delivery,
};

/// How often due messages are looked for that nobody rang for: those of the command line, of an instance that crashed,
/// and those whose pause is over.
const LOOK: Duration = Duration::from_secs(1);

/// Runs until `stopped`; messages under way are finished.
pub async fn run(app: Arc<App>, channel: Channel, mut stopped: watch::Receiver<bool>) {
    if !channel.is_possible(&call(&app, &app.issuer, Actor::System, Origin::NONE)) {
        return;
    }
    let mut under_way: JoinSet<Option<bool>> = JoinSet::new();
    // While nothing gets through, one message tries whether something does.
    let mut most = at_once(channel);
    loop {
        let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
        if channel == Channel::Mail
            && let Err(error) = recovery::answer(&cx).await
        {
            failed("password_recovery", &error);
        }
        match messages::claim(&cx, channel, most.saturating_sub(under_way.len())).await {
            Ok(claimed) => {
                for one in claimed {
                    under_way.spawn(deliver(Arc::clone(&app), channel, one));
                }
            }
            Err(error) => failed(job(channel), &error),
        }
        tokio::select! {
            () = channel.bell(&app).notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            Some(done) = under_way.join_next() => most = next(channel, most, done.ok().flatten()),
            _ = stopped.wait_for(|stop| *stop) => break,
        }
        while let Some(done) = under_way.try_join_next() {
            most = next(channel, most, done.ok().flatten());
        }
    }
    while under_way.join_next().await.is_some() {}
}

const fn job(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mails",
        Channel::Sms => "texts",
    }
}

fn next(channel: Channel, most: usize, gets_through: Option<bool>) -> usize {
    match gets_through {
        Some(true) => at_once(channel),
        Some(false) => 1,
        None => most,
    }
}

/// Makes one try and answers whether anything gets through, if that is known now.
async fn deliver(app: Arc<App>, channel: Channel, one: Delivery) -> Option<bool> {
    let cx = call(&app, &app.issuer, Actor::System, Origin::NONE);
    match messages::deliver(&cx, channel, &one).await {
        Ok(MessageOutcome::Sent(_)) => Some(true),
        Ok(MessageOutcome::Retried { down, .. }) => Some(!down),
        Ok(_) => None,
        Err(error) => {
            failed(job(channel), &error);
            None
        }
    }
}
