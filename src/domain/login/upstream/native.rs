//! A native app shows the ID token that a provider's own SDK gave it, in the place of leaving and coming back: with a
//! nonce of ours, in the browser whose sign-in waits, once.
//!
//! ```text
//!  hand_out_nonce ─▶ the SDK has the provider write it into an ID token … ─▶ show_id_token ─▶ CameBack
//! ```
//! What holds of the ID token of an answer holds of this one, by the same function; in the place of our own `client_id`
//! there stand the apps that the operator listed for the upstream.

use std::sync::Arc;

use super::{
    CameBack, UpstreamAsk, UpstreamFault, UpstreamPerson,
    come_back::write_down,
    leave::{self, Departing, LIFETIME, LeftWith},
    person::{ByIdToken, HeldAgainst, proven},
    spend::{Back, Returning, digest_of_nonce, spend},
};
use crate::{
    base::{
        id::{BrowserId, InteractionId},
        secret::Secret,
        time::Seconds,
    },
    domain::{
        kernel::{Cx, Error},
        registry::{
            upstream_calls,
            upstreams::{self, Upstream},
        },
        sessions::Browser,
    },
    protocol::{
        error::{ErrorCode, Refusal},
        upstream::{UpstreamAudience, UpstreamFaultKind, UpstreamRefusal, id_token::AskedAt, profile},
    },
};

/// What an app has the provider write into its ID token.
#[derive(Debug)]
pub struct UpstreamNonce {
    /// The nonce, to be handed on as it is; the upstream's `native_nonce` says what the token bears.
    pub nonce: Secret<String>,
    /// How long it is good for.
    pub expires_in: Seconds,
}

/// An ID token that an app shows.
#[derive(Clone, Copy)]
pub struct ShownIdToken<'a> {
    /// The name of the upstream, from the address that it came to.
    pub upstream: &'a str,
    /// The nonce that the app got.
    pub nonce: Option<&'a str>,
    /// The token.
    pub id_token: &'a str,
    /// The name, once, in JSON (Sign in with Apple tells it to the app alone).
    pub user: Option<&'a str>,
}

/// Draws a nonce for the sign-in that waits in a browser, and writes it down.
///
/// # Errors
/// [`Error::Refused`] where the upstream is not there, or takes no ID tokens of apps.
pub async fn hand_out_nonce(
    cx: &Cx<'_>,
    upstream: &str,
    browser: &BrowserId,
    interaction: &InteractionId,
) -> Result<UpstreamNonce, Error> {
    let upstream = listed(cx, upstream).await?;
    let nonce = cx.app.entropy.token();
    let left = LeftWith {
        nonce: nonce.expose().clone(),
        // There is no code.
        code_verifier: String::new(),
        // Nothing was asked of the provider by us: a fresh sign-in is none that we asked for.
        ask: UpstreamAsk::default(),
        at: cx.now,
        redirect_uri: None,
    };
    let departing = Departing { upstream: &upstream, browser, interaction: Some(interaction), session: None };
    leave::write_down(cx, digest_of_nonce(nonce.expose()), departing, &left).await?;
    Ok(UpstreamNonce { nonce, expires_in: LIFETIME })
}

/// Takes an ID token of an app: its nonce is spent, whatever becomes of the token, and who it is verified. Never inside a
/// transaction.
///
/// # Errors
/// [`Error::Refused`] by the rule that the token breaks.
pub async fn show_id_token(cx: &Cx<'_>, browser: Option<&Browser>, shown: ShownIdToken<'_>) -> Result<CameBack, Error> {
    listed(cx, shown.upstream).await?;
    let outcome = match spend(cx, browser, Returning::Nonce(shown.nonce)).await {
        Ok(back) => match Box::pin(prove(cx, &back, &shown)).await {
            Ok(person) => Ok(came_back(back, person)),
            Err(why) => Err(back.fault(why)),
        },
        Err(fault) => Err(fault),
    };
    match outcome {
        Ok(came) => Ok(came),
        Err(fault) => {
            write_down(cx, &fault).await;
            Err(refused(fault))
        }
    }
}

/// An upstream whose ID tokens apps may show.
async fn listed(cx: &Cx<'_>, name: &str) -> Result<Arc<Upstream>, Error> {
    let found = upstreams::find(cx, name).await?;
    let upstream = found.ok_or_else(|| Refusal::invalid_request("there is no such upstream, or it is off"))?;
    if upstream.settings.accepts_id_tokens_of.is_empty() {
        return Err(Refusal::unauthorized_client(
            "this upstream takes no ID tokens of apps: its accepts_id_tokens_of names none",
        )
        .into());
    }
    Ok(upstream)
}

async fn prove(cx: &Cx<'_>, back: &Back, shown: &ShownIdToken<'_>) -> Result<UpstreamPerson, UpstreamRefusal> {
    let (upstream, left) = (&back.upstream, &back.left);
    if upstream.name != shown.upstream {
        return Err(UpstreamRefusal::untrusted("nonce was handed out for another upstream (RFC 9700 section 4.4)"));
    }
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    let nonce = upstream.settings.native_nonce.in_token(&left.nonce);
    let held = HeldAgainst {
        audience: UpstreamAudience::Apps(&upstream.settings.accepts_id_tokens_of),
        // OIDC Core §3.1.3.7 (11): without it, whoever comes by an ID token of an app would sign in with it.
        nonce: Some(&nonce),
        access_token: None,
        asked: AskedAt { ask: &left.ask, at: left.at },
        // Userinfo is not asked.
        awaits_tenant: false,
    };
    let token = Secret::new(shown.id_token.to_owned());
    let ByIdToken { mut person, .. } = proven(cx, upstream, &endpoints, &token, held).await?;
    if let Some(user) = shown.user.filter(|_| upstream.settings.name_in_answer) {
        profile::with_posted_name(&mut person.claims, user);
    }
    Ok(person)
}

fn came_back(back: Back, person: UpstreamPerson) -> CameBack {
    CameBack {
        upstream: back.upstream,
        interaction: back.row.interaction_id,
        session: None,
        ask: back.left.ask,
        person,
        // It names the app: the provider would not know it as the hint of a sign-out that we ask for.
        id_token: None,
        tokens: None,
    }
}

/// A fault in the words of an endpoint of programs. What is not of the token is the operator's to know: addresses and
/// settings stand in its sentence.
fn refused(fault: UpstreamFault) -> Error {
    if let Some(cause) = fault.cause {
        return *cause;
    }
    let code = match fault.kind {
        UpstreamFaultKind::Unreachable => {
            return Refusal::temporarily_unavailable("the upstream does not answer now; try again later").into();
        }
        UpstreamFaultKind::Misconfigured | UpstreamFaultKind::Ours => {
            return Refusal::server_error("the upstream cannot be used as it is set; the log has the reason").into();
        }
        UpstreamFaultKind::NotFresh | UpstreamFaultKind::NotStrong => ErrorCode::UnmetAuthenticationRequirements,
        UpstreamFaultKind::OtherTenant | UpstreamFaultKind::Cancelled | UpstreamFaultKind::Refused(_) => {
            ErrorCode::AccessDenied
        }
        UpstreamFaultKind::InteractionRequired(code) => code,
        // RFC 7521 §4.1.1: an assertion that is not valid, or expired, is invalid_grant.
        UpstreamFaultKind::Untrusted | UpstreamFaultKind::Expired | UpstreamFaultKind::OtherBrowser => {
            ErrorCode::InvalidGrant
        }
    };
    Refusal::new(code, fault.sentence).into()
}
