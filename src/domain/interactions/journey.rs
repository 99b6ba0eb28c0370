//! What a person is on the way to: with a client that asked, or without.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    app::caches::CachedClient,
    base::{id::SessionId, time::Timestamp},
    domain::interactions::Stopped,
    protocol::authorize::AuthorizationRequest,
};

/// What a person is on the way to.
#[derive(Debug, Clone)]
pub enum Journey {
    /// The answer to what a client asks.
    Authorization(Arc<Authorization>),
    /// Their own account: nobody asks but they.
    Account(AccountRequest),
}

/// What somebody asks for who is on the way to their own account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountRequest {
    /// Where on it.
    pub place: AccountPlace,
    /// The session whose person must have signed in lately, for what is done there.
    pub fresh: Option<SessionId>,
    /// The moment after which they must have, with a further factor, where a recent sign-in alone is not enough.
    pub after: Option<Timestamp>,
}

/// A page of one's own account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountPlace {
    /// The first one.
    #[default]
    Overview,
    /// How one signs in.
    Security,
    /// What one is called.
    Profile,
    /// Their telephone number.
    Phone,
    /// What is kept, and the end of it.
    Data,
    /// The e-mail address.
    Address,
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
    /// A visit to the first page of one's own account.
    pub fn account() -> Self {
        Self::Account(AccountRequest::default())
    }

    /// What a client asks, if one does.
    pub fn authorization(&self) -> Option<&Arc<Authorization>> {
        match self {
            Self::Authorization(asked) => Some(asked),
            Self::Account(_) => None,
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
