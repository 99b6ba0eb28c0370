//! Why a sign-in at an upstream came to nothing.

use crate::error::ErrorCode;

/// What the person is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpstreamFaultKind {
    /// They pressed "Cancel" there (`access_denied`).
    Cancelled,
    /// They took too long, or came back twice.
    Expired,
    /// They left from another browser.
    OtherBrowser,
    /// The upstream does not answer, or says that it is down.
    Unreachable,
    /// The operator has to look: the upstream does not know us, or is not what its settings say.
    Misconfigured,
    /// What came is not believed.
    Untrusted,
    /// A fresh sign-in was asked for, and the upstream has not proven one.
    NotFresh,
    /// A stronger sign-in was asked for than the upstream has proven.
    NotStrong,
    /// Their company may not sign in here.
    OtherTenant,
    /// Without a word to the person (`prompt=none`) nobody can be signed in there; the code says why.
    InteractionRequired(ErrorCode),
    /// The upstream refuses, with this code.
    Refused(String),
    /// Our own failure.
    Ours,
}

impl UpstreamFaultKind {
    /// A word for it, in logs and metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::OtherBrowser => "other_browser",
            Self::Unreachable => "unreachable",
            Self::Misconfigured => "misconfigured",
            Self::Untrusted => "untrusted",
            Self::NotFresh => "not_fresh",
            Self::NotStrong => "not_strong",
            Self::OtherTenant => "other_tenant",
            Self::InteractionRequired(_) => "interaction_required",
            Self::Refused(_) => "refused",
            Self::Ours => "ours",
        }
    }
}

/// A rule that refuses what an upstream said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct UpstreamRefusal {
    /// What the person is told.
    pub kind: UpstreamFaultKind,
    /// What was wrong and which rule says so, for log and audit: no secret, nothing personal.
    pub sentence: String,
}

impl UpstreamRefusal {
    /// A refusal of any kind.
    pub fn new(kind: UpstreamFaultKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into() }
    }

    /// Of what is not believed.
    pub fn untrusted(sentence: impl Into<String>) -> Self {
        Self::new(UpstreamFaultKind::Untrusted, sentence)
    }

    /// Of what the operator has to look at.
    pub fn misconfigured(sentence: impl Into<String>) -> Self {
        Self::new(UpstreamFaultKind::Misconfigured, sentence)
    }
}
