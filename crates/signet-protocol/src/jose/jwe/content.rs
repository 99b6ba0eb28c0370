//! Content encryption (RFC 7518 §5): authenticated first, decrypted afterwards.

use aws_lc_rs::{
    aead::{self, Aad, LessSafeKey, Nonce, RandomizedNonceKey, UnboundKey},
    cipher::{self, DecryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey, UnboundCipherKey},
    hmac,
    iv::FixedLength,
};

use super::alg::ContentEnc;
use crate::base::secret::constant_time_eq;

/// The three parts that content encryption gives.
#[derive(Debug)]
pub struct Encrypted {
    /// RFC 7516 §2 "JWE Initialization Vector"
    pub iv: Vec<u8>,
    /// RFC 7516 §2 "JWE Ciphertext"
    pub ciphertext: Vec<u8>,
    /// RFC 7516 §2 "JWE Authentication Tag"
    pub tag: Vec<u8>,
}

/// The library refused, or the parts do not belong together: no more is told (RFC 7516 §11.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

impl From<aws_lc_rs::error::Unspecified> for Failed {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self
    }
}

/// RFC 7518 §5.3: a 96-bit initialization vector and a 128-bit tag MUST be used.
const GCM_IV: usize = 12;
const GCM_TAG: usize = 16;
/// RFC 7518 §5.2.2.1: the initialization vector has 128 bits.
const CBC_IV: usize = 16;

/// Encrypts `plain`; `key` has the length that `enc` asks for. aws-lc draws the vectors.
pub fn encrypt(enc: ContentEnc, key: &[u8], aad: &[u8], plain: &[u8]) -> Result<Encrypted, Failed> {
    let mut ciphertext = plain.to_vec();
    match kind(enc, key)? {
        Kind::Gcm(algorithm) => {
            let nonce =
                RandomizedNonceKey::new(algorithm, key)?.seal_in_place_append_tag(Aad::from(aad), &mut ciphertext)?;
            let tag = ciphertext.split_off(plain.len());
            Ok(Encrypted { iv: nonce.as_ref().to_vec(), ciphertext, tag })
        }
        Kind::Cbc(digest, algorithm) => {
            let (mac_key, cipher_key) = halves(key);
            let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, cipher_key)?)?;
            let DecryptionContext::Iv128(iv) = cipher.encrypt(&mut ciphertext)? else { return Err(Failed) };
            let iv = iv.as_ref().to_vec();
            let tag = mac_tag(digest, mac_key, aad, &iv, &ciphertext);
            Ok(Encrypted { iv, ciphertext, tag })
        }
    }
}

/// Decrypts what [`encrypt`] made.
pub fn decrypt(enc: ContentEnc, key: &[u8], aad: &[u8], given: &Encrypted) -> Result<Vec<u8>, Failed> {
    let Encrypted { iv, ciphertext, tag } = given;
    match kind(enc, key)? {
        Kind::Gcm(algorithm) => {
            // RFC 7518 §5.3: a shorter tag would be a guess away from a forgery.
            if iv.len() != GCM_IV || tag.len() != GCM_TAG {
                return Err(Failed);
            }
            let nonce = Nonce::try_assume_unique_for_key(iv)?;
            let mut joined = [ciphertext.as_slice(), tag].concat();
            let key = LessSafeKey::new(UnboundKey::new(algorithm, key)?);
            let length = key.open_in_place(nonce, Aad::from(aad), &mut joined)?.len();
            joined.truncate(length);
            Ok(joined)
        }
        Kind::Cbc(digest, algorithm) => {
            let (mac_key, cipher_key) = halves(key);
            let vector = <[u8; CBC_IV]>::try_from(iv.as_slice()).map_err(|_| Failed)?;
            // RFC 7518 §5.2.2.2: the tag is checked before anything is decrypted, in constant
            // time; else the padding would answer questions about the plaintext.
            if !constant_time_eq(&mac_tag(digest, mac_key, aad, iv, ciphertext), tag) {
                return Err(Failed);
            }
            let mut plain = ciphertext.clone();
            let cipher = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, cipher_key)?)?;
            let context = DecryptionContext::Iv128(FixedLength::from(vector));
            let length = cipher.decrypt(&mut plain, context)?.len();
            plain.truncate(length);
            Ok(plain)
        }
    }
}

