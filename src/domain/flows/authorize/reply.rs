//! What a client is told.

use std::sync::Arc;

use crate::{
    app::caches::CachedClient,
    domain::interactions::Authorization,
    protocol::{authorize::response::AuthorizationResponse, error::Refusal},
};

/// What a client is told.
#[derive(Debug)]
pub struct Reply {
    /// The answer.
    pub response: AuthorizationResponse,
    /// To whom it goes.
    pub client: Arc<CachedClient>,
    /// In which language the person is spoken to on the way.
    pub ui_locales: Option<String>,
    /// Set where the person sees the address first, and goes on by themselves: what was refused.
    pub shown_first: Option<Refusal>,
}

impl Reply {
    /// The answer to a request.
    pub fn of(asked: &Authorization, response: AuthorizationResponse) -> Self {
        let (client, ui_locales) = (Arc::clone(&asked.client), asked.request.ui_locales.clone());
        Self { response, client, ui_locales, shown_first: None }
    }
}
