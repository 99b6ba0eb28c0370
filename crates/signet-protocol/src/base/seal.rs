//! Secrets that must be used again, sealed under a master key that stands outside the database.
//!
//! `v1.<key id>.<base64url of nonce, ciphertext and tag>`: AES-256-GCM, a random nonce of 96
//! bits, and as associated data the key id and the purpose ("signing_keys/kid"), so that a
//! sealed text moved to another row does not open. One master key seals far fewer than the
//! 2^32 texts up to which random nonces are safe (NIST SP 800-38D §8.3).
//!
//! What others keep for us and bring back needs no secrecy, only a code that says that it is ours
//! ([`Sealer::authenticate`]): HMAC-SHA-256, of which a key makes any number.
//!
//! A name that others must know by another one, always by the same ([`Sealer::seal_name`]): AES-256-GCM-SIV (RFC 8452)
//! with one nonce for all. Two equal texts tell that name and purpose are equal, and that is what they are for.
//!
//! The master key itself encrypts nothing: the keys for sealing, for names and for codes, and the printable id are
//! derived from it under different labels.

use aws_lc_rs::{
    aead::{AES_256_GCM, AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use zeroize::{Zeroize, Zeroizing};

use super::{
    entropy::Entropy,
    secret::{Secret, constant_time_eq, sha256},
};

const VERSION: &str = "v1";

/// Why a sealed text does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not a text that [`Sealer::seal`] writes.
    #[error("it is not a sealed text")]
    Malformed,
    /// Sealed under a master key that is not here.
    #[error("it is sealed under the master key {0}, which is not among the keys given")]
    UnknownKey(String),
    /// The right key, and yet it was changed or belongs to another purpose.
    #[error("it was changed, or sealed for another purpose")]
    Tampered,
}

/// Why a text is no master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a master key is 32 random bytes, written as 43 characters of base64url or 64 of hexadecimal")]
pub struct InvalidMasterKey;

/// A master key: 32 random bytes, wiped when dropped.
#[derive(Debug, Clone)]
pub struct MasterKey {
    bytes: Secret<[u8; 32]>,
    id: String,
}

impl MasterKey {
    /// A fresh key.
    pub fn generate(entropy: &Entropy) -> Self {
        Self::from_bytes(entropy.bytes())
    }

    /// Takes a key over.
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let derived = Zeroizing::new(derive_token(&bytes, b"signet master key id"));
        let id = HEXLOWER.encode(&sha256(derived.as_slice())[..8]);
        let key = Self { bytes: Secret::new(bytes), id };
        bytes.zeroize();
        key
    }

    /// Reads a key as its file holds it: base64url or hexadecimal, white space around it ignored.
    pub fn parse(text: &str) -> Result<Self, InvalidMasterKey> {
        let text = text.trim();
        let encoding = if text.len() == 64 { &data_encoding::HEXLOWER_PERMISSIVE } else { &BASE64URL_NOPAD };
        let decoded = Zeroizing::new(encoding.decode(text.as_bytes()).map_err(|_| InvalidMasterKey)?);
        let bytes = <[u8; 32]>::try_from(decoded.as_slice()).map_err(|_| InvalidMasterKey)?;
        Ok(Self::from_bytes(bytes))
    }

    /// The key as its file holds it.
    pub fn to_text(&self) -> Secret<String> {
        Secret::new(BASE64URL_NOPAD.encode(self.bytes.expose()))
    }

    /// A name that may be printed: 16 hexadecimal characters that reveal nothing of the key.
    pub fn id(&self) -> &str {
        &self.id
    }
}

struct Ready {
    id: String,
    key: LessSafeKey,
    naming: LessSafeKey,
    authenticating: hmac::Key,
}

impl Ready {
    fn of(master: &MasterKey) -> Self {
        let derived = Zeroizing::new(derive_token(master.bytes.expose(), b"signet seal AES-256-GCM"));
        let unbound = UnboundKey::new(&AES_256_GCM, derived.as_slice());
        // Fails for a wrong length only, and the length is in the type.
        let Ok(unbound) = unbound else { unreachable!("AES-256-GCM takes 32 bytes") };
        let derived = Zeroizing::new(derive_token(master.bytes.expose(), b"signet names AES-256-GCM-SIV"));
        let naming = UnboundKey::new(&AES_256_GCM_SIV, derived.as_slice());
        let Ok(naming) = naming else { unreachable!("AES-256-GCM-SIV takes 32 bytes") };
        let derived = Zeroizing::new(derive_token(master.bytes.expose(), b"signet authenticate HMAC-SHA-256"));
        let authenticating = hmac::Key::new(hmac::HMAC_SHA256, derived.as_slice());
        let (key, naming) = (LessSafeKey::new(unbound), LessSafeKey::new(naming));
        Self { id: master.id.clone(), key, naming, authenticating }
    }

