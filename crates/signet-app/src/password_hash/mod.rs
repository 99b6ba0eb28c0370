//! Argon2id on threads of its own, behind a fair queue.
//!
//! Hashing a password takes milliseconds of one core and megabytes of memory on purpose,
//! so it happens on a fixed number of threads, whose priority is below that of the threads that
//! answer requests (`pool.rs`). Who waits for them takes turns by network and account, in a lane for each
//! standing (`queue.rs`, `lane.rs`): a storm of guesses costs neither memory without bound nor the answers of the
//! other endpoints, and whoever comes from elsewhere goes in between. What finds no place, or waits too long, is
//! told when to come back.

mod argon;
mod asks;
mod check;
mod foreign;
mod hasher;
mod lane;
mod pool;
mod queue;
mod room;
mod share;
mod worker;

pub use check::check_hash;
pub use foreign::UnusableHash;
pub use hasher::{MAX_PASSWORD_BYTES, PasswordHasher};
pub use room::Room;
pub use share::{QueueLane, Share};

use crate::base::time::Seconds;

const OUTPUT_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

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
    /// There was no place, or none was served in time: answer 503 with this as `Retry-After`.
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

#[cfg(test)]
mod tests;
