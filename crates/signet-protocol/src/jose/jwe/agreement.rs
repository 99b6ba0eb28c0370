//! Key agreement with an ephemeral key (RFC 7518 §4.6) and what is derived from it.

use aws_lc_rs::{
    agreement::{self, Algorithm, PrivateKey, UnparsedPublicKey},
    digest,
    key_wrap::{AES_128, AES_256, AesKek, KeyWrap as _},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};

use super::{
    alg::{ContentEnc, KeyMgmtAlg},
    content::Failed,
};
use crate::{
    base::secret::Secret,
    jose::{jwk::Jwk, key::InvalidKey},
};

/// A curve that keys are agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Curve {
    kty: &'static str,
    crv: &'static str,
    /// Bytes of a coordinate.
    length: usize,
    algorithm: &'static Algorithm,
}

/// The curve of our own key.
pub const P256: Curve = Curve { kty: "EC", crv: "P-256", length: 32, algorithm: &agreement::ECDH_P256 };

/// RFC 7518 §6.2.1.1, RFC 8037 §3.2; X448 is not supported.
const CURVES: [Curve; 4] = [
    P256,
    Curve { kty: "EC", crv: "P-384", length: 48, algorithm: &agreement::ECDH_P384 },
    Curve { kty: "EC", crv: "P-521", length: 66, algorithm: &agreement::ECDH_P521 },
    Curve { kty: "OKP", crv: "X25519", length: 32, algorithm: &agreement::X25519 },
];

impl Curve {
    /// The curve that a public key names.
    pub fn of(jwk: &Jwk) -> Option<Self> {
        CURVES.into_iter().find(|one| one.kty == jwk.kty() && Some(one.crv) == jwk.crv())
    }

    /// The point of a public key on this curve, as aws-lc takes it; whether it lies on the curve
    /// is seen when a key is agreed.
    fn point(self, jwk: &Jwk) -> Result<Vec<u8>, InvalidKey> {
        if Self::of(jwk) != Some(self) {
            return Err(InvalidKey::Unsupported);
        }
        // RFC 7518 §6.2.1.2, RFC 8037 §2: coordinates have the full length of the curve.
        let coordinate = |name| jwk.bytes(name).filter(|at| at.len() == self.length).ok_or(InvalidKey::Malformed);
        let x = coordinate("x")?;
        // SEC 1 §2.3.3: 0x04, then both coordinates.
        if self.kty == "EC" { Ok([&[4u8][..], &x, &coordinate("y")?].concat()) } else { Ok(x) }
    }

    /// A public key of this curve as JSON, without name.
    pub fn to_jwk(self, point: &[u8]) -> Value {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        if self.kty == "EC" {
            let (x, y) = point.split_at(1).1.split_at(self.length);
            json!({ "kty": self.kty, "crv": self.crv, "x": text(x), "y": text(y) })
        } else {
            json!({ "kty": self.kty, "crv": self.crv, "x": text(point) })
        }
    }
}

/// A public key that keys are agreed with: proven to lie on its curve.
#[derive(Debug, Clone)]
pub struct Peer {
    curve: Curve,
    point: Vec<u8>,
}

impl Peer {
    /// Takes a key from JSON.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, InvalidKey> {
        let curve = Curve::of(jwk).ok_or(InvalidKey::Unsupported)?;
        let point = curve.point(jwk)?;
        // One agreement with a throw-away key tells whether the point is good, before anybody
        // relies on the registration.
        let probe = PrivateKey::generate(curve.algorithm).map_err(|_| InvalidKey::Generation)?;
        let peer = Self { curve, point };
        agree(&probe, &peer).map_err(|_| InvalidKey::Malformed)?;
        Ok(peer)
    }
}

/// The secret that both sides compute.
fn agree(own: &PrivateKey, peer: &Peer) -> Result<Secret<Vec<u8>>, Failed> {
    let theirs = UnparsedPublicKey::new(peer.curve.algorithm, &peer.point);
    // NIST SP 800-56A §5.6.2.3: aws-lc refuses points that are not on the curve and, for X25519,
    // secrets that are all zero (RFC 7748 §6.1).
    agreement::agree(own, theirs, Failed, |secret| Ok(Secret::new(secret.to_vec())))
}

/// The sender's side: the header members to send and the key that was agreed.
pub fn send(
    peer: &Peer,
    alg: KeyMgmtAlg,
    enc: ContentEnc,
    header: &mut Map<String, Value>,
) -> Result<Secret<Vec<u8>>, Failed> {
    // RFC 7518 §4.6: a new ephemeral public key MUST be made for each agreement.
    let ephemeral = PrivateKey::generate(peer.curve.algorithm)?;
    let public = ephemeral.compute_public_key()?;
    header.insert("epk".to_owned(), peer.curve.to_jwk(public.as_ref()));
    let secret = agree(&ephemeral, peer)?;
    Ok(derive(&secret, alg, enc, &[], &[]))
}

