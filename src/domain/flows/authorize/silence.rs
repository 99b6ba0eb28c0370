//! `prompt=none` where nobody is signed in here: an upstream may know the person, and is asked in silence, at most once for
//! a request. Whatever comes of it, the client gets an answer and the person sees no page (OIDC Core §3.1.2.6).

use std::sync::Arc;

use super::refusal::{RefusedRequest, refuse};
use crate::{
    base::email::deliverable,
    domain::{
        flows::journey::{Next, Step},
        interactions::{Paused, Stopped},
        kernel::{Cx, Error},
        registry::upstreams::{self, Upstream},
        sessions::visitor::Visitor,
    },
    protocol::{
        authorize::AuthorizationRequest,
        error::Refusal,
        upstream::{UpstreamFaultKind, UpstreamIssuer, settings::UpstreamKind},
    },
};

/// Whether nothing may be shown on a journey.
pub fn is_silent(paused: &Paused) -> bool {
    paused.journey.authorization().is_some_and(|asked| asked.request.prompt.none)
}

/// The upstream that is asked in silence, if there is one: where nobody is signed in here, the one that the client names,
/// or to which the hinted address belongs, or where everybody signs in.
pub(super) async fn upstream(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    request: &AuthorizationRequest,
) -> Result<Option<Arc<Upstream>>, Error> {
    if !request.prompt.none || !visitor.accounts.all.is_empty() {
        return Ok(None);
    }
    // RFC 6749 has no prompt.
    let passes = |one: &Arc<Upstream>| one.kind == UpstreamKind::Oidc && one.settings.passes_prompt_none;
    Ok(meant(cx, request).await?.filter(|one| passes(one) && !is_sender(one, request)))
}

/// Whether a request comes from this upstream itself: the answer goes to an address below its issuer. Nobody is sent
/// straight back there: two that sign people in at each other would pass them on for ever.
pub fn is_sender(upstream: &Upstream, request: &AuthorizationRequest) -> bool {
    UpstreamIssuer::of(&upstream.settings).is_some_and(|issuer| issuer.is_above(request.address.redirect_uri()))
}

async fn meant(cx: &Cx<'_>, request: &AuthorizationRequest) -> Result<Option<Arc<Upstream>>, Error> {
    if let Some(name) = request.idp_hint.as_deref()
        && let Some(named) = upstreams::find(cx, name).await?
    {
        return Ok(Some(named));
    }
    if let Some(address) = request.login_hint.as_deref().and_then(|hint| deliverable(hint.trim()))
        && let Some((_, domain)) = address.rsplit_once('@')
        && let Some(listed) = upstreams::of_domain(cx, domain).await?
    {
        return Ok(Some(listed));
    }
    match cx.app.config.login.single_upstream.as_deref() {
        Some(name) => upstreams::find(cx, name).await,
        None => Ok(None),
    }
}

/// That nobody is signed in as the request demands.
pub(in crate::domain::flows) fn login_required() -> Refusal {
    Refusal::login_required("nobody could be signed in in silence (OIDC Core section 3.1.2.6)")
}

/// That the person would have to do something first.
pub(in crate::domain::flows) fn interaction_required() -> Refusal {
    Refusal::interaction_required(
        "the upstream knows the person, who has to do something here first (OIDC Core section 3.1.2.6)",
    )
}

/// Answers the client of a silent journey.
pub(in crate::domain::flows) async fn answer(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: &Paused,
    refusal: Refusal,
) -> Result<Step, Stopped> {
    let request = RefusedRequest { asked: paused.journey.asked()?, interaction: paused.id.as_ref() };
    let reply = refuse(cx, visitor, request, refusal).await?;
    Ok(Step::here(cx, Next::Answer(reply), visitor))
}

/// Answers the client of a silent journey from which nobody came back.
///
/// # Errors
/// [`Stopped::Over`] where it was answered meanwhile.
pub async fn nobody_came(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: &Paused,
    why: &UpstreamFaultKind,
) -> Result<Step, Stopped> {
    let refusal = match why {
        // OIDC Core §3.1.2.6: what the upstream says of the person holds here, too.
        UpstreamFaultKind::InteractionRequired(code) => {
            let sentence = format!("the upstream answers {} (OIDC Core section 3.1.2.6)", code.as_str());
            Refusal::new(*code, sentence)
        }
        UpstreamFaultKind::Unreachable | UpstreamFaultKind::Ours => Refusal::temporarily_unavailable(
            "the upstream that knows the person cannot be asked now (RFC 6749 section 4.1.2.1)",
        ),
        _ => login_required(),
    };
    answer(cx, visitor, paused, refusal).await
}
