//! An account that its person gives up.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::directory::accounts::leaving::DeletionOutcome;

/// What becomes of it. Every session and every token of the account has ended, that of the call included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountDeletion {
    /// Whether it is erased already.
    pub erased: bool,
    /// When it is erased, unless the person keeps it: by the link of the mail, or by signing in on the pages (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
}

impl AccountDeletion {
    /// Of this outcome.
    pub fn of(outcome: DeletionOutcome) -> Self {
        match outcome {
            DeletionOutcome::Due(at) => Self { erased: false, due_at: Some(at.to_rfc3339()) },
            DeletionOutcome::Erased => Self { erased: true, due_at: None },
        }
    }
}
