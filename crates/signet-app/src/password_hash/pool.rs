//! The threads, and the memory that they hash in.
//!
//! The memory stays: an allocator keeps what is given back to it, thread by thread, so that sign-ins with
//! pauses between them would each cost it anew. It lies on one pile, from which the last to be used is taken
//! first; what was in use during a burst alone is given back. Before it rests it is wiped.

use std::{
    fmt,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use argon2::{Block, Params};
use tokio::sync::oneshot;
use zeroize::Zeroize;

use super::{
    HashError, PasswordMatch, QueueLane, Room, SALT_BYTES, Share,
    lane::Entry,
    queue::{FairQueue, Next, Ticket},
    worker::serve,
};
use crate::{
    base::{secret::Secret, time::Seconds},
    telemetry,
};

/// How long memory that only a burst needed is kept.
const KEEP_MEMORY: Duration = Duration::from_secs(10);

/// The handle; the threads end with it.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) shared: Arc<Shared>,
    workers: u64,
    wait: Duration,
}

/// What the threads and the handle share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) current: Params,
    state: Mutex<State>,
    work_or_end: Condvar,
    started: Instant,
    /// A moving average of one hash's time.
    micros: AtomicU64,
}

/// What is done, waits and rests.
pub(super) struct State {
    pub(super) queue: FairQueue<Job>,
    pub(super) busy: usize,
    ended: bool,
    /// Memory that rests, wiped; at most as much as there are workers.
    resting: Vec<Vec<Block>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("waiting", &self.queue.len()).field("busy", &self.busy).finish_non_exhaustive()
    }
}

/// A task and who wants to hear of it.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) reply: oneshot::Sender<Result<Done, HashError>>,
}

/// What is to be hashed.
#[derive(Debug)]
pub(super) enum Task {
    Hash(Secret<String>, [u8; SALT_BYTES]),
    Verify(Secret<String>, String),
    Nobody(Secret<String>),
    #[cfg(test)]
    Hold(std::sync::mpsc::Receiver<()>),
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Done {
    Hashed(String),
    Compared(PasswordMatch),
}

/// A place in the queue. Dropped, it is free again.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pool: &'a Pool,
    ticket: Ticket,
}

impl Place<'_> {
    /// It was not served in time.
    pub(super) fn too_late(self) -> HashError {
        self.pool.refused(self.ticket.lane, "waited")
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.shared.lock();
        if state.queue.leave(self.ticket).is_some() {
            report(&state, self.ticket.lane);
        }
    }
}

impl Pool {
    pub(super) fn start(current: Params, room: Room) -> Result<Self, std::io::Error> {
        let state = State { queue: FairQueue::new(room.places), busy: 0, ended: false, resting: Vec::new() };
        let shared = Arc::new(Shared {
            current,
            state: Mutex::new(state),
            work_or_end: Condvar::new(),
            started: Instant::now(),
            micros: AtomicU64::new(20_000),
        });
        let workers = room.workers.max(1);
        let pool = Self { shared: shared.clone(), workers: u64::try_from(workers).unwrap_or(1), wait: room.wait };
        for number in 0..workers {
            let shared = shared.clone();
            thread::Builder::new().name(format!("password-{number}")).spawn(move || serve(&shared))?;
        }
        Ok(pool)
    }

    pub(super) const fn wait(&self) -> Duration {
        self.wait
    }

    /// A place in the queue; somebody else's may be taken for it.
    pub(super) fn enter(&self, share: &Share, job: Job) -> Result<Place<'_>, HashError> {
        let mut state = self.shared.lock();
        let (ticket, entry) = state.queue.enter(share, self.shared.started.elapsed(), job);
        report(&state, ticket.lane);
        drop(state);
        match entry {
            Entry::Taken => {}
            Entry::InsteadOf(last) => {
                let _ = last.reply.send(Err(self.refused(ticket.lane, "gave_way")));
            }
            Entry::Full(_) => return Err(self.refused(ticket.lane, "full")),
        }
        self.shared.work_or_end.notify_one();
        Ok(Place { pool: self, ticket })
    }

    fn refused(&self, lane: QueueLane, why: &'static str) -> HashError {
        metrics::counter!(telemetry::PASSWORDS_REFUSED, "lane" => lane.as_str(), "reason" => why).increment(1);
        let ahead = u64::try_from(self.shared.lock().queue.len()).unwrap_or(u64::MAX).saturating_add(self.workers);
        let micros = ahead.saturating_mul(self.shared.micros.load(Ordering::Relaxed)) / self.workers;
        let seconds = micros.div_ceil(1_000_000).max(1);
        HashError::Busy { retry_after: Seconds(i64::try_from(seconds).unwrap_or(i64::MAX)) }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().ended = true;
        self.shared.work_or_end.notify_all();
    }
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, and memory for it; `None` at the end.
    pub(super) fn next(&self) -> Option<(Job, Vec<Block>)> {
        let mut state = self.lock();
        loop {
            let now = self.started.elapsed();
            let rest = match state.queue.next(now) {
                Next::Serve(job) => {
                    for lane in QueueLane::ALL {
                        report(&state, lane);
                    }
                    state.busy += 1;
                    return Some((job, state.resting.pop().unwrap_or_default()));
                }
                _ if state.ended => return None,
                Next::At(moment) => Some(moment.saturating_sub(now)),
                Next::Nobody => None,
            };
            let spare = (state.resting.len() > 1).then_some(KEEP_MEMORY);
            let Some(rest) = rest.into_iter().chain(spare).min() else {
                state = self.work_or_end.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let (woken, waited) = self.work_or_end.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if waited.timed_out() && rest == KEEP_MEMORY && state.queue.len() == 0 && state.busy == 0 {
                state.resting.truncate(1);
            }
        }
    }

    /// Takes memory back. Wiped unless the next job overwrites it at once.
    pub(super) fn take_back(&self, mut memory: Vec<Block>) {
        if self.lock().queue.len() == 0 {
            memory.zeroize();
        }
        self.lock().resting.push(memory);
    }

    pub(super) fn done(&self, took: Duration) {
        self.lock().busy -= 1;
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let before = self.micros.load(Ordering::Relaxed);
        self.micros.store((before.saturating_mul(7).saturating_add(took)) / 8, Ordering::Relaxed);
    }
}

#[allow(clippy::cast_precision_loss)] // A queue has far fewer than 2^52 members.
fn report(state: &State, lane: QueueLane) {
    let waiting = state.queue.waiting(lane) as f64;
    metrics::gauge!(telemetry::PASSWORD_QUEUE, "lane" => lane.as_str()).set(waiting);
}
