//! The places of the pool, one for each connection, and who gets the next one.
//!
//! A route takes another place only while it holds fewer than [`SHARE`] times as many as are free: seven of ten where
//! it is alone. Whoever waits for a lock holds a place meanwhile; so a locked table leaves places for the routes that
//! do not use it. A place that is given back goes to the route that holds fewest. Within a route, a request that had
//! one before goes first: it waits in line once, and not once for each of its units of work. And whoever holds one while
//! they wait for another takes any that is free, or both would be lost until they give up.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, oneshot},
    time::timeout,
};

use crate::db::share::{Progress, RouteShare};

/// How many places a route may hold for each one that is free.
const SHARE: usize = 2;

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    count: usize,
    state: Mutex<State>,
    all_free: Notify,
}

#[derive(Debug)]
struct State {
    free: usize,
    closed: bool,
    /// How many have stood in line.
    entered: u64,
    /// Those that hold a place or wait for one.
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    share: RouteShare,
    held: usize,
    waiting: BTreeMap<Turn, oneshot::Sender<()>>,
}

/// Who comes first within a route: whoever is further, then whoever entered first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    progress: Progress,
    number: u64,
}

impl Places {
    pub(super) fn new(count: usize) -> Arc<Self> {
        let state = State { free: count, closed: false, entered: 0, routes: Vec::new() };
        Arc::new(Self { count, state: Mutex::new(state), all_free: Notify::new() })
    }

    /// A place, if there is one now.
    pub(super) fn take(self: &Arc<Self>, share: &RouteShare) -> Option<Place> {
        let is_taken = self.lock().take(share);
        is_taken.then(|| self.place(share))
    }

    /// A place, as soon as there is one; none after so long.
    pub(super) async fn wait(self: &Arc<Self>, share: &RouteShare, longest: Duration) -> Option<Place> {
        let mut ticket = self.enter(share)?;
        let called = timeout(longest, &mut ticket.called).await;
        matches!(called, Ok(Ok(()))).then(|| self.place(share))
    }

    /// Waits until every place is free, and gives none out any more.
    pub(super) async fn close(&self) {
        loop {
            let all_free = self.all_free.notified();
            if self.lock().close(self.count) {
                return;
            }
            all_free.await;
        }
    }

    fn enter(&self, share: &RouteShare) -> Option<Ticket<'_>> {
        let (turn, called) = self.lock().enter(share)?;
        Some(Ticket { places: self, share: share.clone(), turn, called })
    }

    /// A place that was counted already.
    fn place(self: &Arc<Self>, share: &RouteShare) -> Place {
        share.hold();
        Place { places: Arc::clone(self), share: share.clone() }
    }

    fn give_back(&self, share: &RouteShare) {
        let mut state = self.lock();
        state.give_back(share);
        if state.free == self.count {
            self.all_free.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn route(&mut self, share: &RouteShare) -> &mut Route {
        let known = self.routes.iter().position(|route| route.share == *share);
        let at = known.unwrap_or_else(|| {
            self.routes.push(Route { share: share.clone(), held: 0, waiting: BTreeMap::new() });
            self.routes.len() - 1
        });
        &mut self.routes[at]
    }

    fn take(&mut self, share: &RouteShare) -> bool {
        let (free, closed) = (self.free, self.closed);
        let route = self.route(share);
        let may = !closed && route.may_take(share.progress(), free);
        if may {
            route.held += 1;
            self.free -= 1;
        }
        self.forget_idle();
        may
    }

    /// Stands in line; nobody who waits could have had a place before.
    fn enter(&mut self, share: &RouteShare) -> Option<(Turn, oneshot::Receiver<()>)> {
        if self.closed {
            return None;
        }
        let turn = Turn { progress: share.progress(), number: self.entered };
        self.entered += 1;
        let (call, called) = oneshot::channel();
        self.route(share).waiting.insert(turn, call);
        self.call();
        Some((turn, called))
    }

    fn leave(&mut self, share: &RouteShare, turn: Turn) {
        self.route(share).waiting.remove(&turn);
        self.forget_idle();
    }

    fn give_back(&mut self, share: &RouteShare) {
        self.route(share).held -= 1;
        self.free += 1;
        self.call();
        self.forget_idle();
    }

    /// Calls all who may have a place now, of the route that holds fewest first.
    fn call(&mut self) {
        loop {
            let free = self.free;
            let may = self.routes.iter_mut().filter_map(|route| {
                let turn = *route.waiting.first_key_value()?.0;
                let order = (turn.progress != Progress::Holds, route.held, turn);
                route.may_take(turn.progress, free).then_some((order, route))
            });
            let Some((_, route)) = may.min_by_key(|(order, _)| *order) else { return };
            let called = route.waiting.pop_first().is_some_and(|(_, call)| call.send(()).is_ok());
            if called {
                route.held += 1;
                self.free -= 1;
            }
        }
    }

    fn close(&mut self, count: usize) -> bool {
        self.closed |= self.free == count;
        self.closed
    }

    fn forget_idle(&mut self) {
        self.routes.retain(|route| route.held > 0 || !route.waiting.is_empty());
    }
}

impl Route {
    fn may_take(&self, progress: Progress, free: usize) -> bool {
        let is_limited = self.share.is_limited() && progress != Progress::Holds;
        free > 0 && (!is_limited || self.held < SHARE * free)
    }
}

/// A place in use; dropped, it is the next one's.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    share: RouteShare,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.share.release();
        self.places.give_back(&self.share);
    }
}

/// Somebody who stands in line.
#[derive(Debug)]
struct Ticket<'p> {
    places: &'p Places,
    share: RouteShare,
    turn: Turn,
    called: oneshot::Receiver<()>,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.places.lock().leave(&self.share, self.turn);
        // Called, and gone before that was heard.
        if self.called.try_recv().is_ok() {
            self.places.give_back(&self.share);
        }
    }
}

#[cfg(test)]
mod tests;