/// The recipient's side, from the header of a message.
pub fn receive(
    own: (&PrivateKey, Curve),
    alg: KeyMgmtAlg,
    enc: ContentEnc,
    header: &Map<String, Value>,
) -> Result<Secret<Vec<u8>>, Failed> {
    let (private, curve) = own;
    // RFC 7518 §4.6.1.1: `epk` MUST be present, a public key on the curve of the recipient's.
    let epk = header.get("epk").and_then(|epk| Jwk::from_value(epk).ok()).ok_or(Failed)?;
    let point = curve.point(&epk).map_err(|_| Failed)?;
    let secret = agree(private, &Peer { curve, point })?;
    Ok(derive(&secret, alg, enc, &party(header, "apu")?, &party(header, "apv")?))
}

/// RFC 7518 §4.6.1.2, §4.6.1.3: information about the parties, in base64url.
fn party(header: &Map<String, Value>, member: &str) -> Result<Vec<u8>, Failed> {
    match header.get(member) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| Failed),
        Some(_) => Err(Failed),
    }
}

/// RFC 7518 §4.6.2: Concat KDF with SHA-256. The name and length are those of the content
/// encryption where the agreed key encrypts itself, else those of the wrapping.
fn derive(secret: &Secret<Vec<u8>>, alg: KeyMgmtAlg, enc: ContentEnc, apu: &[u8], apv: &[u8]) -> Secret<Vec<u8>> {
    let (name, length) = match wrap_len(alg) {
        Some(length) => (alg.as_str(), length),
        None => (enc.as_str(), enc.key_len()),
    };
    // Lengths of header members are bounded by the size of a token, far below 2^32.
    let size = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes();
    let mut out = Vec::with_capacity(length + digest::SHA256_OUTPUT_LEN);
    for round in 1u32.. {
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(&round.to_be_bytes());
        hash.update(secret.expose());
        for part in [name.as_bytes(), apu, apv] {
            hash.update(&size(part.len()));
            hash.update(part);
        }
        hash.update(&size(length * 8));
        out.extend_from_slice(hash.finish().as_ref());
        if out.len() >= length {
            break;
        }
    }
    out.truncate(length);
    Secret::new(out)
}

/// How long the wrapping key of an algorithm is; none where the agreed key encrypts itself.
const fn wrap_len(alg: KeyMgmtAlg) -> Option<usize> {
    match alg {
        KeyMgmtAlg::EcdhEsA128Kw => Some(16),
        KeyMgmtAlg::EcdhEsA256Kw => Some(32),
        KeyMgmtAlg::EcdhEs | KeyMgmtAlg::RsaOaep | KeyMgmtAlg::RsaOaep256 => None,
    }
}

fn kek(alg: KeyMgmtAlg, agreed: &Secret<Vec<u8>>) -> Result<AesKek, Failed> {
    let cipher = if alg == KeyMgmtAlg::EcdhEsA128Kw { &AES_128 } else { &AES_256 };
    Ok(AesKek::new(cipher, agreed.expose())?)
}

/// RFC 7518 §4.4: wraps a content encryption key (RFC 3394).
pub fn wrap(alg: KeyMgmtAlg, agreed: &Secret<Vec<u8>>, cek: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut out = vec![0; cek.len() + 8];
    kek(alg, agreed)?.wrap(cek, &mut out)?;
    Ok(out)
}

