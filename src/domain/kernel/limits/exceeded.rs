//! A limit that was reached: counted each time, written down once for its rule, subject and window.
//!
//! What is refused is undone, so it is written down in a unit of work of its own, after the one that ran into it. Each
//! instance asks the database once: what it has asked it remembers, so that a flood of refusals writes nothing.

use crate::{
    base::{
        id::UserId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    config::limits::Rule,
    domain::kernel::{Cx, Error, Event, Work},
    protocol::client::ClientId,
    store::replay,
};

/// Purpose of the rows that say what was written down.
const PURPOSE: &str = "rate_limit";

/// A limit that was reached.
#[derive(Debug, Clone)]
pub struct Exceeded {
    /// The rule.
    pub limit: Rule,
    /// Whose.
    hash: TokenHash,
    /// When there is room again.
    pub retry_after: Seconds,
    user: Option<UserId>,
    client: Option<ClientId>,
}

impl Exceeded {
    pub(in crate::domain) fn new(limit: Rule, hash: &TokenHash, retry_after: Seconds) -> Self {
        Self { limit, hash: hash.clone(), retry_after: retry_after.max(Seconds(1)), user: None, client: None }
    }

    /// Says whose account it is about.
    #[must_use]
    pub fn about(self, user: Option<&UserId>) -> Self {
        Self { user: user.cloned(), ..self }
    }

    /// Says which client it is about.
    #[must_use]
    pub fn by_client(self, client: Option<&ClientId>) -> Self {
        Self { client: client.cloned(), ..self }
    }

    /// What is answered.
    pub(in crate::domain::kernel) const fn error(&self) -> Error {
        Error::TooMany { retry_after: self.retry_after }
    }
}

/// Writes down that a limit was reached, and says when to come back. Not inside a unit of work: see [`Work::refuse`].
pub async fn refuse(cx: &Cx<'_>, exceeded: Exceeded) -> Error {
    let error = exceeded.error();
    write_down(cx, vec![exceeded]).await;
    error
}

/// Writes down that limits were reached. Whoever is refused is refused, whether that can be written or not.
pub async fn write_down(cx: &Cx<'_>, all: Vec<Exceeded>) {
    for one in all {
        let rule = one.limit.rule.as_str();
        metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => rule).increment(1);
        let window = one.limit.begin(cx.now);
        let end = window + one.limit.window;
        let is_new = cx.app.reached_limits.update((rule, &one.hash, window), cx.now.0, |until| {
            let is_new = *until == 0;
            *until = end.0;
            is_new
        });
        if !is_new {
            continue;
        }
        let subject = TokenHash::of(&format!("{rule}\0{}\0{}", one.hash.as_str(), window.0));
        let event = Event::RateLimitExceeded { limit: one.limit, user: one.user, client: one.client };
        let written = emit_once(cx, &subject, end, event).await;
        if let Err(why) = written {
            tracing::warn!(%why, rule, "a limit that was reached could not be written down");
            cx.app.reached_limits.update((rule, &one.hash, window), cx.now.0, |until| *until = 0);
        }
    }
}

/// Emits the event, unless another instance has.
async fn emit_once(cx: &Cx<'_>, subject: &TokenHash, end: Timestamp, event: Event) -> Result<(), Error> {
    // Not `cx.write`, which comes here.
    let mut work = Work::begin(cx.app).await?;
    let outcome = match replay::remember(&mut work, PURPOSE, subject, end).await {
        Ok(true) => work.emit(cx, event).await,
        Ok(false) => Ok(()),
        Err(why) => Err(why.into()),
    };
    work.settle(cx.app, outcome).await
}
