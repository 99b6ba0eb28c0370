//! Somebody leaves for an upstream.

use serde::{Deserialize, Serialize};

use super::{UpstreamAsk, UpstreamFault, relay};
use crate::{
    base::{
        id::{BrowserId, InteractionId, SessionId},
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{Cx, Error, seals},
        registry::{upstream_calls, upstreams::Upstream},
    },
    protocol::{
        error::ErrorCode,
        upstream::{
            UpstreamFaultKind, UpstreamRefusal, callback,
            request::{self, NewUpstreamRequest, RequestSecrets},
            settings::UpstreamKind,
        },
    },
    store::upstream_sign_ins::{self, UpstreamSignIn},
};

/// How long somebody may take there.
pub(super) const LIFETIME: Seconds = Seconds::minutes(10);
/// How many may be under way in one browser; the oldest give way.
const MOST_IN_A_BROWSER: i64 = 10;

/// Somebody who leaves for an upstream.
#[derive(Debug)]
pub struct UpstreamDeparture<'a> {
    /// Where to.
    pub upstream: &'a Upstream,
    /// What is asked of it.
    pub ask: UpstreamAsk,
    /// The only browser that may come back.
    pub browser: &'a BrowserId,
    /// What they are on the way to, if that has a row.
    pub interaction: Option<&'a InteractionId>,
    /// Their session, where they add an identity to their account.
    pub session: Option<&'a SessionId>,
}

/// What only we remember of a request: sealed beside its state.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LeftWith {
    pub(super) nonce: String,
    pub(super) code_verifier: String,
    pub(super) ask: UpstreamAsk,
    pub(super) at: Timestamp,
    /// Where the answer comes to, if that is no address of this instance.
    #[serde(default)]
    pub(super) redirect_uri: Option<String>,
}

/// Makes the request, for which the upstream's metadata may be fetched, and then writes down what is needed when they
/// come back: their ten minutes begin. Answers where the browser is sent.
///
/// # Errors
/// When the upstream is not reachable or not what its settings say, or can do nothing unseen by the person.
pub async fn leave(cx: &Cx<'_>, departure: UpstreamDeparture<'_>) -> Result<String, UpstreamFault> {
    let interaction = departure.interaction;
    depart(cx, departure).await.map_err(|fault| fault.on_the_way_to(interaction))
}

async fn depart(cx: &Cx<'_>, departure: UpstreamDeparture<'_>) -> Result<String, UpstreamFault> {
    let UpstreamDeparture { upstream, ask, browser, interaction, session } = departure;
    if ask.is_silent && upstream.kind == UpstreamKind::OAuth2 {
        let sentence = "an OAuth 2 service knows no prompt=none (OIDC Core section 3.1.2.1)";
        let kind = UpstreamFaultKind::InteractionRequired(ErrorCode::LoginRequired);
        return Err(UpstreamRefusal::new(kind, sentence).into());
    }
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    let draw = || cx.app.entropy.token();
    let (state, nonce, code_verifier) = (draw(), draw(), draw());
    let relayed = relay::leaving(cx, upstream, state.expose())?;
    let own = callback(&cx.issuer.url, &upstream.name);
    let (sent, back) = match &relayed {
        Some(relayed) => (&relayed.state, &relayed.redirect_uri),
        None => (state.expose(), &own),
    };
    let address = request::address(&NewUpstreamRequest {
        kind: upstream.kind,
        settings: &upstream.settings,
        endpoint: &endpoints.authorization,
        offers_accounts: endpoints.offers_accounts,
        client_id: &upstream.client_id,
        redirect_uri: back,
        secrets: RequestSecrets { state: sent, nonce: nonce.expose(), code_verifier: code_verifier.expose() },
        ask: &ask,
    })?;
    let left = LeftWith {
        nonce: nonce.expose().clone(),
        code_verifier: code_verifier.expose().clone(),
        ask,
        at: cx.now,
        redirect_uri: relayed.map(|relayed| relayed.redirect_uri),
    };
    let departing = Departing { upstream, browser, interaction, session };
    write_down(cx, TokenHash::of(state.expose()), departing, &left).await?;
    Ok(address)
}

/// Whose return is waited for.
#[derive(Clone, Copy)]
pub(super) struct Departing<'a> {
    pub(super) upstream: &'a Upstream,
    pub(super) browser: &'a BrowserId,
    pub(super) interaction: Option<&'a InteractionId>,
    pub(super) session: Option<&'a SessionId>,
}

/// Writes down what is needed when they come back.
pub(super) async fn write_down(
    cx: &Cx<'_>,
    state: TokenHash,
    departing: Departing<'_>,
    left: &LeftWith,
) -> Result<(), Error> {
    let Departing { upstream, browser, interaction, session } = departing;
    let plain = serde_json::to_vec(left).map_err(Error::internal)?;
    let row = UpstreamSignIn {
        request: cx.app.sealer.seal(&seals::upstream_sign_in(&state), &plain, &cx.app.entropy),
        state,
        upstream_id: upstream.id.clone(),
        browser_id: browser.clone(),
        interaction_id: interaction.cloned(),
        session_id: session.cloned(),
        created_at: cx.now,
        expires_at: cx.now + LIFETIME,
    };
    cx.write(async |work| {
        upstream_sign_ins::insert(work, &row).await?;
        upstream_sign_ins::keep_newest(work, &row.browser_id, MOST_IN_A_BROWSER).await?;
        Ok(())
    })
    .await
}
