//! Somebody comes back from an upstream.

use std::sync::Arc;

use super::{
    HandedOut, UpstreamAsk, UpstreamFault, UpstreamPerson, person,
    spend::{Back, Returning, spend},
};
use crate::{
    base::{
        id::{InteractionId, SessionId},
        secret::Secret,
    },
    domain::{
        kernel::{Cx, Event, event::RefusedUpstream},
        registry::{
            upstream_calls::{self, UpstreamCode},
            upstreams::Upstream,
        },
        sessions::Browser,
    },
    protocol::upstream::{UpstreamFaultKind, UpstreamIssuer, UpstreamRefusal, callback, profile, response},
};

/// What an upstream answered, as its form or query says.
#[derive(Debug, Clone, Copy, Default)]
pub struct UpstreamAnswer<'a> {
    /// Its name, from the address that the answer came to.
    pub upstream: &'a str,
    /// `state`
    pub state: Option<&'a str>,
    /// `code`
    pub code: Option<&'a str>,
    /// `error`
    pub error: Option<&'a str>,
    /// `error_description`
    pub error_description: Option<&'a str>,
    /// `iss` (RFC 9207)
    pub iss: Option<&'a str>,
    /// `user`: the name, once (Sign in with Apple).
    pub user: Option<&'a str>,
}

/// Somebody who came back, verified.
#[derive(Debug)]
pub struct CameBack {
    /// Who proves them.
    pub upstream: Arc<Upstream>,
    /// What they are on the way to, if that has a row.
    pub interaction: Option<InteractionId>,
    /// Their session, where they add an identity to their account.
    pub session: Option<SessionId>,
    /// What was asked.
    pub ask: UpstreamAsk,
    /// Who it is there.
    pub person: UpstreamPerson,
    /// The ID token, as the hint of a sign-out there.
    pub id_token: Option<Secret<String>>,
    /// What opens the upstream's API for them.
    pub tokens: Option<HandedOut>,
}

/// What an upstream proved and handed out.
pub(super) struct Redeemed {
    pub(super) person: UpstreamPerson,
    pub(super) id_token: Option<Secret<String>>,
    pub(super) tokens: HandedOut,
}

/// Takes an answer: its state is spent, its code redeemed, and who it is verified. Never inside a transaction.
///
/// # Errors
/// Why nobody came back, with the way on.
pub async fn come_back(
    cx: &Cx<'_>,
    browser: Option<&Browser>,
    answer: UpstreamAnswer<'_>,
) -> Result<CameBack, UpstreamFault> {
    let outcome = match spend(cx, browser, Returning::State(answer.state)).await {
        Ok(back) => match Box::pin(redeem(cx, &back, &answer)).await {
            Ok(redeemed) => Ok(came_back(back, redeemed)),
            Err(why) => Err(back.fault(why)),
        },
        Err(fault) => Err(fault),
    };
    if let Err(fault) = &outcome {
        write_down(cx, fault).await;
    }
    outcome
}

/// Says why nobody came back, and writes down what the operator should look at. The person is told all the same where
/// that fails.
pub(super) async fn write_down(cx: &Cx<'_>, fault: &UpstreamFault) {
    let upstream = fault.upstream.as_ref().map(|upstream| upstream.name.as_str());
    tracing::info!(kind = fault.kind.as_str(), upstream, "nobody came back from an upstream: {}", fault.sentence);
    let is_grave = matches!(
        fault.kind,
        UpstreamFaultKind::Untrusted
            | UpstreamFaultKind::Misconfigured
            | UpstreamFaultKind::NotFresh
            | UpstreamFaultKind::NotStrong
            | UpstreamFaultKind::OtherTenant
    );
    let Some(upstream) = fault.upstream.as_ref().filter(|_| is_grave) else { return };
    let refused = RefusedUpstream { upstream: upstream.id.clone(), sentence: fault.sentence.clone() };
    let written = cx.write(async |work| work.emit(cx, Event::UpstreamRefused(refused)).await).await;
    if let Err(cause) = written {
        tracing::warn!(%cause, "a refusal of an upstream could not be written down");
    }
}

fn came_back(back: Back, redeemed: Redeemed) -> CameBack {
    let Back { upstream, row, left } = back;
    let Redeemed { person, id_token, tokens } = redeemed;
    CameBack {
        upstream,
        interaction: row.interaction_id,
        session: row.session_id,
        ask: left.ask,
        person,
        id_token,
        tokens: Some(tokens),
    }
}

async fn redeem(cx: &Cx<'_>, back: &Back, answer: &UpstreamAnswer<'_>) -> Result<Redeemed, UpstreamRefusal> {
    let Back { upstream, left, .. } = back;
    // RFC 9700 §4.4.2.2: the answer of one upstream at the address of another is the mix-up attack.
    if upstream.name != answer.upstream {
        return Err(UpstreamRefusal::untrusted(
            "the answer came to the address of another upstream (RFC 9700 section 4.4)",
        ));
    }
    if upstream.disabled_at.is_some() {
        return Err(UpstreamRefusal::misconfigured("the upstream was switched off meanwhile"));
    }
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    // RFC 9207 §2.4: before anything else of the answer is used, errors included.
    response::check_iss(answer.iss, UpstreamIssuer::of(&upstream.settings), endpoints.names_itself)?;
    if let Some(error) = answer.error {
        return Err(response::refusal(error, answer.error_description, left.ask.is_silent));
    }
    let code = UpstreamCode {
        code: response::code(answer.code)?,
        // RFC 6749 §4.1.3: that of the request.
        redirect_uri: &left.redirect_uri.clone().unwrap_or_else(|| callback(&cx.issuer.url, &upstream.name)),
        code_verifier: &left.code_verifier,
    };
    let tokens = upstream_calls::redeem(cx, upstream, &endpoints, code).await?;
    let mut redeemed = person::prove(cx, back, &endpoints, tokens).await?;
    if let Some(user) = answer.user.filter(|_| upstream.settings.name_in_answer) {
        profile::with_posted_name(&mut redeemed.person.claims, user);
    }
    Ok(redeemed)
}
