//! Time: the only file that may read the system clock.

use std::{
    fmt,
    ops::{Add, Sub},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch, as JWTs (RFC 7519 §2 NumericDate) and the database hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub i64);

impl Seconds {
    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60)
    }
    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self(n * 3600)
    }
    /// `n` days.
    pub const fn days(n: i64) -> Self {
        Self(n * 86_400)
    }
    /// The same length for timers; nothing when it is negative.
    pub fn to_std(self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::try_from(self.0).unwrap_or(0))
    }
}

impl Timestamp {
    /// RFC 3339 in UTC, for people and JSON APIs.
    pub fn to_rfc3339(self) -> String {
        jiff::Timestamp::from_second(self.0).map_or_else(|_| self.0.to_string(), |time| time.to_string())
    }
}

impl Add<Seconds> for Timestamp {
    type Output = Self;
    fn add(self, length: Seconds) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}
impl Sub<Seconds> for Timestamp {
    type Output = Self;
    fn sub(self, length: Seconds) -> Self {
        Self(self.0.saturating_sub(length.0))
    }
}
impl Sub for Timestamp {
    type Output = Seconds;
    fn sub(self, earlier: Self) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0))
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// Where "now" comes from: the system, or a test that moves it by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until [`Clock::advance`].
    Manual(Arc<ManualTime>),
}

/// What a clock says that is moved by hand, in milliseconds.
#[derive(Debug)]
pub struct ManualTime {
    /// Since the epoch.
    clock: AtomicI64,
    /// Since the machine began to run.
    running: AtomicI64,
}

impl Clock {
    /// A clock for tests, standing at `at`.
    pub fn manual(at: Timestamp) -> Self {
        Self::Manual(Arc::new(ManualTime { clock: AtomicI64::new(at.0 * 1000), running: AtomicI64::new(0) }))
    }

    /// The present second.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.now_millis().div_euclid(1000))
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_millis(&self) -> i64 {
        match self {
            Self::System => system_millis(),
            Self::Manual(time) => time.clock.load(Ordering::SeqCst),
        }
    }

    /// How long the machine has been running, the time that it slept included: nobody sets that.
    pub fn running(&self) -> Seconds {
        match self {
            Self::System => system_running(),
            Self::Manual(time) => Seconds(time.running.load(Ordering::SeqCst).div_euclid(1000)),
        }
    }

    /// Moves a manual clock forward by whole seconds; the system clock cannot be moved.
    pub fn advance(&self, seconds: i64) {
        if let Self::Manual(time) = self {
            time.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
            time.running.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }

    /// Sets a manual clock ahead, or back, while no time passes.
    pub fn set_ahead(&self, seconds: i64) {
        if let Self::Manual(time) = self {
            time.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }
}

// The one permitted call: everything else takes `now` as an argument.
#[allow(clippy::disallowed_methods)]
fn system_millis() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

fn system_running() -> Seconds {
    #[cfg(target_os = "linux")]
    let since_boot = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let since_boot = rustix::time::ClockId::Monotonic;
    Seconds(rustix::time::clock_gettime(since_boot).tv_sec)
}
