//! Why there is nothing to send to the client.

use super::AccountRequest;
use crate::{app::caches::CachedClient, base::id::InteractionId, domain::kernel::Error, protocol::error::Refusal};

use std::sync::Arc;

/// Why there is nothing to send to the client.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// Shown on our own page: the client or its address is not proven.
    #[error("{refusal}")]
    Page {
        /// What was wrong.
        refusal: Refusal,
        /// The client, if it exists.
        client: Option<Arc<CachedClient>>,
    },
    /// Shown on our own page although the client is known: it cannot be told, or asks for what it is no longer
    /// registered for.
    #[error("{refusal}")]
    Refused {
        /// What was wrong.
        refusal: Refusal,
        /// The client.
        client: Arc<CachedClient>,
    },
    /// The interaction is over or expired; the way back, if it is known.
    #[error("the interaction is over")]
    Over {
        /// The client it was for.
        client: Option<Arc<CachedClient>>,
        /// Whether it was completed rather than expired.
        completed: bool,
    },
    /// The person has come to their own account already.
    #[error("the visit to the account is over")]
    Arrived(AccountRequest),
    /// The browser that came is not the one that began.
    #[error("the interaction belongs to another browser")]
    OtherBrowser {
        /// The client it was for.
        client: Option<Arc<CachedClient>>,
    },
    /// The account that this was for was signed out meanwhile.
    #[error("the account is not signed in any more")]
    SignedOut {
        /// What goes on when somebody signs in again.
        interaction: Option<InteractionId>,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl Stopped {
    /// There is no such interaction, and nothing is known of it.
    pub const GONE: Self = Self::Over { client: None, completed: false };
}

impl From<crate::store::Error> for Stopped {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.into())
    }
}