enum Kind {
    Gcm(&'static aead::Algorithm),
    Cbc(hmac::Algorithm, &'static cipher::Algorithm),
}

fn kind(enc: ContentEnc, key: &[u8]) -> Result<Kind, Failed> {
    if key.len() != enc.key_len() {
        return Err(Failed);
    }
    Ok(match enc {
        ContentEnc::A128Gcm => Kind::Gcm(&aead::AES_128_GCM),
        ContentEnc::A256Gcm => Kind::Gcm(&aead::AES_256_GCM),
        ContentEnc::A128CbcHs256 => Kind::Cbc(hmac::HMAC_SHA256, &cipher::AES_128),
        ContentEnc::A256CbcHs512 => Kind::Cbc(hmac::HMAC_SHA512, &cipher::AES_256),
    })
}

/// RFC 7518 §5.2.2.1: the first half of the key is for the tag, the second for the cipher.
fn halves(key: &[u8]) -> (&[u8], &[u8]) {
    key.split_at(key.len() / 2)
}

/// RFC 7518 §5.2.2.1: as many bytes as the key has, of the MAC over additional data, vector,
/// ciphertext and the length of the additional data in bits.
fn mac_tag(digest: hmac::Algorithm, key: &[u8], aad: &[u8], iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(digest, key));
    for part in [aad, iv, ciphertext, &(aad.len() as u64 * 8).to_be_bytes()] {
        mac.update(part);
    }
    let mut tag = mac.sign().as_ref().to_vec();
    tag.truncate(key.len());
    tag
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    // RFC 7518 §B.1 and §B.3: key 00 01 02 …, one text and one piece of additional data.
    const PLAIN: &[u8] = b"A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience";
    const AAD: &[u8] = b"The second principle of Auguste Kerckhoffs";
    const IV: &str = "1af38c2dc2b96ffdd86694092341bc04";

    fn vector(enc: ContentEnc, ciphertext: &str, tag: &str) {
        let key: Vec<u8> = (0..=255).take(enc.key_len()).collect();
        let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
        let given = Encrypted { iv: hex(IV), ciphertext: hex(ciphertext), tag: hex(tag) };
        assert_eq!(decrypt(enc, &key, AAD, &given).unwrap(), PLAIN);
    }

    #[test]
    fn the_examples_of_rfc_7518_decrypt() {
        vector(
            ContentEnc::A128CbcHs256,
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db",
            "652c3fa36b0a7c5b3219fab3a30bc1c4",
        );
        vector(
            ContentEnc::A256CbcHs512,
            "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd822c301dd67c373bccb584ad3e9279c2e6d12a1374b77f077553df829410446b36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f09b3a3b75e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f51950bbe2638d09dd7a4930930806d0703b1f6",
            "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5",
        );
    }

    #[test]
    fn every_changed_or_shortened_part_is_refused() {
        for enc in ContentEnc::ALL.iter().copied() {
            let key = vec![7; enc.key_len()];
            let made = || encrypt(enc, &key, b"header", b"payload").unwrap();
            assert_eq!(decrypt(enc, &key, b"header", &made()).unwrap(), b"payload");
            assert_eq!(decrypt(enc, &key, b"other", &made()), Err(Failed));
            assert_eq!(decrypt(enc, &key[1..], b"header", &made()), Err(Failed));
            let flipped: [fn(&mut Encrypted); 3] =
                [|all| all.iv[0] ^= 1, |all| all.ciphertext[0] ^= 1, |all| all.tag[0] ^= 1];
            let shortened: [fn(&mut Encrypted); 3] =
                [|all| all.iv.truncate(11), |all| all.ciphertext.truncate(6), |all| all.tag.truncate(15)];
            for change in flipped.into_iter().chain(shortened) {
                let mut changed = made();
                change(&mut changed);
                assert_eq!(decrypt(enc, &key, b"header", &changed), Err(Failed), "{enc}");
            }
            for keep in 0..made().tag.len() {
                let mut cut = made();
                cut.tag.truncate(keep);
                assert_eq!(decrypt(enc, &key, b"header", &cut), Err(Failed), "{enc} with {keep} bytes of tag");
            }
        }
    }

    #[test]
    fn no_vector_comes_twice() {
        for enc in ContentEnc::ALL.iter().copied() {
            let key = vec![7; enc.key_len()];
            let vectors: std::collections::HashSet<Vec<u8>> =
                (0..100).map(|_| encrypt(enc, &key, b"", b"same").unwrap().iv).collect();
            assert_eq!(vectors.len(), 100, "{enc}");
        }
    }
}