    fn aad(&self, purpose: &str) -> Aad<Vec<u8>> {
        Aad::from(format!("{VERSION}\n{}\n{purpose}", self.id).into_bytes())
    }
}

/// Seals under the current master key and opens under that and older ones.
pub struct Sealer {
    current: Ready,
    older: Vec<Ready>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("current", &self.current.id).finish_non_exhaustive()
    }
}

impl Sealer {
    /// A ring of keys.
    pub fn new(current: &MasterKey, older: &[MasterKey]) -> Self {
        Self { current: Ready::of(current), older: older.iter().map(Ready::of).collect() }
    }

    /// The id of the key that seals.
    pub fn current_id(&self) -> &str {
        &self.current.id
    }

    /// Whether a text sealed under the key of this id can be opened.
    pub fn knows(&self, key_id: &str) -> bool {
        self.find(key_id).is_some()
    }

    /// Seals a secret for one purpose: table, slash, row.
    ///
    /// # Panics
    /// When the secret has more than 64 GiB, which AES-GCM does not take.
    pub fn seal(&self, purpose: &str, plaintext: &[u8], entropy: &Entropy) -> String {
        let nonce = entropy.bytes::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(NONCE_LEN + plaintext.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plaintext);
        let tag = self.current.key.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            self.current.aad(purpose),
            &mut sealed[NONCE_LEN..],
        );
        let Ok(tag) = tag else { panic!("AES-256-GCM refused to seal") };
        sealed.extend_from_slice(tag.as_ref());
        format!("{VERSION}.{}.{}", self.current.id, BASE64URL_NOPAD.encode(&sealed))
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, text: &str) -> Result<Secret<Vec<u8>>, SealError> {
        let (key_id, body) = split(text).ok_or(SealError::Malformed)?;
        let ready = self.find(key_id).ok_or_else(|| SealError::UnknownKey(key_id.to_owned()))?;
        let sealed = BASE64URL_NOPAD.decode(body.as_bytes()).map_err(|_| SealError::Malformed)?;
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(SealError::Malformed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Malformed)?;
        let mut body = Zeroizing::new(body.to_vec());
        let opened = ready.key.open_in_place(nonce, ready.aad(purpose), &mut body).map_err(|_| SealError::Tampered)?;
        Ok(Secret::new(opened.to_vec()))
    }

    /// The text sealed again under the current key, or `None` when it is already.
    pub fn rewrap(&self, purpose: &str, text: &str, entropy: &Entropy) -> Result<Option<String>, SealError> {
        if key_id_of(text) == Some(self.current_id()) {
            return Ok(None);
        }
        let opened = self.open(purpose, text)?;
        Ok(Some(self.seal(purpose, opened.expose(), entropy)))
    }

    /// Another name for one of ours, for one purpose: always the same under one master key.
    ///
    /// # Panics
    /// When the name has more than 64 GiB, which AES-GCM-SIV does not take.
    pub fn seal_name(&self, purpose: &str, name: &str) -> String {
        let mut sealed = name.as_bytes().to_vec();
        let aad = self.current.aad(purpose);
        let tag = self.current.naming.seal_in_place_separate_tag(one_nonce(), aad, &mut sealed);
        let Ok(tag) = tag else { panic!("AES-256-GCM-SIV refused to seal") };
        sealed.extend_from_slice(tag.as_ref());
        BASE64URL_NOPAD.encode(&sealed)
    }

    /// Our name of another one that was made for the same purpose, under the current key or an older one.
    pub fn open_name(&self, purpose: &str, text: &str) -> Option<String> {
        let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        self.all().find_map(|ready| {
            let mut body = sealed.clone();
            let opened = ready.naming.open_in_place(one_nonce(), ready.aad(purpose), &mut body).ok()?;
            String::from_utf8(opened.to_vec()).ok()
        })
    }

    /// A code that says that a text is ours, for one purpose.
    pub fn authenticate(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        let mut code = [0u8; 32];
        code.copy_from_slice(authenticated(&self.current, purpose, text).sign().as_ref());
        code
    }

    /// Whether a text has a code of ours for the same purpose, under the current key or an older one; in constant
    /// time for each key.
    pub fn is_authentic(&self, purpose: &str, text: &[u8], code: &[u8]) -> bool {
        let is_of = |ready| constant_time_eq(authenticated(ready, purpose, text).sign().as_ref(), code);
        self.all().any(is_of)
    }

    fn find(&self, key_id: &str) -> Option<&Ready> {
        self.all().find(|ready| ready.id == key_id)
    }

    fn all(&self) -> impl Iterator<Item = &Ready> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

