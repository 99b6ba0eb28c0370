//! Counts answers and how long they took. The handle of a counter is made once for each route, method and
//! status: finding it again costs less than naming it.

use std::{
    collections::HashMap,
    fmt,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use axum::http::StatusCode;
use metrics::{Counter, Histogram};

use crate::telemetry;

/// The handles, by route: as many as the program has.
#[derive(Default)]
pub(super) struct Measured(RwLock<HashMap<Box<str>, Route>>);

struct Route {
    seconds: Histogram,
    /// Few for each route, so that looking through them is cheapest.
    answers: Vec<Answers>,
}

struct Answers {
    method: &'static str,
    status: StatusCode,
    count: Counter,
}

impl Route {
    fn new(route: &str) -> Self {
        let route = route.to_owned();
        Self { seconds: metrics::histogram!(telemetry::HTTP_SECONDS, "route" => route), answers: Vec::new() }
    }

    /// Counts an answer; `false` when there is no handle for it yet.
    fn count(&self, method: &'static str, status: StatusCode, took: Duration) -> bool {
        let Some(answers) = self.answers.iter().find(|one| one.status == status && one.method == method) else {
            return false;
        };
        answers.count.increment(1);
        self.seconds.record(took.as_secs_f64());
        true
    }
}

impl Measured {
    /// Counts an answer of a route.
    pub(super) fn count(&self, route: &str, method: &'static str, status: StatusCode, took: Duration) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if known.get(route).is_some_and(|known| known.count(method, status, took)) {
            return;
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(route.into()).or_insert_with(|| Route::new(route));
        // Somebody else may have made it meanwhile.
        if !entry.count(method, status, took) {
            let labels =
                [("route", route.to_owned()), ("method", method.to_owned()), ("status", status.as_str().into())];
            entry.answers.push(Answers { method, status, count: metrics::counter!(telemetry::HTTP_REQUESTS, &labels) });
            entry.count(method, status, took);
        }
    }
}

impl fmt::Debug for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Measured")
    }
}
