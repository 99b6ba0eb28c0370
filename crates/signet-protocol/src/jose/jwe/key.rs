//! Keys that content encryption keys travel under: the public ones of clients, and our own.

use std::fmt;

use aws_lc_rs::{
    agreement::PrivateKey,
    encoding::{AsDer, Pkcs8V1Der},
    hmac,
    rsa::{
        KeyPair as RsaKeyPair, KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm,
        OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
    },
    signature::KeyPair as _,
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};

use super::{
    agreement::{self, Curve, P256, Peer},
    alg::{ContentEnc, EncFamily, KeyMgmtAlg},
    content::Failed,
};
use crate::{
    base::secret::{Secret, sha256},
    jose::{
        jwk::{Jwk, JwkSet},
        key::{GeneratedKey, InvalidKey, rsa_components},
    },
};

/// Draws a content encryption key. The type is made for vectors; what it draws is what aws-lc
/// makes keys of.
pub(super) type Drawn = aws_lc_rs::iv::FixedLength<64>;

/// A client's public key, ready to encrypt with one algorithm.
#[derive(Clone)]
pub struct EncryptionKey {
    alg: KeyMgmtAlg,
    kid: Option<String>,
    material: PublicMaterial,
}

#[derive(Clone)]
enum PublicMaterial {
    Rsa(PublicEncryptingKey),
    Ecdh(Peer),
}

impl EncryptionKey {
    /// Makes a key ready for an algorithm that its members allow.
    pub fn from_jwk(jwk: &Jwk, alg: KeyMgmtAlg) -> Result<Self, InvalidKey> {
        if misfit(jwk, alg).is_some() {
            return Err(InvalidKey::Unsupported);
        }
        let material = match alg.family() {
            EncFamily::Rsa => {
                let key = rsa_components(jwk)?.try_into().map_err(|_| InvalidKey::Malformed)?;
                PublicMaterial::Rsa(key)
            }
            EncFamily::Ecdh => PublicMaterial::Ecdh(Peer::from_jwk(jwk)?),
        };
        Ok(Self { alg, kid: jwk.kid().map(str::to_owned), material })
    }

    /// The key of a set that a message to its owner is encrypted to.
    pub fn choose(set: &JwkSet, alg: KeyMgmtAlg) -> Option<Self> {
        // OIDC Core §10.2: the key is chosen by `use` and `alg`; one that says what it is for is
        // preferred to one that does not forbid it. Among equals the first stands.
        let mut keys: Vec<&Jwk> = set.keys.iter().filter(|jwk| misfit(jwk, alg).is_none()).collect();
        keys.sort_by_key(|jwk| (jwk.key_use().is_none(), jwk.alg().is_none()));
        // RFC 7517 §5: keys that are malformed or out of range are passed over.
        keys.into_iter().find_map(|jwk| Self::from_jwk(jwk, alg).ok())
    }

    /// Why no key of a set can be encrypted to with an algorithm.
    pub fn why_none(set: &JwkSet, alg: KeyMgmtAlg) -> String {
        set.why_none(|jwk| {
            let misfit = misfit(jwk, alg).map(str::to_owned);
            misfit.or_else(|| Self::from_jwk(jwk, alg).err().map(|why| why.to_string()))
        })
    }

    /// The algorithm it was made ready for.
    pub fn alg(&self) -> KeyMgmtAlg {
        self.alg
    }

