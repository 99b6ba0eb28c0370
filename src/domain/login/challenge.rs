//! What somebody is asked to sign: it travels sealed through the form, for five minutes, and is answered once.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error, Work},
    store::replay,
};

/// How long a person may take.
pub(super) const LIFETIME: Seconds = Seconds::minutes(5);

/// A challenge that is about to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    kind: &'static str,
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
        Ok(replay::remember(work, self.kind, &self.hash, self.ends_at).await?)
    }
}

#[derive(Serialize, Deserialize)]
struct Begun<S> {
    ends_at: Timestamp,
    state: S,
}

/// A challenge that came back, with what it was made with.
pub(super) struct Opened<S> {
    pub(super) state: S,
    pub(super) challenge: Challenge,
}

/// What the form brings back, sealed for whoever began it.
pub(super) fn seal<S: Serialize>(cx: &Cx<'_>, purpose: &str, state: S) -> Result<String, Error> {
    let begun = Begun { ends_at: cx.now + LIFETIME, state };
    let text = serde_json::to_vec(&begun).map_err(Error::internal)?;
    Ok(cx.app.sealer.seal(purpose, &text, &cx.app.entropy))
}

/// What a form brought back; none where somebody else began it, or too long ago. `kind` names the rows of those that
/// were answered.
pub(super) fn open<S: DeserializeOwned>(
    cx: &Cx<'_>,
    kind: &'static str,
    purpose: &str,
    sealed: &str,
) -> Option<Opened<S>> {
    let text = cx.app.sealer.open(purpose, sealed).ok()?;
    let begun: Begun<S> = serde_json::from_slice(text.expose()).ok()?;
    // Of what was sealed, and not of the seal: its text could be written in another way.
    let hash = TokenHash::of(std::str::from_utf8(text.expose()).ok()?);
    let challenge = Challenge { kind, hash, ends_at: begun.ends_at };
    (cx.now < begun.ends_at).then_some(Opened { state: begun.state, challenge })
}
