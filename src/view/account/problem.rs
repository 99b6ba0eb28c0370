//! Why the account API did not do what it was asked.

use schemars::JsonSchema;
use serde::Serialize;

use crate::view::ProblemView;

/// A problem (RFC 9457 §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApiProblem {
    /// What kind of problem it is; the same for good.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What was wrong this time, and which rule says so.
    pub detail: String,
    /// The error code of `WWW-Authenticate`, where the access token is what was wrong (RFC 6750 §3.1, RFC 9470 §3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Each value that must be corrected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemView>,
}