    /// The name its owner gave it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// A content encryption key and how it travels; `header` gains what the recipient needs.
    pub(super) fn enclose(&self, enc: ContentEnc, header: &mut Map<String, Value>) -> Result<Enclosed, Failed> {
        let drawn = Drawn::new()?;
        let drawn = || Secret::new(drawn.as_ref()[..enc.key_len()].to_vec());
        match &self.material {
            PublicMaterial::Rsa(key) => {
                let key = OaepPublicEncryptingKey::new(key.clone())?;
                let (cek, mut out) = (drawn(), vec![0; key.ciphertext_size()]);
                let length = key.encrypt(oaep(self.alg), cek.expose(), &mut out, None)?.len();
                out.truncate(length);
                Ok(Enclosed { cek, encrypted: out })
            }
            PublicMaterial::Ecdh(peer) => {
                let agreed = agreement::send(peer, self.alg, enc, header)?;
                if self.alg == KeyMgmtAlg::EcdhEs {
                    // RFC 7516 §5.1: the encrypted key is the empty octet sequence.
                    return Ok(Enclosed { cek: agreed, encrypted: Vec::new() });
                }
                let cek = drawn();
                let encrypted = agreement::wrap(self.alg, &agreed, cek.expose())?;
                Ok(Enclosed { cek, encrypted })
            }
        }
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptionKey").field("alg", &self.alg).field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A content encryption key and its form on the wire.
pub(super) struct Enclosed {
    pub(super) cek: Secret<Vec<u8>>,
    pub(super) encrypted: Vec<u8>,
}

/// Why a public key may not encrypt with `alg`, by its type, curve and own restrictions.
fn misfit(jwk: &Jwk, alg: KeyMgmtAlg) -> Option<&'static str> {
    let made_for = match alg.family() {
        EncFamily::Rsa => jwk.kty() == "RSA",
        EncFamily::Ecdh => Curve::of(jwk).is_some(),
    };
    if !made_for {
        return Some("its kty or crv is not that of the algorithm (RFC 7518 section 4.1)");
    }
    // RFC 7517 §4.3: what the key may do. A public key for agreement has no operation of its own
    // (the Web Cryptography API writes an empty list).
    let operations = match alg.family() {
        EncFamily::Rsa => ["encrypt", "wrapKey"],
        EncFamily::Ecdh => ["deriveKey", "deriveBits"],
    };
    let may = |listed: &[Value]| {
        (listed.is_empty() && alg.family() == EncFamily::Ecdh)
            || listed.iter().any(|one| operations.iter().any(|operation| one == operation))
    };
    // RFC 7517 §4.2, §4.4: a key stays within the use and algorithm it names. A restriction of the
    // wrong JSON type restricts to nothing.
    if !jwk.member("use").is_none_or(|value| value == "enc") {
        Some("its use is not enc (RFC 7517 section 4.2)")
    } else if !jwk.member("key_ops").is_none_or(|value| value.as_array().is_some_and(|listed| may(listed))) {
        Some("its key_ops hold no operation of encryption (RFC 7517 section 4.3)")
    } else if !jwk.member("alg").is_none_or(|value| value == alg.as_str()) {
        Some("its alg is another (RFC 7517 section 4.4)")
    } else {
        None
    }
}

/// One of our own keys, ready to decrypt with every algorithm of its family.
pub struct DecryptionKey {
    kid: String,
    public: Value,
    material: PrivateMaterial,
    // What stands in for a key that does not decrypt; known to nobody else.
    decoy: hmac::Key,
}

enum PrivateMaterial {
    Rsa(OaepPrivateDecryptingKey),
    Ecdh(PrivateKey),
}

impl DecryptionKey {
    /// Makes a key pair: RSA with 2048 bits, or P-256.
    pub fn generate(family: EncFamily) -> Result<GeneratedKey, InvalidKey> {
        let failed = |_| InvalidKey::Generation;
        let der: Pkcs8V1Der<'_> = match family {
            EncFamily::Rsa => RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?.as_der().map_err(failed)?,
            EncFamily::Ecdh => {
                PrivateKey::generate(&aws_lc_rs::agreement::ECDH_P256).map_err(failed)?.as_der().map_err(failed)?
            }
        };
        let pkcs8 = Secret::new(der.as_ref().to_vec());
        let public_jwk = Self::from_pkcs8(family, pkcs8.expose())?.public_jwk();
        Ok(GeneratedKey { pkcs8, public_jwk })
    }

    /// Takes a private key over and makes it ready.
    pub fn from_pkcs8(family: EncFamily, pkcs8: &[u8]) -> Result<Self, InvalidKey> {
        let (material, mut public) = match family {
            EncFamily::Rsa => rsa_private(pkcs8)?,
            EncFamily::Ecdh => {
                let key = PrivateKey::from_private_key_der(&aws_lc_rs::agreement::ECDH_P256, pkcs8)
                    .map_err(|_| InvalidKey::Malformed)?;
                let point = key.compute_public_key().map_err(|_| InvalidKey::Malformed)?;
                let public = P256.to_jwk(point.as_ref());
                (PrivateMaterial::Ecdh(key), public)
            }
        };
        let bare = Jwk::from_value(&public).map_err(|_| InvalidKey::Malformed)?;
        let kid = bare.thumbprint().ok_or(InvalidKey::Malformed)?;
        public["kid"] = json!(kid);
        public["use"] = json!("enc");
        // RFC 7517 §4.4: no `alg`, so that one key serves its whole family; a client that looks
        // for RSA-OAEP would pass over a key marked RSA-OAEP-256.
        let decoy = hmac::Key::new(hmac::HMAC_SHA512, &sha256(&[b"signet decoy", pkcs8].concat()));
        Ok(Self { kid, public, material, decoy })
    }

