//! An error on its way to the client (RFC 6749 §4.1.2.1), and whether the person sees where it leads first.

use std::sync::Arc;

use super::{decide::Reply, repeat::complete};
use crate::{
    app::caches::CachedClient,
    domain::{
        interactions::{Paused, Stopped},
        kernel::{Cx, Error},
        registry::clients::dynamic,
        sessions::{self, Browser, visitor::Visitor},
    },
    protocol::{
        authorize::{prompt, return_address::ReturnAddress},
        client::is_private_use,
        error::Refusal,
        params::Params,
    },
};

/// A request that is refused, as far as it is known.
pub(super) struct Refused<'a> {
    /// Who asks.
    pub client: &'a Arc<CachedClient>,
    /// Where the answer goes.
    pub address: &'a ReturnAddress,
    /// Whether nothing may be shown: `prompt=none`.
    pub quiet: bool,
    /// Whether a page of ours was shown for it.
    pub was_shown: bool,
    /// In which language the person is spoken to on the way.
    pub ui_locales: Option<String>,
}

impl<'a> Refused<'a> {
    /// A request of which no more than its parameters are known.
    pub fn early(client: &'a Arc<CachedClient>, address: &'a ReturnAddress, params: &Params) -> Self {
        Self {
            client,
            address,
            quiet: prompt::parse(params).is_ok_and(|prompt| prompt.none),
            was_shown: false,
            ui_locales: params.get("ui_locales").map(str::to_owned),
        }
    }

    fn of(paused: &'a Paused) -> Self {
        Self {
            client: &paused.client,
            address: &paused.request.address,
            quiet: paused.request.prompt.none,
            was_shown: paused.id.is_some(),
            ui_locales: paused.request.ui_locales.clone(),
        }
    }

    /// What the client is told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reply(self, cx: &Cx<'_>, refusal: Refusal, browser: Option<&Browser>) -> Result<Reply, Error> {
        let shown_first = self.is_shown_first(cx, browser).await?.then(|| refusal.clone());
        let response = self.address.refuse(&refusal);
        Ok(Reply { response, client: Arc::clone(self.client), ui_locales: self.ui_locales, shown_first })
    }

    async fn is_shown_first(&self, cx: &Cx<'_>, browser: Option<&Browser>) -> Result<bool, Error> {
        if self.quiet {
            return Ok(false);
        }
        // RFC 8252 §8.6: an app on the device is not started before the person has seen a page.
        if is_private_use(self.address.redirect_uri()) && !self.was_shown {
            return Ok(true);
        }
        if !dynamic::is_stranger(cx, &self.client.client) {
            return Ok(false);
        }
        // RFC 9700 §4.11.2: the person is authenticated first, or told where the browser is sent.
        let Some(browser) = browser else { return Ok(true) };
        let mut conn = cx.read().await?;
        Ok(sessions::signed_in(&mut conn, browser, None, cx.now).await?.is_empty())
    }
}

/// Tells the client of a paused request that there will be nothing (RFC 6749 §4.1.2.1).
pub(super) async fn refuse(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: &Paused,
    refusal: Refusal,
) -> Result<Reply, Stopped> {
    let reply = Refused::of(paused).reply(cx, refusal, visitor.browser).await?;
    // One answer for one request: whoever came first has given it.
    if let Some(id) = &paused.id
        && !complete(cx, visitor, id, &reply).await?
    {
        return Err(Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true });
    }
    Ok(reply)
}
