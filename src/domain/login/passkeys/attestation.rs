//! What a browser answers with a new passkey (WebAuthn §7.1): read, and verified against what it was asked.

use serde_cbor_2::Value;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    proto::{Credential, RegisterPublicKeyCredential, RegistrationState},
};

use crate::{
    app::AttestationCaList,
    protocol::passkey::{self, Aaguid},
};

/// A passkey that was verified.
pub(super) struct VerifiedPasskey {
    pub(super) credential: Credential,
    /// The model of its authenticator, where it says one.
    pub(super) model: Option<String>,
}

/// The passkey of an answer, whose model is proven where makers are named.
///
/// # Errors
/// What does not hold.
pub(super) fn verify(
    party: &WebauthnCore,
    asked: &RegistrationState,
    makers: Option<&AttestationCaList>,
    answer: &str,
) -> Result<VerifiedPasskey, WebauthnError> {
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(WebauthnError::ParseJSONFailure)?;
    let credential = party.register_credential(&answer, asked, makers)?;
    let model = aaguid(&answer.response.attestation_object).ok_or(WebauthnError::MissingAttestationCredentialData)?;
    Ok(VerifiedPasskey { credential, model: passkey::written(model) })
}

/// The model of an authenticator, from what was verified: the library keeps it only where a model is attested. None
/// where the members have no names, but numbers or an order, which the library reads as well.
fn aaguid(attestation_object: &[u8]) -> Option<Aaguid> {
    // WebAuthn §6.5.1: after the hash of the RP ID, the flags and the counter.
    const AT: std::ops::Range<usize> = 37..53;
    let Ok(Value::Map(members)) = serde_cbor_2::from_slice(attestation_object) else { return None };
    let Some(Value::Bytes(data)) = members.get(&Value::Text("authData".to_owned())) else { return None };
    Aaguid::try_from(data.get(AT)?).ok()
}
