//! Somebody leaves for an upstream.

use serde::{Deserialize, Serialize};

use super::{UpstreamAsk, UpstreamFault};
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
            UpstreamFaultKind, UpstreamRefusal, callback_path,
            request::{self, NewUpstreamRequest, RequestSecrets},
            settings::UpstreamKind,
        },
    },
    store::upstream_sign_ins::{self, UpstreamSignIn},
};

/// How long somebody may take there.
const LIFETIME: Seconds = Seconds::minutes(10);
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
}

/// Makes the request, for which the upstream's metadata may be fetched, and then writes down what is needed when they
/// come back: their ten minutes begin. Answers where the browser is sent.
///
/// # Errors
/// When the upstream is not reachable or not what its settings say, or can do nothing unseen by the person.
pub async fn leave(cx: &Cx<'_>, departure: UpstreamDeparture<'_>) -> Result<String, UpstreamFault> {
    let UpstreamDeparture { upstream, ask, browser, interaction, session } = departure;
    let on_the_way = |fault: UpstreamFault| fault.on_the_way_to(interaction);
    if ask.is_silent && upstream.kind == UpstreamKind::OAuth2 {
        let sentence = "an OAuth 2 service knows no prompt=none (OIDC Core section 3.1.2.1)";
        let kind = UpstreamFaultKind::InteractionRequired(ErrorCode::LoginRequired);
        return Err(on_the_way(UpstreamRefusal::new(kind, sentence).into()));
    }
    let endpoints = upstream_calls::endpoints(cx, upstream).await.map_err(|why| on_the_way(why.into()))?;
    let draw = || cx.app.entropy.token();
    let (state, nonce, code_verifier) = (draw(), draw(), draw());
    let address = request::address(&NewUpstreamRequest {
        kind: upstream.kind,
        settings: &upstream.settings,
        endpoint: &endpoints.authorization,
        client_id: &upstream.client_id,
        redirect_uri: &redirect_uri(cx, upstream),
        secrets: RequestSecrets { state: state.expose(), nonce: nonce.expose(), code_verifier: code_verifier.expose() },
        ask: &ask,
    })
    .map_err(|why| on_the_way(why.into()))?;
    let left =
        LeftWith { nonce: nonce.expose().clone(), code_verifier: code_verifier.expose().clone(), ask, at: cx.now };
    let state = TokenHash::of(state.expose());
    let plain = serde_json::to_vec(&left).map_err(|why| on_the_way(Error::internal(why).into()))?;
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
    let written = cx.write(async |work| {
        upstream_sign_ins::insert(work, &row).await?;
        upstream_sign_ins::keep_newest(work, &row.browser_id, MOST_IN_A_BROWSER).await?;
        Ok(())
    });
    written.await.map_err(|why| on_the_way(why.into()))?;
    Ok(address)
}

/// Where the upstream sends people back to: an address of its own, so that the answer of another is told
/// (RFC 9700 §4.4.2.2).
pub(super) fn redirect_uri(cx: &Cx<'_>, upstream: &Upstream) -> String {
    cx.issuer.url.join(&callback_path(&upstream.name))
}
