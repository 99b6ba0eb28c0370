//! Stopping: requests in flight are finished, then what is kept in memory is written. All of it within
//! `server.shutdown_grace`, whatever the database does.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{
    app::App,
    domain::{
        consumers::call,
        installation::maintenance,
        kernel::{Actor, Origin},
    },
    jobs::Jobs,
};

/// What is kept of the grace for the database, at most: requests are cut off that much earlier.
const FOR_DATABASE: Duration = Duration::from_secs(2);

/// The signals that ask for a stop: SIGTERM and SIGINT.
pub struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// From here on neither ends the process by itself.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for one of them.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Runs `work` unless a stop is asked for first.
    pub async fn unless<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            done = work => Some(done),
            () = self.next() => None,
        }
    }
}

/// Waits for the requests in flight, the jobs, the audit queue and the database, for `grace` in all.
pub async fn stop(app: &Arc<App>, server: JoinHandle<()>, jobs: Jobs, grace: Duration) {
    let end = Instant::now() + grace;
    let end_of_requests = end - FOR_DATABASE.min(grace / 4);
    let requests = async {
        if timeout_at(end_of_requests, server).await.is_err() {
            tracing::warn!("some requests did not finish within server.shutdown_grace and were cut off");
        }
    };
    let finish = async {
        tokio::join!(requests, jobs.stop());
        let cx = call(app, &app.issuer, Actor::System, Origin::NONE);
        let rest = maintenance::write_audit_rest(&cx).await;
        app.db.close().await;
        rest
    };
    let why = match timeout_at(end, finish).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it did not answer within server.shutdown_grace".to_owned(),
    };
    tracing::error!(events_lost = app.audit.waiting(), %why, "stopped without the database");
}
