//! A software authenticator (WebAuthn): keeps passkeys for one site, and answers as a browser's script would.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::Maker;

/// What the authenticator says in its flags (WebAuthn §6.1): somebody is there, was verified, and the key may be or is
/// backed up.
#[derive(Debug, Clone, Copy)]
pub struct Flags {
    /// Somebody touched it.
    pub present: bool,
    /// It knew them.
    pub verified: bool,
    /// The key may be copied.
    pub eligible: bool,
    /// The key is copied.
    pub backed_up: bool,
}

impl Flags {
    /// A key on one device, of somebody who was verified.
    pub const DEVICE: Self = Self { present: true, verified: true, eligible: false, backed_up: false };
    /// A key that a provider keeps.
    pub const SYNCED: Self = Self { present: true, verified: true, eligible: true, backed_up: true };

    fn byte(self) -> u8 {
        let bit = |set: bool, at: u8| u8::from(set) << at;
        bit(self.present, 0) | bit(self.verified, 2) | bit(self.eligible, 3) | bit(self.backed_up, 4)
    }
}

/// An authenticator with one passkey.
pub struct Authenticator {
    /// Where its browser stands.
    pub origin: String,
    /// What it says with each answer.
    pub flags: Flags,
    /// Counts with each answer; `None` where it does not count.
    pub counter: Option<u32>,
    /// Its model.
    pub aaguid: [u8; 16],
    /// What it calls the passkey.
    pub id: Vec<u8>,
    /// The account that the passkey is for.
    pub user_handle: Vec<u8>,
    /// Who vouches for its model, where it is asked to prove it.
    pub maker: Option<&'static Maker>,
    /// Whether its attestation has numbers in place of names.
    pub is_numbered: bool,
    key: EcdsaKeyPair,
    rp_id: String,
}

impl Authenticator {
    /// One that was never used.
    pub fn new(origin: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        let id = digest(&SHA256, key.public_key().as_ref()).as_ref().to_vec();
        Self {
            origin: origin.to_owned(),
            flags: Flags::DEVICE,
            counter: Some(0),
            aaguid: [0; 16],
            id,
            user_handle: Vec::new(),
            maker: None,
            is_numbered: false,
            key,
            rp_id: String::new(),
        }
    }

    /// Answers `navigator.credentials.create` (WebAuthn §6.3.2).
    pub fn create(&mut self, options: &Value) -> String {
        self.rp_id = options["rp"]["id"].as_str().expect("rp.id").to_owned();
        self.user_handle = decoded(&options["user"]["id"]);
        let client_data = self.client_data("webauthn.create", options);
        let mut data = self.data(0x40);
        data.extend(self.aaguid);
        data.extend(u16::try_from(self.id.len()).expect("a short id").to_be_bytes());
        data.extend(&self.id);
        data.extend(self.cose_key());
        let asked = options["attestation"] == json!("direct");
        let (format, statement) = match self.maker.filter(|_| asked) {
            Some(maker) => ("packed", maker.statement(&data, &client_data)),
            None => ("none", vec![0xa0]),
        };
        let names = ["fmt", "attStmt", "authData"].map(text);
        let [fmt, att_stmt, auth_data] = if self.is_numbered { [0, 1, 2].map(|number| vec![number]) } else { names };
        let object = [vec![0xa3], fmt, text(format), att_stmt, statement, auth_data, bytes(&data)].concat();
        let response = json!({"clientDataJSON": encoded(&client_data), "attestationObject": encoded(&object), "transports": ["internal"]});
        self.answer(&response)
    }

    /// Answers `navigator.credentials.get` (WebAuthn §6.3.3).
    #[allow(clippy::disallowed_methods, reason = "a foreign party draws its own randomness")]
    pub fn get(&mut self, options: &Value) -> String {
        assert_eq!(options["rpId"], json!(self.rp_id));
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, &client_data).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        let response = json!({
            "clientDataJSON": encoded(&client_data),
            "authenticatorData": encoded(&data),
            "signature": encoded(signature.as_ref()),
            "userHandle": encoded(&self.user_handle),
        });
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = encoded(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}})
            .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let told =
            json!({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false});
        told.to_string().into_bytes()
    }

    /// Authenticator data (WebAuthn §6.1), up to the counter.
    fn data(&mut self, more_flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.rp_id.as_bytes()).as_ref().to_vec();
        data.push(self.flags.byte() | more_flags);
        if let Some(counter) = &mut self.counter {
            *counter += 1;
        }
        data.extend(self.counter.unwrap_or_default().to_be_bytes());
        data
    }

    /// RFC 9053 §7.1.1: an ES256 key.
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        key.extend(bytes(&point[1..33]));
        key.push(0x22);
        key.extend(bytes(&point[33..65]));
        key
    }
}

fn encoded(data: &[u8]) -> String {
    BASE64URL_NOPAD.encode(data)
}

fn decoded(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD.decode(value.as_str().expect("base64url").as_bytes()).expect("base64url")
}

/// A text in CBOR, shorter than 24 bytes.
pub(super) fn text(text: &str) -> Vec<u8> {
    let mut out = vec![0x60 | u8::try_from(text.len()).expect("a short text")];
    out.extend(text.as_bytes());
    out
}

/// Bytes in CBOR.
pub(super) fn bytes(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("few bytes").to_be_bytes();
    let mut out = vec![0x59];
    out.extend(length);
    out.extend(data);
    out
}
