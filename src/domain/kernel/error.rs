//! What a use-case can answer besides success, free of HTTP.

use crate::{base::time::Seconds, protocol, store};

/// A field of a form or request that must be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// A stable code, which pages translate.
    pub code: &'static str,
    /// In plain English, for the command line and APIs.
    pub message: String,
}

/// Why a use-case did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the protocol; nothing is kept.
    #[error("{0}")]
    Refused(protocol::error::Refusal),
    /// A rule of the protocol whose refusal changes state (a replayed code revokes its grant):
    /// what was written stays.
    #[error("{0}")]
    RefusedKeepingWrites(protocol::error::Refusal),
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// The session that this was for has ended.
    #[error("the account is not signed in any more")]
    SignedOut,
    /// Not for this caller.
    #[error("forbidden")]
    Forbidden,
    /// The right password, in a sign-in that is stopped. It is answered as a wrong one; what was written stays.
    #[error("the sign-in was stopped")]
    SignInStopped,
    /// Something like it exists already.
    #[error("{0} is already taken")]
    Conflict(&'static str),
    /// Input that must be corrected.
    #[error("{}", .0.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldError>),
    /// The hashing pool is full; everything else goes on.
    #[error("too busy, try again in {} seconds", retry_after.0)]
    Busy {
        /// When to try again.
        retry_after: Seconds,
    },
    /// Too often.
    #[error("too many attempts, try again in {} seconds", retry_after.0)]
    TooMany {
        /// When to try again.
        retry_after: Seconds,
    },
    /// The database cannot be reached, or is too busy: the caller may try again.
    #[error("{0}")]
    Unavailable(store::Error),
    /// Our own fault: logged, never shown.
    #[error("internal error: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps a failure that is nobody's input.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// What a failed insert or update of a row means whose `what` no other row may have.
    pub fn taken(what: &'static str) -> impl FnOnce(store::Error) -> Self {
        move |error| if error.is_unique() { Self::Conflict(what) } else { error.into() }
    }

    /// Whether the unit of work that ended so may be done again: nothing of it was committed, by no fault of its own.
    pub fn is_repeatable(&self) -> bool {
        matches!(self, Self::Unavailable(cause) if cause.is_repeatable())
    }

    /// Whether what was written before it stays.
    pub const fn keeps_writes(&self) -> bool {
        matches!(self, Self::RefusedKeepingWrites(_) | Self::SignInStopped)
    }

    /// One field that must be corrected.
    pub fn field(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field, code, message: message.into() }])
    }
}

impl From<protocol::error::Refusal> for Error {
    fn from(error: protocol::error::Refusal) -> Self {
        Self::Refused(error)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            // The doors refuse it (`Params`, `jose::json`, `edge`). What slips through is somebody's input all
            // the same, and no failure of ours.
            store::Error::Nul => Self::Refused(protocol::error::Refusal::invalid_request(
                "a value holds a NUL character, which is not kept (RFC 6749 appendix A)",
            )),
            // What is referred to was deleted a moment ago: whoever looks now does not find it.
            store::Error::Reference => Self::NotFound,
            passing if passing.is_unavailable() => Self::Unavailable(passing),
            other => Self::internal(other),
        }
    }
}
