//! A sign-in at an upstream that came to nothing.

use std::sync::Arc;

use crate::{
    base::id::InteractionId,
    domain::{kernel::Error, registry::upstreams::Upstream},
    protocol::upstream::{UpstreamFaultKind, UpstreamRefusal},
};

/// Why it went wrong, and what the person was on the way to.
#[derive(Debug)]
pub struct UpstreamFault {
    /// What the person is told.
    pub kind: UpstreamFaultKind,
    /// What was wrong and which rule says so, for log and audit.
    pub sentence: String,
    /// Where it was, if that is known.
    pub upstream: Option<Arc<Upstream>>,
    /// What leads back.
    pub interaction: Option<InteractionId>,
    /// Our own failure, where the kind is [`UpstreamFaultKind::Ours`].
    pub cause: Option<Box<Error>>,
}

impl UpstreamFault {
    /// A fault of which nothing else is known.
    pub(super) fn new(kind: UpstreamFaultKind, sentence: &str) -> Self {
        Self { kind, sentence: sentence.to_owned(), upstream: None, interaction: None, cause: None }
    }

    /// The same, at an upstream.
    #[must_use]
    pub(super) fn at(self, upstream: &Arc<Upstream>) -> Self {
        Self { upstream: Some(Arc::clone(upstream)), ..self }
    }

    /// The same, of somebody who is on the way to something.
    #[must_use]
    pub(super) fn on_the_way_to(self, interaction: Option<&InteractionId>) -> Self {
        Self { interaction: interaction.cloned(), ..self }
    }
}

impl From<UpstreamRefusal> for UpstreamFault {
    fn from(refusal: UpstreamRefusal) -> Self {
        let UpstreamRefusal { kind, sentence } = refusal;
        Self { kind, sentence, upstream: None, interaction: None, cause: None }
    }
}

impl From<Error> for UpstreamFault {
    fn from(cause: Error) -> Self {
        let sentence = cause.to_string();
        Self {
            kind: UpstreamFaultKind::Ours,
            sentence,
            upstream: None,
            interaction: None,
            cause: Some(Box::new(cause)),
        }
    }
}
