//! What a failed step, or an answer to one, means for the mail.

use std::{future::Future, time::Duration};

use lettre::transport::smtp::{Error, response::Response};

use crate::messages::MessageVerdict;

/// Why a step failed.
pub(super) struct Failed {
    why: String,
    /// The server has refused for good.
    is_permanent: bool,
    /// The server has answered.
    has_answered: bool,
}

pub(super) async fn within<T>(
    limit: Duration,
    what: &'static str,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failed> {
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Failed {
            why: format!("{what}: {error}"),
            is_permanent: error.is_permanent(),
            has_answered: error.is_permanent() || error.is_transient(),
        }),
        Err(_) => {
            let why = format!("{what}: no answer within {} seconds", limit.as_secs());
            Err(Failed { why, is_permanent: false, has_answered: false })
        }
    }
}

/// What was said of us, or by nobody.
pub(super) fn ours(failed: Failed) -> MessageVerdict {
    MessageVerdict::down(failed.why)
}

/// What was said of this mail.
pub(super) fn this_mail(failed: Failed) -> MessageVerdict {
    if failed.is_permanent {
        MessageVerdict::Refused(failed.why)
    } else {
        MessageVerdict::Later { why: failed.why, down: !failed.has_answered }
    }
}

pub(super) fn expect(answer: &Response, code: u16, what: &str) -> Result<(), MessageVerdict> {
    if answer.has_code(code) {
        Ok(())
    } else {
        Err(MessageVerdict::down(format!("{what}: {} instead of {code}", answer.code())))
    }
}
