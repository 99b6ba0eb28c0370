//! What both ceremonies have in common: who asks, and a challenge that is answered once.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;
use webauthn_rs_core::WebauthnCore;

use crate::{
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error, Work},
    store::replay,
};

/// How long a person may take.
const LIFETIME: Seconds = Seconds::minutes(5);
/// Purpose of the rows of challenges that were answered.
const PURPOSE: &str = "passkey";

/// What a browser is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The options for `navigator.credentials`, as JSON with binary in base64url.
    pub public_key: String,
    /// What the form brings back with the answer.
    pub sealed: String,
}

/// A challenge that is about to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    hash: TokenHash,
    ends_at: Timestamp,
}

impl Challenge {
    /// Spends it; `false` when it was spent before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend(&self, work: &mut Work) -> Result<bool, Error> {
        // WebAuthn §13.4.3: an answer that was seen is not taken again.
        Ok(replay::remember(work, PURPOSE, &self.hash, self.ends_at).await?)
    }
}

#[derive(Serialize, Deserialize)]
struct Begun<S> {
    ends_at: Timestamp,
    state: S,
}

/// A ceremony that goes on.
pub(super) struct Opened<S> {
    pub(super) state: S,
    pub(super) challenge: Challenge,
}

/// The relying party that an issuer is: its host, and nothing but its origin.
///
/// # Errors
/// [`Error::NotFound`] where the host is an address of digits, for which no browser makes passkeys.
pub(super) fn relying_party(cx: &Cx<'_>) -> Result<WebauthnCore, Error> {
    let origin = Url::parse(cx.issuer.url.origin()).map_err(Error::internal)?;
    // WebAuthn §5.1.2: the RP ID is a domain.
    let id = origin.domain().ok_or(Error::NotFound)?.to_owned();
    let brand = &cx.issuer.branding.brand.name;
    Ok(WebauthnCore::new_unsafe_experts_only(brand, &id, vec![origin], LIFETIME.to_std(), None, None))
}

/// What the form brings back: the state of a ceremony, sealed for whoever began it.
pub(super) fn seal<S: Serialize>(cx: &Cx<'_>, purpose: &str, state: S) -> Result<String, Error> {
    let begun = Begun { ends_at: cx.now + LIFETIME, state };
    let text = serde_json::to_vec(&begun).map_err(Error::internal)?;
    Ok(cx.app.sealer.seal(purpose, &text, &cx.app.entropy))
}

/// The ceremony that a form brought back; none where somebody else began it, or too long ago.
pub(super) fn open<S: DeserializeOwned>(cx: &Cx<'_>, purpose: &str, sealed: &str) -> Option<Opened<S>> {
    let text = cx.app.sealer.open(purpose, sealed).ok()?;
    let begun: Begun<S> = serde_json::from_slice(text.expose()).ok()?;
    // Of what was sealed, and not of the seal: its text could be written in another way.
    let hash = TokenHash::of(std::str::from_utf8(text.expose()).ok()?);
    let challenge = Challenge { hash, ends_at: begun.ends_at };
    (cx.now < begun.ends_at).then_some(Opened { state: begun.state, challenge })
}
