//! Argon2id on threads of its own.
//!
//! Hashing a password takes milliseconds of one core and megabytes of memory on purpose,
//! so it happens on a fixed number of threads, whose priority is below that of the threads that
//! answer requests. The memory stays: an allocator keeps what is given back to it, thread by
//! thread, so that sign-ins with pauses between them would each cost it anew. It lies on one
//! pile, from which the last to be used is taken first; what was in use during a burst alone is
//! given back. Before it rests it is wiped. What finds no place in the queue is told at once when
//! to come back: a burst of sign-ins costs neither memory without bound nor the answers of the
//! other endpoints.

mod argon;

use std::{
    collections::VecDeque,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use argon2::{Block, Params};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroize;

use self::argon::{Stored, argon2id, phc_string};
use crate::{
    base::{entropy::Entropy, secret::Secret, time::Seconds},
    telemetry,
};

/// The longest password that is hashed, in bytes after normalization.
pub const MAX_PASSWORD_BYTES: usize = 1024;

const OUTPUT_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

/// By how much the threads step back: about a tenth of the processor is left to them where others want it all.
#[cfg(all(target_os = "linux", not(test)))]
const NICENESS: i32 = 10;

/// How long memory that only a burst needed is kept.
const KEEP_MEMORY: Duration = Duration::from_secs(10);

/// The cost of one hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes; more than one gains nothing here, as each hash has one thread.
    pub lanes: u32,
}

impl Default for HashCost {
    /// The first choice of the OWASP password storage cheat sheet that fits in 20 MiB.
    fn default() -> Self {
        Self { memory_kib: 19_456, iterations: 2, lanes: 1 }
    }
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordMatch {
    /// The password is the right one.
    pub ok: bool,
    /// The stored hash was made with other parameters than today's: hash anew if `ok`.
    pub needs_rehash: bool,
}

/// Why nothing was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The queue is full: answer 503 with this as `Retry-After`.
    #[error("too many sign-ins are waiting")]
    Busy {
        /// When the present queue will have been worked off.
        retry_after: Seconds,
    },
    /// Longer than [`MAX_PASSWORD_BYTES`]; the password policy refuses this earlier.
    #[error("the password is too long")]
    TooLong,
    /// Memory could not be had, or the pool has stopped.
    #[error("the password could not be hashed")]
    Failed,
}

/// Why there is no pool.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// Argon2 does not work with these parameters.
    #[error("the password hashing parameters are not usable: {0}")]
    Cost(argon2::Error),
    /// A thread could not be started.
    #[error("a password thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// The pool. Cheap to clone; its threads end with the last clone.
#[derive(Debug, Clone)]
pub struct PasswordHasher(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    shared: Arc<Shared>,
    workers: usize,
    queue: usize,
}

#[derive(Debug)]
struct Shared {
    current: Params,
    state: Mutex<State>,
    work_or_end: Condvar,
    /// A moving average of one hash's time.
    micros: AtomicU64,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    busy: usize,
    ended: bool,
    /// Memory that rests, wiped; at most as much as there are workers.
    resting: Vec<Vec<Block>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("waiting", &self.waiting.len()).field("busy", &self.busy).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Job {
    task: Task,
    reply: oneshot::Sender<Result<Done, HashError>>,
}

#[derive(Debug)]
enum Task {
    Hash(Secret<String>, [u8; SALT_BYTES]),
    Verify(Secret<String>, String),
    Nobody(Secret<String>),
    #[cfg(test)]
    Hold(std::sync::mpsc::Receiver<()>),
}

#[derive(Debug)]
enum Done {
    Hashed(String),
    Compared(PasswordMatch),
}

impl PasswordHasher {
    /// Starts `workers` threads (at least one) with room for `queue` callers besides those
    /// being served.
    ///
    /// One fewer than the cores is a good number of workers: it leaves the rest to other endpoints.
    pub fn new(cost: HashCost, workers: usize, queue: usize) -> Result<Self, PoolError> {
        let current =
            Params::new(cost.memory_kib, cost.iterations, cost.lanes, Some(OUTPUT_BYTES)).map_err(PoolError::Cost)?;
        let shared = Arc::new(Shared {
            current,
            state: Mutex::default(),
            work_or_end: Condvar::new(),
            micros: AtomicU64::new(20_000),
        });
        let workers = workers.max(1);
        let pool = Self(Arc::new(Pool { shared: shared.clone(), workers, queue }));
        for number in 0..workers {
            let shared = shared.clone();
            thread::Builder::new().name(format!("password-{number}")).spawn(move || serve(&shared))?;
        }
        Ok(pool)
    }

    /// Hashes a new password into a PHC string.
    pub async fn hash(&self, password: Secret<String>, entropy: &Entropy) -> Result<String, HashError> {
        let password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            return Err(HashError::TooLong);
        }
        match self.run(Task::Hash(password, entropy.bytes())).await? {
            Done::Hashed(phc) => Ok(phc),
            Done::Compared(_) => Err(HashError::Failed),
        }
    }

    /// Compares a password with a stored PHC string of any Argon2 parameters.
    ///
    /// A string that cannot be read matches nothing, after the usual time.
    pub async fn verify(&self, password: Secret<String>, phc: &str) -> Result<PasswordMatch, HashError> {
        let password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            return self.compare(Task::Nobody(Secret::new(String::new()))).await;
        }
        self.compare(Task::Verify(password, phc.to_owned())).await
    }

    /// Spends the time of a comparison for a user who does not exist or has no password.
    pub async fn verify_nobody(&self, password: Secret<String>) -> Result<(), HashError> {
        let mut password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            password = Secret::new(String::new());
        }
        self.compare(Task::Nobody(password)).await.map(drop)
    }

    async fn compare(&self, task: Task) -> Result<PasswordMatch, HashError> {
        match self.run(task).await? {
            Done::Compared(verdict) => Ok(verdict),
            Done::Hashed(_) => Err(HashError::Failed),
        }
    }

    async fn run(&self, task: Task) -> Result<Done, HashError> {
        let (reply, answer) = oneshot::channel();
        self.0.enqueue(Job { task, reply })?;
        answer.await.unwrap_or(Err(HashError::Failed))
    }
}

