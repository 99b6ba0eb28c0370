//! What a person is on the way to: with a client that asked, or without.

use std::sync::Arc;

use crate::{app::caches::CachedClient, domain::interactions::Stopped, protocol::authorize::AuthorizationRequest};

/// What a person is on the way to.
#[derive(Debug, Clone)]
pub enum Journey {
    /// The answer to what a client asks.
    Authorization(Arc<Authorization>),
    /// Their own account: nobody asks but they.
    Account,
}

/// An authorization request, and who sent it.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// The validated request.
    pub request: AuthorizationRequest,
    /// The client that asks.
    pub client: Arc<CachedClient>,
}

impl Journey {
    /// What a client asks, if one does.
    pub fn authorization(&self) -> Option<&Arc<Authorization>> {
        match self {
            Self::Authorization(asked) => Some(asked),
            Self::Account => None,
        }
    }

    /// What a client asks, for a page that has nothing to show without one.
    ///
    /// # Errors
    /// [`Stopped::GONE`] where none does.
    pub fn asked(&self) -> Result<&Arc<Authorization>, Stopped> {
        self.authorization().ok_or(Stopped::GONE)
    }

    /// The client that asks, if one does.
    pub fn client(&self) -> Option<&Arc<CachedClient>> {
        self.authorization().map(|asked| &asked.client)
    }

    /// In which languages the person is spoken to, best first (OIDC Core §3.1.2.1).
    pub fn ui_locales(&self) -> Option<&str> {
        self.authorization().and_then(|asked| asked.request.ui_locales.as_deref())
    }
}
