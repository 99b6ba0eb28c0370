//! What both ceremonies have in common: who asks, and a challenge that is answered once.

use serde::{Serialize, de::DeserializeOwned};
use url::Url;
use webauthn_rs_core::WebauthnCore;

use crate::domain::{
    kernel::{Cx, Error},
    login::challenge::{self, LIFETIME, Opened},
};

/// Purpose of the rows of challenges that were answered.
const KIND: &str = "passkey";

/// What a browser is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The options for `navigator.credentials`, as JSON with binary in base64url.
    pub public_key: String,
    /// What the form brings back with the answer.
    pub sealed: String,
}

/// The domain that passkeys belong to (WebAuthn §5.1.2): the issuer's host, or what the operator says.
///
/// # Errors
/// [`Error::NotFound`] where the host is an address of digits, for which no browser makes passkeys.
pub fn rp_id(cx: &Cx<'_>) -> Result<String, Error> {
    let origin = Url::parse(cx.issuer.url.origin()).map_err(Error::internal)?;
    let host = origin.domain().ok_or(Error::NotFound)?;
    Ok(cx.app.config.passkeys.rp_id.as_deref().unwrap_or(host).to_owned())
}

/// The origins that may ask for passkeys of this domain (WebAuthn Level 3 §5.11.1); none where that is only the
/// domain's own.
pub fn related_origins(cx: &Cx<'_>) -> Vec<String> {
    let config = &cx.app.config.passkeys;
    if config.rp_id.is_none() && config.related_origins.is_empty() {
        return Vec::new();
    }
    let own = cx.issuer.url.origin();
    let others = config.related_origins.iter().filter(|origin| *origin != own).cloned();
    std::iter::once(own.to_owned()).chain(others).collect()
}

/// The relying party that an issuer is. An answer that was made at another origin is none to us, whichever may ask for
/// our passkeys: whoever holds that site could sign its visitors in here.
///
/// # Errors
/// As [`rp_id`].
pub(super) fn relying_party(cx: &Cx<'_>) -> Result<WebauthnCore, Error> {
    let origin = Url::parse(cx.issuer.url.origin()).map_err(Error::internal)?;
    let id = rp_id(cx)?;
    let brand = &cx.issuer.branding.brand.name;
    Ok(WebauthnCore::new_unsafe_experts_only(brand, &id, vec![origin], LIFETIME.to_std(), None, None))
}

/// What the form brings back: the state of a ceremony, sealed for whoever began it.
pub(super) fn seal<S: Serialize>(cx: &Cx<'_>, purpose: &str, state: S) -> Result<String, Error> {
    challenge::seal(cx, purpose, state)
}

/// The ceremony that a form brought back; none where somebody else began it, or too long ago.
pub(super) fn open<S: DeserializeOwned>(cx: &Cx<'_>, purpose: &str, sealed: &str) -> Option<Opened<S>> {
    challenge::open(cx, KIND, purpose, sealed)
}