impl Pool {
    fn enqueue(&self, job: Job) -> Result<(), HashError> {
        let mut state = self.shared.lock();
        let room = self.queue + self.workers.saturating_sub(state.busy);
        if state.waiting.len() >= room {
            // Callers who hung up must not keep a place.
            state.waiting.retain(|job| !job.reply.is_closed());
        }
        if state.waiting.len() >= room {
            let ahead = u64::try_from(state.waiting.len() + self.workers).unwrap_or(u64::MAX);
            let workers = u64::try_from(self.workers).unwrap_or(1);
            let micros = ahead.saturating_mul(self.shared.micros.load(Ordering::Relaxed)) / workers;
            let retry_after = Seconds(i64::try_from(micros.div_ceil(1_000_000)).unwrap_or(i64::MAX).max(1));
            return Err(HashError::Busy { retry_after });
        }
        state.waiting.push_back(job);
        report(&state);
        drop(state);
        self.shared.work_or_end.notify_one();
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().ended = true;
        self.shared.work_or_end.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job whose caller still waits, and memory for it; `None` at the end.
    fn next(&self) -> Option<(Job, Vec<Block>)> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.waiting.pop_front() {
                report(&state);
                if job.reply.is_closed() {
                    continue;
                }
                state.busy += 1;
                return Some((job, state.resting.pop().unwrap_or_default()));
            }
            if state.ended {
                return None;
            }
            if state.resting.len() < 2 {
                state = self.work_or_end.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                let (woken, waited) =
                    self.work_or_end.wait_timeout(state, KEEP_MEMORY).unwrap_or_else(PoisonError::into_inner);
                state = woken;
                if waited.timed_out() && state.waiting.is_empty() && state.busy == 0 {
                    state.resting.truncate(1);
                }
            }
        }
    }

    /// Takes memory back. Wiped unless the next job overwrites it at once.
    fn take_back(&self, mut memory: Vec<Block>) {
        if self.lock().waiting.is_empty() {
            memory.zeroize();
        }
        self.lock().resting.push(memory);
    }

    fn done(&self, took: Duration) {
        self.lock().busy -= 1;
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let before = self.micros.load(Ordering::Relaxed);
        self.micros.store((before.saturating_mul(7).saturating_add(took)) / 8, Ordering::Relaxed);
    }
}

#[allow(clippy::cast_precision_loss)] // A queue has far fewer than 2^52 members.
fn report(state: &State) {
    metrics::gauge!(telemetry::PASSWORD_QUEUE).set(state.waiting.len() as f64);
}

/// The life of one worker thread.
fn serve(shared: &Shared) {
    step_back();
    while let Some((Job { task, reply }, mut memory)) = shared.next() {
        let started = Instant::now();
        // A panic must cost one answer, not one worker.
        let outcome = catch_unwind(AssertUnwindSafe(|| perform(&shared.current, task, &mut memory)));
        shared.done(started.elapsed());
        // The caller may have hung up meanwhile.
        let _ = reply.send(outcome.unwrap_or(Err(HashError::Failed)));
        shared.take_back(memory);
    }
}

/// Lets every thread that answers requests go before this one.
fn step_back() {
    // On Linux a thread has a nice value of its own (setpriority(2), "C library/kernel differences"). Tests that
    // compare times would measure what else the machine does.
    #[cfg(all(target_os = "linux", not(test)))]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::warn!(%error, "the threads that hash passwords run at the usual priority");
    }
}

fn perform(current: &Params, task: Task, memory: &mut Vec<Block>) -> Result<Done, HashError> {
    match task {
        Task::Hash(password, salt) => {
            let output = argon2id(current, password.expose(), &salt, memory).ok_or(HashError::Failed)?;
            phc_string(current, &salt, &output).map(Done::Hashed).ok_or(HashError::Failed)
        }
        Task::Verify(password, phc) => {
            if let Some(stored) = Stored::read(&phc) {
                return stored.compare(current, password.expose(), memory).map(Done::Compared);
            }
            tracing::error!("a stored password hash cannot be read");
            nobody(current, password.expose(), memory)
        }
        Task::Nobody(password) => nobody(current, password.expose(), memory),
        #[cfg(test)]
        Task::Hold(until) => {
            let _ = until.recv();
            Err(HashError::Failed)
        }
    }
}

fn nobody(current: &Params, password: &str, memory: &mut Vec<Block>) -> Result<Done, HashError> {
    argon2id(current, password, &[0; SALT_BYTES], memory).ok_or(HashError::Failed)?;
    Ok(Done::Compared(PasswordMatch { ok: false, needs_rehash: false }))
}

/// The form in which passwords are compared, so that one typed on another keyboard or
/// system still matches.
fn normalize(password: &Secret<String>) -> Secret<String> {
    let password = password.expose();
    if password.is_ascii() {
        return Secret::new(password.clone());
    }
    // Reserved at once: growing would leave copies behind that nobody wipes.
    let mut normal = String::with_capacity(password.len() * 3);
    // RFC 8265 §4.2.2: other spaces become U+0020, then NFC.
    normal.extend(password.chars().map(|c| if is_wide_space(c) { ' ' } else { c }).nfc());
    Secret::new(normal)
}

fn is_wide_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

#[cfg(test)]
mod tests;
