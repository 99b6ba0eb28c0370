//! Which requests share connections: those of one route, so that one route never holds all of them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

tokio::task_local! {
    static CURRENT: RouteShare;
}

/// The route that a request has, and how far the request is. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct RouteShare(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    method: &'static str,
    route: Box<str>,
    has_begun: AtomicBool,
    /// How many connections it has.
    held: AtomicUsize,
}

/// How far a request is: who is further goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Progress {
    /// It has a connection, and keeps it while it waits for another.
    Holds,
    /// It had one.
    Begun,
    /// It had none yet.
    New,
}

impl RouteShare {
    /// A request of this route that had no connection yet.
    pub fn of(method: &'static str, route: &str) -> Self {
        let (has_begun, held) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self(Some(Arc::new(Inner { method, route: route.into(), has_begun, held })))
    }

    /// Runs the request, whose connections count for its route.
    pub async fn during<T>(self, request: impl Future<Output = T>) -> T {
        CURRENT.scope(self, request).await
    }

    /// That of the work under way. A task of its own has none, unless whoever begins it hands theirs on.
    pub fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_else(|_| Self::no_request())
    }

    /// That of jobs and commands, which do one thing at a time.
    pub(super) const fn no_request() -> Self {
        Self(None)
    }

    /// Whether its route may hold only a part of the connections.
    pub(super) const fn is_limited(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn progress(&self) -> Progress {
        match &self.0 {
            Some(inner) if inner.held.load(Ordering::Relaxed) > 0 => Progress::Holds,
            Some(inner) if inner.has_begun.load(Ordering::Relaxed) => Progress::Begun,
            _ => Progress::New,
        }
    }

    /// It has one connection more.
    pub(super) fn hold(&self) {
        if let Some(inner) = &self.0 {
            inner.has_begun.store(true, Ordering::Relaxed);
            inner.held.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// It has one connection less.
    pub(super) fn release(&self) {
        if let Some(inner) = &self.0 {
            inner.held.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Whether both are of one route.
impl PartialEq for RouteShare {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => one.method == other.method && one.route == other.route,
            (None, None) => true,
            _ => false,
        }
    }
}
