//! This call: what every use-case knows of the request, round or command that it serves.

use std::future::Future;

use serde::{Deserialize, Serialize};

use super::{
    Actor, Error, limits,
    work::{Consumer, Work},
};
use crate::{
    app::{App, issuers::IssuerHandle},
    base::{
        id::{Id, Kind, RequestId},
        time::Timestamp,
    },
    store::Conn,
};

/// Where a call came from, for the audit log and the limits.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The request's id, also on error pages and in logs.
    pub request_id: Option<RequestId>,
    /// The client's address, after trusted proxies.
    pub ip: Option<String>,
    /// `User-Agent`, shortened.
    pub user_agent: Option<String>,
}

impl Origin {
    /// No request: a command, a background job.
    pub const NONE: &'static Self = &Self { request_id: None, ip: None, user_agent: None };
}

/// The key that the caller has proven to hold, to which tokens are bound. None is read yet: a DPoP proof
/// (RFC 9449 §4) and the certificate of the connection (RFC 8705 §3) will stand here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Binding;

/// This call. Built where the call comes in (extractor, round of a job, command); cloning it is cheap.
#[derive(Clone)]
pub struct Cx<'a> {
    /// The application.
    pub app: &'a App,
    /// The issuer that was called.
    pub issuer: &'a IssuerHandle,
    /// Who acts, as far as it is proven.
    pub actor: Actor,
    /// Where the call came from.
    pub origin: &'a Origin,
    /// When this was built.
    pub now: Timestamp,
    /// The key that the caller has proven to hold.
    pub binding: Binding,
    consumers: &'static [&'static dyn Consumer],
}

impl<'a> Cx<'a> {
    /// A call by `actor`, whose events `consumers` hear of, in this order.
    pub fn new(
        app: &'a App,
        issuer: &'a IssuerHandle,
        actor: Actor,
        origin: &'a Origin,
        consumers: &'static [&'static dyn Consumer],
    ) -> Self {
        Self { app, issuer, actor, origin, now: app.clock.now(), binding: Binding, consumers }
    }

    /// The same call, by somebody who has been proven meanwhile.
    #[must_use]
    pub fn acting(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// The same call on behalf of one that came in before, for what was left for later.
    #[must_use]
    pub fn from_origin<'b>(&self, origin: &'b Origin) -> Cx<'b>
    where
        'a: 'b,
    {
        Cx { origin, ..self.clone() }
    }

    /// The same call for another issuer.
    #[must_use]
    pub fn at<'b>(&self, issuer: &'b IssuerHandle) -> Cx<'b>
    where
        'a: 'b,
    {
        Cx { issuer, ..self.clone() }
    }

    /// Who hears of events.
    pub(super) fn consumers(&self) -> &'static [&'static dyn Consumer] {
        self.consumers
    }

    /// A fresh identifier.
    pub fn new_id<K: Kind>(&self) -> Id<K> {
        Id::fresh(&self.app.clock, &self.app.entropy)
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self) -> Result<Conn, Error> {
        Ok(self.app.db.read().await?)
    }

    /// Does a unit of work: all of it or nothing. The only way to write.
    ///
    /// Success and a refusal that must be remembered are committed, then the effects follow; anything else is
    /// undone, as it is when the caller goes away before the commit begins.
    ///
    /// # Errors
    /// The closure's own error, or a failed commit: what was not committed did not happen.
    pub async fn write<T>(&self, act: impl AsyncFnOnce(&mut Work) -> Result<T, Error>) -> Result<T, Error> {
        let mut work = Work::begin(self.app).await?;
        let outcome = act(&mut work).await;
        if work.has_exceeded() {
            return Box::pin(self.settle_and_tell(work, outcome)).await;
        }
        work.settle(self.app, outcome).await
    }

    /// Ends a unit of work that ran into limits, and writes those down.
    async fn settle_and_tell<T>(&self, mut work: Work, outcome: Result<T, Error>) -> Result<T, Error> {
        let exceeded = work.take_exceeded();
        let outcome = work.settle(self.app, outcome).await;
        limits::write_down(self, exceeded).await;
        outcome
    }

    /// [`Cx::write`] of one single statement, without events: on PostgreSQL it costs one trip instead of three, and
    /// is not undone by an error that follows it.
    ///
    /// # Errors
    /// As [`Cx::write`].
    pub async fn write_one<T>(&self, act: impl AsyncFnOnce(&mut Work) -> Result<T, Error>) -> Result<T, Error> {
        let mut work = Work::begin_one(self.app).await?;
        let outcome = act(&mut work).await;
        if work.has_exceeded() {
            return Box::pin(self.settle_and_tell(work, outcome)).await;
        }
        work.settle(self.app, outcome).await
    }
}

/// The outcome of a unit of work; of the same one `again` where the database undid the first in favor of another, or
/// went away under it, so that nothing of it was committed. For work that changes nothing but the database. Where
/// COMMIT was sent and nothing came back, it is not repeated.
///
/// # Errors
/// That of the last try.
pub async fn or_again<T>(first: Result<T, Error>, again: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match first {
        Err(cause) if cause.is_repeatable() => {
            tracing::warn!(%cause, "a unit of work is done once more");
            again.await
        }
        done => done,
    }
}
