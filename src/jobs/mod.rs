//! Background work: one loop for each concern, all of them ended by one signal.
//!
//! A failed round is counted, logged and tried again: no loop ends by itself.

mod deliveries;
mod messages;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{
    app::App,
    domain::{
        consumers::call,
        directory::accounts::leaving,
        installation::{countries, maintenance},
        kernel::{Actor, Cx, Error, Origin, messages::Channel, steady_time},
        registry::{clients::dynamic, keys, upstreams},
        sessions::outcomes,
    },
};

/// How often other processes' changes are looked for; the documented bound is a second.
const FOLLOW: Duration = Duration::from_millis(500);
/// How often expired rows are looked for.
const PURGE: Duration = Duration::from_secs(30);
/// How often outcomes are looked for that are no longer given again.
const FORGET: Duration = Duration::from_secs(1);
/// Outcomes forgotten in one transaction.
const FORGET_BATCH: i64 = 500;
/// Unused clients deleted in a row before others get their turn.
const UNUSED_BATCH: i64 = 20;
/// People erased in a row, each in a transaction, before others get their turn.
const ERASED_BATCH: i64 = 20;
/// How much longer than a batch the pause after it is.
const PAUSES: u32 = 3;
/// How often keys are looked after.
const ROTATE: Duration = Duration::from_secs(60);
/// How often the file is looked at that says where addresses are.
const COUNTRIES: Duration = Duration::from_secs(60);
/// How often secrets at upstreams are looked at that end soon.
const WATCH: Duration = Duration::from_secs(24 * 3600);
/// How often tokens of upstreams are looked for that end soon.
const REFRESH: Duration = Duration::from_secs(60);
/// Tokens of upstreams refreshed or revoked in a row.
const REFRESH_BATCH: i64 = 20;
/// How often tokens are looked for that are to be revoked at an upstream.
const REVOKE: Duration = Duration::from_secs(60);
/// How long token events gather before they are written.
const AUDIT_PAUSE: Duration = Duration::from_millis(250);

/// Says when to stop.
type Stopped = watch::Receiver<bool>;

/// The running loops.
pub struct Jobs {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Jobs {
    /// Starts every loop.
    pub fn start(app: &Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        running.spawn(every(Arc::clone(app), FOLLOW, stopped.clone(), Job::FollowChanges));
        running.spawn(every(Arc::clone(app), PURGE, stopped.clone(), Job::Purge));
        running.spawn(every(Arc::clone(app), FORGET, stopped.clone(), Job::ForgetOutcomes));
        running.spawn(every(Arc::clone(app), ROTATE, stopped.clone(), Job::RotateKeys));
        running.spawn(every(Arc::clone(app), COUNTRIES, stopped.clone(), Job::FollowCountries));
        running.spawn(every(Arc::clone(app), WATCH, stopped.clone(), Job::WatchUpstreams));
        running.spawn(every(Arc::clone(app), REFRESH, stopped.clone(), Job::RefreshUpstreamTokens));
        running.spawn(every(Arc::clone(app), REVOKE, stopped.clone(), Job::RevokeUpstreamTokens));
        running.spawn(every(Arc::clone(app), AUDIT_PAUSE, stopped.clone(), Job::WriteAudit));
        running.spawn(deliveries::run(Arc::clone(app), stopped.clone()));
        running.spawn(messages::run(Arc::clone(app), Channel::Mail, stopped.clone()));
        running.spawn(messages::run(Arc::clone(app), Channel::Sms, stopped));
        Self { stop, running }
    }

    /// Ends every loop after the round it is in.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.running.join_next().await.is_some() {}
    }
}

/// What a loop does in a round.
#[derive(Debug, Clone, Copy)]
enum Job {
    FollowChanges,
    Purge,
    ForgetOutcomes,
    RotateKeys,
    FollowCountries,
    WatchUpstreams,
    RefreshUpstreamTokens,
    RevokeUpstreamTokens,
    WriteAudit,
}

