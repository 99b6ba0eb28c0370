//! An error on its way to the client (RFC 6749 §4.1.2.1), and whether the person sees where it leads first.

use std::sync::Arc;

use super::reply::Reply;
use crate::{
    app::caches::CachedClient,
    base::id::InteractionId,
    domain::{
        interactions::{Authorization, Stopped},
        kernel::{Cx, Error, Work},
        registry::clients::dynamic,
        sessions::{
            outcomes::{self, Kept},
            visitor::Visitor,
        },
    },
    protocol::{
        authorize::{prompt, return_address::ReturnAddress},
        client::is_private_use,
        error::Refusal,
        params::Params,
    },
    store::interactions,
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

    fn of(request: RefusedRequest<'a>) -> Self {
        let RefusedRequest { asked: Authorization { client, request }, interaction } = request;
        Self {
            client,
            address: &request.address,
            quiet: request.prompt.none,
            was_shown: interaction.is_some(),
            ui_locales: request.ui_locales.clone(),
        }
    }

    /// What the client is told.
    pub fn reply(self, cx: &Cx<'_>, refusal: &Refusal, visitor: &Visitor<'_>) -> Reply {
        let shown_first = self.is_shown_first(cx, visitor).then(|| refusal.clone());
        let response = self.address.refuse(refusal);
        Reply { response, client: Arc::clone(self.client), ui_locales: self.ui_locales, shown_first }
    }

    fn is_shown_first(&self, cx: &Cx<'_>, visitor: &Visitor<'_>) -> bool {
        if self.quiet {
            return false;
        }
        // RFC 8252 §8.6: an app on the device is not started before the person has seen a page.
        if is_private_use(self.address.redirect_uri()) && !self.was_shown {
            return true;
        }
        // RFC 9700 §4.11.2: the person is authenticated first, or told where the browser is sent.
        dynamic::is_stranger(cx, &self.client.client) && visitor.accounts.all.is_empty()
    }
}

/// A validated request that is refused.
#[derive(Clone, Copy)]
pub struct RefusedRequest<'a> {
    /// What was asked, and by whom.
    pub asked: &'a Authorization,
    /// The interaction in which it waited for its person, if it did.
    pub interaction: Option<&'a InteractionId>,
}

/// Tells the client of a request that there will be nothing (RFC 6749 §4.1.2.1).
pub async fn refuse(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    request: RefusedRequest<'_>,
    refusal: Refusal,
) -> Result<Reply, Stopped> {
    if request.interaction.is_none() {
        return Ok(Refused::of(request).reply(cx, &refusal, visitor));
    }
    let refused = cx
        .write(async |work| {
            let refused = refuse_in(cx, work, visitor, request, &refusal).await?;
            let Some((reply, kept)) = refused else { return Ok(None) };
            outcomes::keep_all(work, kept).await?;
            Ok(Some(reply))
        })
        .await?;
    refused.ok_or_else(|| Stopped::Over { client: Some(Arc::clone(&request.asked.client)), completed: true })
}

/// [`refuse`] in a unit of work, with what is to be kept for the second of two equal forms; `None` when the
/// interaction was answered meanwhile: one answer for one request, and whoever came first has given it.
pub async fn refuse_in(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    request: RefusedRequest<'_>,
    refusal: &Refusal,
) -> Result<Option<(Reply, Option<Kept>)>, Error> {
    let reply = Refused::of(request).reply(cx, refusal, visitor);
    let Some(id) = request.interaction else { return Ok(Some((reply, None))) };
    if !interactions::complete(work, id, cx.now).await? {
        return Ok(None);
    }
    let kept = outcomes::of_answer(cx, visitor, &reply.kept(None))?;
    Ok(Some((reply, kept)))
}
