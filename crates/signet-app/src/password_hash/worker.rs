//! A thread that hashes, one job after the other.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use argon2::{Block, Params};

use super::{
    HashError, PasswordMatch, SALT_BYTES,
    argon::{Stored, argon2id, phc_string},
    foreign::ForeignHash,
    pool::{Done, Job, Shared, Task},
};

/// By how much the threads step back: about a tenth of the processor is left to them where others want it all.
#[cfg(all(target_os = "linux", not(test)))]
const NICENESS: i32 = 10;

/// The life of one thread.
pub(super) fn serve(shared: &Shared) {
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
            match ForeignHash::read(&phc) {
                Ok(foreign) => compare_foreign(current, &foreign, password.expose(), memory),
                Err(why) => {
                    tracing::error!(%why, "a stored password hash cannot be used");
                    nobody(current, password.expose(), memory)
                }
            }
        }
        Task::Nobody(password) => nobody(current, password.expose(), memory),
        #[cfg(test)]
        Task::Hold(until) => {
            let _ = until.recv();
            Err(HashError::Failed)
        }
    }
}

/// Compares with a hash of another program, which is hashed anew if it is right. A quick one takes as long as nobody's.
fn compare_foreign(
    current: &Params,
    foreign: &ForeignHash,
    password: &str,
    memory: &mut Vec<Block>,
) -> Result<Done, HashError> {
    let ok = foreign.compare(password.as_bytes()).ok_or(HashError::Failed)?;
    if foreign.is_quick() {
        nobody(current, password, memory)?;
    }
    Ok(Done::Compared(PasswordMatch { ok, needs_rehash: true }))
}

fn nobody(current: &Params, password: &str, memory: &mut Vec<Block>) -> Result<Done, HashError> {
    argon2id(current, password, &[0; SALT_BYTES], memory).ok_or(HashError::Failed)?;
    Ok(Done::Compared(PasswordMatch { ok: false, needs_rehash: false }))
}
