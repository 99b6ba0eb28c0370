//! An instance at an address that no upstream knows has its answers handed on by one at an address that they know.
//!
//! ```text
//!  preview: leave, with its own state sealed ─▶ upstream ─▶ the registered address: hand_on, the answer sealed
//!                                                  preview: handed_on ─▶ come_back, as if it had come by itself ◀┘
//! ```
//! What is sealed opens with the secret that both share, the ticket at one host alone. The state in it is that of a
//! browser at the preview, spent by the first answer, so that a ticket is good once, there, and for minutes. The verifier
//! and the nonce never leave the preview.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::form_urlencoded;

use super::{UpstreamAnswer, UpstreamFault, leave::LIFETIME};
use crate::{
    base::{
        seal::{MasterKey, Sealer},
        secret::sha256,
        time::{Seconds, Timestamp},
        url::Issuer,
    },
    domain::{
        kernel::{Cx, Error},
        registry::upstreams::Upstream,
    },
    protocol::upstream::{UpstreamFaultKind, callback},
};

/// How what we seal begins; no state of ours does.
const SEALED: &str = "v1.";
/// For what a state is sealed.
const STATE: &str = "relay/state";
/// How long a ticket is good: one redirect.
const TICKET: Seconds = Seconds::minutes(2);
/// Longest address that passes every proxy and browser.
const LONGEST: usize = 8000;

/// How somebody leaves who comes back by another instance.
pub(super) struct Relayed {
    /// What is sent as `state`.
    pub(super) state: String,
    /// Where the upstream sends them.
    pub(super) redirect_uri: String,
}

/// The state of another instance, as it went to the upstream.
#[derive(Serialize, Deserialize)]
struct RelayedState {
    /// Its issuer.
    to: String,
    /// The name of the upstream.
    upstream: String,
    state: String,
    at: Timestamp,
}

/// An answer that was handed on.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandedOnAnswer {
    state: String,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
    user: Option<String>,
    at: Timestamp,
}

impl HandedOnAnswer {
    /// The answer, at the address of this upstream.
    pub fn of<'a>(&'a self, upstream: &'a str) -> UpstreamAnswer<'a> {
        UpstreamAnswer {
            upstream,
            state: Some(&self.state),
            code: self.code.as_deref(),
            error: self.error.as_deref(),
            error_description: self.error_description.as_deref(),
            iss: self.iss.as_deref(),
            user: self.user.as_deref(),
        }
    }
}

/// How somebody leaves from here; none where they come back to this very instance.
pub(super) fn leaving(cx: &Cx<'_>, upstream: &Upstream, state: &str) -> Result<Option<Relayed>, Error> {
    let via = cx.app.config.relay.via.as_deref().and_then(|via| Issuer::parse(via).ok());
    let (Some(via), Some(sealer)) = (via, sealer(cx)) else { return Ok(None) };
    let relayed = RelayedState {
        to: cx.issuer.url.as_str().to_owned(),
        upstream: upstream.name.clone(),
        state: state.to_owned(),
        at: cx.now,
    };
    let plain = serde_json::to_vec(&relayed).map_err(Error::internal)?;
    let redirect_uri = callback(&via, &upstream.name);
    Ok(Some(Relayed { state: sealer.seal(STATE, &plain, &cx.app.entropy), redirect_uri }))
}

/// Where an answer is handed on to; none where it is one for this instance.
///
/// # Errors
/// Why it is handed on to nobody.
pub fn hand_on(cx: &Cx<'_>, answer: &UpstreamAnswer<'_>) -> Result<Option<String>, UpstreamFault> {
    let relay = &cx.app.config.relay;
    let sealed = answer.state.filter(|state| state.starts_with(SEALED) && !relay.targets.is_empty());
    let (Some(sealed), Some(sealer)) = (sealed, sealer(cx)) else { return Ok(None) };
    let untrusted = |sentence| refused(UpstreamFaultKind::Untrusted, sentence);
    let state: RelayedState = open(&sealer, STATE, sealed)
        .ok_or_else(|| untrusted("the state of the answer was sealed by nobody who shares relay.secret"))?;
    if state.at + LIFETIME + cx.issuer.policy.clock_skew < cx.now {
        return Err(refused(UpstreamFaultKind::Expired, "the state of the answer is older than ten minutes"));
    }
    // RFC 9700 §4.4.2.2: the answer of one upstream at the address of another is the mix-up attack.
    if state.upstream != answer.upstream {
        return Err(untrusted("the answer came to the address of another upstream (RFC 9700 section 4.4)"));
    }
    // RFC 9700 §4.11: nobody but the operator says where answers go, whoever has the secret.
    let to = Issuer::parse(&state.to).ok().filter(|to| relay.hands_on_to(to.origin()));
    let to = to.ok_or_else(|| untrusted("the state of the answer names a host that relay.targets does not list"))?;
    let text = |text: Option<&str>| text.map(str::to_owned);
    let handed = HandedOnAnswer {
        state: state.state,
        code: text(answer.code),
        error: text(answer.error),
        error_description: text(answer.error_description),
        iss: text(answer.iss),
        user: text(answer.user),
        at: cx.now,
    };
    let plain = serde_json::to_vec(&handed).map_err(Error::internal)?;
    let ticket = sealer.seal(&ticket_for(to.as_str()), &plain, &cx.app.entropy);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("ticket", &ticket).finish();
    let address = format!("{}?{query}", callback(&to, answer.upstream));
    if address.len() > LONGEST {
        return Err(untrusted("the answer is too long to be handed on"));
    }
    Ok(Some(address))
}

/// An answer that was handed on to this instance.
///
/// # Errors
/// For a ticket that is none of this host, or too old.
pub fn handed_on(cx: &Cx<'_>, ticket: &str) -> Result<HandedOnAnswer, UpstreamFault> {
    let opened = sealer(cx)
        .filter(|_| cx.app.config.relay.via.is_some())
        .and_then(|sealer| open::<HandedOnAnswer>(&sealer, &ticket_for(cx.issuer.url.as_str()), ticket));
    let handed = opened.ok_or_else(|| {
        let sentence = "the ticket is for another host, or sealed by nobody who shares relay.secret";
        refused(UpstreamFaultKind::Untrusted, sentence)
    })?;
    if handed.at + TICKET + cx.issuer.policy.clock_skew < cx.now {
        return Err(refused(UpstreamFaultKind::Expired, "the ticket is older than two minutes"));
    }
    Ok(handed)
}

fn refused(kind: UpstreamFaultKind, sentence: &str) -> UpstreamFault {
    tracing::info!(kind = kind.as_str(), "an answer of an upstream was not handed on: {sentence}");
    UpstreamFault::new(kind, sentence)
}

/// For what the ticket for a host is sealed: no other opens it.
fn ticket_for(issuer: &str) -> String {
    format!("relay/ticket/{issuer}")
}

fn sealer(cx: &Cx<'_>) -> Option<Sealer> {
    let secret = cx.app.config.relay.secret.as_ref()?;
    let key = MasterKey::from_bytes(sha256(format!("signet relay\0{}", secret.expose()).as_bytes()));
    Some(Sealer::new(&key, &[]))
}

fn open<T: DeserializeOwned>(sealer: &Sealer, purpose: &str, sealed: &str) -> Option<T> {
    let plain = sealer.open(purpose, sealed).ok()?;
    serde_json::from_slice(plain.expose()).ok()
}