impl Job {
    const fn name(self) -> &'static str {
        match self {
            Self::FollowChanges => "follow_changes",
            Self::Purge => "purge",
            Self::ForgetOutcomes => "forget_outcomes",
            Self::RotateKeys => "rotate_keys",
            Self::FollowCountries => "follow_countries",
            Self::WatchUpstreams => "watch_upstreams",
            Self::RefreshUpstreamTokens => "refresh_upstream_tokens",
            Self::RevokeUpstreamTokens => "revoke_upstream_tokens",
            Self::WriteAudit => "write_audit",
        }
    }

    async fn run(self, app: &App, stopped: &Stopped) -> Result<(), Error> {
        for issuer in app.issuers() {
            self.round(&call(app, issuer, Actor::System, Origin::NONE), stopped).await?;
        }
        Ok(())
    }

    async fn round(self, cx: &Cx<'_>, stopped: &Stopped) -> Result<(), Error> {
        match self {
            Self::FollowChanges => maintenance::follow_changes(cx).await,
            Self::Purge => {
                if !steady_time::is_believed(cx).await? {
                    return Ok(());
                }
                purge(cx, stopped).await?;
                let mut began = Instant::now();
                while leaving::erase_due(cx, ERASED_BATCH).await? > 0 && go_on(stopped, &mut began).await {}
                while dynamic::expire_unused(cx, UNUSED_BATCH).await? > 0 && go_on(stopped, &mut began).await {}
                Ok(())
            }
            Self::ForgetOutcomes => {
                let mut began = Instant::now();
                while outcomes::forget(cx, FORGET_BATCH).await? > 0 && go_on(stopped, &mut began).await {}
                Ok(())
            }
            // A key that is deleted by a wrong clock is gone for good, too.
            Self::RotateKeys => {
                if steady_time::is_believed(cx).await? {
                    keys::tick(cx).await?;
                }
                Ok(())
            }
            Self::FollowCountries => countries::follow(cx).await,
            Self::WatchUpstreams => upstreams::watch_secrets(cx).await,
            Self::RefreshUpstreamTokens => {
                // No pause: each is a write of one row, and the time is what the upstream takes.
                while upstreams::tokens::refresh_due(cx, REFRESH_BATCH).await? > 0 && !*stopped.borrow() {}
                Ok(())
            }
            Self::RevokeUpstreamTokens => {
                while upstreams::tokens::revoke_due(cx, REFRESH_BATCH).await? > 0 && !*stopped.borrow() {}
                Ok(())
            }
            Self::WriteAudit => {
                while maintenance::write_audit(cx).await? {}
                Ok(())
            }
        }
    }
}

/// Deletes what has expired, batch after batch. What a batch waited for its turn is no reason for a longer pause: others
/// had the writer meanwhile.
async fn purge(cx: &Cx<'_>, stopped: &Stopped) -> Result<(), Error> {
    loop {
        let more = maintenance::purge(cx).await?;
        let held = cx.app.purge_pace.take_held();
        if !(more && pause(stopped, held).await) {
            return Ok(());
        }
    }
}

/// The pause after a batch that took so long: others have the writer for most of the time, whatever a batch costs on
/// this machine.
fn pause_after(batch: Duration) -> Duration {
    batch * PAUSES
}

/// Whether to go on with the next batch, after the pause for one that took so long.
async fn pause(stopped: &Stopped, took: Duration) -> bool {
    let mut stopped = stopped.clone();
    tokio::select! {
        () = sleep(pause_after(took)) => true,
        _ = stopped.wait_for(|stop| *stop) => false,
    }
}

/// [`pause`] for a batch that began then.
async fn go_on(stopped: &Stopped, began: &mut Instant) -> bool {
    let goes_on = pause(stopped, began.elapsed()).await;
    *began = Instant::now();
    goes_on
}

async fn every(app: Arc<App>, pause: Duration, mut stopped: Stopped, job: Job) {
    loop {
        if let Err(error) = job.run(&app, &stopped).await {
            failed(job.name(), &error);
        }
        // Only the pause is cut short: a round that took events to write also writes them.
        tokio::select! {
            () = sleep(pause) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

fn failed(job: &'static str, error: &Error) {
    metrics::counter!(crate::telemetry::JOB_FAILURES, "job" => job).increment(1);
    tracing::error!(job, %error, "a background job failed and will be tried again");
}

#[cfg(test)]
mod tests;