/// Unwraps it; only a key of the expected length comes out.
pub fn unwrap(alg: KeyMgmtAlg, agreed: &Secret<Vec<u8>>, wrapped: &[u8], length: usize) -> Result<Vec<u8>, Failed> {
    if wrapped.len() != length + 8 {
        return Err(Failed);
    }
    let mut out = vec![0; length];
    kek(alg, agreed)?.unwrap(wrapped, &mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private(d: &str) -> PrivateKey {
        let d = BASE64URL_NOPAD.decode(d.as_bytes()).unwrap();
        PrivateKey::from_private_key(&agreement::ECDH_P256, &d).unwrap()
    }

    fn header(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    // RFC 7518 appendix C
    #[test]
    fn the_example_of_rfc_7518_gives_its_key() {
        let bob = private("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        let alice = json!({
            "kty": "EC", "crv": "P-256",
            "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
        });
        let members = header(&json!({ "epk": alice, "apu": "QWxpY2U", "apv": "Qm9i" }));
        let key = receive((&bob, P256), KeyMgmtAlg::EcdhEs, ContentEnc::A128Gcm, &members).unwrap();
        assert_eq!(BASE64URL_NOPAD.encode(key.expose()), "VqqN6vgjbSBcIijNcacQGg");
    }

    // NIST SP 800-56A §5.6.2.3: a point off the curve would give away the private key bit by bit.
    #[test]
    fn points_that_are_not_on_the_curve_are_refused() {
        let own = private("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        let good_x = "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0";
        let good_y = "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps";
        let zeros = BASE64URL_NOPAD.encode(&[0; 32]);
        let ones = BASE64URL_NOPAD.encode(&[0xff; 32]);
        // On y² = x³ - 3x + 1, of another order.
        let foreign = BASE64URL_NOPAD.encode(&[[0u8; 31].as_slice(), &[1]].concat());
        for (x, y) in [
            (good_x, good_x),
            (good_y, good_y),
            (zeros.as_str(), zeros.as_str()),
            (&zeros, &foreign),
            (&ones, &ones),
            (good_x, &zeros),
            (good_x, ""),
            ("AA", good_y),
        ] {
            let epk = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
            let refused = Peer::from_jwk(&Jwk::from_value(&epk).unwrap()).err();
            assert_eq!(refused, Some(InvalidKey::Malformed), "{epk}");
            let got = receive((&own, P256), KeyMgmtAlg::EcdhEs, ContentEnc::A128Gcm, &header(&json!({ "epk": epk })));
            assert_eq!(got.map(|_| ()), Err(Failed), "{epk}");
        }
    }

    // RFC 7748 §6.1: points of small order give a secret of zeros.
    #[test]
    fn points_of_small_order_on_curve25519_are_refused() {
        for x in [[0u8; 32], [&[1u8][..], &[0; 31]].concat().try_into().unwrap()] {
            let jwk = json!({ "kty": "OKP", "crv": "X25519", "x": BASE64URL_NOPAD.encode(&x) });
            assert_eq!(Peer::from_jwk(&Jwk::from_value(&jwk).unwrap()).map(|_| ()), Err(InvalidKey::Malformed));
        }
    }

    #[test]
    fn an_ephemeral_key_of_another_kind_is_refused() {
        let own = private("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        let other = PrivateKey::generate(&agreement::ECDH_P384).unwrap();
        let other = CURVES[1].to_jwk(other.compute_public_key().unwrap().as_ref());
        let x25519 = json!({ "kty": "OKP", "crv": "X25519", "x": BASE64URL_NOPAD.encode(&[9; 32]) });
        for members in [
            json!({ "epk": other }),
            json!({ "epk": x25519 }),
            json!({ "epk": "text" }),
            json!({ "epk": {} }),
            json!({}),
        ] {
            let got = receive((&own, P256), KeyMgmtAlg::EcdhEs, ContentEnc::A128Gcm, &header(&members));
            assert_eq!(got.map(|_| ()), Err(Failed), "{members}");
        }
    }

    #[test]
    fn both_sides_derive_the_same_key_and_each_message_another() {
        let own = PrivateKey::generate(P256.algorithm).unwrap();
        let peer = Peer::from_jwk(&Jwk::from_value(&P256.to_jwk(own.compute_public_key().unwrap().as_ref())).unwrap())
            .unwrap();
        for (alg, length) in [(KeyMgmtAlg::EcdhEs, 64), (KeyMgmtAlg::EcdhEsA128Kw, 16), (KeyMgmtAlg::EcdhEsA256Kw, 32)]
        {
            let (mut first, mut second) = (Map::new(), Map::new());
            let sent = send(&peer, alg, ContentEnc::A256CbcHs512, &mut first).unwrap();
            let again = send(&peer, alg, ContentEnc::A256CbcHs512, &mut second).unwrap();
            assert_ne!((&sent, &first), (&again, &second));
            let received = receive((&own, P256), alg, ContentEnc::A256CbcHs512, &first).unwrap();
            assert_eq!(received, sent);
            assert_eq!(sent.expose().len(), length);
        }
    }

    // RFC 3394 §4.1
    #[test]
    fn keys_are_wrapped_as_rfc_3394_shows() {
        let agreed = Secret::new((0u8..16).collect::<Vec<_>>());
        let cek: Vec<u8> = (0..16).map(|at| at * 0x11).collect();
        let wrapped = wrap(KeyMgmtAlg::EcdhEsA128Kw, &agreed, &cek).unwrap();
        let expected = "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5";
        assert_eq!(data_encoding::HEXLOWER.encode(&wrapped), expected);
        assert_eq!(unwrap(KeyMgmtAlg::EcdhEsA128Kw, &agreed, &wrapped, 16).unwrap(), cek);
        for length in 0..wrapped.len() {
            assert_eq!(unwrap(KeyMgmtAlg::EcdhEsA128Kw, &agreed, &wrapped[..length], 16), Err(Failed));
        }
        assert_eq!(unwrap(KeyMgmtAlg::EcdhEsA128Kw, &agreed, &wrapped, 24), Err(Failed));
    }
}