/// RFC 8452 §9: with one nonce for all, equal texts look equal, and no more is seen.
fn one_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

/// The purpose's length comes first, so that no purpose and text read like another two.
fn authenticated(ready: &Ready, purpose: &str, text: &[u8]) -> hmac::Context {
    let mut context = hmac::Context::with_key(&ready.authenticating);
    context.update(&(purpose.len() as u64).to_be_bytes());
    context.update(purpose.as_bytes());
    context.update(text);
    context
}

/// The id of the master key under which a text is sealed.
pub fn key_id_of(text: &str) -> Option<&str> {
    split(text).map(|(key_id, _)| key_id)
}

/// HMAC-SHA-256 of a context under a key: secrets that are derived instead of stored.
pub fn derive_token(key: &[u8; 32], context: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), context);
    let mut out = [0u8; 32];
    out.copy_from_slice(tag.as_ref());
    out
}

fn split(text: &str) -> Option<(&str, &str)> {
    let (version, rest) = text.split_once('.')?;
    let (key_id, body) = rest.split_once('.')?;
    (version == VERSION && !key_id.is_empty()).then_some((key_id, body))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn master(byte: u8) -> MasterKey {
        MasterKey::from_bytes([byte; 32])
    }

    #[test]
    fn a_sealed_text_opens_for_its_own_purpose_only() {
        let sealer = Sealer::new(&master(1), &[]);
        let text = sealer.seal("signing_keys/a", b"secret", &Entropy::System);
        assert_eq!(sealer.open("signing_keys/a", &text).unwrap().expose(), b"secret");
        assert_eq!(sealer.open("signing_keys/b", &text), Err(SealError::Tampered));
        assert_eq!(sealer.open("clients/a", &text), Err(SealError::Tampered));
        assert_eq!(key_id_of(&text), Some(sealer.current_id()));
    }

    #[test]
    fn the_same_secret_is_never_sealed_to_the_same_text() {
        let sealer = Sealer::new(&master(1), &[]);
        assert_ne!(sealer.seal("p", b"s", &Entropy::System), sealer.seal("p", b"s", &Entropy::System));
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let sealer = Sealer::new(&master(1), &[]);
        let text = sealer.seal("p", b"some secret", &Entropy::System);
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let refused = sealer.open("p", &changed).unwrap_err();
            let expected = match at {
                at if at > text.rfind('.').unwrap() => {
                    matches!(refused, SealError::Tampered | SealError::Malformed)
                }
                _ => matches!(refused, SealError::UnknownKey(_) | SealError::Malformed),
            };
            assert!(expected, "{at}: {refused}");
        }
        let body = text.rfind('.').unwrap() + 1;
        let mut changed = text.clone();
        changed.replace_range(body..=body, if text.as_bytes()[body] == b'A' { "B" } else { "A" });
        assert_eq!(sealer.open("p", &changed), Err(SealError::Tampered));
    }

    #[test]
    fn an_unknown_master_key_is_told_from_a_changed_text() {
        let text = Sealer::new(&master(1), &[]).seal("p", b"s", &Entropy::System);
        let other = Sealer::new(&master(2), &[]);
        assert_eq!(other.open("p", &text), Err(SealError::UnknownKey(master(1).id().to_owned())));
        assert!(!other.knows(master(1).id()));
        for malformed in ["", "v1", "v1.", "v1..AA", "v2.00.AA", "plain", &format!("v1.{}.AA", master(2).id())] {
            assert_eq!(other.open("p", malformed), Err(SealError::Malformed), "{malformed}");
        }
    }

    #[test]
    fn a_new_master_key_opens_and_rewraps_what_the_old_one_sealed() {
        let entropy = Entropy::System;
        let old = Sealer::new(&master(1), &[]);
        let text = old.seal("p", b"s", &entropy);
        let both = Sealer::new(&master(2), &[master(1)]);
        let again = both.rewrap("p", &text, &entropy).unwrap().unwrap();
        assert_eq!(key_id_of(&again), Some(master(2).id()));
        assert_eq!(both.rewrap("p", &again, &entropy), Ok(None));
        assert_eq!(Sealer::new(&master(2), &[]).open("p", &again).unwrap().expose(), b"s");
    }

    #[test]
    fn a_master_key_is_read_back_and_never_printed() {
        let key = MasterKey::generate(&Entropy::seeded(1));
        let text = key.to_text();
        assert_eq!(MasterKey::parse(&format!(" {}\n", text.expose())).unwrap().id(), key.id());
        assert_eq!(MasterKey::parse(&HEXLOWER.encode(key.bytes.expose())).unwrap().id(), key.id());
        assert!(!format!("{key:?}").contains(text.expose()));
        assert_eq!(key.id().len(), 16);
        assert_ne!(master(1).id(), master(2).id());
        for wrong in ["", "short", &"A".repeat(42), &"A".repeat(44), &"g".repeat(64)] {
            assert_eq!(MasterKey::parse(wrong).err(), Some(InvalidMasterKey), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_of_one_key_one_purpose_and_one_text() {
        let sealer = Sealer::new(&master(1), &[]);
        let code = sealer.authenticate("cookie", b"text");
        assert!(sealer.is_authentic("cookie", b"text", &code));
        for (purpose, text) in [("cooki", b"etext".as_slice()), ("cookie", b"texT"), ("cookies", b"text"), ("", b"")] {
            assert!(!sealer.is_authentic(purpose, text, &code), "{purpose}");
        }
        assert!(!sealer.is_authentic("cookie", b"text", &code[..31]));
        assert!(!sealer.is_authentic("cookie", b"text", &[]));
        assert!(!Sealer::new(&master(2), &[]).is_authentic("cookie", b"text", &code));
        // A new master key knows what was written under the one before.
        assert!(Sealer::new(&master(2), &[master(1)]).is_authentic("cookie", b"text", &code));
    }

    #[test]
    fn a_name_has_one_other_name_for_each_purpose() {
        let sealer = Sealer::new(&master(1), &[]);
        let other = sealer.seal_name("tea", "ses_1");
        assert_eq!(other, sealer.seal_name("tea", "ses_1"));
        assert_eq!(sealer.open_name("tea", &other).as_deref(), Some("ses_1"));
        for another in [sealer.seal_name("cake", "ses_1"), sealer.seal_name("tea", "ses_2")] {
            assert_ne!(another, other);
        }
        assert_eq!(sealer.open_name("cake", &other), None);
        let changed = format!("{}{}", if other.starts_with('A') { 'B' } else { 'A' }, &other[1..]);
        for wrong in ["", "A", "AA", "ses_1", "é", changed.as_str(), &other[..other.len() - 4]] {
            assert_eq!(sealer.open_name("tea", wrong), None, "{wrong}");
        }
        // A new master key knows what was named under the one before, and names it anew.
        let both = Sealer::new(&master(2), &[master(1)]);
        assert_eq!(both.open_name("tea", &other).as_deref(), Some("ses_1"));
        assert_ne!(both.seal_name("tea", "ses_1"), other);
        assert_eq!(Sealer::new(&master(2), &[]).open_name("tea", &other), None);
    }

    // RFC 4231 §4.2 has a key of 20 bytes; padding a key with zeros does not change HMAC.
    #[test]
    fn derived_tokens_are_hmac_sha_256() {
        let mut key = [0u8; 32];
        key[..20].fill(0x0b);
        assert_eq!(
            HEXLOWER.encode(&derive_token(&key, b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_opens_again(secret in prop::collection::vec(any::<u8>(), 0..300), purpose in ".{0,20}") {
            let sealer = Sealer::new(&master(9), &[]);
            let text = sealer.seal(&purpose, &secret, &Entropy::System);
            let opened = sealer.open(&purpose, &text).unwrap();
            prop_assert_eq!(opened.expose(), &secret);
        }
    }
}
