//! What a browser answers with a new passkey: JSON around an attestation in CBOR. Nobody is believed but who answers our
//! challenge, on our site and for our domain; and the model that is read is the one that was attested.

use std::{sync::LazyLock, time::Duration};

use data_encoding::BASE64URL_NOPAD;
use openssl::sha::sha256;
use serde_json::{Value, json};
use signet_protocol::passkey;
use url::Url;
use webauthn_rs_core::{
    WebauthnCore,
    proto::{AttestationMetadata, RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy},
};

use self::reader::{VerifiedPasskey, verify};

// The reader, which the server keeps to itself.
#[path = "../../src/domain/login/passkeys/attestation.rs"]
mod reader;

const DOMAIN: &str = "id.example";
const ORIGIN: &str = "https://id.example";
/// The bytes from 0 to 31.
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

static PARTY: LazyLock<WebauthnCore> = LazyLock::new(|| {
    let origin = Url::parse(ORIGIN).unwrap();
    WebauthnCore::new_unsafe_experts_only("Example", DOMAIN, vec![origin], Duration::from_secs(300), None, None)
});

/// As the server asks, with the challenge that the seeds answer.
static ASKED: LazyLock<RegistrationState> = LazyLock::new(|| {
    let builder = PARTY.new_challenge_register_builder(b"ada", "ada", "Ada").unwrap();
    let builder = builder.user_verification_policy(UserVerificationPolicy::Required);
    let (_, asked) = PARTY.generate_challenge_register(builder).unwrap();
    let mut asked = serde_json::to_value(asked).unwrap();
    asked["challenge"] = json!(CHALLENGE);
    serde_json::from_value(asked).unwrap()
});

/// An answer, or client data and behind its line an attestation object, as bytes.
pub fn run(data: &[u8]) {
    is_accepted(data);
}

/// Whether a passkey is made of it.
pub fn is_accepted(data: &[u8]) -> bool {
    let answer = match data.iter().position(|byte| *byte == b'\n') {
        Some(line) => answer(&data[..line], &data[line + 1..]),
        None => String::from_utf8_lossy(data).into_owned(),
    };
    let Ok(VerifiedPasskey { credential, model }) = verify(&PARTY, &ASKED, None, &answer) else { return false };
    let sent: RegisterPublicKeyCredential = serde_json::from_str(&answer).unwrap();
    let client: Value = serde_json::from_slice(&sent.response.client_data_json).unwrap();
    assert_eq!(client["type"], "webauthn.create");
    assert_eq!(client["challenge"].as_str().unwrap().trim_end_matches('='), CHALLENGE);
    let origin = Url::parse(client["origin"].as_str().unwrap()).unwrap();
    assert_eq!(origin.origin().ascii_serialization(), ORIGIN);
    assert_ne!(client["crossOrigin"], true);
    let domain = sha256(DOMAIN.as_bytes());
    let object = sent.response.attestation_object;
    // WebAuthn §6.1: behind it, that somebody was there and was verified.
    assert!(object.windows(33).any(|part| part[..32] == domain && part[32] & 5 == 5), "{object:?}");
    if let AttestationMetadata::Packed { aaguid } | AttestationMetadata::Tpm { aaguid, .. } =
        credential.attestation.metadata
    {
        assert_eq!(model, passkey::written(aaguid.into_bytes()));
    }
    true
}

/// As the page's script sends it.
fn answer(client_data: &[u8], attestation_object: &[u8]) -> String {
    let response = json!({
        "clientDataJSON": BASE64URL_NOPAD.encode(client_data),
        "attestationObject": BASE64URL_NOPAD.encode(attestation_object),
        "transports": ["internal"],
    });
    json!({"id": "AA", "rawId": "AA", "type": "public-key", "response": response, "clientExtensionResults": {}})
        .to_string()
}