    /// Its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What it is made of.
    pub fn family(&self) -> EncFamily {
        match self.material {
            PrivateMaterial::Rsa(_) => EncFamily::Rsa,
            PrivateMaterial::Ecdh(_) => EncFamily::Ecdh,
        }
    }

    /// The public key with `kid` and `use`, as `jwks_uri` shows it.
    pub fn public_jwk(&self) -> Value {
        self.public.clone()
    }

    /// The content encryption key of a message; a key of the right length in any case.
    pub(super) fn open(
        &self,
        alg: KeyMgmtAlg,
        enc: ContentEnc,
        header: &Map<String, Value>,
        encrypted: &[u8],
    ) -> Secret<Vec<u8>> {
        // RFC 7516 §11.5: what is wrong with an encrypted key is not told, neither in words nor
        // in time: another key takes its place and the tag does not verify.
        let decoy = hmac::sign(&self.decoy, encrypted).as_ref()[..enc.key_len()].to_vec();
        let opened = self.try_open(alg, enc, header, encrypted).ok();
        let cek = opened.filter(|cek| cek.expose().len() == enc.key_len());
        cek.unwrap_or_else(|| Secret::new(decoy))
    }

    fn try_open(
        &self,
        alg: KeyMgmtAlg,
        enc: ContentEnc,
        header: &Map<String, Value>,
        encrypted: &[u8],
    ) -> Result<Secret<Vec<u8>>, Failed> {
        match &self.material {
            PrivateMaterial::Rsa(key) => {
                if alg.family() != EncFamily::Rsa || encrypted.len() != key.key_size_bytes() {
                    return Err(Failed);
                }
                let mut out = vec![0; key.min_output_size()];
                let cek = Secret::new(key.decrypt(oaep(alg), encrypted, &mut out, None)?.to_vec());
                zeroize::Zeroize::zeroize(&mut out);
                Ok(cek)
            }
            PrivateMaterial::Ecdh(key) => {
                if alg.family() != EncFamily::Ecdh {
                    return Err(Failed);
                }
                let agreed = agreement::receive((key, P256), alg, enc, header)?;
                if alg == KeyMgmtAlg::EcdhEs {
                    // RFC 7516 §5.2: with direct agreement the encrypted key MUST be empty.
                    return if encrypted.is_empty() { Ok(agreed) } else { Err(Failed) };
                }
                Ok(Secret::new(agreement::unwrap(alg, &agreed, encrypted, enc.key_len())?))
            }
        }
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptionKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

fn rsa_private(pkcs8: &[u8]) -> Result<(PrivateMaterial, Value), InvalidKey> {
    let pair = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| InvalidKey::Malformed)?;
    // RFC 7518 §4.3: a key of 2048 bits or larger MUST be used.
    if pair.public_modulus_len() < 256 {
        return Err(InvalidKey::RsaSize);
    }
    let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    let public = json!({
        "kty": "RSA",
        "n": text(pair.public_key().modulus().big_endian_without_leading_zero()),
        "e": text(pair.public_key().exponent().big_endian_without_leading_zero()),
    });
    let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| InvalidKey::Malformed)?;
    let key = OaepPrivateDecryptingKey::new(key).map_err(|_| InvalidKey::Malformed)?;
    Ok((PrivateMaterial::Rsa(key), public))
}

/// RFC 7518 §4.3: RSA-OAEP is OAEP with its default parameters, SHA-1 and MGF1 with SHA-1.
const fn oaep(alg: KeyMgmtAlg) -> &'static OaepAlgorithm {
    match alg {
        KeyMgmtAlg::RsaOaep => &OAEP_SHA1_MGF1SHA1,
        _ => &OAEP_SHA256_MGF1SHA256,
    }
}
